//! Titles by composition: parts before the head (原, 常务, 副, 财务), the head (市长), parts behind it (助理).

use crate::mention::{
    MentionRules,
    decide::lattice::Proposals,
    index::lexicon_class::{Prefix, Sense, Stands},
    index::sentence_index::{Hit, View},
    propose::title_context,
    propose::weight::Weighed,
};
use crate::{document::MentionKind, segment::Pos};

/// Most parts that stand before one head: 原常务副总经理 has three.
const PARTS: usize = 4;

/// Proposes the titles of a sentence, and marks where they stand.
pub(crate) fn propose(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    for end in 1..=view.len() {
        let mut longer = false;
        for at in 0..view.hits_to_count(end) {
            let head = view.hit_to(end, at);
            let Sense::Title(stands) = head.sense else { continue };
            if stands == Stands::Kin {
                if view.is_border(head.start) && view.is_border(end) {
                    view.mark_kin(end);
                }
                continue;
            }
            compose(rules, view, head, stands, longer, proposals);
            longer = true;
        }
    }
}

/// Proposes a head with each number of parts before it.
fn compose(
    rules: &MentionRules,
    view: &mut View,
    head: Hit,
    stands: Stands,
    longer: bool,
    proposals: &mut Proposals,
) {
    let end = view
        .hits_from(head.end)
        .iter()
        .filter(|h| h.sense == Sense::TitleSuffix)
        .map(|h| h.end)
        .max()
        .unwrap_or(head.end);
    let mut walk = Walk { start: head.start, parts: 0, fields: 0 };
    loop {
        candidate(rules, view, head, stands, end, &walk, longer, proposals);
        if !walk.step(view) {
            break;
        }
    }
    if view.is_border(walk.start) && view.is_border(end) {
        view.mark(MentionKind::Title, walk.start, end);
    }
}

#[expect(clippy::too_many_arguments, reason = "one candidate and where it goes")]
fn candidate(
    rules: &MentionRules,
    view: &View,
    head: Hit,
    stands: Stands,
    end: usize,
    walk: &Walk,
    longer: bool,
    proposals: &mut Proposals,
) {
    let start = walk.start;
    let span = view.span(start, end);
    proposals.propose(span, Some(MentionKind::Title), head.rule);
    let weights = &rules.weights;
    weights.fire_times(Weighed::TitlePart, span, walk.parts as f32, proposals);
    weights.fire_times(Weighed::TitleField, span, walk.fields as f32, proposals);
    let mut fire = |row| weights.fire(row, span, proposals);
    fire(match stands {
        Stands::Post => Weighed::TitlePost,
        Stands::Honorific => Weighed::TitleHonorific,
        _ => Weighed::TitleRank,
    });
    if longer {
        fire(Weighed::TitleLonger);
    }
    if !view.is_border(start) {
        fire(Weighed::TitleCutsLeft);
    }
    if !view.is_border(end) {
        fire(Weighed::TitleCutsRight);
    }
    if holder_before(view, start) {
        fire(Weighed::TitleHolderLeft);
    }
    if joint(view, start, end) {
        fire(Weighed::TitleJoint);
    }
    if verbal(view, head.start, end) {
        fire(Weighed::TitleVerbal);
    }
    if inside_longer(view, start, end) {
        fire(Weighed::TitleInside);
    }
    if view.name_may_start(end) {
        fire(Weighed::TitleNameRight);
    }
    if stands == Stands::Rank && names_body(view, end) {
        weights.fire(Weighed::TitleBeforeName, span, proposals);
    }
    title_context::fire(weights, view, start, end, span, proposals);
    proposals.drop_below(rules.title_floor);
}

/// A walk from the head to the left over the parts that may belong to the title.
struct Walk {
    start: usize,
    parts: usize,
    fields: usize,
}

impl Walk {
    /// Takes one more part in, if there is one.
    fn step(&mut self, view: &View) -> bool {
        if self.parts + self.fields >= PARTS {
            return false;
        }
        let next = view.hits_to(self.start).find_map(|hit| match hit.sense {
            // 前 in 目前, 代 in 一代: a part of one character is a word of its own or begins one (副书记).
            Sense::TitlePrefix(Prefix::Rank) => {
                (hit.len() > 1 || view.is_border(hit.start)).then_some((hit.start, 0))
            }
            Sense::TitlePrefix(Prefix::Field) if self.fields == 0 => {
                view.is_border(hit.start).then_some((hit.start, 1))
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
fn holder_before(view: &View, start: usize) -> bool {
    view.hits_to(start).any(|hit| match hit.sense {
        Sense::Division | Sense::Stem { .. } | Sense::Town | Sense::Country => true,
        Sense::OrgSuffix { .. } | Sense::Organization { .. } => true,
        Sense::Place { word } => !word,
        _ => false,
    })
}

/// Returns whether the title stands in a row of titles: 副书记、区长; 总理兼外长.
fn joint(view: &View, start: usize, end: usize) -> bool {
    let joins = |c: Option<char>| matches!(c, Some('、' | '兼' | '暨'));
    (joins(view.char_before(start)) && view.ends(MentionKind::Title, start - 1))
        || (joins(view.char(end)) && view.len() > end + 1 && title_follows(view, end + 1))
}

fn title_follows(view: &View, at: usize) -> bool {
    let reads = |at: usize| {
        view.hits_from(at)
            .iter()
            .any(|h| matches!(h.sense, Sense::Title(Stands::Post | Stands::Rank)))
    };
    reads(at)
        || view
            .hits_from(at)
            .iter()
            .any(|h| matches!(h.sense, Sense::TitlePrefix(_)) && h.end < view.len() && reads(h.end))
}

/// Returns whether the head is used as a verb: it is one word that may be a verb (代表, 指挥) and no name follows.
fn verbal(view: &View, head: usize, end: usize) -> bool {
    let word = view.word(head);
    word.start == head
        && word.end == end
        && matches!(word.pos, Pos::Verb | Pos::VerbalNoun)
        && !view.name_may_start(end)
}

/// Returns whether a place or a body stands behind the title: 魏小林代表岚皋县委致辞 has a verb, no title.
fn names_body(view: &View, end: usize) -> bool {
    view.hits_from(end).iter().any(|h| {
        matches!(
            h.sense,
            Sense::Division | Sense::Town | Sense::Country | Sense::Organization { .. }
        )
    })
}

/// Returns whether a longer reading begins with the title: 主席 in 主席团.
fn inside_longer(view: &View, start: usize, end: usize) -> bool {
    view.hits_from(start).iter().any(|h| h.end > end && matches!(h.sense, Sense::OrgSuffix { .. }))
}
