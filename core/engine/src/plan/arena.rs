//! Where each tensor lives: two may share memory if they are never needed at the same time.

use super::Operand;
use super::lower::Lowered;
use crate::buffer::LINE;
use std::ops::Range;

/// The steps from the first that writes a slot to the last that reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Life {
    first: usize,
    last: usize,
}

impl Life {
    fn meets(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The life of every slot. Inputs keep their values for the next run, outputs theirs until it.
pub(super) fn lives(lowered: &Lowered) -> Vec<Life> {
    let mut lives = vec![
        Life {
            first: usize::MAX,
            last: 0
        };
        lowered.slot_lengths.len()
    ];
    let mut touch = |slot: usize, step: usize| {
        lives[slot].first = lives[slot].first.min(step);
        lives[slot].last = lives[slot].last.max(step);
    };
    for (at, step) in lowered.steps.iter().enumerate() {
        touch(step.output, at);
        for operand in std::iter::once(&step.input).chain(&step.second) {
            if let Operand::Slot(slot) = operand {
                touch(*slot, at);
            }
        }
    }
    for &slot in &lowered.inputs {
        touch(slot, 0);
        touch(slot, usize::MAX);
    }
    for &slot in &lowered.outputs {
        touch(slot, usize::MAX);
    }
    lives
}

/// Places the largest slots first, each at the lowest offset where no slot alive at the same time lies.
pub(super) fn place(lengths: &[usize], lives: &[Life]) -> Vec<Range<usize>> {
    let mut left: Vec<usize> = (0..lengths.len()).collect();
    let mut places = vec![0..0; lengths.len()];
    let mut placed: Vec<usize> = Vec::new();
    while let Some(at) = (0..left.len()).max_by_key(|&at| lengths[left[at]]) {
        let slot = left.swap_remove(at);
        let mut place = 0..lengths[slot];
        let in_the_way = |place: &Range<usize>| {
            let meets = |&&other: &&usize| {
                let there: &Range<usize> = &places[other];
                lives[other].meets(&lives[slot])
                    && there.start < place.end
                    && place.start < there.end
            };
            placed.iter().find(meets).map(|&other| places[other].end)
        };
        while let Some(end) = in_the_way(&place) {
            let start = end.next_multiple_of(LINE);
            place = start..start + lengths[slot];
        }
        places[slot] = place;
        placed.push(slot);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: if cfg!(miri) { 4 } else { 256 },
            failure_persistence: None,
            ..ProptestConfig::default()
        })]
        #[test]
        fn tensors_alive_together_are_apart(slots in proptest::collection::vec((1usize..500, 0usize..40, 0usize..10), 1..60)) {
            let lengths: Vec<usize> = slots.iter().map(|slot| slot.0).collect();
            let lives: Vec<Life> =
                slots.iter().map(|&(_, first, more)| Life { first, last: first + more }).collect();
            let places = place(&lengths, &lives);
            for a in 0..slots.len() {
                prop_assert_eq!(places[a].len(), lengths[a]);
                for b in 0..a {
                    let apart = places[a].end <= places[b].start || places[b].end <= places[a].start;
                    prop_assert!(apart || !lives[a].meets(&lives[b]));
                }
            }
        }
    }
}
