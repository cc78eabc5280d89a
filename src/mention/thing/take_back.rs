//! Names that are phrases by their last word are no names.
//!
//! In: names, what the rows read. Out: names without 海州市党政代表团 and 2023年工作情况汇报.

use super::{Reach, Things, mention};
use crate::{
    Clean, Span,
    document::MentionKind,
    mention::{Mention, index::name_words::NameWord},
    rules::{Matches, RuleId},
};

impl Things {
    /// Takes back names that are phrases by their last word: 海州市党政代表团 and 2023年工作情况汇报 are no
    /// organisations, 驻岚皋支医人员 holds no title. The place they begin with stays a name.
    pub(super) fn take_back(&self, clean: &str, matches: &Matches, names: &mut Vec<Mention>) {
        let mut places: Vec<Mention> = Vec::new();
        let mut taken: Vec<Span<Clean>> = Vec::new();
        for hit in matches.all.iter().filter(|m| m.rule.table == self.thing) {
            let head = &self.heads[hit.rule.row as usize];
            let at = names.partition_point(|n| n.span.end <= hit.span.start);
            let Some(name) = names.get(at).filter(|n| n.span.end == hit.span.end) else {
                continue;
            };
            let taken_back = match name.kind {
                MentionKind::Organization => {
                    // 海州市人民代表大会 is a body, 海州市职工大会 none; 蓝天救援队 is one, 海州企业 and 代表团 are none.
                    let text = &clean[hit.span.range()];
                    let seldom =
                        head.kind != MentionKind::Group || self.words.has(NameWord::NoBody, text);
                    let body = matches.starting_in(name.span).iter().any(|m| {
                        m.rule.table == self.suffix
                            && m.span.end == name.span.end
                            && (m.span.start < hit.span.start
                                || !seldom && m.span.start == hit.span.start)
                    });
                    head.kind != MentionKind::Product && !self.registers(name.rule) && !body
                }
                MentionKind::Title => {
                    let before = at.checked_sub(1).map(|b| &names[b]);
                    let person = names.get(at + 1).is_some_and(|n| {
                        n.kind == MentionKind::Person && n.span.start == name.span.end
                    });
                    head.reach == Reach::Posting
                        && !person
                        && before.is_some_and(|b| {
                            b.span.end == name.span.start
                                && b.kind == MentionKind::Place
                                && clean[..b.span.start].ends_with(['驻', '援'])
                        })
                }
                _ => false,
            };
            if !taken_back || taken.last() == Some(&name.span) {
                continue;
            }
            taken.push(name.span);
            let start = Span::new(name.span.start, name.span.start + 1);
            let place = matches.starting_in(start).iter().rev().find(|m| {
                self.places.contains(&m.rule.table)
                    && m.span.end < name.span.end
                    && m.span.len() >= 6
            });
            places.extend(place.map(|m| mention(m.span, MentionKind::Place, m.rule)));
        }
        if taken.is_empty() {
            return;
        }
        names.retain(|n| taken.binary_search(&n.span).is_err());
        names.extend(places);
        names.sort_by_key(|n| n.span);
    }

    /// Returns whether a row is an organisation's own name.
    fn registers(&self, rule: RuleId) -> bool {
        self.registers.contains(&rule.table)
    }
}
