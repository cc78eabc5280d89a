//! Rows of the house's own guidelines, where they differ from those of the corpora that weights are estimated on.
//!
//! In: the weighed candidates of a sentence. Out: the same with a few rows more, and look-alikes that keep names out.

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::character_features::Surname,
    index::lexicon_class::{Makes, Needs, PlaceSuffix, Sense},
    index::sentence_index::View,
    propose::person,
    propose::place::is_place,
    propose::weight::Weighed,
    score::name_extension,
};
use crate::{document::MentionKind, segment::Pos};

/// Weighs the candidates from `first` on, which are of the sentence in view.
pub(crate) fn weigh(
    rules: &MentionRules,
    view: &mut View,
    first: usize,
    proposals: &mut Proposals,
) {
    let last = proposals.candidates().len();
    for index in first..last {
        let candidate = proposals.candidates()[index];
        let start = view.position(candidate.span.start);
        let end = view.position(candidate.span.end);
        match candidate.kind {
            Some(MentionKind::Person) if candidate.score > 0.0 => {
                thing(rules, view, (start, end), Makes::Namesake, proposals);
            }
            Some(MentionKind::Organization) => {
                if candidate.score > 0.0 {
                    thing(rules, view, (start, end), Makes::Assembly, proposals);
                }
                let mut vote = |row, times: usize| {
                    if let Some((rule, weight)) = rules.weights.get(row).filter(|_| times > 0) {
                        proposals.vote(index, rule, candidate.span, weight * times as f32);
                    }
                };
                vote(Weighed::HouseBare, usize::from(is_bare(view, start, end)));
                vote(Weighed::HouseListed, usize::from(is_listed(view, start, end)));
                vote(Weighed::HouseWhole, name_extension::places_before_body(view, start, end));
                vote(Weighed::HouseAnd, usize::from(joins_listed(view, start, end)));
            }
            Some(MentionKind::Place) => {
                let compound = is_compound(view, start, end);
                if compound {
                    thing(rules, view, (start, end), Makes::Programme, proposals);
                }
                let mut vote = |row, times: usize| {
                    if let Some((rule, weight)) = rules.weights.get(row).filter(|_| times > 0) {
                        proposals.vote(index, rule, candidate.span, weight * times as f32);
                    }
                };
                vote(
                    Weighed::HouseCompound,
                    usize::from(compound && end - start > 2 && !is_begun(view, start, end)),
                );
                vote(Weighed::HouseRoad, usize::from(is_road(view, start, end)));
                vote(Weighed::HouseDateline, usize::from(opens_report(view, start, end)));
                vote(Weighed::HouseSite, name_extension::places_before_site(view, start, end));
            }
            _ => {}
        }
        if let Some((rule, weight)) = rules.weights.get(Weighed::HouseMarks)
            && tears_marks(&view.chars[start..end])
        {
            proposals.vote(index, rule, candidate.span, weight);
        }
    }
    for start in 0..view.len() {
        if view.letters[start].surname != Surname::No {
            person::masked(rules, view, start, Weighed::HouseMasked, proposals);
        }
    }
}

/// A thing that is named after the name: neither the whole nor the name in it is one.
fn thing(
    rules: &MentionRules,
    view: &View,
    name: (usize, usize),
    makes: Makes,
    proposals: &mut Proposals,
) {
    let Some((_, length, side)) = view.context_after(name.1) else { return };
    let Some((rule, weight)) = rules.weights.get(Weighed::HouseThing) else { return };
    if side.makes == Some(makes) {
        let span = view.span(name.0, name.1 + length as usize);
        proposals.propose(span, None, rule);
        proposals.fire(rule, span, weight);
    }
}

/// Returns whether a longer place begins with the stretch: 粤港澳|大湾区.
fn is_begun(view: &View, start: usize, end: usize) -> bool {
    view.hits_from(start).iter().any(|h| h.end > end && is_place(h.sense))
}

fn is_compound(view: &View, start: usize, end: usize) -> bool {
    view.hits_from(start).iter().any(|h| h.end == end && matches!(h.sense, Sense::Compound { .. }))
}

/// Returns whether the stretch is the last part of an organisation's name alone: 公司; 市委 where the text does not tell
/// its city.
pub(crate) fn is_bare(view: &View, start: usize, end: usize) -> bool {
    let readings = || view.hits_from(start).iter().filter(|h| h.end == end).map(|h| h.sense);
    let listed = readings().any(|s| matches!(s, Sense::Organization { .. }));
    let bare = readings().any(|s| match s {
        Sense::OrgSuffix { needs: Needs::Place, .. } => !view.level_known(view.chars[start]),
        Sense::OrgSuffix { needs: Needs::Name, firm: true } => true,
        _ => false,
    });
    (bare || is_kind_of_firm(view, start, end)) && !listed
}

/// Returns whether the words before the last part tell which firms they are, and are no name: 关联公司, 持有企业,
/// 国际物流公司; or the whole is one short word of the dictionary: 上市公司.
fn is_kind_of_firm(view: &View, start: usize, end: usize) -> bool {
    let firm = matches!(view.chars[start..end], [_, .., '公', '司'] | [_, .., '企', '业']);
    if !firm || end - start < 3 || !view.is_border(start) {
        return false;
    }
    let (suffix, whole) = (end - 2, view.word(start));
    if whole.start == start && whole.end == end {
        return end - start < 5;
    }
    view.is_border(suffix)
        && view.words(start, suffix).iter().all(|word| {
            let trade =
                view.hits_from(word.start).iter().any(|h| h.end == word.end && trades(h.sense));
            let tells = matches!(word.pos, Pos::Verb | Pos::VerbalNoun | Pos::Adjective);
            word.len() > 1 && (tells || trade)
        })
}

fn trades(sense: Sense) -> bool {
    matches!(sense, Sense::Trade(_))
}

/// Returns whether the stretch is a listed organisation that is no everyday word.
fn is_listed(view: &View, start: usize, end: usize) -> bool {
    let whole = end - start > 2 || (view.is_border(start) && view.is_border(end));
    whole
        && end - start > 1
        && !name_extension::is_cut_by_title(view, start, end)
        && view
            .hits_from(start)
            .iter()
            .any(|h| h.end == end && matches!(h.sense, Sense::Organization { word: false, .. }))
}

/// Returns whether a listed organisation and another one are read as one: 港铁与运输署.
fn joins_listed(view: &View, start: usize, end: usize) -> bool {
    let listed = view
        .hits_from(start)
        .iter()
        .filter(|h| h.end + 1 < end && matches!(h.sense, Sense::Organization { word: false, .. }));
    listed.clone().any(|h| matches!(view.chars[h.end], '与' | '和' | '及'))
}

/// Returns whether the stretch is a road with one word before its last part, and a word that leads to places before it:
/// 在|和平路.
fn is_road(view: &View, start: usize, end: usize) -> bool {
    let named = view.hits_to(end).any(|h| {
        h.start > start
            && h.sense == Sense::PlaceSuffix(PlaceSuffix::Road)
            && view.word(start).start == start
            && (view.word(start).end == h.start || view.word(start).end == end)
            && h.start - start > 1
    });
    named
        && view.word_before(start).is_some_and(|w| {
            matches!(w.pos, Pos::Preposition | Pos::Conjunction)
                || view.ends(MentionKind::Place, start)
        })
}

/// Returns whether the place stands between the reporter and his report: 〔记者温书豪／台中报导〕.
fn opens_report(view: &View, start: usize, end: usize) -> bool {
    let report = view.chars[end..].starts_with(&['报', '导'])
        || view.chars[end..].starts_with(&['报', '道'])
        || view.chars[end..].starts_with(&['報', '導'])
        || view.chars[end..].starts_with(&['報', '道']);
    report && matches!(view.char_before(start), Some('／' | '/' | '╱'))
}

/// Returns whether the stretch has one half of a pair of marks and not the other, or a blank at its edge.
fn tears_marks(chars: &[char]) -> bool {
    let count = |marks: [char; 2]| chars.iter().filter(|c| marks.contains(c)).count();
    let blank = |c: Option<&char>| c.is_some_and(|c| c.is_whitespace());
    matches!(chars.first(), Some('（' | '(' | '）' | ')'))
        || blank(chars.first())
        || blank(chars.last())
        || count(['（', '(']) != count(['）', ')'])
        || count(['“', '“']) != count(['”', '”'])
        || count(['《', '《']) != count(['》', '》'])
}

/// Raises a name, or proposes it where nothing else did or where what the learned rows know of old texts speaks against
/// it.
pub(crate) fn raise(
    rules: &MentionRules,
    view: &View,
    first: usize,
    (start, end): (usize, usize),
    kind: MentionKind,
    row: Weighed,
    proposals: &mut Proposals,
) {
    let Some((rule, weight)) = rules.weights.get(row) else { return };
    let span = view.span(start, end);
    let known = proposals.candidates()[first..]
        .iter()
        .position(|c| c.span == span && c.kind == Some(kind) && c.score > 0.0);
    match known {
        Some(at) => proposals.vote(first + at, rule, span, weight),
        None => {
            proposals.propose(span, Some(kind), rule);
            proposals.fire(rule, span, weight);
        }
    }
}
