//! The guideline scorer: what our guidelines of news say where they differ from those of the corpora that the learned
//! rows were estimated on.
//!
//! In: the candidates of a sentence. Out: the same with more features, and candidates of no kind that keep names out.

use crate::mention::{
    SentenceScope,
    index::character_features::Surname,
    index::lexicon_class::{ContextEffect, LexiconClass, PlaceSuffixKind, SuffixNeeds},
    index::name_words::{NameWord, NameWords},
    index::sentence_index::SentenceIndex,
    propose::person,
    propose::place::is_place,
    propose::weight::FeatureId,
    score::{Scorer, name_extension},
};
use crate::{document::MentionKind, segment::Pos};

/// Scores candidates by our guidelines of news.
#[derive(Debug)]
pub(crate) struct GuidelineScorer;

impl Scorer for GuidelineScorer {
    fn score(&self, scope: &mut SentenceScope<'_>) {
        for index in scope.candidates.sentence_range() {
            let candidate = scope.candidates.all()[index];
            let (start, end) = scope.characters_of(candidate.span);
            match candidate.kind {
                Some(MentionKind::Person) if candidate.score > 0.0 => {
                    keep_out_named_after(scope, (start, end), ContextEffect::Namesake);
                }
                Some(MentionKind::Organization) => {
                    if candidate.score > 0.0 {
                        keep_out_named_after(scope, (start, end), ContextEffect::Assembly);
                    }
                    score_organization(scope, index, (start, end));
                }
                Some(MentionKind::Place) => score_place(scope, index, (start, end)),
                _ => {}
            }
            let unpaired = has_unpaired_marks(&scope.sentence.chars[start..end]);
            scope.add_to(index, FeatureId::GuidelineUnpairedMarks, usize::from(unpaired));
        }
        for start in 0..scope.sentence.len() {
            if scope.sentence.features[start].surname != Surname::No {
                person::propose_masked(scope, start, FeatureId::GuidelineMasked);
            }
        }
    }
}

fn score_organization(scope: &mut SentenceScope<'_>, index: usize, (start, end): (usize, usize)) {
    let s = &*scope.sentence;
    let features = [
        (FeatureId::GuidelineBareSuffix, usize::from(is_bare(s, start, end))),
        (FeatureId::GuidelineIndefinite, usize::from(is_indefinite(s, start, end))),
        (FeatureId::GuidelineListed, usize::from(is_listed(s, start, end))),
        (FeatureId::GuidelinePlacesBeforeBody, name_extension::places_before_body(s, start, end)),
        (FeatureId::GuidelineJoinsListed, usize::from(joins_listed(s, start, end))),
    ];
    for (feature, times) in features {
        scope.add_to(index, feature, times);
    }
}

fn score_place(scope: &mut SentenceScope<'_>, index: usize, (start, end): (usize, usize)) {
    let s = &*scope.sentence;
    let compound = is_compound(s, start, end);
    let long_compound = compound && end - start > 2 && !begins_longer_place(s, start, end);
    let features = [
        (FeatureId::GuidelineCompound, usize::from(long_compound)),
        (FeatureId::GuidelineRoad, usize::from(is_road(s, start, end))),
        (
            FeatureId::GuidelineReporterPlace,
            usize::from(stands_before_report(&scope.rules.words, s, start, end)),
        ),
        (FeatureId::GuidelinePlacesBeforeSite, name_extension::places_before_site(s, start, end)),
    ];
    if compound {
        keep_out_named_after(scope, (start, end), ContextEffect::Programme);
    }
    for (feature, times) in features {
        scope.add_to(index, feature, times);
    }
}

/// Proposes what is named after a name as no name: neither the whole nor the name in it is one.
fn keep_out_named_after(
    scope: &mut SentenceScope<'_>,
    (start, end): (usize, usize),
    effect: ContextEffect,
) {
    let Some((_, length, word)) = scope.sentence.context_after(end) else { return };
    let Some((rule, weight)) = scope.rules.weights.get(FeatureId::GuidelineNamedAfter) else {
        return;
    };
    if word.effect == Some(effect) {
        let span = scope.sentence.span(start, end + length as usize);
        scope.candidates.propose(span, None, rule);
        scope.candidates.add(rule, span, weight);
    }
}

/// Returns whether a longer place begins with the span: 粤港澳|大湾区.
fn begins_longer_place(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    sentence.hits_from(start).iter().any(|h| h.end > end && is_place(h.class))
}

fn is_compound(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    sentence
        .hits_from(start)
        .iter()
        .any(|h| h.end == end && matches!(h.class, LexiconClass::Compound { .. }))
}

/// Returns whether the span is the last part of an organisation's name alone: 公司; 市委 where the text does not name
/// its city.
pub(crate) fn is_bare(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let readings = || sentence.hits_from(start).iter().filter(|h| h.end == end).map(|h| h.class);
    let listed = readings().any(|s| matches!(s, LexiconClass::Organization { .. }));
    let bare = readings().any(|s| match s {
        LexiconClass::OrgSuffix { needs: SuffixNeeds::Place, .. } => {
            !sentence.has_level(sentence.chars[start])
        }
        LexiconClass::OrgSuffix { needs: SuffixNeeds::Name, firm: true } => true,
        _ => false,
    });
    (bare || is_kind_of_firm(sentence, start, end)) && !listed
}

/// Returns whether the span ends in a count of one and a kind of body, which names none: 绍兴一医院, 台州一中学; 县一医院 is the first
/// hospital of its county.
fn is_indefinite(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    sentence.hits_to(end).any(|hit| {
        let Some(one) = hit.start.checked_sub(1).filter(|&one| one > start) else { return false };
        let words = &sentence.chars[hit.start..end];
        let before = sentence.chars[one - 1];
        let first = before == '第'
            || words == ['医', '院'] && matches!(before, '省' | '市' | '县' | '区' | '州');
        matches!(hit.class, LexiconClass::OrgSuffix { .. })
            && words.len() > 1
            && sentence.chars[one] == '一'
            && !first
    })
}

/// Returns whether the words before the last part describe companies and name none: 关联公司, 持有企业,
/// 国际物流公司; or the whole is one short word of the dictionary: 上市公司.
fn is_kind_of_firm(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let firm = matches!(sentence.chars[start..end], [_, .., '公', '司'] | [_, .., '企', '业']);
    if !firm || end - start < 3 || !sentence.is_border(start) {
        return false;
    }
    let (suffix, whole) = (end - 2, sentence.word(start));
    if whole.start == start && whole.end == end {
        return end - start < 5;
    }
    sentence.is_border(suffix)
        && sentence.words(start, suffix).iter().all(|word| {
            let trade =
                sentence.hits_from(word.start).iter().any(|h| h.end == word.end && trades(h.class));
            let describes = matches!(word.pos, Pos::Verb | Pos::VerbalNoun | Pos::Adjective);
            word.len() > 1 && (describes || trade)
        })
}

fn trades(class: LexiconClass) -> bool {
    matches!(class, LexiconClass::Trade(_))
}

/// Returns whether the span is a listed organisation that is no everyday word.
fn is_listed(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let whole = end - start > 2 || (sentence.is_border(start) && sentence.is_border(end));
    whole
        && end - start > 1
        && !name_extension::is_cut_by_title(sentence, start, end)
        && sentence.hits_from(start).iter().any(|h| {
            h.end == end && matches!(h.class, LexiconClass::Organization { word: false, .. })
        })
}

/// Returns whether a listed organisation and another one are read as one: 港铁与运输署.
fn joins_listed(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let listed = sentence.hits_from(start).iter().filter(|h| {
        h.end + 1 < end && matches!(h.class, LexiconClass::Organization { word: false, .. })
    });
    listed.clone().any(|h| matches!(sentence.chars[h.end], '与' | '和' | '及'))
}

/// Returns whether the span is a road with one word before its last part, and a word that leads to places before it:
/// 在|和平路.
fn is_road(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let named = sentence.hits_to(end).any(|h| {
        h.start > start
            && h.class == LexiconClass::PlaceSuffix(PlaceSuffixKind::Road)
            && sentence.word(start).start == start
            && (sentence.word(start).end == h.start || sentence.word(start).end == end)
            && h.start - start > 1
    });
    named
        && sentence.word_before(start).is_some_and(|w| {
            matches!(w.pos, Pos::Preposition | Pos::Conjunction)
                || sentence.ends(MentionKind::Place, start)
        })
}

/// Returns whether the place stands between the reporter and his report: 〔记者温书豪／台中报导〕.
fn stands_before_report(
    words: &NameWords,
    sentence: &SentenceIndex,
    start: usize,
    end: usize,
) -> bool {
    // 报导 and its like have two characters.
    let behind = || sentence.chars[end..].iter().take(2).collect::<String>();
    matches!(sentence.char_before(start), Some('／' | '/' | '╱'))
        && words.has(NameWord::Report, &behind())
}

/// Returns whether the span has one half of a pair of marks and not the other, or a blank at its edge.
fn has_unpaired_marks(chars: &[char]) -> bool {
    let count = |marks: [char; 2]| chars.iter().filter(|c| marks.contains(c)).count();
    let blank = |c: Option<&char>| c.is_some_and(|c| c.is_whitespace());
    matches!(chars.first(), Some('（' | '(' | '）' | ')'))
        || blank(chars.first())
        || blank(chars.last())
        || count(['（', '(']) != count(['）', ')'])
        || count(['“', '“']) != count(['”', '”'])
        || count(['《', '《']) != count(['》', '》'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn bare_suffixes_and_meetings_of_bodies_are_no_names() {
        let scorers: [&dyn Scorer; 1] = [&GuidelineScorer];
        has("市委召开会议。", &scorers, "organization 市委 weight.house_bare");
        lacks("芜湖市召开会议，市委作出部署。", &scorers, "organization 市委 weight.house_bare");
        has("新华社党组会议召开。", &scorers, "none 新华社党组会议 weight.house_thing");
    }

    #[test]
    fn listed_bodies_and_places_of_reporters_are_names() {
        let scorers: [&dyn Scorer; 1] = [&GuidelineScorer];
        has("记者从新华社获悉，大桥已通车。", &scorers, "organization 新华社 weight.house_listed");
        has("〔记者林晓禾／台中报导〕", &scorers, "place 台中 weight.house_dateline");
        lacks("记者林晓禾在台中采访。", &scorers, "place 台中 weight.house_dateline");
    }
}
