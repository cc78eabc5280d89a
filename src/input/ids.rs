//! Which ids were given already.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
};

/// Ids that are remembered at least. A set of as many takes 19 MB, and there are two, so that memory is bounded.
const REMEMBERED: usize = 1_800_000;

/// The ids of the last texts, as hashes.
#[derive(Debug, Default)]
pub(super) struct Ids {
    hasher: RandomState,
    new: HashSet<u64>,
    old: HashSet<u64>,
}

impl Ids {
    /// Returns whether the id is new, and remembers it.
    pub(super) fn insert(&mut self, id: &str) -> bool {
        self.insert_within(id, REMEMBERED)
    }

    fn insert_within(&mut self, id: &str, most: usize) -> bool {
        let hash = self.hasher.hash_one(id);
        let is_new = !self.old.contains(&hash) && self.new.insert(hash);
        if self.new.len() == most {
            self.old = std::mem::take(&mut self.new);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ids_are_remembered() {
        let mut ids = Ids::default();
        for i in 0..100 {
            assert!(ids.insert_within(&i.to_string(), 10));
        }
        assert!(!ids.insert_within("99", 10) && !ids.insert_within("90", 10));
        assert!(ids.old.len() + ids.new.len() <= 20);
    }
}
