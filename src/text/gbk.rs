//! Pairs of bytes of GBK, the encoding of mainland pages before UTF-8.

use encoding_rs::GBK;
use once_cell::sync::Lazy;

use super::{chars::is_han, table::table};

/// The characters of all pairs, by lead byte and trail byte.
static PAIRS: Lazy<Vec<Option<char>>> = Lazy::new(|| {
    let pair = |at: usize| decode_pair(&[(at >> 8) as u8, at as u8]);
    (0..0x1_0000).map(pair).collect()
});

/// Traditional characters with a reading: lead byte, reading, trail byte; sorted.
static READINGS: Lazy<Vec<(u8, &str, u8)>> = Lazy::new(|| {
    let mut all = Vec::new();
    for [c, readings] in table!("reading.tsv").rows(["character", "readings"]) {
        if let Some([lead, trail]) = encode(c.character()) {
            all.extend(readings.text().split(' ').map(|reading| (lead, reading, trail)));
        }
    }
    all.sort_unstable();
    all
});

/// Private characters stand for pairs that GBK does not assign.
fn decode_pair(pair: &[u8; 2]) -> Option<char> {
    if pair[0] < 0x81 {
        return None;
    }
    let text = GBK.decode_without_bom_handling_and_without_replacement(pair)?;
    let mut chars = text.chars();
    let c = chars.next()?;
    (chars.next().is_none() && !('\u{e000}'..='\u{f8ff}').contains(&c)).then_some(c)
}

/// Returns the character of a pair of bytes.
pub(super) fn decode(lead: u8, trail: u8) -> Option<char> {
    PAIRS[usize::from(lead) << 8 | usize::from(trail)]
}

/// Returns the pair of bytes of a character. Private characters that decoders write for unassigned pairs have theirs too.
pub(super) fn encode(c: char) -> Option<[u8; 2]> {
    let mut bytes = [0; 8];
    let mut encoder = GBK.new_encoder();
    let (result, _, written) =
        encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut [0; 4]), &mut bytes, true);
    match (result, written) {
        (encoding_rs::EncoderResult::InputEmpty, 2) => Some([bytes[0], bytes[1]]),
        _ => None,
    }
}

/// Returns the trail bytes of the Traditional characters with that lead byte and reading.
pub(super) fn read_as(lead: u8, reading: &str) -> impl Iterator<Item = u8> {
    let first = READINGS.partition_point(|r| (r.0, r.1) < (lead, reading));
    READINGS[first..].iter().take_while(move |r| (r.0, r.1) == (lead, reading)).map(|r| r.2)
}

/// Returns the ideographs with that lead byte and their trail bytes.
pub(super) fn led_by(lead: u8) -> impl Iterator<Item = (u8, char)> {
    (0x40..=0xfe)
        .filter_map(move |trail| Some((trail, decode(lead, trail).filter(|c| is_han(*c))?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_and_written() {
        assert_eq!(encode('國'), Some([0x87, 0xf8]));
        assert_eq!(decode(0x87, 0xf8), Some('國'));
        assert_eq!(decode(0xa6, 0x8d), None);
        assert_eq!(encode('a'), None);
        assert_eq!(encode('\u{1f600}'), None);
    }

    #[test]
    fn characters_are_found_by_lead_and_reading() {
        let found: Vec<_> = read_as(0x87, "guó").filter_map(|t| decode(0x87, t)).collect();
        assert!(found.contains(&'國'), "{found:?}");
        assert_eq!(read_as(0x87, "xyz").count(), 0);
    }
}
