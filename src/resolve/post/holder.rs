//! The people who hold a sequence of titles: they stand before it, behind it, or are joined to it by a verb (任, 当选,
//! 辞去).
//!
//! In: [`TitleSequence`], names with entities. Out: persons, and what the words between say of the post's status.

use super::{PostResolver, title_sequence::TitleSequence};
use crate::{
    document::MentionKind,
    resolve::{entity_builder::EntityBuilder, word_list::List},
};

/// No list of a news text is longer; it keeps the work on other texts in proportion to their length.
const MOST_PEOPLE: usize = 256;

impl PostResolver<'_> {
    /// Returns the people right behind a sequence of titles.
    pub(super) fn holders_after(
        &self,
        builder: &EntityBuilder<'_>,
        sequence: &TitleSequence,
    ) -> Vec<usize> {
        let Some(&next) = builder.names.get(sequence.last + 1) else { return Vec::new() };
        let title = builder.names[sequence.last];
        let gap = builder.between(title, next);
        // 编辑：甲 乙.
        let credits = self.rules.lists.within(List::CreditMark, gap).is_some();
        let between = gap.trim_matches(|c: char| c.is_whitespace() || c == '“');
        let close = (between.is_empty() || self.rules.lists.has(List::CreditMark, between))
            && !gap.contains('\n');
        let touches = builder.touch(title, next) || !gap.is_empty() && close;
        if builder.kind(next) != MentionKind::Person || !touches {
            return Vec::new();
        }
        let mut people: Vec<usize> = builder.entity_of(next).into_iter().collect();
        let mut listed = credits || self.rules.words.is_shared(builder.text(title));
        let mut last = next;
        for &m in builder.names[sequence.last + 2..].iter().take(MOST_PEOPLE) {
            let gap = builder.between(last, m);
            let joined = gap == "、"
                || listed
                    && matches!(gap.trim(), "和" | "与" | "及" | "以及" | "")
                    && !gap.contains('\n');
            if builder.kind(m) != MentionKind::Person || !joined {
                break;
            }
            listed = true;
            people.extend(builder.entity_of(m));
            last = m;
        }
        people
    }

    /// Returns whether the sequence is a verb, not a title.
    pub(super) fn is_verb(&self, builder: &EntityBuilder<'_>, sequence: &TitleSequence) -> bool {
        let title = builder.names[sequence.first];
        // Pronouns are no names; whatever mention ends right before the title acts.
        let acts = title.checked_sub(1).is_some_and(|m| {
            builder.touch(m, title)
                && matches!(builder.kind(m), MentionKind::Person | MentionKind::Pronoun)
        });
        sequence.is_bare() && acts && self.rules.words.is_verb(builder.text(title))
    }

    /// Returns the person before a sequence of titles, and the status of the post by the words between.
    pub(super) fn holder_before<'a>(
        &'a self,
        builder: &EntityBuilder<'a>,
        sequence: &TitleSequence,
    ) -> Option<(usize, Option<&'a str>)> {
        let first = builder.names[sequence.first];
        let title = builder.names[sequence.last];
        // Dates may come between, 某某2020年起任局长, and a form of address: 某某同志任局长.
        let mut before = builder.names[..sequence.first].iter().rev().take(4).copied().peekable();
        let mut last = first;
        let m = loop {
            let m = before.next()?;
            match builder.kind(m) {
                MentionKind::Date => {}
                MentionKind::Title if before.peek().is_some_and(|&b| builder.touch(b, m)) => {
                    last = m
                }
                _ => break m,
            }
        };
        if builder.kind(m) != MentionKind::Person || builder.sentence(m) != builder.sentence(first)
        {
            return None;
        }
        let person = builder.entity_of(m)?;
        let from = if last == first { m } else { last };
        let gap = without_note(builder.between(from, first).trim());
        let after = builder.after(title);
        let closed =
            after.is_empty() || after.starts_with(['，', '。', '；', '）', ',', ')', ';', '、']);
        if matches!(gap, "，" | "," | "（" | "(" | "：" | ":" | "——") {
            return closed.then_some((person, None));
        }
        if gap == "的" && after.starts_with(['职', '一']) {
            let before = builder.before(m);
            return Some((
                person,
                Some(self.rules.words.dismissal_ending(before).unwrap_or("免去")),
            ));
        }
        if gap.len() > 60 {
            return None;
        }
        let (word, verb) = self.rules.words.verb_ending(gap)?;
        let lead = gap[..gap.len() - word.len()].trim_start_matches(['，', ',', '（', '(']);
        let plain = !lead.contains(['，', '。', '；', '“', '：']);
        // A common word is such a verb only by itself: 称之为局长, 因为局长.
        let alone = word.chars().count() > 1
            || lead.is_empty()
            || self.rules.lists.has(List::BeforeWeakVerb, lead);
        (plain && alone).then_some((person, verb.status.as_deref()))
    }

    /// Returns whether a verb of taking up or leaving a post is right before a sequence of titles, and what it says of the post's
    /// status.
    pub(super) fn appointment_status(
        &self,
        builder: &EntityBuilder<'_>,
        sequence: &TitleSequence,
    ) -> Option<Option<&str>> {
        let before = builder.before(builder.names[sequence.first]);
        let (word, verb) = self.rules.words.verb_ending(before)?;
        // 2013年任: a common word with a date before it is a verb in the story of a life.
        let dated = before[..before.len() - word.len()].ends_with(['年', '月', '起', '后']);
        (!verb.weak || dated).then_some(verb.status.as_deref())
    }
}

/// Returns the person whose name a title without organisation follows at once: 龚旗煌院士, 石区长.
pub(super) fn addressed_person(
    builder: &EntityBuilder<'_>,
    sequence: &TitleSequence,
) -> Option<usize> {
    let m = builder.names[sequence.first.checked_sub(1)?];
    let named =
        builder.kind(m) == MentionKind::Person && builder.touch(m, builder.names[sequence.first]);
    (sequence.is_bare() && named).then(|| builder.entity_of(m))?
}

/// Returns what follows a note in brackets: 某某（女，白族）为.
fn without_note(gap: &str) -> &str {
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some((note, rest)) = gap.strip_prefix(open).and_then(|g| g.split_once(close))
            && note.len() < 90
        {
            return rest.trim();
        }
    }
    gap
}

/// Returns 原, 前 or 时任 standing as a word before the titles.
pub(super) fn status_before<'a>(
    builder: &EntityBuilder<'a>,
    sequence: &TitleSequence,
) -> Option<&'a str> {
    let start = builder.mentions[builder.names[sequence.first]].span.start;
    let word = builder.segmented.word_at(start.checked_sub(1)?)?;
    let span = builder.segmented.words[word].span;
    let word = &builder.clean[span.range()];
    (span.end == start && builder.rules.lists.has(List::StatusWord, word)).then_some(word)
}
