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

/// A candidate span with what several of its templates look at.
struct SpanView<'a> {
    input: &'a FeatureInput,
    candidate: &'a CandidateSpan,
    start: usize,
    end: usize,
    length: u64,
    /// The length up to 5 and up to 6.
    five: u64,
    short: u64,
    whole: u64,
    first: u64,
    last: u64,
    last_two: u64,
    /// The characters beside the span.
    left: u64,
    right: u64,
    /// Classes of the lexicon entry that the span is as a whole.
    lexicon: u64,
}

/// Words beside a span.
struct Beside {
    /// Hash and part of speech of the word before it, and where that begins.
    left: (u64, u64, usize),
    /// The same of the word behind it, and where that ends.
    right: (u64, u64, usize),
}

/// What the lexicons say of a span.
struct Lexical {
    surname: u64,
    translit: u64,
    /// The hash of the last part of organisations that it ends with.
    suffix: u64,
    /// Classes of the name that it begins with.
    prefix: u64,
}

/// Feeds `sink` with the rows of a span; `convention` is 0 unless a corpus's guidelines are asked for.
pub(crate) fn span_features(
    input: &FeatureInput,
    candidate: &CandidateSpan,
    convention: u64,
    sink: &mut impl Sink,
) {
    let span = SpanView::new(input, candidate);
    span.characters(sink);
    let beside = span.neighbours(sink);
    let on_border = span.words(sink);
    let lexical = span.lexical(&beside, on_border, sink);
    span.lists(sink);
    span.context(&beside, &lexical, sink);
    if convention > 0 {
        let SpanView { length, lexicon, last_two, short, whole, left, five, .. } = span;
        sink.fire(41, mix3(convention, length, lexicon));
        sink.fire(42, mix3(convention, last_two, short));
        sink.fire(43, mix(convention, whole));
        sink.fire(44, mix3(convention, left, five));
        sink.fire(45, mix3(convention, lexical.suffix, lexical.prefix));
    }
}

/// Bits of surnames.
const NAMES: u64 = (character_bit::SURNAME | character_bit::COMMON) as u64;

impl<'a> SpanView<'a> {
    #[inline]
    fn new(input: &'a FeatureInput, candidate: &'a CandidateSpan) -> Self {
        let (start, end) = (candidate.start, candidate.end);
        let length = (end - start) as u64;
        let last = u64::from(input.chars[end - 1]);
        let listed = usize::from(input.starting[start].length) == end - start;
        SpanView {
            input,
            candidate,
            start,
            end,
            length,
            five: length.min(5),
            short: length.min(6),
            whole: input.hash(start, end),
            first: u64::from(input.chars[start]),
            last,
            last_two: if length >= 2 { input.hash(end - 2, end) } else { last },
            left: input.at(start as isize - 1),
            right: input.at(end as isize),
            lexicon: if listed { u64::from(input.starting[start].classes) } else { 0 },
        }
    }

    /// Its characters: templates 0 to 9.
    #[inline]
    fn characters(&self, sink: &mut impl Sink) {
        let SpanView { input, start, end, length, short, first, last, .. } = *self;
        sink.fire(0, length);
        sink.fire(1, self.whole);
        let (from, to, pos) = input.words[start];
        let is_word = from as usize == start && to as usize == end;
        let single = if is_word { pos as u64 + 1 } else { 0 };
        sink.fire(2, mix3(self.lexicon, short, single));
        sink.fire(3, mix(last, length));
        sink.fire(4, mix(first, last));
        sink.fire(5, mix(self.last_two, short));
        sink.fire(6, mix(first, length));
        if length >= 3 {
            sink.fire(7, input.hash(end - 3, end));
            sink.fire(8, input.hash(start, start + 2));
        }
        if length >= 4 {
            sink.fire(9, input.hash(end - 4, end));
        }
    }

    /// Characters and words beside it, by the best path: templates 10 to 15.
    #[inline]
    fn neighbours(&self, sink: &mut impl Sink) -> Beside {
        let SpanView { input, start, end, five, short, last, left, right, .. } = *self;
        sink.fire(10, mix3(left, right, five));
        sink.fire(11, mix3(left, five, last));
        sink.fire(12, mix3(right, five, last));
        let before = if start > 0 {
            let word = input.words[start - 1];
            let from = word.0 as usize;
            let border = if word.1 as usize == start { 1 } else { 33 };
            (input.hash(from, start), word.2 as u64 + border, from)
        } else {
            (1, 0, 0)
        };
        let behind = match input.words.get(end) {
            Some(word) => {
                let to = word.1 as usize;
                let border = if word.0 as usize == end { 1 } else { 33 };
                (input.hash(end, to), word.2 as u64 + border, to)
            }
            None => (2, 0, input.len()),
        };
        sink.fire(13, mix(before.0, short));
        sink.fire(14, mix(behind.0, short));
        sink.fire(15, mix(before.0, behind.0));
        Beside { left: before, right: behind }
    }

    /// The words in it: templates 16 to 20. Returns which of its edges are borders of words.
    #[inline]
    fn words(&self, sink: &mut impl Sink) -> u64 {
        let SpanView { input, start, end, .. } = *self;
        let (first, last) = (input.words[start], input.words[end - 1]);
        let on_border =
            u64::from(first.0 as usize == start) * 2 + u64::from(last.1 as usize == end);
        let (mut signature, mut count, mut at) = (0, 0u64, start);
        while at < end && count < 9 {
            let word = input.words[at];
            let to = (word.1 as usize).min(end);
            signature = mix(signature, word.2 as u64 * 8 + (to - at).min(4) as u64);
            count += 1;
            at = to;
        }
        sink.fire(16, mix3(signature, on_border, 0));
        sink.fire(17, mix3(on_border, count.min(6), first.2 as u64 * 32 + last.2 as u64));
        let first_word = input.hash(start, (first.1 as usize).min(end));
        let last_word = input.hash((last.0 as usize).max(start), end);
        sink.fire(18, mix3(first_word, on_border, count.min(3)));
        sink.fire(19, mix3(last_word, on_border, count.min(3)));
        sink.fire(20, mix(first_word, last_word));
        on_border
    }

    /// Surnames, transliteration, last parts and what would make it longer: templates 21 to 30.
    #[inline]
    fn lexical(&self, beside: &Beside, on_border: u64, sink: &mut impl Sink) -> Lexical {
        let SpanView { input, start, end, length, five, short, first, last, .. } = *self;
        let (lpos, rpos) = (beside.left.1, beside.right.1);
        let surname = input.character_bits_at(start as isize) & NAMES;
        let given = (start + 1..end.min(start + 3)).fold(0, |g, i| {
            g << 1 | u64::from(input.character_bits[i] & character_bit::GIVEN != 0)
        });
        sink.fire(21, mix3(surname, short * 8 + given, on_border));
        let mut all = true;
        let mut dots = 0u64;
        for i in start..end {
            let c = char::from_u32(input.chars[i]);
            let dot = matches!(c, Some('·' | '•' | '・' | '-' | '－' | '—'));
            dots += u64::from(dot);
            all &= dot || input.character_bits[i] & character_bit::FOREIGN != 0;
        }
        let translit = u64::from(all) * 4 + dots.min(3);
        sink.fire(22, mix3(translit, length.min(8), on_border));
        sink.fire(23, mix3(surname, five, lpos * 80 + rpos));
        sink.fire(24, mix3(translit, short, lpos * 80 + rpos));
        let suffix = usize::from(input.suffix[end]);
        let suffix =
            if suffix > 0 && suffix <= end - start { input.hash(end - suffix, end) } else { 0 };
        let starting = input.starting[start];
        let prefix = if starting.length > 0 && usize::from(starting.length) <= end - start {
            u64::from(starting.classes) | 1 << 15
        } else {
            0
        };
        sink.fire(25, mix3(suffix, length.min(10), 0));
        sink.fire(26, mix3(suffix, lpos, rpos));
        let listed = usize::from(starting.length) == end - start;
        sink.fire(27, mix3(suffix, prefix, u64::from(listed)));
        sink.fire(28, mix(last, self.right));
        sink.fire(29, mix(self.left, first));
        // What follows would make the name longer: 银行|监管局.
        let most = 4usize.min(input.len() - end);
        let longer = (1..=most).find(|&k| usize::from(input.suffix[end + k]) == k).unwrap_or(0);
        if longer > 0 {
            sink.fire(30, mix(input.hash(end, end + longer), u64::from(suffix != 0)));
        }
        Lexical { surname, translit, suffix, prefix }
    }

    /// The list it stands in: templates 31 to 33.
    #[inline]
    fn lists(&self, sink: &mut impl Sink) {
        let SpanView { input, start, end, five, short, last, .. } = *self;
        let (before, behind) = (list_mark(self.left), list_mark(self.right));
        if before == 0 && behind == 0 {
            return;
        }
        let pos_before =
            if before > 0 && start > 1 { input.words[start - 2].2 as u64 + 1 } else { 0 };
        let pos_behind =
            if behind > 0 { input.words.get(end + 1).map_or(0, |w| w.2 as u64 + 1) } else { 0 };
        sink.fire(31, mix3(before * 8 + behind, pos_before * 32 + pos_behind, short));
        let member = |mark: u64, classes: u16, at: usize| {
            let surname = input.character_bits_at(at as isize) & NAMES;
            mix3(mark, u64::from(classes) << 8 | surname, mix(five, last))
        };
        if before > 0 && start > 1 {
            let from = input.words[start - 2].0 as usize;
            sink.fire(32, member(before, input.ending[start - 1].classes, from));
        }
        if behind > 0 && end + 1 < input.len() {
            sink.fire(33, member(behind, input.starting[end + 1].classes, end + 1));
        }
    }

    /// Second words, titles, inner characters, shape and hand-set features: templates 34 to 40.
    #[inline]
    fn context(&self, beside: &Beside, lexical: &Lexical, sink: &mut impl Sink) {
        let SpanView { input, start, end, length, short, .. } = *self;
        let (from, to) = (beside.left.2, beside.right.2);
        let second_left =
            if from > 0 { input.hash(input.words[from - 1].0 as usize, from) } else { 1 };
        let second_right = input.words.get(to).map_or(2, |w| input.hash(to, w.1 as usize));
        sink.fire(34, mix(second_left, beside.left.0));
        sink.fire(35, mix(second_right, beside.right.0));
        let name =
            |title: u8| mix3(u64::from(title > 0), lexical.surname, mix(short, lexical.translit));
        sink.fire(36, name(input.title_ending[start]));
        sink.fire(37, name(input.title_starting[end]));
        if length <= 6 {
            for i in start..end {
                let place = u64::from(i == start) * 2 + u64::from(i + 1 == end);
                sink.fire(38, mix3(u64::from(input.chars[i]), place, length.min(4)));
            }
        }
        sink.fire(39, mix(input.shape(start, end), length.min(4)));
        let scores = &self.candidate.hand_scores;
        sink.fire(40, mix(scores.iter().fold(0, |key, &score| key * 16 + step(score)), 0));
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
