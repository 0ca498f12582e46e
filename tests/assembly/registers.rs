//! What the instructions of a loop do with registers.

use std::collections::HashMap;

use super::listing::Instruction;
use super::loops::Loop;

/// An operand in memory.
pub(crate) struct Memory<'a> {
    base: &'a str,
    index: &'a str,
    /// One number is taken for all lanes.
    broadcast: bool,
}

/// The operand as memory, if it is that.
pub(crate) fn memory(operand: &str) -> Option<Memory<'_>> {
    let (_, address) = operand.split_once('(')?;
    let (address, after) = address.split_once(')')?;
    let mut registers = address.split(',');
    let mut register = || registers.next().unwrap_or_default().trim();
    Some(Memory { base: register(), index: register(), broadcast: after.contains("{1to") })
}

/// The number of the vector register that an operand is.
fn vector(operand: &str) -> Option<u8> {
    let name = ["%xmm", "%ymm", "%zmm"].iter().find_map(|prefix| operand.strip_prefix(prefix))?;
    name.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

impl<'a> Instruction<'a> {
    /// Whether it takes a place of the stack that is the same each time: what a register had no room for. An array on
    /// the stack has an index.
    pub(crate) fn on_stack(self, frame: bool) -> bool {
        let on_stack =
            |memory: Memory<'_>| memory.index.is_empty() && (memory.base == "%rsp" || frame && memory.base == "%rbp");
        !self.mnemonic().starts_with("lea") && self.operands().filter_map(memory).any(on_stack)
            || self.mnemonic().starts_with("push")
            || self.mnemonic().starts_with("pop")
    }

    /// Whether it takes no more from memory than a number for a general register.
    pub(crate) fn reloads(self) -> bool {
        let reads = self.operands().next_back().is_some_and(|to| memory(to).is_none());
        (reads || self.mnemonic().starts_with("cmp")) && !self.mnemonic().starts_with(['v', 'p'])
    }

    /// Whether it writes memory, and from a vector register.
    pub(crate) fn stores_vector(self) -> bool {
        let mut operands = self.operands();
        self.mnemonic().starts_with("vmov")
            && operands.next_back().is_some_and(|to| memory(to).is_some())
            && operands.next_back().is_some_and(|from| vector(from).is_some())
    }

    /// The three digits of a fused multiply-add of whole vectors, `wide` registers: which operand is which.
    pub(crate) fn fused(self, wide: &str) -> Option<&'a str> {
        let name = self.mnemonic();
        let name = ["vfmadd", "vfnmadd", "vfmsub", "vfnmsub"].iter().find_map(|prefix| name.strip_prefix(prefix))?;
        let order = name.strip_suffix("ps").or(name.strip_suffix("pd"))?;
        self.operands().next_back()?.starts_with(wide).then_some(order)
    }

    /// Whether it loads a whole vector of different numbers, by itself or on the way into a multiply-add.
    fn loads(self, wide: &str) -> bool {
        let moves =
            ["vmovu", "vmova", "vmovdq", "vmaskmov", "vlddqu"].iter().any(|name| self.mnemonic().starts_with(name));
        let mut operands = self.operands();
        operands.next_back().is_some_and(|to| to.starts_with(wide))
            && (moves || self.fused(wide).is_some())
            && operands.filter_map(memory).any(|memory| !memory.broadcast && memory.base != "%rip")
            && !self.on_stack(true)
    }
}

/// What a loop computes.
pub(crate) struct Work {
    /// Multiply-adds of whole vectors in one round.
    pub(crate) fused: usize,
    /// Registers that a sum grows in, round by round.
    pub(crate) sums: usize,
    /// Whole vectors loaded in one round.
    pub(crate) loads: usize,
}

impl Work {
    pub(crate) fn of(body: &Loop<'_, '_>, wide: &str) -> Self {
        // What each register holds: a sum that began the round in some register, and whether anything was added to it.
        // What isn't here is as it was.
        let mut held: HashMap<u8, Option<(u8, bool)>> = HashMap::new();
        let [mut fused, mut loads] = [0; 2];
        for instruction in body.instructions() {
            let operands: Vec<_> = instruction.operands().collect();
            let Some((to, from)) = operands.split_last() else { continue };
            loads += usize::from(instruction.loads(wide));
            let value = |operand: &str| {
                let register = vector(operand)?;
                held.get(&register).copied().unwrap_or(Some((register, false)))
            };
            let written = match (instruction.fused(wide), from) {
                (Some(order), [third, second]) => {
                    fused += 1;
                    let addend =
                        [("132", second), ("213", third), ("231", to)].into_iter().find(|entry| entry.0 == order);
                    addend.and_then(|(_, addend)| value(addend)).map(|(register, _)| (register, true))
                }
                (None, [from]) if instruction.mnemonic().starts_with("vmov") => value(from),
                _ => None,
            };
            if let Some(register) = vector(to) {
                held.insert(register, written);
            }
        }
        let sums = held.iter().filter(|&(&register, &held)| held == Some((register, true))).count();
        Self { fused, sums, loads }
    }
}
