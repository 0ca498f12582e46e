//! Where each tensor lives.

use super::steps::{Draft, Step, Tensor};
use crate::shape::Size;

/// Where a tensor lives. Two scratch buffers are enough for a chain: each step reads one and writes the other. What is
/// read again by a later step has a place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Buffer {
    Input,
    Scratch(usize),
    /// One of the tensors in the third buffer.
    Kept(usize),
    Output,
}

/// The steps with their places, and how much room these have.
pub(super) struct Places<'m> {
    pub(super) steps: Vec<Step<'m>>,
    pub(super) scratch: [Size; 2],
    pub(super) kept: Vec<Size>,
}

/// The tensors that share a place, since each is written over the one before it; from the first step that writes one of
/// them to the last that reads one.
struct Home {
    from: usize,
    to: usize,
    buffer: Option<Buffer>,
}

/// Gives each tensor its place: the network's output is in its own, and an op that works in place writes over what it reads
/// if nobody reads that again. From the end backwards, each tensor gets the first place that is free while it is there.
pub(super) fn place(drafts: Vec<Draft<'_>>, output: Tensor) -> Places<'_> {
    let mut homes: Vec<Home> = Vec::new();
    let (home_of, room_of) = homes_of(&drafts, &mut homes);
    if let Some(home) = output.map(|output| home_of[output]) {
        homes[home].buffer = Some(Buffer::Output);
    }
    for home in (0..homes.len()).rev() {
        if homes[home].buffer.is_none() {
            let Home { from, to, .. } = homes[home];
            let is_free = |buffer: &Buffer| {
                let others = homes.iter().filter(|other| other.buffer == Some(*buffer));
                others.into_iter().all(|other| other.to < from || to < other.from)
            };
            homes[home].buffer = buffers().find(is_free);
        }
    }

    let buffer = |tensor: Tensor| tensor.map_or(Some(Buffer::Input), |step| homes[home_of[step]].buffer);
    let mut places = Places { steps: Vec::new(), scratch: [Size::Known(0), Size::Known(0)], kept: Vec::new() };
    for (index, Draft { mut step, reads, .. }) in drafts.into_iter().enumerate() {
        let target = buffer(Some(index)).unwrap_or(Buffer::Output);
        let mut sources = reads.into_iter().filter_map(buffer);
        step.source = sources.next().unwrap_or(Buffer::Input);
        step.other = sources.next();
        step.target = target;
        step.room = room_of[index].and_then(|home| homes[home].buffer);
        if let Some(output) = step.output() {
            places.grow(target, &step.rows.times(output));
        }
        if let (Some(room), Some(numbers)) = (step.room, step.op.and_then(|(op, _)| op.room())) {
            places.grow(room, &step.rows.times(&numbers));
        }
        places.steps.push(step);
    }
    places
}

/// The two buffers that a chain needs, and then as many as there are.
fn buffers() -> impl Iterator<Item = Buffer> {
    [Buffer::Scratch(0), Buffer::Scratch(1)].into_iter().chain((0..).map(Buffer::Kept))
}

/// The home of what each step writes, and of the room that it needs.
fn homes_of(drafts: &[Draft<'_>], homes: &mut Vec<Home>) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut last_read = vec![0; drafts.len()];
    for (index, draft) in drafts.iter().enumerate() {
        for read in draft.reads.iter().flatten() {
            last_read[*read] = index;
        }
    }
    let (mut home_of, mut room_of): (Vec<usize>, Vec<_>) = (Vec::new(), Vec::new());
    for (index, draft) in drafts.iter().enumerate() {
        room_of.push(draft.step.op.and_then(|(op, _)| op.room()).map(|_| {
            homes.push(Home { from: index, to: index, buffer: None });
            homes.len() - 1
        }));
        let is_in_place = draft.step.op.is_some_and(|(op, _)| op.in_place());
        // What is read twice can't be written over at the same time.
        let is_last = |read: &&usize| {
            last_read[**read] == index && draft.reads.iter().filter(|other| **other == Some(**read)).count() == 1
        };
        let replaced = draft.reads.iter().rev().flatten().filter(|_| is_in_place).find(is_last);
        let home = match draft.begun.as_ref().or(replaced) {
            Some(step) => home_of[*step],
            None => {
                homes.push(Home { from: index, to: index, buffer: None });
                homes.len() - 1
            }
        };
        homes[home].to = homes[home].to.max(index).max(last_read[index]);
        home_of.push(home);
    }
    (home_of, room_of)
}

impl Places<'_> {
    /// Makes room for so many numbers.
    fn grow(&mut self, buffer: Buffer, numbers: &Size) {
        let room = match buffer {
            Buffer::Input | Buffer::Output => return,
            Buffer::Scratch(index) => &mut self.scratch[index],
            Buffer::Kept(index) => {
                while self.kept.len() <= index {
                    self.kept.push(Size::Known(0));
                }
                &mut self.kept[index]
            }
        };
        *room = room.max(numbers);
    }
}
