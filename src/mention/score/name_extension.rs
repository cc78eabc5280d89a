//! Names as wholes: a body or a site with the places it begins with, a firm with its branch.
//!
//! In: the weighed candidates of a sentence. Out: rows of the house's own guidelines that keep them in one piece.
//! Holds: a name is raised by no less than its parts are.

use crate::mention::{
    MentionRules,
    decide::lattice::{Candidate, Proposals},
    index::lexicon_class::{Needs, PlaceSuffix, Sense},
    index::sentence_index::{View, is_han},
    propose::weight::Weighed,
};
use crate::{Clean, Span, document::MentionKind, rules::RuleId, segment::Pos};

/// Returns with how many places in a row the name of a body begins, all of them before its last part; a branch counts the
/// firm before its place too: 某某银行股份有限公司|青海省|分行.
pub(crate) fn places_before_body(view: &View, start: usize, end: usize) -> usize {
    let suffix = view.hits_to(end).find(|h| {
        h.start > start
            && h.len() > 1
            && matches!(
                h.sense,
                Sense::OrgSuffix { firm: false, .. } | Sense::Organization { public: true, .. }
            )
    });
    let Some(suffix) = suffix else { return 0 };
    if is_cut_by_title(view, start, end) {
        return 0;
    }
    // 市|发改委: the level stands for the place.
    let public_body = matches!(suffix.sense, Sense::Organization { .. });
    if public_body && suffix.start == start + 1 && LEVELS.contains(&view.chars[start]) {
        return 1;
    }
    let public = !matches!(suffix.sense, Sense::OrgSuffix { needs: Needs::Name, .. });
    let (border, places) = chain(view, start, suffix.start);
    // 美国大学, 中国医院: of a country there are many.
    let one_of_many = matches!(suffix.sense, Sense::OrgSuffix { needs: Needs::Either, .. })
        && view.hits_from(start).iter().any(|h| h.end <= suffix.start && h.sense == Sense::Country);
    if border == start {
        // 江苏省|无锡市|梁溪区委: the body is the last one's.
        let level = LEVELS.contains(&view.chars[suffix.start]) && places > 1;
        return if public && !one_of_many && !level { places } else { 0 };
    }
    let firm = view.hits_to(border).any(|h| {
        h.start >= start
            && matches!(h.sense, Sense::OrgSuffix { firm: true, .. } | Sense::Organization { .. })
    });
    if firm && places > 0 { places + 1 } else { 0 }
}

/// Returns whether a title begins in the stretch and ends behind it: 法国|内政部长 is a place and a title.
pub(crate) fn is_cut_by_title(view: &View, start: usize, end: usize) -> bool {
    (start..end).any(|at| {
        view.hits_from(at).iter().any(|h| h.end > end && matches!(h.sense, Sense::Title(_)))
    })
}

/// Characters that end the name of a division and begin what belongs to it: 梁溪|区委.
const LEVELS: [char; 8] = ['省', '市', '县', '区', '州', '旗', '镇', '乡'];

/// Returns with how many places in a row the name of a site begins: 西安|咸阳|国际机场.
pub(crate) fn places_before_site(view: &View, start: usize, end: usize) -> usize {
    let suffix = view.hits_to(end).find(|h| {
        h.start > start && h.len() > 1 && h.sense == Sense::PlaceSuffix(PlaceSuffix::Site)
    });
    let Some(suffix) = suffix else { return 0 };
    match chain(view, start, suffix.start) {
        (border, places) if border == start => places,
        _ => 0,
    }
}

/// Walks from the border to the left over places of China, no further than `start`: where it ends, and over how many.
fn chain(view: &View, start: usize, mut border: usize) -> (usize, usize) {
    let mut places = 0;
    while border > start {
        let place = view.hits_to(border).find(|h| {
            h.start >= start
                && matches!(
                    h.sense,
                    Sense::Division | Sense::Stem { .. } | Sense::Town | Sense::Country
                )
        });
        let Some(place) = place.filter(|p| p.len() > 1) else { break };
        border = place.start;
        places += 1;
    }
    (border, places)
}

/// Gives an organisation what its parts got: 浙商银行股份有限公司 is raised as a listed bank, and 西安分行 behind it
/// must not lose its firm by that.
pub(crate) fn hold_together(
    rules: &MentionRules,
    view: &View,
    first: usize,
    proposals: &mut Proposals,
) {
    let Some((rule, _)) = rules.weights.get(Weighed::HouseHolds) else { return };
    let parts = raised(rules, &proposals.candidates()[first..], proposals);
    if parts.is_empty() {
        return;
    }
    for index in first..proposals.candidates().len() {
        let Candidate { span, kind, score, .. } = proposals.candidates()[index];
        if kind != Some(MentionKind::Organization) || score <= 0.0 {
            continue;
        }
        let from = parts.partition_point(|p| p.span.start < span.start);
        let inside = parts[from..].iter().take_while(|p| p.span.start < span.end);
        let (mut own, mut gain, mut end, mut names) = (0.0, 0.0, span.start, 0);
        let mut named = true;
        for part in inside {
            if part.span == span {
                own += part.gain;
            } else if part.span.start >= end && part.span.end <= span.end {
                named &= is_of_name(view, view.position(end), view.position(part.span.start));
                names += usize::from(part.known);
                gain += part.gain;
                end = part.span.end;
            }
        }
        let (from, to) = (view.position(end), view.position(span.end));
        let one = named && names < 2 && (is_branch(view, from, to) || is_of_name(view, from, to));
        if gain > own && one {
            proposals.vote(index, rule, span, gain - own);
        }
    }
}

/// A name that the house's rows raise, perhaps a part of a longer one.
struct Raised {
    span: Span<Clean>,
    gain: f32,
    /// It is a name of its own, and no branch or site told by places: 霖晶科技|股东|霖晶集团 are two.
    known: bool,
}

/// Returns what the candidates are raised by, in the order of their beginnings, longer ones first.
fn raised(rules: &MentionRules, candidates: &[Candidate], proposals: &Proposals) -> Vec<Raised> {
    let rule_of = |row: Weighed| rules.weights.get(row).map(|(rule, _)| rule);
    let told: Vec<RuleId> = TOLD_BY_PLACES.iter().filter_map(|row| rule_of(*row)).collect();
    let named: Vec<RuleId> = NAMED.iter().filter_map(|row| rule_of(*row)).collect();
    let listed = rule_of(Weighed::Listed);
    let mut parts = Vec::new();
    for candidate in candidates.iter().filter(|c| c.score > 0.0) {
        let fired = proposals.fired(candidate);
        let sum = |rows: &[RuleId]| -> f32 {
            fired.iter().filter(|f| rows.contains(&f.rule)).map(|f| f.weight).sum()
        };
        let mut gain = sum(&named);
        let known = gain > 0.0;
        // 市|发改委: the listed body raises the whole; the listed place in 丽水|市委 stands for itself.
        if candidate.kind == Some(MentionKind::Organization) {
            gain += sum(listed.as_slice());
        }
        gain += sum(&told);
        if gain > 0.0 {
            parts.push(Raised { span: candidate.span, gain, known });
        }
    }
    parts.sort_unstable_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end)));
    parts
}

/// Returns whether what is left of a name is a branch of it, whatever its words are elsewhere: 遵义市公安局|禁毒支队.
fn is_branch(view: &View, start: usize, end: usize) -> bool {
    let suffixed =
        view.hits_to(end).any(|h| h.start >= start && matches!(h.sense, Sense::OrgSuffix { .. }));
    let acts = (start..end).any(|at| {
        let verb = at > start && view.word(at).start == at && view.word(at).pos == Pos::Verb;
        verb && view.hits_to(at).any(|h| h.start >= start && matches!(h.sense, Sense::Title(_)))
    });
    suffixed && end - start <= REST && !acts
}

/// Most characters of a branch behind its body.
const REST: usize = 8;

/// Rows that raise a name for the places it begins with.
const TOLD_BY_PLACES: [Weighed; 2] = [Weighed::HouseWhole, Weighed::HouseSite];

/// Rows that raise a name by itself.
const NAMED: [Weighed; 5] = [
    Weighed::HouseListed,
    Weighed::FirmTrade,
    Weighed::FirmTold,
    Weighed::FirmNumbered,
    Weighed::FirmSeat,
];

/// Returns whether what a longer name has beside its parts may be of a name: 南城晚报|记者致电|育才学校 are two names,
/// 霖晶科技|（609123） is one with its number behind it, 霖晶科技（天津）有限公司 is one.
fn is_of_name(view: &View, start: usize, end: usize) -> bool {
    let name = |c: char| is_han(c) || matches!(c, '（' | '(' | '）' | ')');
    start == end
        || view.chars[start..end].iter().all(|&c| name(c))
            && view.words(start, end).iter().all(|w| w.pos != Pos::Verb)
}
