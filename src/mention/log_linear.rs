//! Log-linear models over hashed features: tables of learned rows, addressed by the hash of template and key, one byte a weight.

use crate::mention::learned::{mix, row_hash};

/// The features of one decision: templates with the hashes of their rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Features {
    seed: u64,
    len: usize,
    templates: [u8; Features::MOST],
    hashes: [u64; Features::MOST],
}

impl Features {
    /// Most features of a decision.
    const MOST: usize = 72;

    /// Returns no features; keys begin with `seed`, which differs from model to model.
    pub(crate) const fn new(seed: u64) -> Self {
        Features { seed, len: 0, templates: [0; Features::MOST], hashes: [0; Features::MOST] }
    }

    /// Returns the key that parts make.
    #[inline]
    pub(crate) fn key(seed: u64, parts: &[u64]) -> u64 {
        parts.iter().fold(seed, |key, &part| mix(key, part.wrapping_add(0x9e37_79b9)))
    }

    /// Adds the feature of a template whose key is made of parts.
    #[inline]
    pub(crate) fn put(&mut self, template: u8, parts: &[u64]) {
        self.templates[self.len] = template;
        self.hashes[self.len] = row_hash(template, Features::key(self.seed, parts));
        self.len += 1;
    }

    /// Adds the feature of a template with its key.
    #[inline]
    pub(crate) fn put_key(&mut self, template: u8, key: u64) {
        self.templates[self.len] = template;
        self.hashes[self.len] = row_hash(template, key);
        self.len += 1;
    }

    /// Brings the features in the order of their templates.
    #[cfg(feature = "train")]
    pub(crate) fn sort(&mut self) {
        let mut order: Vec<(u8, u64)> = self.iter().collect();
        order.sort_by_key(|&(template, _)| template);
        for (at, (template, hash)) in order.into_iter().enumerate() {
            (self.templates[at], self.hashes[at]) = (template, hash);
        }
    }

    /// Returns the hashes of the rows.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes[..self.len]
    }

    /// Returns the templates with the hashes of their rows.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u8, u64)> {
        self.templates.iter().copied().zip(self.hashes().iter().copied())
    }
}

/// Returns the hash of characters by which tables and learned rows know a word.
pub(crate) fn word_hash(word: &str) -> u64 {
    word.chars().fold(0x51_7cc1, |hash, c| mix(hash, u64::from(u32::from(c)) + 1))
}

/// Returns a number that changes with the names of templates and with their order. Weights estimated with others would be read as
/// rows that they are not.
pub(crate) fn fingerprint(templates: &[&[&str]]) -> u64 {
    let names = templates.iter().copied().flatten();
    names.fold(0, |number, name| mix(number, word_hash(name)))
}

/// A row: check number (0 is a free place), weights.
type Row<const N: usize> = (u16, [i8; N]);

/// How far from its address a row may lie.
const MAX_PROBES: usize = 16;

/// Rows with `N` weights each.
#[derive(Debug, Clone)]
pub(crate) struct FeatureTable<const N: usize> {
    /// What a weight of 1 stands for.
    scale: f32,
    places: Vec<Row<N>>,
    filter: Filter,
}

/// Tells of most rows that they are not in a table without a look at it: a bit of 64 for the rows of [`BLOCK`] addresses.
/// Most rows that are asked for are in no table, and tables are larger than the caches near to the processor.
#[derive(Debug, Clone)]
struct Filter(Vec<u64>);

/// Addresses that share a word of the filter; no row lies so far from its address that it skips a block.
const BLOCK: usize = MAX_PROBES;

impl Filter {
    fn new<const N: usize>(places: &[Row<N>]) -> Self {
        let mut blocks = vec![0; places.len().div_ceil(BLOCK)];
        // Whether no place between the block before and this one is free, so that a row may have its address there.
        let mut unbroken = false;
        for (at, &(check, _)) in places.iter().enumerate() {
            let (block, wrapped) = (at / BLOCK, at + places.len() - 1);
            if at % BLOCK == 0 {
                unbroken = places[wrapped % places.len()].0 != 0;
            }
            unbroken &= check != 0;
            if check != 0 {
                blocks[block] |= Filter::bit(check);
            }
            if unbroken {
                let before = (block + blocks.len() - 1) % blocks.len();
                blocks[before] |= Filter::bit(check);
            }
        }
        Filter(blocks)
    }

    #[inline]
    const fn bit(check: u16) -> u64 {
        1 << (check >> 1 & 63)
    }

    /// Returns whether a row may be in the table.
    #[inline]
    fn may_hold(&self, hash: u64, places: usize) -> bool {
        self.0[(hash as usize & (places - 1)) / BLOCK] & Filter::bit(check(hash)) != 0
    }
}

#[inline]
const fn check(hash: u64) -> u16 {
    (hash >> 48) as u16 | 1
}

impl<const N: usize> FeatureTable<N> {
    /// Returns the summed weights of features, in units of [`FeatureTable::scale`].
    pub(crate) fn sum(&self, features: &Features) -> [i32; N] {
        // Two passes without a branch, so that the processor waits for many rows of memory at once: which rows may be
        // there, and what stands at their addresses.
        let mut kept = [0; Features::MOST];
        let mut count = 0;
        for &hash in features.hashes() {
            kept[count] = hash;
            count += usize::from(self.filter.may_hold(hash, self.places.len()));
        }
        let mask = self.places.len() - 1;
        let mut first: [Row<N>; Features::MOST] = [(0, [0; N]); Features::MOST];
        for (row, &hash) in first.iter_mut().zip(&kept[..count]) {
            *row = self.places[hash as usize & mask];
        }
        let mut sums = [0; N];
        for ((found, weights), &hash) in first.iter().zip(&kept[..count]) {
            let row = match *found == check(hash) {
                true => weights,
                false => self.find(hash).unwrap_or(&[0; N]),
            };
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight);
            }
        }
        sums
    }

    /// Returns the weights of a row, in units of [`FeatureTable::scale`].
    pub(crate) fn weights(&self, hash: u64) -> [i8; N] {
        self.find(hash).copied().unwrap_or([0; N])
    }

    /// Returns what a weight of 1 stands for, in natural log odds.
    pub(crate) fn scale(&self) -> f32 {
        self.scale
    }

    #[inline]
    fn find(&self, hash: u64) -> Option<&[i8; N]> {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        for _ in 0..MAX_PROBES {
            let (found, weights) = &self.places[at];
            if *found == check(hash) {
                return Some(weights);
            }
            if *found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Returns a table of the rows, those that weigh most first; a row that finds no place is left out.
    #[cfg(feature = "train")]
    pub(crate) fn new(rows: &[(u64, [f32; N])]) -> Self {
        let most = rows.iter().flat_map(|r| r.1).fold(0.0f32, |most, w| most.max(w.abs()));
        let scale = (most / 127.0).max(1e-6);
        let free = (0, [0; N]);
        let places = vec![free; (rows.len() * 3 / 2).next_power_of_two().max(MAX_PROBES)];
        let mut table = FeatureTable { scale, places, filter: Filter(Vec::new()) };
        for (hash, weights) in rows {
            let weights = weights.map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8);
            if weights.iter().any(|&w| w != 0) {
                table.place(*hash, weights);
            }
        }
        table.filter = Filter::new(&table.places);
        table
    }

    #[cfg(feature = "train")]
    fn place(&mut self, hash: u64, weights: [i8; N]) {
        let mask = self.places.len() - 1;
        let mut at = hash as usize & mask;
        for _ in 0..MAX_PROBES {
            // The same check number would be read as the same row.
            if self.places[at].0 == check(hash) {
                return;
            }
            if self.places[at].0 == 0 {
                self.places[at] = (check(hash), weights);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// Returns the number of rows.
    #[cfg(feature = "train")]
    pub(crate) fn len(&self) -> usize {
        self.places.iter().filter(|p| p.0 != 0).count()
    }

    /// Appends scale, bits of the address, number of rows (f32, u32, u32), and for each row its distance from the row
    /// before (LEB128), its check number and its weights; numbers are little-endian.
    #[cfg(feature = "train")]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        out.extend(self.places.len().trailing_zeros().to_le_bytes());
        out.extend((self.len() as u32).to_le_bytes());
        let mut before = 0;
        for (at, (check, weights)) in self.places.iter().enumerate().filter(|(_, p)| p.0 != 0) {
            let mut distance = at - before;
            before = at;
            while distance >= 0x80 {
                out.push(distance as u8 | 0x80);
                distance >>= 7;
            }
            out.push(distance as u8);
            out.extend(check.to_le_bytes());
            out.extend(weights.map(|w| w as u8));
        }
    }

    /// Reads what [`FeatureTable::write`] wrote from the front of `rest`.
    pub(crate) fn read(rest: &mut &[u8]) -> Result<Self, &'static str> {
        let scale = f32::from_le_bytes(take(rest)?);
        let (bits, count) = (u32::from_le_bytes(take(rest)?), u32::from_le_bytes(take(rest)?));
        if !(1..=24).contains(&bits) {
            return Err("a table of weights has an impossible size");
        }
        let mut places = vec![(0, [0; N]); 1 << bits];
        let mut at = 0usize;
        for _ in 0..count {
            let mut shift = 0;
            loop {
                let [byte] = take(rest)?;
                at += usize::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
                if shift > 21 {
                    return Err("a row of weights lies too far");
                }
            }
            let place = places.get_mut(at).ok_or("a row of weights lies too far")?;
            *place = (u16::from_le_bytes(take(rest)?), take::<N>(rest)?.map(|w| w as i8));
        }
        let filter = Filter::new(&places);
        Ok(FeatureTable { scale, places, filter })
    }
}

/// Takes bytes from the front.
pub(crate) fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], &'static str> {
    let (bytes, after) = rest.split_first_chunk::<N>().ok_or("weights end too early")?;
    *rest = after;
    Ok(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of the rows of a template with the keys of a range; a key's weight is its number.
    #[cfg(feature = "train")]
    fn table(keys: std::ops::Range<u64>) -> FeatureTable<1> {
        let mut features = Features::new(1);
        keys.clone().for_each(|key| features.put(0, &[key]));
        let rows = features.hashes().iter().zip(keys).map(|(&hash, key)| (hash, [key as f32]));
        FeatureTable::new(&rows.collect::<Vec<_>>())
    }

    #[cfg(feature = "train")]
    #[test]
    fn a_table_sums_the_rows_it_holds() {
        let table = table(1..61);
        let mut features = Features::new(1);
        features.put(0, &[1]);
        features.put(0, &[60]);
        features.put(1, &[60]);
        let [sum] = table.sum(&features);
        assert!((sum as f32 * table.scale() - 61.0).abs() < 1.0, "{sum}");
    }

    #[cfg(feature = "train")]
    #[test]
    fn a_table_is_read_as_it_was_written() {
        let table = table(1..61);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        let mut rest = bytes.as_slice();
        let read = FeatureTable::<1>::read(&mut rest).expect("it is whole");
        assert!(rest.is_empty() && read.places == table.places);
        assert!(FeatureTable::<1>::read(&mut &bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn the_filter_lets_every_row_of_a_probe_pass() {
        // A full run over the border of two blocks, and over the end of the table.
        let mut places = vec![(0u16, [0i8]); 4 * BLOCK];
        for (at, place) in places.iter_mut().enumerate().skip(BLOCK - 3).take(6) {
            *place = ((at as u16 * 2) | 1, [1]);
        }
        places[4 * BLOCK - 1] = (101, [1]);
        places[0] = (103, [1]);
        let filter = Filter::new(&places);
        for (home, check) in [(BLOCK - 3, ((BLOCK as u16 + 2) * 2) | 1), (4 * BLOCK - 1, 103)] {
            let hash = (u64::from(check) << 48) | home as u64;
            assert!(filter.may_hold(hash, places.len()), "{home}");
        }
        assert!(!filter.may_hold((101 << 48) | (2 * BLOCK as u64), places.len()));
    }
}
