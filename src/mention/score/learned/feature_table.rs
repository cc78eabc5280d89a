//! A table of rows by hash, half of whose places are empty, with the rows close together.
//!
//! Four in ten of the rows that templates ask for are not there. So the check bytes lie apart from the
//! weights, and no empty place lies between rows: less of the table has to be in the processor's caches.

use super::feature::mix;

/// Rows of `N` weights each.
#[derive(Debug, Clone)]
pub(crate) struct FeatureTable<const N: usize> {
    /// The two places of a hash: check byte, and above it the place in `rows`; 0 for an empty one.
    places: Vec<[u32; 2]>,
    /// The row of zeros that stands for none; then the rows in the order of their places.
    rows: Vec<[i8; N]>,
}

impl<const N: usize> FeatureTable<N> {
    /// Returns the rows of a table of 2^n places, which begin with their check byte. It becomes a weight of 0.
    pub(crate) fn new(table: &[[i8; N]]) -> Self {
        let mut rows = vec![[0; N]];
        let mut place = |row: &[i8; N]| {
            let check_byte = row[0] as u8;
            if check_byte == 0 {
                return 0;
            }
            let mut row = *row;
            row[0] = 0;
            rows.push(row);
            (rows.len() as u32 - 1) << 8 | u32::from(check_byte)
        };
        let places =
            table.as_chunks().0.iter().map(|two: &[_; 2]| two.each_ref().map(&mut place)).collect();
        FeatureTable { places, rows }
    }

    /// Returns the place of a hash's row in the list of rows, 0 when it has none. It does not branch, so that many are asked
    /// for at once.
    #[inline]
    pub(crate) fn find(&self, hash: u64) -> u32 {
        let [one, other] = self.places[hash as usize >> 1 & (self.places.len() - 1)];
        let check_byte = check_byte(hash) as u8;
        let first = if one as u8 == check_byte { one >> 8 } else { 0 };
        let second = if other as u8 == check_byte { other >> 8 } else { 0 };
        // Two rows of the same places have different check bytes, but for a file that the trainer did not write.
        if first != 0 { first } else { second }
    }

    /// Returns a row by its place in the list.
    #[inline]
    pub(crate) fn row(&self, index: u32) -> &[i8; N] {
        &self.rows[index as usize]
    }
}

/// Puts a row, whose check byte is written here, into a table of 2^n rows; whether there was room for it.
#[cfg(any(test, feature = "train"))]
pub(crate) fn insert<const N: usize>(table: &mut [[i8; N]], hash: u64, row: [i8; N]) -> bool {
    let at = hash as usize & (table.len() - 1);
    let Some(slot) = [at, at ^ 1].into_iter().find(|&s| table[s][0] == 0) else { return false };
    // The same check byte in the same pair would be read as the same row.
    if table[at ^ 1][0] == check_byte(hash) || table[at][0] == check_byte(hash) {
        return false;
    }
    table[slot] = row;
    table[slot][0] = check_byte(hash);
    true
}

/// Returns the hash of a row: which template with which key.
#[inline]
pub(crate) const fn row_hash(template: u8, key: u64) -> u64 {
    mix(key.wrapping_add(template as u64 + 1), (template as u64 + 1) * 0x51_7cc1_b727)
}

/// The check byte, which is never 0: a row of zeros is no row.
pub(crate) const fn check_byte(hash: u64) -> i8 {
    ((hash >> 56) as u8 | 1) as i8
}

#[cfg(feature = "train")]
impl<const N: usize> FeatureTable<N> {
    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len() - 1
    }

    /// Returns the table of so many places that the rows were made from.
    pub(crate) fn to_table(&self) -> Vec<[i8; N]> {
        let row = |&place: &u32| {
            let mut row = self.rows[place as usize >> 8];
            row[0] = place as u8 as i8;
            row
        };
        self.places.as_flattened().iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_hashes_and_others_are_zeros() {
        let mut table = vec![[0i8; 4]; 8];
        let hashes = [0x0300_0000_0000_0000, 0x0500_0000_0000_0001, 0x0700_0000_0000_0005];
        for (number, hash) in hashes.into_iter().enumerate() {
            assert!(insert(&mut table, hash, [0, number as i8 + 1, 0, 9]));
        }
        let dense = FeatureTable::new(&table);
        for (number, hash) in hashes.into_iter().enumerate() {
            assert_eq!(*dense.row(dense.find(hash)), [0, number as i8 + 1, 0, 9]);
        }
        for absent in [0x0900_0000_0000_0000, 0x0300_0000_0000_0002, 0x0700_0000_0000_0000] {
            assert_eq!(*dense.row(dense.find(absent)), [0; 4]);
        }
    }

    #[test]
    fn two_rows_of_one_address_have_room() {
        let mut table = vec![[0i8; 4]; 4];
        assert!(insert(&mut table, 0x0300_0000_0000_0000, [0, 1, 2, 3]));
        assert!(insert(&mut table, 0x0500_0000_0000_0000, [0, 4, 5, 6]));
        assert!(!insert(&mut table, 0x0700_0000_0000_0000, [0, 7, 8, 9]), "both slots are taken");
    }
}
