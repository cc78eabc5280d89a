//! Weights of the learned rows: a table addressed by the row's hash, one byte a weight.
//!
//! The bytes of `weights.bin`, all numbers little-endian:
//!
//! | part | bytes |
//! |---|---|
//! | `yaowen-weights-1\n` | 17 |
//! | scale of a weight, f32 | 4 |
//! | transitions table, previous by next (none, person, place, organisation; the fifth previous is the start), f32 | 80 |
//! | the same table for the emission scores alone, f32 | 80 |
//! | bits of the character table's address, rows in it, u32 each | 8 |
//! | for each row: distance to the row before (LEB128), check byte, 13 weights | |
//! | the same for the span table, with 3 weights | |
//! | fingerprint of the hand-set weights, u64; older files have none | 8 |

use super::feature_table::{FeatureTable, check_byte};

const MAGIC: &[u8; 17] = b"yaowen-weights-1\n";

/// Places of the weights of a character's row: single, begin, inside, end by kind; see [`tag`]. Three mean nothing.
pub(crate) const TAGS: usize = 16;

/// The tag of a character that is part of no name.
pub(crate) const NONE: usize = tag(0, 2) - 1;

/// Tag of a character at a place (0 single, 1 begin, 2 inside, 3 end) of a span of a kind (0 person, 1 place, 2
/// organisation).
pub(crate) const fn tag(kind: usize, place: usize) -> usize {
    place * KINDS + kind + 1
}

/// The tags in the order of the bytes: none, then single, begin, inside, end of each kind.
const CHARACTER_ORDER: [usize; 13] = {
    let mut order = [NONE; 13];
    let mut at = 1;
    while at < 13 {
        order[at] = tag((at - 1) / 4, (at - 1) % 4);
        at += 1;
    }
    order
};

/// The places of the weights of a span's row in the order of the bytes.
const SPAN_ORDER: [usize; 3] = [1, 2, 3];

/// Kinds a span may be: none, person, place, organisation.
pub(crate) const KINDS: usize = 4;

/// A row of the table of characters: a weight for each tag; the check byte in the place of tag 0, which means nothing.
pub(crate) type CharacterRow = [i8; TAGS];

/// A row of the table of spans: check byte, then a weight for each kind.
pub(crate) type SpanRow = [i8; 4];

/// The two rows a hash may stand for.
#[derive(Debug, Clone, Copy)]
#[repr(align(8))]
pub(crate) struct SpanRowPair(pub(crate) [SpanRow; 2]);

/// The learned weights.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    /// What a weight of 1 stands for.
    pub(crate) scale: f32,
    /// `transitions[previous][next]`; the fifth previous is the start of the sentence.
    pub(crate) transitions: [[f32; KINDS]; KINDS + 1],
    /// The same for the emission scores alone, which proposes spans; see [`super::propose`].
    pub(crate) emission_transitions: [[f32; KINDS]; KINDS + 1],
    pub(crate) characters: FeatureTable<TAGS>,
    spans: Vec<SpanRowPair>,
    /// That of the hand-set weights they were estimated on top of, if the file has one; see
    /// [`FeatureWeights::fingerprint`](crate::mention::propose::weight::FeatureWeights::fingerprint).
    #[cfg_attr(
        not(any(all(test, feature = "learned"), feature = "train")),
        expect(dead_code, reason = "the trainer and a test ask for it")
    )]
    pub(crate) fingerprint: Option<u64>,
}

/// Returns the one of two rows that has the hash's check byte, if one has.
#[inline]
pub(crate) fn matching_row(pair: &[SpanRow; 2], hash: u64) -> Option<&SpanRow> {
    pair.iter().find(|row| row[0] == check_byte(hash))
}

/// Returns the place of the pair of rows in a table of so many pairs.
#[inline]
const fn place(hash: u64, pairs: usize) -> usize {
    hash as usize >> 1 & (pairs - 1)
}

impl Weights {
    /// Returns weights of tables of 2^n rows, n at least 1.
    pub(crate) fn new(
        scale: f32,
        transitions: [[f32; KINDS]; KINDS + 1],
        emission_transitions: [[f32; KINDS]; KINDS + 1],
        characters: &[CharacterRow],
        spans: &[SpanRow],
        fingerprint: Option<u64>,
    ) -> Self {
        let characters = FeatureTable::new(characters);
        let spans = spans.as_chunks().0.iter().map(|&two| SpanRowPair(two)).collect();
        Weights { scale, transitions, emission_transitions, characters, spans, fingerprint }
    }

    /// Returns the two rows that a row of a span may be.
    #[inline]
    pub(crate) fn spans(&self, hash: u64) -> &[SpanRow; 2] {
        &self.spans[place(hash, self.spans.len())].0
    }

    /// Returns the number of rows of characters and of spans.
    #[cfg(feature = "train")]
    pub(crate) fn counts(&self) -> (usize, usize) {
        let spans = self.spans.iter().flat_map(|p| &p.0).filter(|r| r[0] != 0);
        (self.characters.len(), spans.count())
    }

    /// Returns the bytes of `weights.bin`.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.scale.to_le_bytes());
        self.transitions.iter().flatten().for_each(|w| out.extend(w.to_le_bytes()));
        self.emission_transitions.iter().flatten().for_each(|w| out.extend(w.to_le_bytes()));
        write_table(&self.characters.to_table(), &CHARACTER_ORDER, &mut out);
        let spans: Vec<_> = self.spans.iter().flat_map(|p| p.0).collect();
        write_table(&spans, &SPAN_ORDER, &mut out);
        out.extend(self.fingerprint.iter().flat_map(|f| f.to_le_bytes()));
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
        let mut transitions = [[0.0; KINDS]; KINDS + 1];
        for weight in transitions.iter_mut().flatten() {
            *weight = number()?;
        }
        let mut emission_transitions = [[0.0; KINDS]; KINDS + 1];
        for weight in emission_transitions.iter_mut().flatten() {
            *weight = number()?;
        }
        let characters: Vec<CharacterRow> = read_table(&mut rest, &CHARACTER_ORDER)?;
        let spans: Vec<SpanRow> = read_table(&mut rest, &SPAN_ORDER)?;
        let fingerprint = match rest {
            [] => None,
            _ => Some(u64::from_le_bytes(rest.try_into().map_err(|_| "weights end too late")?)),
        };
        Ok(Weights::new(scale, transitions, emission_transitions, &characters, &spans, fingerprint))
    }
}

#[cfg(feature = "train")]
fn write_table<const N: usize>(table: &[[i8; N]], order: &[usize], out: &mut Vec<u8>) {
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
        out.push(row[0] as u8);
        out.extend(order.iter().map(|&place| row[place] as u8));
    }
}

fn read_table<const N: usize>(
    rest: &mut &[u8],
    order: &[usize],
) -> Result<Vec<[i8; N]>, &'static str> {
    const SHORT: &str = "weights end too early";
    let mut number = || {
        let (four, after) = rest.split_first_chunk::<4>().ok_or(SHORT)?;
        *rest = after;
        Ok::<u32, &'static str>(u32::from_le_bytes(*four))
    };
    let (bits, rows) = (number()?, number()?);
    if !(1..=24).contains(&bits) {
        return Err("a table of weights has an impossible size");
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
        let (row, after) = rest.split_at_checked(order.len() + 1).ok_or(SHORT)?;
        *rest = after;
        let slot = table.get_mut(at).ok_or("a row of weights lies too far")?;
        slot[0] = row[0] as i8;
        for (&place, &weight) in order.iter().zip(&row[1..]) {
            slot[place] = weight as i8;
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "learned")]
    use crate::{mention::propose::weight::FeatureWeights, rules::Tables};

    #[test]
    fn bytes_that_are_no_weights_are_told_apart() {
        assert!(Weights::from_bytes(b"").is_err());
        assert!(Weights::from_bytes(b"yaowen-weights-1\n\0\0").is_err());
    }

    #[cfg(feature = "learned")]
    #[test]
    fn the_built_in_weights_were_estimated_on_top_of_the_hand_set_ones() {
        let bytes = include_bytes!("../../../tables/weights.bin");
        let weights = Weights::from_bytes(bytes).expect("the built-in weights");
        let hand_set = FeatureWeights::compile(&Tables::built_in());
        assert_eq!(
            weights.fingerprint,
            Some(hand_set.fingerprint()),
            "a weight of a proposer has changed in weight.tsv since weights.bin was estimated: estimate it again"
        );
    }

    #[cfg(all(feature = "learned", feature = "train"))]
    #[test]
    fn the_built_in_weights_are_read_back() {
        let bytes = include_bytes!("../../../tables/weights.bin");
        let weights = Weights::from_bytes(bytes).expect("the built-in weights");
        let (characters, spans) = weights.counts();
        assert!(characters > 10_000 && spans > 100_000);
        assert!(weights.to_bytes() == bytes, "written again they are the same");
        assert!(Weights::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    }
}
