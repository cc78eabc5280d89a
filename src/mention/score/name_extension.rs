//! The name extension scorer keeps names in one piece: a body or a site with the places it begins with, a firm with its
//! branch.
//!
//! In: the scored candidates of a sentence. Out: the same with features for the longer names.
//! Holds: a longer name gets no less than its parts.

use crate::admin_level::LEVELS;
use crate::mention::{
    SentenceScope,
    index::lexicon_class::{LexiconClass, PlaceSuffixKind, SuffixNeeds},
    index::sentence_index::{SentenceIndex, is_han},
    propose::candidates::Candidate,
    propose::weight::FeatureId,
    score::Scorer,
};
use crate::{Clean, Span, document::MentionKind, rules::RuleId, segment::Pos};

/// Returns with how many places in a row the name of a body begins, all of them before its last part; a branch counts the
/// firm before its place too: 某某银行股份有限公司|青海省|分行.
pub(crate) fn places_before_body(sentence: &SentenceIndex, start: usize, end: usize) -> usize {
    let suffix = sentence.hits_to(end).find(|h| {
        h.start > start
            && h.len() > 1
            && matches!(
                h.class,
                LexiconClass::OrgSuffix { firm: false, .. }
                    | LexiconClass::Organization { public: true, .. }
            )
    });
    let Some(suffix) = suffix else { return 0 };
    if is_cut_by_title(sentence, start, end) {
        return 0;
    }
    // 市|发改委: the level stands for the place.
    let public_body = matches!(suffix.class, LexiconClass::Organization { .. });
    if public_body && suffix.start == start + 1 && LEVELS.contains(&sentence.chars[start]) {
        return 1;
    }
    let public = !matches!(suffix.class, LexiconClass::OrgSuffix { needs: SuffixNeeds::Name, .. });
    let (border, places) = chain(sentence, start, suffix.start);
    // 美国大学, 中国医院: of a country there are many.
    let one_of_many =
        matches!(suffix.class, LexiconClass::OrgSuffix { needs: SuffixNeeds::Either, .. })
            && sentence
                .hits_from(start)
                .iter()
                .any(|h| h.end <= suffix.start && h.class == LexiconClass::Country);
    if border == start {
        // 江苏省|无锡市|梁溪区委: the body is the last one's.
        let level = LEVELS.contains(&sentence.chars[suffix.start]) && places > 1;
        return if public && !one_of_many && !level { places } else { 0 };
    }
    let firm = sentence.hits_to(border).any(|h| {
        h.start >= start
            && matches!(
                h.class,
                LexiconClass::OrgSuffix { firm: true, .. } | LexiconClass::Organization { .. }
            )
    });
    if firm && places > 0 { places + 1 } else { 0 }
}

/// Returns whether a title begins in the span and ends behind it: 法国|内政部长 is a place and a title.
pub(crate) fn is_cut_by_title(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    (start..end).any(|at| {
        sentence
            .hits_from(at)
            .iter()
            .any(|h| h.end > end && matches!(h.class, LexiconClass::Title(_)))
    })
}

/// Returns with how many places in a row the name of a site begins: 西安|咸阳|国际机场.
pub(crate) fn places_before_site(sentence: &SentenceIndex, start: usize, end: usize) -> usize {
    let suffix = sentence.hits_to(end).find(|h| {
        h.start > start
            && h.len() > 1
            && h.class == LexiconClass::PlaceSuffix(PlaceSuffixKind::Site)
    });
    let Some(suffix) = suffix else { return 0 };
    match chain(sentence, start, suffix.start) {
        (border, places) if border == start => places,
        _ => 0,
    }
}

/// Walks from the border to the left over places of China, no further than `start`: where it ends, and over how many.
fn chain(sentence: &SentenceIndex, start: usize, mut border: usize) -> (usize, usize) {
    let mut places = 0;
    while border > start {
        let place = sentence.hits_to(border).find(|h| {
            h.start >= start
                && matches!(
                    h.class,
                    LexiconClass::Division
                        | LexiconClass::Stem { .. }
                        | LexiconClass::Town
                        | LexiconClass::Country
                )
        });
        let Some(place) = place.filter(|p| p.len() > 1) else { break };
        border = place.start;
        places += 1;
    }
    (border, places)
}

/// Gives an organisation what its parts got: where 浙商银行股份有限公司 gets features as a listed bank,
/// 浙商银行股份有限公司西安分行 must not lose to it.
#[derive(Debug)]
pub(crate) struct NameExtensionScorer;

impl Scorer for NameExtensionScorer {
    fn score(&self, scope: &mut SentenceScope<'_>) {
        let Some((rule, _)) = scope.rules.weights.get(FeatureId::ExtensionCoversParts) else {
            return;
        };
        let parts = raised_parts(scope);
        if parts.is_empty() {
            return;
        }
        for index in scope.candidates.sentence_range() {
            let candidate = scope.candidates.all()[index];
            if let Some(gain) = gain_over_parts(scope.sentence, &candidate, &parts) {
                scope.candidates.add_to(index, rule, candidate.span, gain);
            }
        }
    }
}

/// Returns what the parts of an organisation got beyond what it got itself, if it is one name.
fn gain_over_parts(
    sentence: &SentenceIndex,
    candidate: &Candidate,
    parts: &[RaisedPart],
) -> Option<f32> {
    let Candidate { span, kind, score, .. } = *candidate;
    if kind != Some(MentionKind::Organization) || score <= 0.0 {
        return None;
    }
    let from = parts.partition_point(|p| p.span.start < span.start);
    let inside = parts[from..].iter().take_while(|p| p.span.start < span.end);
    let (mut own, mut gain, mut end, mut names) = (0.0, 0.0, span.start, 0);
    let mut named = true;
    for part in inside {
        if part.span == span {
            own += part.gain;
        } else if part.span.start >= end && part.span.end <= span.end {
            let (from, to) = (sentence.position(end), sentence.position(part.span.start));
            named &= may_join_parts(sentence, from, to);
            names += usize::from(part.is_name);
            gain += part.gain;
            end = part.span.end;
        }
    }
    let (from, to) = (sentence.position(end), sentence.position(span.end));
    let one =
        named && names < 2 && (is_branch(sentence, from, to) || may_join_parts(sentence, from, to));
    (gain > own && one).then_some(gain - own)
}

/// A candidate that the guidelines raise, perhaps a part of a longer one.
struct RaisedPart {
    span: Span<Clean>,
    gain: f32,
    /// It is a name of its own, not only a branch or site raised for its places: 霖晶科技|股东|霖晶集团 are two.
    is_name: bool,
}

/// Returns what the candidates are raised by, in the order of their beginnings, longer ones first.
fn raised_parts(scope: &SentenceScope<'_>) -> Vec<RaisedPart> {
    let rules = |features: &[FeatureId]| -> Vec<RuleId> {
        features.iter().filter_map(|&f| Some(scope.rules.weights.get(f)?.0)).collect()
    };
    let (by_places, by_name) = (rules(&RAISED_BY_PLACES), rules(&RAISED_BY_NAME));
    let listed = rules(&[FeatureId::Listed]);
    let mut parts = Vec::new();
    for candidate in scope.candidates.of_sentence().iter().filter(|c| c.score > 0.0) {
        let hits = scope.candidates.hits(candidate);
        let sum = |rows: &[RuleId]| -> f32 {
            hits.iter().filter(|f| rows.contains(&f.rule)).map(|f| f.weight).sum()
        };
        let mut gain = sum(&by_name);
        let is_name = gain > 0.0;
        // 市|发改委: the listed body raises the whole; the listed place in 丽水|市委 stands for itself.
        if candidate.kind == Some(MentionKind::Organization) {
            gain += sum(&listed);
        }
        gain += sum(&by_places);
        if gain > 0.0 {
            parts.push(RaisedPart { span: candidate.span, gain, is_name });
        }
    }
    parts.sort_unstable_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end)));
    parts
}

/// Returns whether what is left of a name is a branch of it, whatever its words are elsewhere: 遵义市公安局|禁毒支队.
fn is_branch(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let suffixed = sentence
        .hits_to(end)
        .any(|h| h.start >= start && matches!(h.class, LexiconClass::OrgSuffix { .. }));
    let acts = (start..end).any(|at| {
        let verb =
            at > start && sentence.word(at).start == at && sentence.word(at).pos == Pos::Verb;
        verb && sentence
            .hits_to(at)
            .any(|h| h.start >= start && matches!(h.class, LexiconClass::Title(_)))
    });
    suffixed && end - start <= REST && !acts
}

/// Most characters of a branch behind its body.
const REST: usize = 8;

/// Rows that raise a name for the places it begins with.
const RAISED_BY_PLACES: [FeatureId; 2] =
    [FeatureId::GuidelinePlacesBeforeBody, FeatureId::GuidelinePlacesBeforeSite];

/// Rows that raise a name by itself.
const RAISED_BY_NAME: [FeatureId; 5] = [
    FeatureId::GuidelineListed,
    FeatureId::CompanyTrade,
    FeatureId::CompanyContext,
    FeatureId::CompanyShareCode,
    FeatureId::CompanyPlace,
];

/// Returns whether what a longer name has beside its parts may be of a name: 南城晚报|记者致电|育才学校 are two names,
/// 霖晶科技|（609123） is one with its number behind it, 霖晶科技（天津）有限公司 is one.
fn may_join_parts(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let name = |c: char| is_han(c) || matches!(c, '（' | '(' | '）' | ')');
    start == end
        || sentence.chars[start..end].iter().all(|&c| name(c))
            && sentence.words(start, end).iter().all(|w| w.pos != Pos::Verb)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::{
        fixture::{has, lacks},
        score::{company_short_name::CompanyShortNameScorer, guideline::GuidelineScorer},
    };

    const SCORERS: [&dyn Scorer; 3] =
        [&GuidelineScorer, &CompanyShortNameScorer, &NameExtensionScorer];

    #[test]
    fn a_name_gets_what_its_parts_got() {
        let feature = "organization 岚皋县公安局禁毒大队 weight.house_holds";
        has("岚皋县公安局禁毒大队昨日成立。", &SCORERS, feature);
    }

    #[test]
    fn two_names_side_by_side_stay_two() {
        let feature = "organization 霖晶科技起诉白海棠科技有限公司 weight.house_holds";
        lacks("霖晶科技起诉白海棠科技有限公司。", &SCORERS, feature);
    }
}
