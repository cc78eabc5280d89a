//! Persons with a surname: 石旭涌, 欧阳岚, 张某, 山本健一; the surname alone before a title (石区长).

use crate::mention::{
    SentenceScope,
    index::character_features::Surname,
    index::lexicon_class::LexiconClass,
    index::sentence_index::{SentenceIndex, is_han},
    propose::{FLOOR, weight::FeatureId},
};
use crate::{document::MentionKind, segment::Pos};

/// Proposes the persons of a sentence, and marks where they stand.
pub(crate) fn propose(scope: &mut SentenceScope<'_>) {
    for start in 0..scope.sentence.len() {
        let surname = scope.sentence.features[start].surname;
        if let Some((length, japanese)) =
            scope.rules.characters.long_surname(&scope.sentence.chars[start..])
        {
            let row = if japanese { FeatureId::PersonJapanese } else { FeatureId::PersonCompound };
            for given in 1..=if japanese { 3 } else { 2 } {
                named(scope, start, length, given, row);
            }
            alone(scope, start, start + length, row);
        }
        let row = match surname {
            Surname::No => continue,
            Surname::Rare => FeatureId::PersonRare,
            Surname::Common => FeatureId::PersonCommon,
        };
        for given in 1..=2 {
            named(scope, start, 1, given, row);
        }
        if scope.sentence.features.get(start + 1).is_some_and(|l| l.surname == Surname::Common) {
            // 范徐丽君: the husband's surname before one's own.
            named(scope, start, 2, 2, FeatureId::PersonTwoSurnames);
        }
        alone(scope, start, start + 1, row);
        propose_masked(scope, start, FeatureId::PersonMasked);
    }
}

/// A surname and one to three characters of a given name.
fn named(
    scope: &mut SentenceScope<'_>,
    start: usize,
    surname: usize,
    given: usize,
    row: FeatureId,
) {
    let first = start + surname;
    let end = first + given;
    if end > scope.sentence.len()
        || !scope.sentence.chars[first..end].iter().all(|&c| is_han(c) && c != '某')
    {
        return;
    }
    let span = scope.sentence.span(start, end);
    let Some((rule, _)) = scope.rules.weights.get(row) else { return };
    scope.candidates.propose(span, Some(MentionKind::Person), rule);
    scope.add(row, span);
    let letters = &scope.sentence.features[first..end];
    let strength = match letters {
        [one] => f32::from(one.last) * 2.0,
        [a, .., b] => f32::from(a.first) + f32::from(b.last),
        [] => 0.0,
    };
    let unknown = letters.iter().any(|l| l.first.max(l.last) == 0);
    scope.add(if given == 1 { FeatureId::PersonGivenOne } else { FeatureId::PersonGivenTwo }, span);
    scope.add_times(FeatureId::PersonGivenStrength, span, strength);
    if unknown {
        scope.add(FeatureId::PersonGivenUnknown, span);
    }
    shape(scope, start, end, first);
    surroundings(scope, start, end);
    let score = scope.candidates.last_score();
    if score > 0.0 {
        scope.sentence.mark(MentionKind::Person, start, end);
    }
    scope.candidates.drop_below(FLOOR);
}

/// How the words of the dictionary lie in the name.
fn shape(scope: &mut SentenceScope<'_>, start: usize, end: usize, given: usize) {
    let weights = &scope.rules.weights;
    let span = scope.sentence.span(start, end);
    let mut fire = |row| weights.add(row, span, scope.candidates);
    if !scope.sentence.is_border(start) {
        fire(FeatureId::PersonCutsLeft);
    }
    if !scope.sentence.is_border(end) {
        fire(FeatureId::PersonCutsRight);
    }
    let words = scope.sentence.words(start, end);
    match words {
        [word] if word.start == start && word.end == end => match word.pos {
            Pos::Person | Pos::ForeignPerson => fire(FeatureId::PersonIsPersonWord),
            Pos::Place => fire(FeatureId::PersonIsPlaceWord),
            _ => fire(FeatureId::PersonIsOtherWord),
        },
        _ if words.iter().all(|w| w.len() == 1) => fire(FeatureId::PersonLoose),
        [_, word] if word.start == given && word.end == end && scope.sentence.is_border(start) => {
            fire(FeatureId::PersonGivenIsWord);
        }
        _ if !scope.sentence.is_border(given)
            && scope.sentence.is_border(start)
            && given == start + 1 =>
        {
            fire(FeatureId::PersonSurnameInWord);
        }
        _ => {}
    }
}

/// What stands beside the name.
fn surroundings(scope: &mut SentenceScope<'_>, start: usize, end: usize) {
    let weights = &scope.rules.weights;
    let span = scope.sentence.span(start, end);
    let mut fire = |row| weights.add(row, span, scope.candidates);
    if start == 0 {
        fire(FeatureId::PersonSentenceStart);
    }
    if scope.sentence.after_kin(start) {
        fire(FeatureId::PersonKinLeft);
    }
    if scope.sentence.char_before(start) == Some('、')
        && scope.sentence.ends(MentionKind::Person, start - 1)
    {
        fire(FeatureId::PersonList);
    }
    if scope.sentence.char(end) == Some('、') && may_be_person(scope.sentence, end + 1) {
        fire(FeatureId::PersonListNext);
    }
    // The last character of a name may begin the next word: 石旭涌|率, 区长|石旭.
    if scope.sentence.hits_from(start).iter().any(|h| h.end >= end && names_other(h.class)) {
        fire(FeatureId::PersonInsideOther);
    }
    scope.add_context(start, end, 0, span);
}

fn names_other(class: LexiconClass) -> bool {
    matches!(
        class,
        LexiconClass::Division
            | LexiconClass::Stem { .. }
            | LexiconClass::Town
            | LexiconClass::Country
            | LexiconClass::Place { .. }
            | LexiconClass::Organization { .. }
    )
}

fn may_be_person(sentence: &SentenceIndex, at: usize) -> bool {
    sentence.features.get(at).is_some_and(|l| l.surname != Surname::No)
}

/// A surname alone; it needs a title behind it.
fn alone(scope: &mut SentenceScope<'_>, start: usize, end: usize, row: FeatureId) {
    if end >= scope.sentence.len() {
        return;
    }
    let title = scope
        .sentence
        .hits_from(end)
        .iter()
        .any(|h| matches!(h.class, LexiconClass::Title(_)) && scope.sentence.is_border(h.end));
    if !title {
        return;
    }
    let span = scope.sentence.span(start, end);
    let Some((rule, _)) = scope.rules.weights.get(FeatureId::PersonSurnameTitle) else { return };
    scope.candidates.propose(span, Some(MentionKind::Person), rule);
    scope.add(FeatureId::PersonSurnameTitle, span);
    scope.add(row, span);
    if !scope.sentence.is_border(start) {
        scope.add(FeatureId::PersonCutsLeft, span);
    }
    if !scope.sentence.is_border(end) && scope.sentence.word(start).pos != Pos::Person {
        scope.add(FeatureId::PersonCutsRight, span);
    }
    scope.add_context(start, end, 0, span);
    if scope.sentence.ends(MentionKind::Place, start)
        || scope.sentence.ends(MentionKind::Organization, start)
    {
        scope.add(FeatureId::PersonSurnameAfterName, span);
    }
    scope.candidates.drop_below(FLOOR);
}

/// Names that hide a person: 张某, 李某某, 陈某飞.
pub(crate) fn propose_masked(scope: &mut SentenceScope<'_>, start: usize, row: FeatureId) {
    // Few characters have one behind them, so this is asked first.
    if !scope.sentence.chars[start + 1..].iter().take(2).any(|&c| c == '某') {
        return;
    }
    let Some((rule, _)) = scope.rules.weights.get(row) else { return };
    let mut from = start + 1;
    if scope
        .rules
        .characters
        .long_surname(&scope.sentence.chars[start..])
        .is_some_and(|(n, _)| scope.sentence.char(start + n) == Some('某'))
    {
        from = start + 2;
    }
    // 与某些沿海地区: the word is 某些.
    let some = |at: usize| {
        let word = scope.sentence.word(at);
        word.start == at && word.len() > 1 && scope.sentence.char(at + 1) != Some('某')
    };
    if scope.sentence.char(from) != Some('某')
        || scope.sentence.char_before(start) == Some('某')
        || some(from)
    {
        return;
    }
    let mut end = from + 1;
    while end < from + 2 && scope.sentence.char(end) == Some('某') {
        end += 1;
    }
    // 陈某飞: a character that is no word of its own beside the hidden one.
    let known = scope.sentence.features.get(end).is_some_and(|l| l.last >= 2);
    let mut ends = vec![end];
    if known && end == from + 1 && scope.sentence.word(end).len() == 1 {
        ends.push(end + 1);
    }
    for end in ends {
        let span = scope.sentence.span(start, end);
        scope.candidates.propose(span, Some(MentionKind::Person), rule);
        scope.add(row, span);
        if end > from + 1 && scope.sentence.chars[end - 1] != '某' {
            scope.add(FeatureId::PersonMaskedGiven, span);
        }
        scope.add_context(start, end, 0, span);
        scope.candidates.drop_below(FLOOR);
        scope.sentence.mark(MentionKind::Person, start, end);
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn surnames_with_given_names_are_persons() {
        has("区长石旭涌率队到访。", &[], "person 石旭涌 weight.person_common");
        has("欧阳岚到访。", &[], "person 欧阳岚 weight.person_compound");
        has("嫌疑人李某某被拘留。", &[], "person 李某某 weight.person_masked");
        lacks("与某些地区相比。", &[], "person 与某 weight.person_masked");
    }
}
