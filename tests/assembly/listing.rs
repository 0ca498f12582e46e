//! An assembly listing as LLVM writes it, in AT&T's syntax: functions, their blocks, and where each block goes on.

use std::collections::{HashMap, HashSet};

/// A function's blocks, in the order of the listing.
pub(crate) struct Function<'a> {
    pub(crate) symbol: &'a str,
    /// The listing that it is in.
    pub(crate) listing: &'a str,
    pub(crate) blocks: Vec<Block<'a>>,
}

/// Instructions with a label at their beginning only, and a jump at their end only.
#[derive(Default)]
pub(crate) struct Block<'a> {
    pub(crate) instructions: Vec<Instruction<'a>>,
    /// The blocks that may come next.
    pub(crate) next: Vec<usize>,
}

/// An instruction, and where it is from.
#[derive(Clone, Copy)]
pub(crate) struct Instruction<'a> {
    pub(crate) text: &'a str,
    /// Its line in the listing.
    pub(crate) line: usize,
    /// The file and the line of its source, if the listing tells.
    pub(crate) source: Option<(&'a str, &'a str)>,
}

/// Reads a listing of this name.
pub(crate) fn read<'a>(listing: &'a str, text: &'a str) -> Vec<Function<'a>> {
    let mut reader = Reader { listing, ..Reader::default() };
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.split('#').next().unwrap_or_default();
        match text.trim() {
            "" => {}
            trimmed if !text.starts_with(char::is_whitespace) => reader.label(trimmed.trim_end_matches(':')),
            trimmed if trimmed.starts_with('.') => reader.directive(trimmed),
            trimmed => reader.instruction(trimmed, line),
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'a> {
    listing: &'a str,
    functions: Vec<Function<'a>>,
    /// The function and the block of each label.
    labels: HashMap<&'a str, (usize, usize)>,
    /// What is in tables of jumps.
    tables: HashSet<&'a str>,
    files: HashMap<&'a str, &'a str>,
    source: Option<(&'a str, &'a str)>,
}

impl<'a> Reader<'a> {
    fn label(&mut self, label: &'a str) {
        if !label.starts_with(".L") && !label.starts_with('L') {
            self.functions.push(Function { symbol: label, listing: self.listing, blocks: vec![Block::default()] });
            self.source = None;
            return;
        }
        let place = self.functions.len().wrapping_sub(1);
        if let Some(function) = self.functions.get_mut(place)
            && !label.starts_with(".Ltmp")
        {
            function.blocks.push(Block::default());
            self.labels.insert(label, (place, function.blocks.len() - 1));
        }
    }

    fn directive(&mut self, directive: &'a str) {
        let mut words = directive.split_whitespace();
        match words.next() {
            // `.file 7 "folder" "file"`, or `.file 7 "file"`
            Some(".file") => {
                let mut quoted = directive.split('"').skip(1).step_by(2);
                let (first, second) = (quoted.next(), quoted.next());
                self.files.extend(words.next().zip(second.or(first)));
            }
            // `.loc 7 line column`
            Some(".loc") => {
                let file = words.next().and_then(|number| self.files.get(number));
                self.source = file.copied().zip(words.next());
            }
            // `.long .LBB0_1-.LJTI0_0`
            Some(".long" | ".quad") => self.tables.extend(words.next().and_then(|entry| entry.split('-').next())),
            _ => {}
        }
    }

    fn instruction(&mut self, text: &'a str, line: usize) {
        let Some(function) = self.functions.last_mut() else { return };
        let instruction = Instruction { text, line, source: self.source };
        if let Some(block) = function.blocks.last_mut() {
            block.instructions.push(instruction);
        }
        if instruction.is_jump() {
            function.blocks.push(Block::default());
        }
    }

    fn finish(self) -> Vec<Function<'a>> {
        let Self { mut functions, labels, tables, .. } = self;
        for (f, function) in functions.iter_mut().enumerate() {
            let block_of = |label| labels.get(label).filter(|place| place.0 == f).map(|place| place.1);
            for i in 0..function.blocks.len() {
                let after = (i + 1 < function.blocks.len()).then_some(i + 1);
                function.blocks[i].next = match function.blocks[i].last() {
                    Some(last) if last.is_jump() => {
                        let to = match last.target() {
                            Some(label) => block_of(label).into_iter().collect(),
                            None => tables.iter().copied().filter_map(block_of).collect::<Vec<_>>(),
                        };
                        let on = if last.mnemonic().starts_with("jmp") { None } else { after };
                        to.into_iter().chain(on).collect()
                    }
                    Some(last) if last.ends() => Vec::new(),
                    _ => after.into_iter().collect(),
                };
            }
        }
        // Labels of data have no instructions after them.
        functions.retain(|function| function.instructions().next().is_some());
        functions
    }
}

impl<'a> Function<'a> {
    pub(crate) fn instructions(&self) -> impl Iterator<Item = Instruction<'a>> {
        self.blocks.iter().flat_map(|block| block.instructions.iter().copied())
    }

    /// For each block, whether the function may still return.
    pub(crate) fn may_return(&self) -> Vec<bool> {
        let mut may: Vec<_> = self.blocks.iter().map(Block::leaves).collect();
        loop {
            let mut more = false;
            for i in (0..may.len()).rev() {
                if !may[i] && self.blocks[i].next.iter().any(|&next| may[next]) {
                    (may[i], more) = (true, true);
                }
            }
            if !more {
                return may;
            }
        }
    }
}

impl<'a> Block<'a> {
    pub(crate) fn last(&self) -> Option<Instruction<'a>> {
        self.instructions.last().copied()
    }

    /// Whether the function returns here, or goes over to another that may.
    fn leaves(&self) -> bool {
        self.last().is_some_and(|last| {
            let elsewhere = last.mnemonic().starts_with("jmp") && self.next.is_empty() && !last.panics();
            last.mnemonic().starts_with("ret") || elsewhere
        })
    }
}

impl<'a> Instruction<'a> {
    pub(crate) fn mnemonic(self) -> &'a str {
        self.text.split_whitespace().next().unwrap_or_default()
    }

    /// The operands; what is written is the last.
    pub(crate) fn operands(self) -> impl DoubleEndedIterator<Item = &'a str> {
        let mut rest = self.text[self.mnemonic().len()..].trim();
        let mut operands = Vec::new();
        while !rest.is_empty() {
            let mut depth = 0;
            let comma = rest.find(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                c == ',' && depth == 0
            });
            let (operand, others) = comma.map_or((rest, ""), |comma| (&rest[..comma], &rest[comma + 1..]));
            operands.push(operand.trim());
            rest = others.trim();
        }
        operands.into_iter()
    }

    pub(crate) fn is_call(self) -> bool {
        self.mnemonic().starts_with("call")
    }

    pub(crate) fn is_jump(self) -> bool {
        self.mnemonic().starts_with('j')
    }

    /// What a call or a jump goes to, if it has a name: `f` of `callq *f@GOTPCREL(%rip)`.
    pub(crate) fn target(self) -> Option<&'a str> {
        let name = self.operands().next()?.trim_start_matches('*').split(['@', '(']).next()?;
        (!name.is_empty() && !name.starts_with('%')).then_some(name)
    }

    /// The names among the operands: functions that are called or jumped to, or whose address is taken, and others.
    pub(crate) fn names(self) -> impl Iterator<Item = &'a str> {
        self.text.split(|c: char| !c.is_alphanumeric() && !"_.$".contains(c)).skip(1)
    }

    /// Whether this calls one of the functions that a failed check ends in.
    pub(crate) fn panics(self) -> bool {
        let ends = ["panic", "_fail", "handle_alloc_error", "handle_error"];
        (self.is_call() || self.is_jump())
            && self.target().is_some_and(|target| ends.iter().any(|end| target.contains(end)))
    }

    /// Whether nothing comes after it.
    fn ends(self) -> bool {
        self.mnemonic().starts_with("ret") || matches!(self.mnemonic(), "ud2" | "int3" | "hlt") || self.panics()
    }
}
