//! Places: divisions and their stems, countries, rivers, regions; names made with a last part (桂花村, 五一路).

use crate::mention::{
    SentenceScope,
    index::lexicon_class::{LexiconClass, PlaceSuffixKind},
    index::sentence_index::{SentenceIndex, is_han},
    propose::{FLOOR, weight::FeatureId},
};
use crate::{document::MentionKind, rules::RuleId, segment::Pos};

/// Most characters before the last part of a place's name: 西安咸阳国际机场 has six.
const STEM: usize = 8;

/// Proposes the places of a sentence, and marks where they stand.
pub(crate) fn propose(scope: &mut SentenceScope<'_>) {
    listed(scope);
    words(scope);
    suffixed(scope);
}

/// Places that stand in a table.
fn listed(scope: &mut SentenceScope<'_>) {
    for index in 0..scope.sentence.hits.len() {
        let hit = scope.sentence.hits[index];
        let base = match hit.class {
            LexiconClass::Division => FeatureId::PlaceDivision,
            LexiconClass::Stem { county: false, .. } => FeatureId::PlaceStemCity,
            LexiconClass::Stem { .. } => FeatureId::PlaceStemCounty,
            LexiconClass::Former => FeatureId::PlaceFormer,
            LexiconClass::Town => FeatureId::PlaceTown,
            LexiconClass::Country => FeatureId::PlaceCountry,
            LexiconClass::Place { .. } => FeatureId::PlaceListed,
            LexiconClass::Zone => FeatureId::PlaceZoneListed,
            LexiconClass::Compound { .. } => FeatureId::PlaceCompound,
            LexiconClass::Region { .. } => FeatureId::PlaceRegion,
            LexiconClass::CountryLetter => FeatureId::PlaceCountryLetter,
            LexiconClass::DivisionLetter => FeatureId::PlaceDivisionLetter,
            _ => continue,
        };
        let everyday = matches!(
            hit.class,
            LexiconClass::Stem { word: true, .. }
                | LexiconClass::Place { word: true }
                | LexiconClass::Compound { word: true }
                | LexiconClass::Region { word: true }
        );
        let score = candidate(scope, hit.start, hit.end, base, everyday, hit.rule);
        if score > 0.0 {
            scope.sentence.mark(MentionKind::Place, hit.start, hit.end);
            if matches!(hit.class, LexiconClass::Division | LexiconClass::Town) {
                scope.sentence.note_level(scope.sentence.chars[hit.end - 1]);
            }
        }
    }
}

/// Words that the dictionary knows as places and no table has.
fn words(scope: &mut SentenceScope<'_>) {
    for index in 0..scope.sentence.word_count() {
        let word = scope.sentence.nth_word(index);
        if word.pos != Pos::Place || word.len() < 2 {
            continue;
        }
        let known = scope
            .sentence
            .hits_from(word.start)
            .iter()
            .any(|h| h.end == word.end && is_place(h.class));
        let Some((rule, _)) = scope.rules.weights.get(FeatureId::PlaceWord) else { return };
        if !known {
            let base = FeatureId::PlaceWord;
            let score = candidate(scope, word.start, word.end, base, false, rule);
            if score > 0.0 {
                scope.sentence.mark(MentionKind::Place, word.start, word.end);
            }
        }
    }
}

/// Names with a last part that says what they are.
fn suffixed(scope: &mut SentenceScope<'_>) {
    for index in 0..scope.sentence.hits.len() {
        let hit = scope.sentence.hits[index];
        let LexiconClass::PlaceSuffix(class) = hit.class else { continue };
        if !scope.sentence.is_border(hit.end) {
            continue;
        }
        let base = match class {
            PlaceSuffixKind::Division => FeatureId::PlaceSuffixDivision,
            PlaceSuffixKind::Settlement => FeatureId::PlaceSettlement,
            PlaceSuffixKind::Road => FeatureId::PlaceRoad,
            PlaceSuffixKind::Nature => FeatureId::PlaceNature,
            PlaceSuffixKind::Site => FeatureId::PlaceSite,
            PlaceSuffixKind::Zone => FeatureId::PlaceZone,
        };
        if class == PlaceSuffixKind::Zone {
            // A zone takes its place in: 常州国家高新区.
            for at in 0..scope.sentence.hits_to_count(hit.start) {
                let place = scope.sentence.hit_to(hit.start, at);
                if is_place(place.class) && place.len() > 1 && scope.sentence.is_border(place.start)
                {
                    scope.sentence.note_level(scope.sentence.chars[hit.end - 1]);
                    let rule = hit.rule;
                    let score = candidate(scope, place.start, hit.end, base, false, rule);
                    if score > 0.0 {
                        scope.sentence.mark(MentionKind::Place, place.start, hit.end);
                        scope.sentence.note_level(scope.sentence.chars[hit.end - 1]);
                    }
                }
            }
            continue;
        }
        let mut start = hit.start;
        while hit.start - start < STEM && start > 0 {
            let word = scope.sentence.word(start - 1);
            if !joins_place_name(scope.sentence, word.start, word.end) {
                break;
            }
            start = word.start;
            if hit.start - start > STEM {
                break;
            }
            let score = candidate(scope, start, hit.end, base, false, hit.rule);
            if score > 0.0 {
                scope.sentence.mark(MentionKind::Place, start, hit.end);
            }
        }
    }
}

/// Returns whether a word may be part of a place's name before its last part.
fn joins_place_name(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let word = sentence.word(start);
    let open = matches!(
        word.pos,
        Pos::Noun
            | Pos::Person
            | Pos::ForeignPerson
            | Pos::OtherName
            | Pos::Place
            | Pos::Adjective
            | Pos::Number
            | Pos::VerbalNoun
            | Pos::Abbreviation
            | Pos::Phrase
            | Pos::Other
            | Pos::Time
            | Pos::Spot
            | Pos::Verb
            | Pos::Organization
    ) || (word.len() == 1
        && !matches!(word.pos, Pos::Particle | Pos::Preposition | Pos::Pronoun));
    open && sentence.chars[start..end].iter().all(|&c| is_han(c) || c.is_ascii_digit())
        && !sentence.ends(MentionKind::Title, end)
}

/// Returns whether a row says that its words are a place.
pub(crate) fn is_place(class: LexiconClass) -> bool {
    matches!(
        class,
        LexiconClass::Division
            | LexiconClass::Stem { .. }
            | LexiconClass::Former
            | LexiconClass::Town
            | LexiconClass::Country
            | LexiconClass::Place { .. }
            | LexiconClass::Zone
            | LexiconClass::Compound { .. }
            | LexiconClass::Region { .. }
    )
}

fn candidate(
    scope: &mut SentenceScope<'_>,
    start: usize,
    end: usize,
    base: FeatureId,
    everyday: bool,
    rule: RuleId,
) -> f32 {
    let span = scope.sentence.span(start, end);
    scope.candidates.propose(span, Some(MentionKind::Place), rule);
    scope.add(base, span);
    if everyday {
        scope.add(FeatureId::PlaceEveryday, span);
    }
    let word = scope.sentence.word(start);
    if word.start == start && word.end == end {
        match word.pos {
            Pos::Place | Pos::OtherName | Pos::Abbreviation => {
                scope.add(FeatureId::PlaceIsPlaceWord, span);
            }
            _ => scope.add(FeatureId::PlaceIsOtherWord, span),
        }
    }
    if !scope.sentence.is_border(start) {
        scope.add(FeatureId::PlaceCutsLeft, span);
    }
    if !scope.sentence.is_border(end) {
        scope.add(FeatureId::PlaceCutsRight, span);
    }
    if scope.sentence.ends(MentionKind::Place, start) {
        scope.add(FeatureId::PlaceChain, span);
    }
    if scope.sentence.hits_from(end).iter().any(|h| is_place(h.class) && h.len() > 1) {
        scope.add(FeatureId::PlaceBeforePlace, span);
    }
    let suffixed = matches!(
        base,
        FeatureId::PlaceSuffixDivision
            | FeatureId::PlaceSettlement
            | FeatureId::PlaceRoad
            | FeatureId::PlaceNature
            | FeatureId::PlaceSite
            | FeatureId::PlaceZone
    );
    if suffixed {
        let place = scope
            .sentence
            .hits_from(start)
            .iter()
            .any(|h| is_place(h.class) && h.end < end && h.len() > 1);
        if place {
            scope.add(FeatureId::PlaceStartsWithPlace, span);
        }
        let verbs =
            scope.sentence.words(start, end).iter().filter(|w| w.pos == Pos::Verb).count() as f32;
        scope.add_times(FeatureId::PlaceVerbInside, span, verbs);
        let loose = scope.sentence.words(start, end).iter().filter(|w| w.len() == 1).count() as f32;
        scope.add_times(FeatureId::PlaceLoose, span, loose.min(3.0));
        let length = (end - start) as f32;
        scope.add_times(FeatureId::PlaceLength, span, length.min(10.0));
    }
    scope.add_context(start, end, 1, span);
    let score = scope.candidates.last_score();
    scope.candidates.drop_below(FLOOR);
    score
}

#[cfg(test)]
mod tests {
    use crate::mention::fixture::has;

    #[test]
    fn listed_places_and_places_by_their_last_part() {
        has("岚皋县昨日有雨。", &[], "place 岚皋县 weight.place_division");
        has("河堤位于桂花村。", &[], "place 桂花村 weight.place_settlement");
        has("岚皋县桂花村昨日有雨。", &[], "place 桂花村 weight.place_chain");
    }
}
