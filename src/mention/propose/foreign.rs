//! Persons of other tongues: parts joined by a dot or a hyphen (约翰·霍尔姆斯, 约翰-达利), and runs of the characters that
//! write foreign names (沃尔科夫).

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::sentence_index::{View, is_han},
    propose::weight::Weighed,
};
use crate::{document::MentionKind, segment::Pos};

/// Most characters of one part of a name: 斯维亚托斯拉夫 has seven.
const PART: usize = 8;

/// Proposes the foreign persons of a sentence, and marks where they stand.
pub(crate) fn propose(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    let mut at = 0;
    while at < view.len() {
        if is_dot(view.chars[at]) {
            at = dotted(rules, view, at, proposals);
        } else {
            at += 1;
        }
    }
    runs(rules, view, proposals);
}

fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・')
}

fn joins(c: char) -> bool {
    is_dot(c) || matches!(c, '-' | '－')
}

fn writes_name(view: &View, at: usize) -> bool {
    let c = view.chars[at];
    c.is_ascii_alphabetic() || (is_han(c) && view.letters[at].foreign > 0)
}

/// Names around a dot; returns the character to go on from.
fn dotted(rules: &MentionRules, view: &mut View, dot: usize, proposals: &mut Proposals) -> usize {
    // The last part ends where no character of such names goes on.
    let mut end = dot;
    let mut parts = 1;
    while end < view.len() && joins(view.chars[end]) && parts < 8 {
        let from = end + 1;
        let mut to = from;
        while to < view.len() && to - from < PART && writes_name(view, to) {
            to += 1;
        }
        if to == from {
            break;
        }
        end = to;
        parts += 1;
    }
    let mut start = dot;
    while start > 0
        && dot - start < PART
        && (writes_name(view, start - 1) || (joins(view.chars[start - 1]) && dot > start))
    {
        start -= 1;
    }
    if end == dot || start == dot {
        return dot + 1;
    }
    let last = (dot..end).rev().find(|&i| joins(view.chars[i])).unwrap_or(dot);
    let mut best = f32::MIN;
    for to in ((last + 2)..=end).rev().take(4) {
        for from in start..dot {
            if joins(view.chars[from]) {
                continue;
            }
            best = best.max(candidate(rules, view, from, to, Weighed::ForeignDotted, proposals));
        }
    }
    end.max(dot + 1)
}

/// Runs without a dot.
fn runs(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    let mut at = 0;
    while at < view.len() {
        if !in_run(view, at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < view.len() && in_run(view, at) {
            at += 1;
        }
        let end = at;
        if !(2..=12).contains(&(end - start)) {
            continue;
        }
        for from in start..(start + 3).min(end) {
            for to in (from + 2..=end).rev().take(3) {
                candidate(rules, view, from, to, Weighed::ForeignRun, proposals);
            }
        }
    }
    for index in 0..view.part_count() {
        let word = view.part(index);
        if word.pos == Pos::ForeignPerson && word.len() > 1 {
            candidate(rules, view, word.start, word.end, Weighed::ForeignWord, proposals);
        }
    }
}

/// Returns whether the character writes foreign names and its word is no everyday word.
fn in_run(view: &View, at: usize) -> bool {
    let word = view.word(at);
    is_han(view.chars[at])
        && view.letters[at].foreign > 0
        && (word.len() == 1
            || matches!(word.pos, Pos::ForeignPerson | Pos::Person | Pos::OtherName | Pos::Other))
        && !(word.len() == 1
            && view.letters[at].foreign < 2
            && matches!(
                word.pos,
                Pos::Preposition | Pos::Conjunction | Pos::Particle | Pos::Pronoun
            ))
}

fn candidate(
    rules: &MentionRules,
    view: &mut View,
    start: usize,
    end: usize,
    base: Weighed,
    proposals: &mut Proposals,
) -> f32 {
    let weights = &rules.weights;
    let span = view.span(start, end);
    let Some((rule, _)) = weights.get(base) else { return f32::MIN };
    proposals.propose(span, Some(MentionKind::Person), rule);
    weights.fire(base, span, proposals);
    let letters = view.chars[start..end].iter().zip(&view.letters[start..end]);
    let strength: f32 =
        letters.filter(|(c, _)| is_han(**c)).map(|(_, l)| f32::from(l.foreign) - 1.5).sum();
    weights.fire_times(Weighed::ForeignStrength, span, strength.min(10.0), proposals);
    if !view.is_border(start) {
        weights.fire(Weighed::PersonCutsLeft, span, proposals);
    }
    if !view.is_border(end) {
        weights.fire(Weighed::PersonCutsRight, span, proposals);
    }
    let goes_on =
        |at: usize| at < view.len() && is_han(view.chars[at]) && view.letters[at].foreign > 1;
    if goes_on(end) {
        weights.fire(Weighed::ForeignGoesOn, span, proposals);
    }
    if start > 0 && goes_on(start - 1) {
        weights.fire(Weighed::ForeignBeganBefore, span, proposals);
    }
    if start > 0
        && view.char_before(start) == Some('、')
        && view.ends(MentionKind::Person, start - 1)
    {
        weights.fire(Weighed::PersonList, span, proposals);
    }
    rules.fire_context(view, start, end, 0, span, proposals);
    let score = proposals.last_score();
    if score > 0.0 {
        view.mark(MentionKind::Person, start, end);
    }
    proposals.drop_below(rules.floor);
    score
}
