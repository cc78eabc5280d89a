//! Weights of the learned rows: a table addressed by the row's hash, one byte a weight.
//!
//! The bytes of `weights.bin`, all numbers little-endian:
//!
//! | part | bytes |
//! |---|---|
//! | `yaowen-weights-1\n` | 17 |
//! | scale of a weight, f32 | 4 |
//! | follow table, previous by next (none, person, place, organisation; the fifth previous is the start), f32 | 80 |
//! | the same table for the character layer alone, f32 | 80 |
//! | bits of the character table's address, rows in it, u32 each | 8 |
//! | for each row: distance to the row before (LEB128), check byte, 13 weights | |
//! | the same for the stretch table, with 3 weights | |

use super::feature::mix;

const MAGIC: &[u8; 17] = b"yaowen-weights-1\n";

/// Tags of a character: none, then single, begin, inside, end of each of three kinds.
pub(crate) const TAGS: usize = 13;

/// Kinds a stretch may be: none, person, place, organisation.
pub(crate) const KINDS: usize = 4;

/// A row of the table of characters: check byte, then the weights.
pub(crate) type CharacterRow = [i8; 16];

/// A row of the table of stretches.
pub(crate) type StretchRow = [i8; 4];

/// The learned weights.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    /// What a weight of 1 stands for.
    pub(crate) scale: f32,
    /// `follow[previous][next]`; the fifth previous is the start of the sentence.
    pub(crate) follow: [[f32; KINDS]; KINDS + 1],
    /// The same for the character layer alone, which proposes stretches; see [`super::propose`].
    pub(crate) layer_follow: [[f32; KINDS]; KINDS + 1],
    pub(crate) characters: Vec<CharacterRow>,
    pub(crate) stretches: Vec<StretchRow>,
}

/// Returns the hash of a row: which template with which key.
pub(crate) const fn row_hash(template: u8, key: u64) -> u64 {
    mix(key.wrapping_add(template as u64 + 1), (template as u64 + 1) * 0x51_7cc1_b727)
}

/// The check byte, which is never 0: a row of zeros is no row.
pub(crate) const fn check(hash: u64) -> i8 {
    ((hash >> 56) as u8 | 1) as i8
}

impl Weights {
    /// Adds the weights of a row of a character to `sum`.
    #[inline]
    pub(crate) fn add_character(&self, template: u8, key: u64, sum: &mut [i32; 16]) {
        let hash = row_hash(template, key);
        let at = hash as usize & (self.characters.len() - 1);
        for slot in [at, at ^ 1] {
            let row = &self.characters[slot];
            if row[0] == check(hash) {
                for (s, w) in sum.iter_mut().zip(row) {
                    *s += i32::from(*w);
                }
                return;
            }
        }
    }

    /// Returns the weights of a row of a stretch.
    #[inline]
    pub(crate) fn stretch(&self, template: u8, key: u64) -> Option<&StretchRow> {
        let hash = row_hash(template, key);
        let at = hash as usize & (self.stretches.len() - 1);
        let (a, b) = (&self.stretches[at], &self.stretches[at ^ 1]);
        if a[0] == check(hash) {
            Some(a)
        } else if b[0] == check(hash) {
            Some(b)
        } else {
            None
        }
    }

    /// Puts a row into a table of 2^n rows; whether there was room for it.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn place<const N: usize>(table: &mut [[i8; N]], hash: u64, weights: &[i8]) -> bool {
        let at = hash as usize & (table.len() - 1);
        let Some(slot) = [at, at ^ 1].into_iter().find(|&s| table[s][0] == 0) else { return false };
        // The same check byte in the same pair would be read as the same row.
        if table[at ^ 1][0] == check(hash) || table[at][0] == check(hash) {
            return false;
        }
        table[slot][0] = check(hash);
        table[slot][1..=weights.len()].copy_from_slice(weights);
        true
    }

    /// Returns the bytes of `weights.bin`.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.scale.to_le_bytes());
        self.follow.iter().flatten().for_each(|w| out.extend(w.to_le_bytes()));
        self.layer_follow.iter().flatten().for_each(|w| out.extend(w.to_le_bytes()));
        write_table(&self.characters, TAGS, &mut out);
        write_table(&self.stretches, KINDS - 1, &mut out);
        out
    }

    /// Returns the weights that the bytes hold.
    ///
    /// # Errors
    ///
    /// When the bytes are no weights or end too early.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or("no weights of this version")?;
        let mut number = || {
            let (four, after) = rest.split_first_chunk::<4>().ok_or("weights end too early")?;
            rest = after;
            Ok::<f32, &'static str>(f32::from_le_bytes(*four))
        };
        let scale = number()?;
        let mut follow = [[0.0; KINDS]; KINDS + 1];
        for weight in follow.iter_mut().flatten() {
            *weight = number()?;
        }
        let mut layer_follow = [[0.0; KINDS]; KINDS + 1];
        for weight in layer_follow.iter_mut().flatten() {
            *weight = number()?;
        }
        let characters = read_table(&mut rest, TAGS)?;
        let stretches = read_table(&mut rest, KINDS - 1)?;
        if rest.is_empty() {
            Ok(Weights { scale, follow, layer_follow, characters, stretches })
        } else {
            Err("weights end too late")
        }
    }
}

#[cfg(feature = "train")]
fn write_table<const N: usize>(table: &[[i8; N]], weights: usize, out: &mut Vec<u8>) {
    let rows = table.iter().filter(|r| r[0] != 0).count() as u32;
    out.extend(table.len().trailing_zeros().to_le_bytes());
    out.extend(rows.to_le_bytes());
    let mut before = 0;
    for (at, row) in table.iter().enumerate().filter(|(_, r)| r[0] != 0) {
        let mut distance = at - before;
        before = at;
        while distance >= 0x80 {
            out.push(distance as u8 | 0x80);
            distance >>= 7;
        }
        out.push(distance as u8);
        out.extend(row[..=weights].iter().map(|&w| w as u8));
    }
}

fn read_table<const N: usize>(
    rest: &mut &[u8],
    weights: usize,
) -> Result<Vec<[i8; N]>, &'static str> {
    const SHORT: &str = "weights end too early";
    let mut number = || {
        let (four, after) = rest.split_first_chunk::<4>().ok_or(SHORT)?;
        *rest = after;
        Ok::<u32, &'static str>(u32::from_le_bytes(*four))
    };
    let (bits, rows) = (number()?, number()?);
    if bits > 24 {
        return Err("a table of weights is too large");
    }
    let mut table = vec![[0; N]; 1 << bits];
    let mut at = 0usize;
    for _ in 0..rows {
        let mut shift = 0;
        loop {
            let (&byte, after) = rest.split_first().ok_or(SHORT)?;
            *rest = after;
            at += usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                break;
            }
            if shift > 21 {
                return Err("a row of weights lies too far");
            }
        }
        if rest.len() <= weights {
            return Err(SHORT);
        }
        let (row, after) = rest.split_at(weights + 1);
        *rest = after;
        let slot = table.get_mut(at).ok_or("a row of weights lies too far")?;
        for (s, w) in slot.iter_mut().zip(row) {
            *s = *w as i8;
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_weights_are_told_apart() {
        assert!(Weights::from_bytes(b"").is_err());
        assert!(Weights::from_bytes(b"yaowen-weights-1\n\0\0").is_err());
    }

    #[test]
    fn two_rows_of_one_address_have_room() {
        let mut table = vec![[0i8; 4]; 4];
        assert!(Weights::place(&mut table, 0x0300_0000_0000_0000, &[1, 2, 3]));
        assert!(Weights::place(&mut table, 0x0500_0000_0000_0000, &[4, 5, 6]));
        assert!(
            !Weights::place(&mut table, 0x0700_0000_0000_0000, &[7, 8, 9]),
            "both slots are taken"
        );
    }
}
