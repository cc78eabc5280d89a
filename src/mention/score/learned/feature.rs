//! The templates of the learned rows: what of a character or a span is looked at.
//!
//! A row is a template with a key; keys are hashed. The same code feeds the trainer and the reader, so that the two
//! cannot drift apart.

use super::{
    CandidateSpan,
    feature_input::{FeatureInput, character_bit},
};

/// Takes what the templates see: template and key.
pub(crate) trait Sink {
    /// One row that fires.
    fn fire(&mut self, template: u8, key: u64);
}

impl<F: FnMut(u8, u64)> Sink for F {
    fn fire(&mut self, template: u8, key: u64) {
        self(template, key);
    }
}

/// Mixes two numbers into one (the finaliser of splitmix64).
#[inline]
pub(crate) const fn mix(a: u64, b: u64) -> u64 {
    let mut x = a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^ (x >> 32)
}

const fn mix3(a: u64, b: u64, c: u64) -> u64 {
    mix(mix(a, b), c)
}

/// Templates of a single character, by number; the name is printed in explanations.
pub(crate) const CHARACTER_TEMPLATES: [&str; 8] =
    ["char", "char_left", "char_right", "around", "word", "neighbour_words", "lexicon", "traits"];

/// Feeds `sink` with the rows of the character at `i`.
pub(crate) fn character_features(input: &FeatureInput, i: usize, sink: &mut impl Sink) {
    let at = i as isize;
    let (m1, c, p1) = (input.at(at - 1), input.at(at), input.at(at + 1));
    sink.fire(0, c);
    sink.fire(1, mix(m1, c));
    sink.fire(2, mix(c, p1));
    sink.fire(3, mix3(m1, p1, 0));
    let (from, to, pos) = input.words[i];
    let (from, to) = (from as usize, to as usize);
    let place =
        if to - from == 1 { 3 } else { u64::from(i > from) + u64::from(i + 1 == to && i > from) };
    sink.fire(4, mix(input.hash(from, to), place));
    let before = if from > 0 { input.words[from - 1].2 as u64 + 1 } else { 0 };
    let after = input.words.get(to).map_or(0, |w| w.2 as u64 + 1);
    sink.fire(5, mix3(place * 32 + pos as u64, before, after));
    let (s, e, v) = (input.starting[i], input.ending[i + 1], input.covering[i]);
    sink.fire(
        6,
        mix3(
            u64::from(s.length) << 16 | u64::from(s.classes),
            u64::from(e.length) << 16 | u64::from(e.classes),
            u64::from(v.length) << 16 | u64::from(v.classes),
        ),
    );
    sink.fire(
        7,
        mix(
            u64::from(input.around[i]),
            u64::from(input.title_ending[i] > 0) << 1 | u64::from(input.suffix[i + 1] > 0),
        ),
    );
}

/// Templates of a span, by number.
pub(crate) const SPAN_TEMPLATES: [&str; 46] = [
    "length",
    "whole",
    "whole_lexicon",
    "last_char",
    "ends",
    "last_two",
    "first_char",
    "last_three",
    "first_two",
    "last_four",
    "around_chars",
    "left_char",
    "right_char",
    "left_word",
    "right_word",
    "around_words",
    "words",
    "borders",
    "first_word",
    "last_word",
    "first_last_word",
    "surname",
    "translit",
    "surname_context",
    "translit_context",
    "organization_suffix",
    "suffix_context",
    "place_prefix",
    "last_and_next",
    "before_and_first",
    "longer_suffix",
    "list",
    "list_before",
    "list_after",
    "second_left_word",
    "second_right_word",
    "title_before",
    "title_after",
    "inner",
    "shape",
    "set_rows",
    "convention_length",
    "convention_last_two",
    "convention_whole",
    "convention_left",
    "convention_suffix",
];

fn list_mark(c: u64) -> u64 {
    match char::from_u32(c as u32) {
        Some('、') => 1,
        Some('和' | '与' | '及' | '同') => 2,
        Some('，') => 3,
        Some('（' | '(') => 4,
        Some('）' | ')') => 5,
        _ => 0,
    }
}

/// Feeds `sink` with the rows of a span; `convention` is 0 unless a corpus's guidelines are asked for.
pub(crate) fn span_features(
    input: &FeatureInput,
    candidate: &CandidateSpan,
    convention: u64,
    sink: &mut impl Sink,
) {
    let (s, e) = (candidate.start, candidate.end);
    let n = input.len();
    let length = (e - s) as u64;
    let short = length.min(6);
    let whole = input.hash(s, e);
    let first = u64::from(input.chars[s]);
    let last = u64::from(input.chars[e - 1]);
    let (si, ei) = (s as isize, e as isize);
    let (left, right) = (input.at(si - 1), input.at(ei));
    sink.fire(0, length);
    sink.fire(1, whole);
    let lexicon = if usize::from(input.starting[s].length) == e - s {
        u64::from(input.starting[s].classes)
    } else {
        0
    };
    let (fw, fpos) = (input.words[s], input.words[s].2 as u64);
    let lw = input.words[e - 1];
    let single = if fw.0 as usize == s && fw.1 as usize == e { fpos + 1 } else { 0 };
    sink.fire(2, mix3(lexicon, short, single));
    sink.fire(3, mix(last, length));
    sink.fire(4, mix(first, last));
    let last_two = if length >= 2 { input.hash(e - 2, e) } else { last };
    sink.fire(5, mix(last_two, short));
    sink.fire(6, mix(first, length));
    if length >= 3 {
        sink.fire(7, input.hash(e - 3, e));
        sink.fire(8, input.hash(s, s + 2));
    }
    if length >= 4 {
        sink.fire(9, input.hash(e - 4, e));
    }
    let five = length.min(5);
    sink.fire(10, mix3(left, right, five));
    sink.fire(11, mix3(left, five, last));
    sink.fire(12, mix3(right, five, last));
    // Words that end just before and start just after, by the best path.
    let (lhash, lpos, lfrom) = if s > 0 {
        let w = input.words[s - 1];
        let from = w.0 as usize;
        (input.hash(from, s), w.2 as u64 + if w.1 as usize == s { 1 } else { 33 }, from)
    } else {
        (1, 0, 0)
    };
    let (rhash, rpos, rto) = match input.words.get(e) {
        Some(w) => {
            let to = w.1 as usize;
            (input.hash(e, to), w.2 as u64 + if w.0 as usize == e { 1 } else { 33 }, to)
        }
        None => (2, 0, n),
    };
    sink.fire(13, mix(lhash, short));
    sink.fire(14, mix(rhash, short));
    sink.fire(15, mix(lhash, rhash));
    let on_border = u64::from(fw.0 as usize == s) * 2 + u64::from(lw.1 as usize == e);
    let (mut signature, mut count, mut at) = (0, 0u64, s);
    while at < e && count < 9 {
        let word = input.words[at];
        let to = (word.1 as usize).min(e);
        signature = mix(signature, word.2 as u64 * 8 + (to - at).min(4) as u64);
        count += 1;
        at = to;
    }
    sink.fire(16, mix3(signature, on_border, 0));
    sink.fire(17, mix3(on_border, count.min(6), fpos * 32 + lw.2 as u64));
    let first_word = input.hash(s, (fw.1 as usize).min(e));
    let last_word = input.hash((lw.0 as usize).max(s), e);
    sink.fire(18, mix3(first_word, on_border, count.min(3)));
    sink.fire(19, mix3(last_word, on_border, count.min(3)));
    sink.fire(20, mix(first_word, last_word));
    let names = u64::from(character_bit::SURNAME | character_bit::COMMON);
    let surname = input.character_bits_at(si) & names;
    let given = (s + 1..e.min(s + 3))
        .fold(0, |g, i| g << 1 | u64::from(input.character_bits[i] & character_bit::GIVEN != 0));
    sink.fire(21, mix3(surname, short * 8 + given, on_border));
    let mut all = true;
    let mut dots = 0u64;
    for i in s..e {
        let dot =
            matches!(char::from_u32(input.chars[i]), Some('·' | '•' | '・' | '-' | '－' | '—'));
        dots += u64::from(dot);
        all &= dot || input.character_bits[i] & character_bit::FOREIGN != 0;
    }
    let translit = u64::from(all) * 4 + dots.min(3);
    sink.fire(22, mix3(translit, length.min(8), on_border));
    sink.fire(23, mix3(surname, five, lpos * 80 + rpos));
    sink.fire(24, mix3(translit, short, lpos * 80 + rpos));
    let suffix = usize::from(input.suffix[e]);
    let suffix = if suffix > 0 && suffix <= e - s { input.hash(e - suffix, e) } else { 0 };
    let prefix = input.starting[s];
    let prefix = if prefix.length > 0 && usize::from(prefix.length) <= e - s {
        u64::from(prefix.classes) | 1 << 15
    } else {
        0
    };
    sink.fire(25, mix3(suffix, length.min(10), 0));
    sink.fire(26, mix3(suffix, lpos, rpos));
    sink.fire(27, mix3(suffix, prefix, u64::from(usize::from(input.starting[s].length) == e - s)));
    sink.fire(28, mix(last, right));
    sink.fire(29, mix(left, first));
    // What follows would make the name longer: 银行|监管局.
    let longer =
        (1..=4usize.min(n - e)).find(|&k| usize::from(input.suffix[e + k]) == k).unwrap_or(0);
    if longer > 0 {
        sink.fire(30, mix(input.hash(e, e + longer), u64::from(suffix != 0)));
    }
    let (ml, mr) = (list_mark(left), list_mark(right));
    if ml > 0 || mr > 0 {
        let before = if ml > 0 && s > 1 { input.words[s - 2].2 as u64 + 1 } else { 0 };
        let after = if mr > 0 { input.words.get(e + 1).map_or(0, |w| w.2 as u64 + 1) } else { 0 };
        sink.fire(31, mix3(ml * 8 + mr, before * 32 + after, short));
        if ml > 0 && s > 1 {
            let member = input.ending[s - 1];
            let from = input.words[s - 2].0 as usize;
            let sur = input.character_bits_at(from as isize) & names;
            sink.fire(32, mix3(ml, u64::from(member.classes) << 8 | sur, mix(five, last)));
        }
        if mr > 0 && e + 1 < n {
            let member = input.starting[e + 1];
            let sur = input.character_bits_at(ei + 1) & names;
            sink.fire(33, mix3(mr, u64::from(member.classes) << 8 | sur, mix(five, last)));
        }
    }
    let second_left =
        if lfrom > 0 { input.hash(input.words[lfrom - 1].0 as usize, lfrom) } else { 1 };
    let second_right = input.words.get(rto).map_or(2, |w| input.hash(rto, w.1 as usize));
    sink.fire(34, mix(second_left, lhash));
    sink.fire(35, mix(second_right, rhash));
    sink.fire(36, mix3(u64::from(input.title_ending[s] > 0), surname, mix(short, translit)));
    sink.fire(37, mix3(u64::from(input.title_starting[e] > 0), surname, mix(short, translit)));
    if length <= 6 {
        for i in s..e {
            let place = u64::from(i == s) * 2 + u64::from(i + 1 == e);
            sink.fire(38, mix3(u64::from(input.chars[i]), place, length.min(4)));
        }
    }
    sink.fire(39, mix(input.shape(s, e), length.min(4)));
    let set = candidate.hand_scores.iter().fold(0, |key, &score| key * 16 + step(score));
    sink.fire(40, mix(set, 0));
    if convention > 0 {
        sink.fire(41, mix3(convention, length, lexicon));
        sink.fire(42, mix3(convention, last_two, short));
        sink.fire(43, mix(convention, whole));
        sink.fire(44, mix3(convention, left, five));
        sink.fire(45, mix3(convention, suffix, prefix));
    }
}

/// Coarse steps of what the hand-set features say.
fn step(score: f32) -> u64 {
    if score.is_nan() {
        return 0;
    }
    1 + [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.5, 6.0, 8.0].iter().filter(|&&s| score > s).count()
        as u64
}
