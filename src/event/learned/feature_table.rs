//! Tables of learned rows, addressed by the hash of template and key, one byte a weight.

use crate::mention::learned::row_hash;

/// A row: check number (0 is a free place), weights.
type Row<const N: usize> = (u16, [i8; N]);

/// How far from its address a row may lie.
const MAX_PROBES: usize = 16;

/// FeatureTable with `N` weights each.
#[derive(Debug, Clone)]
pub(crate) struct FeatureTable<const N: usize> {
    /// What a weight of 1 stands for.
    scale: f32,
    places: Vec<Row<N>>,
}

#[inline]
const fn check(hash: u64) -> u16 {
    (hash >> 48) as u16 | 1
}

impl<const N: usize> FeatureTable<N> {
    /// Adds the weights of a template's row to `sums`, in units of [`FeatureTable::scale`].
    #[inline]
    pub(crate) fn add(&self, template: u8, key: u64, sums: &mut [i32; N]) {
        let hash = row_hash(template, key);
        if let Some(row) = self.find(hash) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight);
            }
        }
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
        let mut table = FeatureTable {
            scale,
            places: vec![(0, [0; N]); (rows.len() * 3 / 2).next_power_of_two().max(16)],
        };
        for (hash, weights) in rows {
            let weights = weights.map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8);
            if weights.iter().any(|&w| w != 0) {
                table.place(*hash, weights);
            }
        }
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
        Ok(FeatureTable { scale, places })
    }
}

/// Takes bytes from the front.
pub(crate) fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], &'static str> {
    let (bytes, after) = rest.split_first_chunk::<N>().ok_or("weights end too early")?;
    *rest = after;
    Ok(*bytes)
}
