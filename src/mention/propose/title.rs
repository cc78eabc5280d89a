//! Titles by composition: parts before the head (原, 常务, 副, 财务), the head (市长), parts behind it (助理).

use crate::mention::{
    SentenceScope,
    index::lexicon_class::{LexiconClass, PrefixKind, TitleKind},
    index::sentence_index::{LexiconHit, SentenceIndex},
    propose::title_context,
    propose::weight::FeatureId,
};
use crate::{document::MentionKind, segment::Pos};

/// Most parts that stand before one head: 原常务副总经理 has three.
const PARTS: usize = 4;

/// A title below this score is dropped as soon as it is proposed; a person beside it still lifts a weak one.
const FLOOR: f32 = -16.0;

/// Proposes the titles of a sentence, and marks where they stand.
pub(crate) fn propose(scope: &mut SentenceScope<'_>) {
    for end in 1..=scope.sentence.len() {
        let mut longer = false;
        for at in 0..scope.sentence.hits_to_count(end) {
            let head = scope.sentence.hit_to(end, at);
            let LexiconClass::Title(stands) = head.class else { continue };
            if stands == TitleKind::Kin {
                if scope.sentence.is_border(head.start) && scope.sentence.is_border(end) {
                    scope.sentence.mark_kin(end);
                }
                continue;
            }
            compose(scope, head, stands, longer);
            longer = true;
        }
    }
}

/// Proposes a head with each number of parts before it.
fn compose(scope: &mut SentenceScope<'_>, head: LexiconHit, stands: TitleKind, longer: bool) {
    let end = scope
        .sentence
        .hits_from(head.end)
        .iter()
        .filter(|h| h.class == LexiconClass::TitleSuffix)
        .map(|h| h.end)
        .max()
        .unwrap_or(head.end);
    let mut walk = Walk { start: head.start, parts: 0, fields: 0 };
    loop {
        candidate(scope, head, stands, end, &walk, longer);
        if !walk.step(scope.sentence) {
            break;
        }
    }
    if scope.sentence.is_border(walk.start) && scope.sentence.is_border(end) {
        scope.sentence.mark(MentionKind::Title, walk.start, end);
    }
}

fn candidate(
    scope: &mut SentenceScope<'_>,
    head: LexiconHit,
    stands: TitleKind,
    end: usize,
    walk: &Walk,
    longer: bool,
) {
    let start = walk.start;
    let span = scope.sentence.span(start, end);
    scope.candidates.propose(span, Some(MentionKind::Title), head.rule);
    let weights = &scope.rules.weights;
    scope.add_times(FeatureId::TitlePart, span, walk.parts as f32);
    scope.add_times(FeatureId::TitleField, span, walk.fields as f32);
    let mut fire = |row| weights.add(row, span, scope.candidates);
    fire(match stands {
        TitleKind::Post => FeatureId::TitlePost,
        TitleKind::Honorific => FeatureId::TitleHonorific,
        _ => FeatureId::TitleRank,
    });
    if longer {
        fire(FeatureId::TitleLonger);
    }
    if !scope.sentence.is_border(start) {
        fire(FeatureId::TitleCutsLeft);
    }
    if !scope.sentence.is_border(end) {
        fire(FeatureId::TitleCutsRight);
    }
    if holder_before(scope.sentence, start) {
        fire(FeatureId::TitleHolderLeft);
    }
    if joint(scope.sentence, start, end) {
        fire(FeatureId::TitleJoint);
    }
    if verbal(scope.sentence, head.start, end) {
        fire(FeatureId::TitleVerbal);
    }
    if inside_longer(scope.sentence, start, end) {
        fire(FeatureId::TitleInside);
    }
    if scope.sentence.name_may_start(end) {
        fire(FeatureId::TitleNameRight);
    }
    if stands == TitleKind::Rank && names_body(scope.sentence, end) {
        scope.add(FeatureId::TitleBeforeName, span);
    }
    title_context::add(scope, start, end, span);
    scope.candidates.drop_below(FLOOR);
}

/// A walk from the head to the left over the parts that may belong to the title.
struct Walk {
    start: usize,
    parts: usize,
    fields: usize,
}

impl Walk {
    /// Takes one more part in, if there is one.
    fn step(&mut self, sentence: &SentenceIndex) -> bool {
        if self.parts + self.fields >= PARTS {
            return false;
        }
        let next = sentence.hits_to(self.start).find_map(|hit| match hit.class {
            // 前 in 目前, 代 in 一代: a part of one character is a word of its own or begins one (副书记).
            LexiconClass::TitlePrefix(PrefixKind::Rank) => {
                (hit.len() > 1 || sentence.is_border(hit.start)).then_some((hit.start, 0))
            }
            LexiconClass::TitlePrefix(PrefixKind::Field) if self.fields == 0 => {
                sentence.is_border(hit.start).then_some((hit.start, 1))
            }
            _ => None,
        });
        let Some((start, field)) = next else { return false };
        self.start = start;
        self.fields += field;
        self.parts += 1 - field;
        true
    }
}

/// Returns whether a place or an organisation seems to end before the title: 岚皋县|县长, 公司|董事长.
fn holder_before(sentence: &SentenceIndex, start: usize) -> bool {
    sentence.hits_to(start).any(|hit| match hit.class {
        LexiconClass::Division
        | LexiconClass::Stem { .. }
        | LexiconClass::Town
        | LexiconClass::Country => true,
        LexiconClass::OrgSuffix { .. } | LexiconClass::Organization { .. } => true,
        LexiconClass::Place { word } => !word,
        _ => false,
    })
}

/// Returns whether the title stands in a row of titles: 副书记、区长; 总理兼外长.
fn joint(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    let joins = |c: Option<char>| matches!(c, Some('、' | '兼' | '暨'));
    (joins(sentence.char_before(start)) && sentence.ends(MentionKind::Title, start - 1))
        || (joins(sentence.char(end))
            && sentence.len() > end + 1
            && title_follows(sentence, end + 1))
}

fn title_follows(sentence: &SentenceIndex, at: usize) -> bool {
    let reads = |at: usize| {
        sentence
            .hits_from(at)
            .iter()
            .any(|h| matches!(h.class, LexiconClass::Title(TitleKind::Post | TitleKind::Rank)))
    };
    reads(at)
        || sentence.hits_from(at).iter().any(|h| {
            matches!(h.class, LexiconClass::TitlePrefix(_))
                && h.end < sentence.len()
                && reads(h.end)
        })
}

/// Returns whether the head is used as a verb: it is one word that may be a verb (代表, 指挥) and no name follows.
fn verbal(sentence: &SentenceIndex, head: usize, end: usize) -> bool {
    let word = sentence.word(head);
    word.start == head
        && word.end == end
        && matches!(word.pos, Pos::Verb | Pos::VerbalNoun)
        && !sentence.name_may_start(end)
}

/// Returns whether a place or a body stands behind the title: 魏小林代表岚皋县委致辞 has a verb, no title.
fn names_body(sentence: &SentenceIndex, end: usize) -> bool {
    sentence.hits_from(end).iter().any(|h| {
        matches!(
            h.class,
            LexiconClass::Division
                | LexiconClass::Town
                | LexiconClass::Country
                | LexiconClass::Organization { .. }
        )
    })
}

/// Returns whether a longer lexicon entry begins with the title: 主席 in 主席团.
fn inside_longer(sentence: &SentenceIndex, start: usize, end: usize) -> bool {
    sentence
        .hits_from(start)
        .iter()
        .any(|h| h.end > end && matches!(h.class, LexiconClass::OrgSuffix { .. }))
}

#[cfg(test)]
mod tests {
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn titles_take_in_the_parts_before_their_head() {
        has("原副市长石旭涌到访。", &[], "title 原副市长 weight.title_part");
        has("副书记、区长石旭涌到访。", &[], "title 区长 weight.title_joint");
        lacks("区长石旭涌到访。", &[], "title 区长 weight.title_joint");
    }
}
