//! Persons of other tongues: parts joined by a dot or a hyphen (约翰·霍尔姆斯, 约翰-达利), and runs of the characters that
//! write foreign names (沃尔科夫).

use crate::mention::{
    SentenceScope,
    index::sentence_index::{SentenceIndex, is_han},
    propose::{FLOOR, weight::FeatureId},
};
use crate::{document::MentionKind, segment::Pos};

/// Most characters of one part of a name: 斯维亚托斯拉夫 has seven.
const PART: usize = 8;

/// Proposes the foreign persons of a sentence, and marks where they stand.
pub(crate) fn propose(scope: &mut SentenceScope<'_>) {
    let mut at = 0;
    while at < scope.sentence.len() {
        if is_dot(scope.sentence.chars[at]) {
            at = dotted(scope, at);
        } else {
            at += 1;
        }
    }
    runs(scope);
}

fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・')
}

fn joins(c: char) -> bool {
    is_dot(c) || matches!(c, '-' | '－')
}

fn writes_name(sentence: &SentenceIndex, at: usize) -> bool {
    let c = sentence.chars[at];
    c.is_ascii_alphabetic() || (is_han(c) && sentence.features[at].foreign > 0)
}

/// Names around a dot; returns the character to go on from.
fn dotted(scope: &mut SentenceScope<'_>, dot: usize) -> usize {
    // The last part ends where no character of such names goes on.
    let mut end = dot;
    let mut parts = 1;
    while end < scope.sentence.len() && joins(scope.sentence.chars[end]) && parts < 8 {
        let from = end + 1;
        let mut to = from;
        while to < scope.sentence.len() && to - from < PART && writes_name(scope.sentence, to) {
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
        && (writes_name(scope.sentence, start - 1)
            || (joins(scope.sentence.chars[start - 1]) && dot > start))
    {
        start -= 1;
    }
    if end == dot || start == dot {
        return dot + 1;
    }
    let last = (dot..end).rev().find(|&i| joins(scope.sentence.chars[i])).unwrap_or(dot);
    let mut best = f32::MIN;
    for to in ((last + 2)..=end).rev().take(4) {
        for from in start..dot {
            if joins(scope.sentence.chars[from]) {
                continue;
            }
            best = best.max(candidate(scope, from, to, FeatureId::ForeignDotted));
        }
    }
    end.max(dot + 1)
}

/// Runs without a dot.
fn runs(scope: &mut SentenceScope<'_>) {
    let mut at = 0;
    while at < scope.sentence.len() {
        if !in_run(scope.sentence, at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < scope.sentence.len() && in_run(scope.sentence, at) {
            at += 1;
        }
        let end = at;
        if !(2..=12).contains(&(end - start)) {
            continue;
        }
        for from in start..(start + 3).min(end) {
            for to in (from + 2..=end).rev().take(3) {
                candidate(scope, from, to, FeatureId::ForeignRun);
            }
        }
    }
    for index in 0..scope.sentence.word_count() {
        let word = scope.sentence.nth_word(index);
        if word.pos == Pos::ForeignPerson && word.len() > 1 {
            candidate(scope, word.start, word.end, FeatureId::ForeignWord);
        }
    }
}

/// Returns whether the character writes foreign names and its word is no everyday word.
fn in_run(sentence: &SentenceIndex, at: usize) -> bool {
    let word = sentence.word(at);
    is_han(sentence.chars[at])
        && sentence.features[at].foreign > 0
        && (word.len() == 1
            || matches!(word.pos, Pos::ForeignPerson | Pos::Person | Pos::OtherName | Pos::Other))
        && !(word.len() == 1
            && sentence.features[at].foreign < 2
            && matches!(
                word.pos,
                Pos::Preposition | Pos::Conjunction | Pos::Particle | Pos::Pronoun
            ))
}

fn candidate(scope: &mut SentenceScope<'_>, start: usize, end: usize, base: FeatureId) -> f32 {
    let weights = &scope.rules.weights;
    let span = scope.sentence.span(start, end);
    let Some((rule, _)) = weights.get(base) else { return f32::MIN };
    scope.candidates.propose(span, Some(MentionKind::Person), rule);
    scope.add(base, span);
    let letters = scope.sentence.chars[start..end].iter().zip(&scope.sentence.features[start..end]);
    let strength: f32 =
        letters.filter(|(c, _)| is_han(**c)).map(|(_, l)| f32::from(l.foreign) - 1.5).sum();
    scope.add_times(FeatureId::ForeignStrength, span, strength.min(10.0));
    if !scope.sentence.is_border(start) {
        scope.add(FeatureId::PersonCutsLeft, span);
    }
    if !scope.sentence.is_border(end) {
        scope.add(FeatureId::PersonCutsRight, span);
    }
    let sentence = &*scope.sentence;
    let continues = |at: usize| {
        at < sentence.len() && is_han(sentence.chars[at]) && sentence.features[at].foreign > 1
    };
    let (after, before) = (continues(end), start > 0 && continues(start - 1));
    if after {
        scope.add(FeatureId::ForeignGoesOn, span);
    }
    if before {
        scope.add(FeatureId::ForeignBeganBefore, span);
    }
    if start > 0
        && scope.sentence.char_before(start) == Some('、')
        && scope.sentence.ends(MentionKind::Person, start - 1)
    {
        scope.add(FeatureId::PersonList, span);
    }
    scope.add_context(start, end, 0, span);
    let score = scope.candidates.last_score();
    if score > 0.0 {
        scope.sentence.mark(MentionKind::Person, start, end);
    }
    scope.candidates.drop_below(FLOOR);
    score
}

#[cfg(test)]
mod tests {
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn foreign_names_with_and_without_a_dot() {
        has("约翰·霍尔姆斯到访。", &[], "person 约翰·霍尔姆斯 weight.person_foreign_dotted");
        has("教练沃尔科夫到访。", &[], "person 沃尔科夫 weight.person_foreign_run");
        lacks("晴·雨·雪。", &[], "person 晴·雨 weight.person_foreign_dotted");
    }
}
