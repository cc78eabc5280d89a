//! The content of speech events: token spans that may be what is said, and the features of each.

use super::token_index::{IndexedToken, PARTS_CLAUSES, PARTS_SENTENCES, TokenIndex};
use crate::mention::log_linear::Features;
use crate::{Clean, Span, mention::learned::mix, segment::Pos};

/// A speech event as the features see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SpeechContext<'a> {
    /// Tokens of the trigger.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Hash of the type's name.
    pub(crate) kind: u64,
    /// What the set rules take for its content.
    pub(crate) by_rules: &'a [Span<Clean>],
}

/// The templates, by number.
pub(crate) const CONTENT: [&str; 17] = [
    "bias",
    "side_start_end",
    "kind_side_start_end",
    "word_side",
    "word_side_start_end",
    "behind_trigger_side_start",
    "left_word_side",
    "right_word_end",
    "set_overlap",
    "set_overlap_side_start_end",
    "quoted_side",
    "holds_quotation_side_start",
    "length_side_kind",
    "sentences_side_left_word",
    "before_trigger_side",
    "verb_side_start_kind",
    "word_behind_trigger_side",
];

/// Tokens of a sentence that are looked at on either side of the trigger.
const LONGEST: usize = 400;

fn ends_sentence(token: &IndexedToken) -> bool {
    token.mark && PARTS_SENTENCES.contains(&token.last) && token.last != '；'
}

fn parts(token: &IndexedToken) -> bool {
    token.mark && PARTS_CLAUSES.contains(&token.last)
}

/// Fills `out` with the token spans that may be the content of a trigger of tokens `ti..tj`.
pub(crate) fn find(index: &TokenIndex, ti: usize, tj: usize, out: &mut Vec<(usize, usize)>) {
    out.clear();
    let tokens = &index.tokens;
    let n = tokens.len();
    let trim = |mut i: usize, mut j: usize| {
        while i < j && tokens[i].mark && tokens[i].first != '《' {
            i += 1;
        }
        while j > i && tokens[j - 1].mark && !matches!(tokens[j - 1].first, '》' | '）') {
            j -= 1;
        }
        (i, j)
    };
    let mut add = |(i, j): (usize, usize)| {
        if j >= i + 2 && (j <= ti || i >= tj) && !out.contains(&(i, j)) {
            out.push((i, j));
        }
    };
    let start =
        ti - tokens[..ti].iter().rev().take(LONGEST).take_while(|t| !ends_sentence(t)).count();
    let end = tj + tokens[tj..].iter().take(LONGEST).take_while(|t| !ends_sentence(t)).count();
    let last = |found: Vec<usize>| found.into_iter().rev().take(2).collect::<Vec<_>>();
    let commas = last((tj + 1..end).filter(|&q| parts(&tokens[q])).collect());
    let closes = last(
        (tj..end).filter(|&q| matches!(tokens[q].first, '”' | '；') && tokens[q].mark).collect(),
    );
    let starts =
        std::iter::once(tj).chain((tj..end).filter(|&q| parts(&tokens[q])).map(|q| q + 1).take(3));
    for i in starts {
        for j in std::iter::once(end).chain(commas.iter().copied()).chain(closes.iter().copied()) {
            if j > i {
                add(trim(i, j));
            }
        }
    }
    // Before the trigger: from the beginning of the sentence or one of its last clauses.
    let mut before: Vec<usize> =
        (start..ti).filter(|&q| parts(&tokens[q])).map(|q| q + 1).collect();
    before.pop();
    let before = before.split_off(before.len().saturating_sub(3));
    let mut close = ti;
    while close > start && !parts(&tokens[close - 1]) && tokens[close - 1].first != '”' {
        close -= 1;
    }
    for i in std::iter::once(start).chain(before) {
        for j in [close, ti] {
            if j > i {
                add(trim(i, j));
            }
        }
    }
    // The next line, behind a colon or a headline-like break.
    if end < n && tokens[end].first == '\n' {
        let next = end + 1;
        let stop =
            next + tokens[next..].iter().take(LONGEST).take_while(|t| !ends_sentence(t)).count();
        add(trim(next, stop));
        add(trim(tj, stop));
    }
    // The quotation of the sentence before.
    if start > 1 {
        let stop = start - 1;
        let from = stop
            - tokens[..stop].iter().rev().take(LONGEST).take_while(|t| !ends_sentence(t)).count();
        add(trim(from, start));
    }
}

/// Where the keys of the model begin.
const SEED: u64 = 0x3c6e_f372;

/// Returns the features of a token span.
pub(crate) fn features(
    index: &TokenIndex,
    clean: &str,
    speech: SpeechContext<'_>,
    (i, j): (usize, usize),
) -> Features {
    let tokens = &index.tokens;
    let SpeechContext { from: ti, to: tj, kind, by_rules } = speech;
    let word = tokens[ti..tj].iter().fold(0, |h, t| mix(h, t.hash));
    let side = u64::from(i >= tj);
    let span = index.span(i, j);
    let (left, right) = (index.before(i), index.at(j));
    let start = match i >= tj && tokens[tj..i].iter().all(|t| t.mark) {
        true => 0,
        false => 1 + u64::from(tokens[i].clause.abs_diff(tokens[ti].clause).min(3)),
    };
    let next = index.at(j + 1);
    let end = match () {
        () if ends_sentence(right) => 2,
        () if ends_sentence(next) => 1,
        () => 0u64,
    };
    let overlap = by_rules
        .iter()
        .map(|s| {
            let common = s.end.min(span.end).saturating_sub(s.start.max(span.start));
            common * 4 / (s.end.max(span.end) - s.start.min(span.start)).max(1)
        })
        .max();
    let overlap = overlap.map_or(9, |o| o as u64);
    let quoted = u64::from(left.first == '“') << 1 | u64::from(right.first == '”');
    let holds = u64::from(tokens[i..j].iter().any(|t| t.first == '“'));
    let length = match clean[span.range()].chars().count() {
        0..5 => 0,
        5..10 => 1,
        10..20 => 2,
        20..40 => 3,
        40..80 => 4,
        _ => 5u64,
    };
    let verb = u64::from(
        tokens[i..j].iter().any(|t| !t.mark && matches!(t.pos, Pos::Verb | Pos::VerbalNoun)),
    );
    let sentences =
        (i64::from(tokens[i].sentence) - i64::from(tokens[ti].sentence)).clamp(-3, 3) + 3;
    let behind = index.at(tj).hash;
    let before = index.before(ti).hash;
    let place = Features::key(SEED, &[side, start, end]);
    let mut template = 0u8;
    let mut features = Features::new(SEED);
    let mut put = |parts: &[u64]| {
        features.put(template, parts);
        template += 1;
    };
    put(&[]);
    put(&[place]);
    put(&[kind, place]);
    put(&[word, side]);
    put(&[word, place]);
    put(&[behind, side, start]);
    put(&[left.hash, side]);
    put(&[right.hash, end]);
    put(&[overlap]);
    put(&[overlap, place]);
    put(&[quoted, side]);
    put(&[holds, side, start, behind]);
    put(&[length, side, kind]);
    put(&[sentences as u64, side, right.hash]);
    put(&[before, side]);
    put(&[verb, side, start, kind]);
    put(&[word, behind, side]);
    debug_assert_eq!(usize::from(template), CONTENT.len());
    features
}
