//! What the loops of a kernel must be like, so that it takes no longer than the processor needs for it.

use std::collections::{HashMap, HashSet};

use super::listing::{Function, Instruction};
use super::loops::{Loop, innermost};
use super::registers::Work;

/// A fused multiply-add takes four cycles, and two begin in each: so many sums keep the processor busy.
const SUMS: usize = 8;

/// For so many multiply-adds one address may be loaded from the stack: as many loads as multiply-adds begin in a cycle.
const FOR_AN_ADDRESS: usize = 1;

/// For so many multiply-adds one bounds check may stay: a comparison that takes none of the ports that they take.
const FOR_A_CHECK: usize = 8;

/// The level that a function is compiled for, as its instructions tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Level {
    Avx512,
    Avx2,
    /// Floating-point arithmetic of SSE2.
    Baseline,
}

impl Level {
    /// What the names of its widest registers begin with.
    fn wide(self) -> &'static str {
        match self {
            Self::Avx512 => "%zmm",
            Self::Avx2 => "%ymm",
            Self::Baseline => "%xmm",
        }
    }

    /// None if the function computes with no vectors and no floats.
    fn of(function: &Function<'_>) -> Option<Self> {
        let registers = |wide| function.instructions().any(|instruction| instruction.text.contains(wide));
        if registers(Self::Avx512.wide()) {
            Some(Self::Avx512)
        } else if registers(Self::Avx2.wide()) {
            Some(Self::Avx2)
        } else {
            function.instructions().any(is_old).then_some(Self::Baseline)
        }
    }
}

/// Whether this is arithmetic as processors without AVX do it: `mulps`, not `vmulps`.
fn is_old(instruction: Instruction<'_>) -> bool {
    let name = instruction.mnemonic();
    let operation = ["ps", "pd", "ss", "sd"].iter().find_map(|suffix| name.strip_suffix(suffix));
    operation.is_some_and(|name| ["add", "sub", "mul", "div", "sqrt", "min", "max"].contains(&name))
}

/// How many samples a kernel takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Samples {
    One,
    Many,
}

impl Samples {
    /// Whether the loop is one that takes so many: many share a load of the weights.
    fn are_in(self, work: &Work) -> bool {
        let shared = work.fused >= 2 * work.loads;
        match self {
            Self::One => !shared,
            Self::Many => shared,
        }
    }
}

/// All functions, by name. Several listings may have one of a name: each calls its own.
pub(crate) struct Program<'a>(HashMap<&'a str, Vec<&'a Function<'a>>>);

impl<'a> Program<'a> {
    pub(crate) fn new(functions: &'a [Function<'a>]) -> Self {
        let mut program: HashMap<_, Vec<_>> = HashMap::new();
        for function in functions {
            program.entry(function.symbol).or_default().push(function);
        }
        Self(program)
    }

    /// The function whose path ends in `name`.
    fn find(&self, name: &str) -> Option<&'a Function<'a>> {
        let end = format!("{}{name}", name.len());
        self.0.iter().find(|(symbol, _)| symbol.ends_with(&end)).map(|(_, functions)| functions[0])
    }

    /// The function that `name` means in `listing`.
    fn named(&self, name: &str, listing: &str) -> Option<&'a Function<'a>> {
        let functions = self.0.get(name)?;
        functions.iter().find(|function| function.listing == listing).or(functions.first()).copied()
    }

    /// What `function` calls itself.
    fn called(&self, function: &Function<'_>) -> Vec<&'a Function<'a>> {
        let names = function.instructions().flat_map(Instruction::names);
        names.filter_map(|name| self.named(name, function.listing)).collect()
    }

    /// `function` and all that it calls, directly or not; `at` a level, what is called only at others isn't among it.
    fn reached(&self, function: &'a Function<'a>, at: Option<Level>) -> Vec<&'a Function<'a>> {
        let mut seen = HashSet::from([(function.symbol, function.listing)]);
        let mut reached = Vec::new();
        let mut to_visit = vec![function];
        while let Some(function) = to_visit.pop() {
            let mut called = self.called(function);
            // What calls functions of several levels chooses one of them.
            let has = |level| called.iter().any(|called| Level::of(called) == Some(level));
            if let Some(level) = at
                && has(Level::Avx512)
                && has(Level::Avx2)
            {
                called.retain(|called| Level::of(called).is_none_or(|other| other == level));
            } else {
                reached.push(function);
            }
            to_visit.extend(called.into_iter().filter(|called| seen.insert((called.symbol, called.listing))));
        }
        reached
    }

    /// The functions for the baseline that `kernel` calls though it is for `level`.
    fn strangers(&self, kernel: &'a Function<'a>, level: Level) -> Vec<String> {
        if Level::of(kernel) != Some(level) {
            return Vec::new();
        }
        let called = self.reached(kernel, Some(level)).into_iter();
        let slow = called.filter(|called| Level::of(called) == Some(Level::Baseline));
        slow.map(|called| format!("{} calls {}, which is compiled for the baseline", name(kernel), name(called)))
            .collect()
    }

    /// Whether this is a call, in `kernel`, of a function that has multiply-adds but no loop of them: a part of a loop that
    /// isn't where the loop is.
    fn helps(&self, call: Instruction<'_>, kernel: &Function<'_>, level: Level) -> bool {
        let named = || self.named(call.target()?, kernel.listing);
        let Some(function) = call.is_call().then(named).flatten() else { return false };
        let reached = self.reached(function, Some(level));
        let fused = |instruction: Instruction<'_>| instruction.fused(level.wide()).is_some();
        reached.iter().any(|function| function.instructions().any(fused))
            && !reached.iter().any(|function| innermost(function).iter().any(|body| body.instructions().any(fused)))
    }

    /// What is wrong with the kernels that `entry` calls at `level`.
    pub(crate) fn complaints(&self, entry: &str, samples: Samples, level: Level) -> Vec<String> {
        let Some(entry) = self.find(entry) else { return vec![format!("there is no function `{entry}`")] };
        let mut complaints = Vec::new();
        let mut best = false;
        for kernel in self.reached(entry, Some(level)) {
            if Level::of(kernel).is_some_and(|its_own| its_own != level) {
                continue;
            }
            complaints.extend(self.strangers(kernel, level));
            let may_return = kernel.may_return();
            for body in innermost(kernel) {
                let work = Work::of(&body, level.wide());
                best |= work.sums >= SUMS && samples.are_in(&work);
                complaints.extend(judge(&body, &work, &may_return));
                let helpers = body.instructions().filter(|instruction| self.helps(*instruction, kernel, level));
                let found = found("its products elsewhere", helpers);
                complaints.extend(found.map(|found| format!("{} has {found}", place(&body))));
            }
        }
        if !best {
            let (name, wide) = (name(entry), level.wide());
            let products = match samples {
                Samples::One => "1 product",
                Samples::Many => "2 products or more",
            };
            complaints.push(format!(
                "none of {name}'s inner loops has {SUMS} sums in {wide} registers, and {products} for each load of weights"
            ));
        }
        complaints
    }
}

/// What is wrong with a loop, if it has multiply-adds of whole vectors in it.
fn judge(body: &Loop<'_, '_>, work: &Work, may_return: &[bool]) -> Option<String> {
    let Work { fused, sums, .. } = *work;
    let calls = body.instructions().filter(|instruction| instruction.is_call());
    let spills = spills(body, work).into_iter();
    let checks: Vec<_> = body.exits().filter(|&(_, to)| !may_return[to]).map(|(jump, _)| jump).collect();
    let allowed = if sums >= SUMS { fused / FOR_A_CHECK } else { 0 };
    let checks = checks.into_iter().skip(allowed);
    let found = [found("a call", calls), found("a spill", spills), found("a bounds check", checks)];
    let found = found.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let what = || format!("{}, of {fused} multiply-adds into {sums} sums, has {found}", place(body));
    (fused > 0 && !found.is_empty()).then(what)
}

/// Where a loop is.
fn place(body: &Loop<'_, '_>) -> String {
    let Function { listing, .. } = body.function;
    format!("{}: the loop in line {} of {listing}", name(body.function), body.line())
}

/// What is kept on the stack, and has to be in a register.
fn spills<'a>(body: &Loop<'_, 'a>, work: &Work) -> Vec<Instruction<'a>> {
    let frame = has_frame(body.function);
    let on_stack = body.instructions().filter(|instruction| instruction.on_stack(frame));
    let (mut spills, addresses): (Vec<_>, Vec<_>) = on_stack.partition(|instruction| !instruction.reloads());
    if work.sums == 0 {
        // An activation's constants are as near on the stack as elsewhere.
        spills.retain(|instruction| instruction.stores_vector());
    } else if work.sums >= SUMS && addresses.len() * FOR_AN_ADDRESS > work.fused {
        // With fewer sums it is what is left at an edge.
        spills.extend(addresses);
    }
    spills
}

/// Whether `%rbp` is where the function's part of the stack is.
fn has_frame(function: &Function<'_>) -> bool {
    let sets_it = |instruction: Instruction<'_>| instruction.text.split_whitespace().eq(["movq", "%rsp,", "%rbp"]);
    function.instructions().any(sets_it)
}

/// The first of what was found, and how many there are.
fn found<'a>(what: &str, mut instructions: impl Iterator<Item = Instruction<'a>>) -> Option<String> {
    let Instruction { text, line, source } = instructions.next()?;
    let text = text.replace('\t', " ");
    let source = source.map(|(file, line)| format!(", from line {line} of {file}")).unwrap_or_default();
    let others = match instructions.count() {
        0 => String::new(),
        others => format!(", and {others} like it"),
    };
    Some(format!("{what} in line {line}: `{text}`{source}{others}"))
}

/// The function's name as a person writes it.
fn name(function: &Function<'_>) -> String {
    format!("`{:#}`", rustc_demangle::demangle(function.symbol))
}
