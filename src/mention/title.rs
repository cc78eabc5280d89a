//! Titles by composition: parts before the head (原, 常务, 副, 财务), the head (市长), parts behind it (助理).

use super::{
    MentionRules,
    lattice::Proposals,
    sense::{Prefix, Sense, Stands},
    view::View,
    weight::Weighed,
};
use crate::{document::MentionKind, segment::Pos};

/// Most parts that stand before one head: 原常务副总经理 has three.
const PARTS: usize = 4;

/// Proposes the titles of a sentence, and marks where they stand.
pub(crate) fn propose(rules: &MentionRules, view: &mut View, proposals: &mut Proposals) {
    for end in 1..=view.len() {
        let head = view.hits_to(end).find_map(|hit| match hit.sense {
            Sense::Title(stands) => Some((*hit, stands)),
            _ => None,
        });
        let Some((head, stands)) = head else { continue };
        if stands == Stands::Kin {
            if view.is_border(head.start) && view.is_border(end) {
                view.mark_kin(end);
            }
            continue;
        }
        let (start, parts) = prefixes(view, head.start);
        let end = view
            .hits_from(end)
            .iter()
            .filter(|h| h.sense == Sense::TitleSuffix)
            .map(|h| h.end)
            .max()
            .unwrap_or(end);
        let span = view.span(start, end);
        proposals.propose(span, Some(MentionKind::Title), head.rule);
        let weights = &rules.weights;
        let mut fire = |row| weights.fire(row, span, proposals);
        fire(match stands {
            Stands::Post => Weighed::TitlePost,
            Stands::Honorific => Weighed::TitleHonorific,
            _ => Weighed::TitleRank,
        });
        if parts > 0 {
            fire(Weighed::TitlePart);
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
        if let Some(Sense::OrgSuffix { .. }) = inside_longer(view, start, end) {
            fire(Weighed::TitleInside);
        }
        proposals.drop_below(rules.floor);
        if view.is_border(start) && view.is_border(end) {
            view.mark(MentionKind::Title, start, end);
        }
    }
}

/// Walks from the head to the left over the parts that belong to the title; returns its start and their number.
fn prefixes(view: &View, head: usize) -> (usize, usize) {
    let (mut start, mut parts, mut field) = (head, 0, false);
    while parts < PARTS {
        let next = view.hits_to(start).find_map(|hit| match hit.sense {
            Sense::TitlePrefix(Prefix::Rank) => {
                // 前 in 目前, 代 in 一代: a part of one character is a word of its own or begins one (副书记).
                (hit.len() > 1 || view.is_border(hit.start)).then_some((hit.start, false))
            }
            Sense::TitlePrefix(Prefix::Field) if !field => {
                view.is_border(hit.start).then_some((hit.start, true))
            }
            _ => None,
        });
        let Some((at, is_field)) = next else { break };
        start = at;
        field |= is_field;
        parts += 1;
    }
    (start, parts)
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

/// Returns the sense of a longer reading that begins before the title or ends behind it.
fn inside_longer(view: &View, start: usize, end: usize) -> Option<Sense> {
    view.hits_from(start)
        .iter()
        .find(|h| h.end > end && matches!(h.sense, Sense::OrgSuffix { .. }))
        .map(|h| h.sense)
}
