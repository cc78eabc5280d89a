//! Places: divisions and their stems, countries, rivers, regions; names made with a last part (桂花村, 五一路).

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::lexicon_class::{PlaceSuffix, Sense},
    index::sentence_index::{View, is_han},
    propose::weight::Weighed,
};
use crate::{document::MentionKind, rules::RuleId, segment::Pos};

/// Most characters before the last part of a place's name: 西安咸阳国际机场 has six.
const STEM: usize = 8;

/// Proposes the places of a sentence, and marks where they stand.
pub(crate) fn propose(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    listed(rules, view, proposals);
    words(rules, view, proposals);
    suffixed(rules, view, proposals);
}

/// Places that stand in a table.
fn listed(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    for index in 0..view.hits.len() {
        let hit = view.hits[index];
        let base = match hit.sense {
            Sense::Division => Weighed::PlaceDivision,
            Sense::Stem { county: false, .. } => Weighed::PlaceStemCity,
            Sense::Stem { .. } => Weighed::PlaceStemCounty,
            Sense::Former => Weighed::PlaceFormer,
            Sense::Town => Weighed::PlaceTown,
            Sense::Country => Weighed::PlaceCountry,
            Sense::Place { .. } => Weighed::PlaceListed,
            Sense::Zone => Weighed::PlaceZoneListed,
            Sense::Compound { .. } => Weighed::PlaceCompound,
            Sense::Region { .. } => Weighed::PlaceRegion,
            Sense::CountryLetter => Weighed::PlaceCountryLetter,
            Sense::DivisionLetter => Weighed::PlaceDivisionLetter,
            _ => continue,
        };
        let everyday = matches!(
            hit.sense,
            Sense::Stem { word: true, .. }
                | Sense::Place { word: true }
                | Sense::Compound { word: true }
                | Sense::Region { word: true }
        );
        let score = candidate(rules, view, hit.start, hit.end, base, everyday, hit.rule, proposals);
        if score > 0.0 {
            view.mark(MentionKind::Place, hit.start, hit.end);
            if matches!(hit.sense, Sense::Division | Sense::Town) {
                view.tell_level(view.chars[hit.end - 1]);
            }
        }
    }
}

/// Words that the dictionary knows as places and no table has.
fn words(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    for index in 0..view.part_count() {
        let word = view.part(index);
        if word.pos != Pos::Place || word.len() < 2 {
            continue;
        }
        let known =
            view.hits_from(word.start).iter().any(|h| h.end == word.end && is_place(h.sense));
        let Some((rule, _)) = rules.weights.get(Weighed::PlaceWord) else { return };
        if !known {
            let base = Weighed::PlaceWord;
            let score = candidate(rules, view, word.start, word.end, base, false, rule, proposals);
            if score > 0.0 {
                view.mark(MentionKind::Place, word.start, word.end);
            }
        }
    }
}

/// Names with a last part that says what they are.
fn suffixed(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    for index in 0..view.hits.len() {
        let hit = view.hits[index];
        let Sense::PlaceSuffix(class) = hit.sense else { continue };
        if !view.is_border(hit.end) {
            continue;
        }
        let base = match class {
            PlaceSuffix::Division => Weighed::PlaceSuffixDivision,
            PlaceSuffix::Settlement => Weighed::PlaceSettlement,
            PlaceSuffix::Road => Weighed::PlaceRoad,
            PlaceSuffix::Nature => Weighed::PlaceNature,
            PlaceSuffix::Site => Weighed::PlaceSite,
            PlaceSuffix::Zone => Weighed::PlaceZone,
        };
        if class == PlaceSuffix::Zone {
            // A zone takes its place in: 常州国家高新区.
            for at in 0..view.hits_to_count(hit.start) {
                let place = view.hit_to(hit.start, at);
                if is_place(place.sense) && place.len() > 1 && view.is_border(place.start) {
                    view.tell_level(view.chars[hit.end - 1]);
                    let rule = hit.rule;
                    let score =
                        candidate(rules, view, place.start, hit.end, base, false, rule, proposals);
                    if score > 0.0 {
                        view.mark(MentionKind::Place, place.start, hit.end);
                        view.tell_level(view.chars[hit.end - 1]);
                    }
                }
            }
            continue;
        }
        let mut start = hit.start;
        while hit.start - start < STEM && start > 0 {
            let word = view.word(start - 1);
            if !joins_place_name(view, word.start, word.end) {
                break;
            }
            start = word.start;
            if hit.start - start > STEM {
                break;
            }
            let score = candidate(rules, view, start, hit.end, base, false, hit.rule, proposals);
            if score > 0.0 {
                view.mark(MentionKind::Place, start, hit.end);
            }
        }
    }
}

/// Returns whether a word may be part of a place's name before its last part.
fn joins_place_name(view: &View, start: usize, end: usize) -> bool {
    let word = view.word(start);
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
    open && view.chars[start..end].iter().all(|&c| is_han(c) || c.is_ascii_digit())
        && !view.ends(MentionKind::Title, end)
}

/// Returns whether a row says that its words are a place.
pub(crate) fn is_place(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Division
            | Sense::Stem { .. }
            | Sense::Former
            | Sense::Town
            | Sense::Country
            | Sense::Place { .. }
            | Sense::Zone
            | Sense::Compound { .. }
            | Sense::Region { .. }
    )
}

#[expect(clippy::too_many_arguments, reason = "one candidate and where it goes")]
fn candidate(
    rules: &MentionRules,
    view: &View,
    start: usize,
    end: usize,
    base: Weighed,
    everyday: bool,
    rule: RuleId,
    proposals: &mut Proposals,
) -> f32 {
    let weights = &rules.weights;
    let span = view.span(start, end);
    proposals.propose(span, Some(MentionKind::Place), rule);
    weights.fire(base, span, proposals);
    if everyday {
        weights.fire(Weighed::PlaceEveryday, span, proposals);
    }
    let word = view.word(start);
    if word.start == start && word.end == end {
        match word.pos {
            Pos::Place | Pos::OtherName | Pos::Abbreviation => {
                weights.fire(Weighed::PlaceIsPlaceWord, span, proposals);
            }
            _ => weights.fire(Weighed::PlaceIsOtherWord, span, proposals),
        }
    }
    if !view.is_border(start) {
        weights.fire(Weighed::PlaceCutsLeft, span, proposals);
    }
    if !view.is_border(end) {
        weights.fire(Weighed::PlaceCutsRight, span, proposals);
    }
    if view.ends(MentionKind::Place, start) {
        weights.fire(Weighed::PlaceChain, span, proposals);
    }
    if view.hits_from(end).iter().any(|h| is_place(h.sense) && h.len() > 1) {
        weights.fire(Weighed::PlaceBeforePlace, span, proposals);
    }
    let suffixed = matches!(
        base,
        Weighed::PlaceSuffixDivision
            | Weighed::PlaceSettlement
            | Weighed::PlaceRoad
            | Weighed::PlaceNature
            | Weighed::PlaceSite
            | Weighed::PlaceZone
    );
    if suffixed {
        let place =
            view.hits_from(start).iter().any(|h| is_place(h.sense) && h.end < end && h.len() > 1);
        if place {
            weights.fire(Weighed::PlaceStartsWithPlace, span, proposals);
        }
        let verbs = view.words(start, end).iter().filter(|w| w.pos == Pos::Verb).count() as f32;
        weights.fire_times(Weighed::PlaceVerbInside, span, verbs, proposals);
        let loose = view.words(start, end).iter().filter(|w| w.len() == 1).count() as f32;
        weights.fire_times(Weighed::PlaceLoose, span, loose.min(3.0), proposals);
        let length = (end - start) as f32;
        weights.fire_times(Weighed::PlaceLength, span, length.min(10.0), proposals);
    }
    rules.fire_context(view, start, end, 1, span, proposals);
    let score = proposals.last_score();
    proposals.drop_below(rules.floor);
    score
}
