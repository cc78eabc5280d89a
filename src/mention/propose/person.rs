//! Persons with a surname: 石旭涌, 欧阳岚, 张某, 山本健一; the surname alone before a title (石区长).

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::character_features::Surname,
    index::lexicon_class::Sense,
    index::sentence_index::{View, is_han},
    propose::weight::Weighed,
};
use crate::{document::MentionKind, segment::Pos};

/// Proposes the persons of a sentence, and marks where they stand.
pub(crate) fn propose(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    for start in 0..view.len() {
        let surname = view.letters[start].surname;
        if let Some((length, japanese)) = rules.letters.long_surname(&view.chars[start..]) {
            let row = if japanese { Weighed::PersonJapanese } else { Weighed::PersonCompound };
            for given in 1..=if japanese { 3 } else { 2 } {
                named(rules, view, start, length, given, row, proposals);
            }
            alone(rules, view, start, start + length, row, proposals);
        }
        let row = match surname {
            Surname::No => continue,
            Surname::Rare => Weighed::PersonRare,
            Surname::Common => Weighed::PersonCommon,
        };
        for given in 1..=2 {
            named(rules, view, start, 1, given, row, proposals);
        }
        if view.letters.get(start + 1).is_some_and(|l| l.surname == Surname::Common) {
            // 范徐丽君: the husband's surname before one's own.
            named(rules, view, start, 2, 2, Weighed::PersonTwoSurnames, proposals);
        }
        alone(rules, view, start, start + 1, row, proposals);
        masked(rules, view, start, Weighed::PersonMasked, proposals);
    }
}

/// A surname and one to three characters of a given name.
fn named(
    rules: &MentionRules,
    view: &mut View,
    start: usize,
    surname: usize,
    given: usize,
    row: Weighed,
    proposals: &mut Proposals,
) {
    let first = start + surname;
    let end = first + given;
    if end > view.len() || !view.chars[first..end].iter().all(|&c| is_han(c) && c != '某') {
        return;
    }
    let span = view.span(start, end);
    let Some((rule, _)) = rules.weights.get(row) else { return };
    proposals.propose(span, Some(MentionKind::Person), rule);
    let weights = &rules.weights;
    weights.fire(row, span, proposals);
    let letters = &view.letters[first..end];
    let strength = match letters {
        [one] => f32::from(one.last) * 2.0,
        [a, .., b] => f32::from(a.first) + f32::from(b.last),
        [] => 0.0,
    };
    weights.fire(
        if given == 1 { Weighed::PersonGivenOne } else { Weighed::PersonGivenTwo },
        span,
        proposals,
    );
    weights.fire_times(Weighed::PersonGivenStrength, span, strength, proposals);
    if letters.iter().any(|l| l.first.max(l.last) == 0) {
        weights.fire(Weighed::PersonGivenUnknown, span, proposals);
    }
    shape(rules, view, start, end, first, proposals);
    surroundings(rules, view, start, end, proposals);
    let score = proposals.last_score();
    if score > 0.0 {
        view.mark(MentionKind::Person, start, end);
    }
    proposals.drop_below(rules.floor);
}

/// How the words of the dictionary lie in the name.
fn shape(
    rules: &MentionRules,
    view: &View,
    start: usize,
    end: usize,
    given: usize,
    proposals: &mut Proposals,
) {
    let weights = &rules.weights;
    let span = view.span(start, end);
    let mut fire = |row| weights.fire(row, span, proposals);
    if !view.is_border(start) {
        fire(Weighed::PersonCutsLeft);
    }
    if !view.is_border(end) {
        fire(Weighed::PersonCutsRight);
    }
    let words = view.words(start, end);
    match words {
        [word] if word.start == start && word.end == end => match word.pos {
            Pos::Person | Pos::ForeignPerson => fire(Weighed::PersonIsPersonWord),
            Pos::Place => fire(Weighed::PersonIsPlaceWord),
            _ => fire(Weighed::PersonIsOtherWord),
        },
        _ if words.iter().all(|w| w.len() == 1) => fire(Weighed::PersonLoose),
        [_, word] if word.start == given && word.end == end && view.is_border(start) => {
            fire(Weighed::PersonGivenIsWord);
        }
        _ if !view.is_border(given) && view.is_border(start) && given == start + 1 => {
            fire(Weighed::PersonSurnameInWord);
        }
        _ => {}
    }
}

/// What stands beside the name.
fn surroundings(
    rules: &MentionRules,
    view: &View,
    start: usize,
    end: usize,
    proposals: &mut Proposals,
) {
    let weights = &rules.weights;
    let span = view.span(start, end);
    let mut fire = |row| weights.fire(row, span, proposals);
    if start == 0 {
        fire(Weighed::PersonSentenceStart);
    }
    if view.after_kin(start) {
        fire(Weighed::PersonKinLeft);
    }
    if view.char_before(start) == Some('、') && view.ends(MentionKind::Person, start - 1) {
        fire(Weighed::PersonList);
    }
    if view.char(end) == Some('、') && may_be_person(view, end + 1) {
        fire(Weighed::PersonListNext);
    }
    // The last character of a name may begin the next word: 石旭涌|率, 区长|石旭.
    if view.hits_from(start).iter().any(|h| h.end >= end && names_other(h.sense)) {
        fire(Weighed::PersonInsideOther);
    }
    rules.fire_context(view, start, end, 0, span, proposals);
}

fn names_other(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Division
            | Sense::Stem { .. }
            | Sense::Town
            | Sense::Country
            | Sense::Place { .. }
            | Sense::Organization { .. }
    )
}

fn may_be_person(view: &View, at: usize) -> bool {
    view.letters.get(at).is_some_and(|l| l.surname != Surname::No)
}

/// A surname alone; it needs a title behind it.
fn alone(
    rules: &MentionRules,
    view: &mut View,
    start: usize,
    end: usize,
    row: Weighed,
    proposals: &mut Proposals,
) {
    if end >= view.len() {
        return;
    }
    let title = view
        .hits_from(end)
        .iter()
        .any(|h| matches!(h.sense, Sense::Title(_)) && view.is_border(h.end));
    if !title {
        return;
    }
    let span = view.span(start, end);
    let Some((rule, _)) = rules.weights.get(Weighed::PersonSurnameTitle) else { return };
    proposals.propose(span, Some(MentionKind::Person), rule);
    rules.weights.fire(Weighed::PersonSurnameTitle, span, proposals);
    rules.weights.fire(row, span, proposals);
    if !view.is_border(start) {
        rules.weights.fire(Weighed::PersonCutsLeft, span, proposals);
    }
    if !view.is_border(end) && view.word(start).pos != Pos::Person {
        rules.weights.fire(Weighed::PersonCutsRight, span, proposals);
    }
    rules.fire_context(view, start, end, 0, span, proposals);
    if view.ends(MentionKind::Place, start) || view.ends(MentionKind::Organization, start) {
        rules.weights.fire(Weighed::PersonSurnameAfterName, span, proposals);
    }
    proposals.drop_below(rules.floor);
}

/// Names that hide a person: 张某, 李某某, 陈某飞.
pub(crate) fn masked(
    rules: &MentionRules,
    view: &mut View,
    start: usize,
    row: Weighed,
    proposals: &mut Proposals,
) {
    // Few characters have one behind them, so this is asked first.
    if !view.chars[start + 1..].iter().take(2).any(|&c| c == '某') {
        return;
    }
    let Some((rule, _)) = rules.weights.get(row) else { return };
    let mut from = start + 1;
    if rules
        .letters
        .long_surname(&view.chars[start..])
        .is_some_and(|(n, _)| view.char(start + n) == Some('某'))
    {
        from = start + 2;
    }
    // 与某些沿海地区: the word is 某些.
    let some = |at: usize| {
        let word = view.word(at);
        word.start == at && word.len() > 1 && view.char(at + 1) != Some('某')
    };
    if view.char(from) != Some('某') || view.char_before(start) == Some('某') || some(from) {
        return;
    }
    let mut end = from + 1;
    while end < from + 2 && view.char(end) == Some('某') {
        end += 1;
    }
    // 陈某飞: a character that is no word of its own beside the hidden one.
    let known = view.letters.get(end).is_some_and(|l| l.last >= 2);
    let mut ends = vec![end];
    if known && end == from + 1 && view.word(end).len() == 1 {
        ends.push(end + 1);
    }
    for end in ends {
        let span = view.span(start, end);
        proposals.propose(span, Some(MentionKind::Person), rule);
        rules.weights.fire(row, span, proposals);
        if end > from + 1 && view.chars[end - 1] != '某' {
            rules.weights.fire(Weighed::PersonMaskedGiven, span, proposals);
        }
        rules.fire_context(view, start, end, 0, span, proposals);
        proposals.drop_below(rules.floor);
        view.mark(MentionKind::Person, start, end);
    }
}
