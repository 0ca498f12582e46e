//! The innermost loops of a function: those that no other loop is in.

use std::collections::BTreeSet;
use std::mem;

use super::listing::{Function, Instruction};

/// The blocks of a loop, in the order of the listing.
pub(crate) struct Loop<'f, 'a> {
    pub(crate) function: &'f Function<'a>,
    blocks: BTreeSet<usize>,
}

impl<'a> Loop<'_, 'a> {
    /// The line that it begins in.
    pub(crate) fn line(&self) -> usize {
        self.instructions().next().map_or(0, |instruction| instruction.line)
    }

    pub(crate) fn instructions(&self) -> impl Iterator<Item = Instruction<'a>> {
        self.blocks.iter().flat_map(|&block| self.function.blocks[block].instructions.iter().copied())
    }

    /// The jumps out of the loop, and the blocks that they go to.
    pub(crate) fn exits(&self) -> impl Iterator<Item = (Instruction<'a>, usize)> {
        let blocks = self.blocks.iter().map(|&block| &self.function.blocks[block]);
        blocks.flat_map(|block| {
            let out = block.next.iter().filter(|next| !self.blocks.contains(next));
            out.filter_map(|&next| Some((block.last()?, next)))
        })
    }
}

/// The innermost loops of `function`.
pub(crate) fn innermost<'f, 'a>(function: &'f Function<'a>) -> Vec<Loop<'f, 'a>> {
    let mut loops = Vec::new();
    within(function, &(0..function.blocks.len()).collect(), &mut loops);
    loops
}

/// Adds the innermost loops that have no block but of `among`, and returns whether there are any.
fn within<'f, 'a>(function: &'f Function<'a>, among: &BTreeSet<usize>, loops: &mut Vec<Loop<'f, 'a>>) -> bool {
    let before = loops.len();
    for blocks in cycles(function, among) {
        // Without the block through which it is entered, only loops inside are left.
        let outside = (0..function.blocks.len()).filter(|from| !blocks.contains(from));
        let entered = outside.flat_map(|from| &function.blocks[from].next).find(|to| blocks.contains(to));
        let header = entered.or(blocks.first()).copied();
        let inside = blocks.iter().copied().filter(|&block| Some(block) != header).collect();
        if !within(function, &inside, loops) {
            loops.push(Loop { function, blocks });
        }
    }
    loops.len() > before
}

/// The greatest sets of blocks each of which leads to every other of its set, found as Kosaraju did.
fn cycles(function: &Function<'_>, among: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
    let next = |block: usize| function.blocks[block].next.iter().copied().filter(|next| among.contains(next));
    let mut before = vec![Vec::new(); function.blocks.len()];
    for &block in among {
        next(block).for_each(|next| before[next].push(block));
    }
    // A block is left when all that it leads to has been.
    let mut seen = vec![false; function.blocks.len()];
    let mut left = Vec::new();
    for &start in among {
        let mut path = vec![(start, false)];
        while let Some((block, is_left)) = path.pop() {
            if is_left {
                left.push(block);
            } else if !mem::replace(&mut seen[block], true) {
                path.push((block, true));
                path.extend(next(block).map(|next| (next, false)));
            }
        }
    }
    // Against the direction of the jumps, the block that was left last is reached only from where it leads to.
    let mut cycles = Vec::new();
    for start in left.into_iter().rev() {
        let mut set = BTreeSet::new();
        let mut to_visit = vec![start];
        while let Some(block) = to_visit.pop() {
            if mem::replace(&mut seen[block], false) {
                set.insert(block);
                to_visit.extend(&before[block]);
            }
        }
        if set.len() > 1 || set.iter().any(|&block| next(block).any(|next| next == block)) {
            cycles.push(set);
        }
    }
    cycles
}
