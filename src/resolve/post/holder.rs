//! The people a run of titles belongs to: before them, behind them, or by a verb (任, 当选, 辞去).
//!
//! In: [`Run`], names with entities. Out: persons, and what the words between say of the post's standing.

use super::{Posts, title_sequence::Run};
use crate::{document::MentionKind, resolve::entity_builder::Draft};

/// No list of a news text is longer; it keeps the work on other texts in proportion to their length.
const MOST_PEOPLE: usize = 256;

/// Words that may stand before a weak verb: 将任, 已任.
const BEFORE_WEAK: [&str; 11] = ["", "将", "已", "则", "现", "仍", "被", "均", "拟", "起", "后"];

impl Posts<'_> {
    /// Returns the people a run stands right before.
    pub(super) fn behind(&self, draft: &Draft<'_>, run: &Run) -> Vec<usize> {
        let Some(&next) = draft.names.get(run.last + 1) else { return Vec::new() };
        let title = draft.names[run.last];
        let gap = draft.between(title, next);
        let close = gap.chars().all(|c| c.is_whitespace() || c == '“') && !gap.contains('\n');
        let touches = draft.touch(title, next) || !gap.is_empty() && close;
        if draft.kind(next) != MentionKind::Person || !touches {
            return Vec::new();
        }
        let mut people: Vec<usize> = draft.entity_of(next).into_iter().collect();
        let mut listed = self.words.is_shared(draft.text(title));
        let mut last = next;
        for &m in draft.names[run.last + 2..].iter().take(MOST_PEOPLE) {
            let gap = draft.between(last, m);
            let joined = gap == "、"
                || listed
                    && matches!(gap.trim(), "和" | "与" | "及" | "以及" | "")
                    && !gap.contains('\n')
                    && !gap.is_empty();
            if draft.kind(m) != MentionKind::Person || !joined {
                break;
            }
            listed = true;
            people.extend(draft.entity_of(m));
            last = m;
        }
        people
    }

    /// Returns whether the run is a verb, not a title.
    pub(super) fn is_act(&self, draft: &Draft<'_>, run: &Run) -> bool {
        let title = draft.names[run.first];
        // Pronouns are no names; whatever mention ends right before the title acts.
        let acts = title.checked_sub(1).is_some_and(|m| {
            draft.touch(m, title)
                && matches!(draft.kind(m), MentionKind::Person | MentionKind::Pronoun)
        });
        run.is_bare() && acts && self.words.is_act(draft.text(title))
    }

    /// Returns the person a run stands behind, and what the words between say of the post's standing.
    pub(super) fn before<'a>(
        &'a self,
        draft: &Draft<'a>,
        run: &Run,
    ) -> Option<(usize, Option<&'a str>)> {
        let first = draft.names[run.first];
        let title = draft.names[run.last];
        // Dates may stand between, 某某2020年起任局长, and a form of address: 某某同志任局长.
        let mut before = draft.names[..run.first].iter().rev().take(4).copied().peekable();
        let mut last = first;
        let m = loop {
            let m = before.next()?;
            match draft.kind(m) {
                MentionKind::Date => {}
                MentionKind::Title if before.peek().is_some_and(|&b| draft.touch(b, m)) => last = m,
                _ => break m,
            }
        };
        if draft.kind(m) != MentionKind::Person || draft.sentence(m) != draft.sentence(first) {
            return None;
        }
        let person = draft.entity_of(m)?;
        let from = if last == first { m } else { last };
        let gap = without_note(draft.between(from, first).trim());
        let after = draft.after(title);
        let closed =
            after.is_empty() || after.starts_with(['，', '。', '；', '）', ',', ')', ';', '、']);
        if matches!(gap, "，" | "," | "（" | "(" | "：" | ":" | "——") {
            return closed.then_some((person, None));
        }
        if gap == "的" && after.starts_with(['职', '一']) {
            let before = draft.before(m);
            return Some((person, Some(self.words.dismissal_ending(before).unwrap_or("免去"))));
        }
        if gap.len() > 60 {
            return None;
        }
        let (word, verb) = self.words.verb_ending(gap)?;
        let lead = gap[..gap.len() - word.len()].trim_start_matches(['，', ',', '（', '(']);
        let plain = !lead.contains(['，', '。', '；', '“', '：']);
        // A common word is such a verb only by itself: 称之为局长, 因为局长.
        let alone = word.chars().count() > 1 || BEFORE_WEAK.contains(&lead);
        (plain && alone).then_some((person, verb.status.as_deref()))
    }

    /// Returns whether a verb of taking up or leaving a post stands right before a run, and what it says of the post's
    /// standing.
    pub(super) fn takes_up(&self, draft: &Draft<'_>, run: &Run) -> Option<Option<&str>> {
        let before = draft.before(draft.names[run.first]);
        let (word, verb) = self.words.verb_ending(before)?;
        // 2013年任: a common word with a date before it is a verb of a life told.
        let dated = before[..before.len() - word.len()].ends_with(['年', '月', '起', '后']);
        (!verb.weak || dated).then_some(verb.status.as_deref())
    }
}

/// Returns the person whose name a title without organisation follows at once: 龚旗煌院士, 石区长.
pub(super) fn addresses(draft: &Draft<'_>, run: &Run) -> Option<usize> {
    let m = draft.names[run.first.checked_sub(1)?];
    let named = draft.kind(m) == MentionKind::Person && draft.touch(m, draft.names[run.first]);
    (run.is_bare() && named).then(|| draft.entity_of(m))?
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

/// Returns 原, 前 or 时任 standing as a word before the run.
pub(super) fn status_before<'a>(draft: &Draft<'a>, run: &Run) -> Option<&'a str> {
    let start = draft.mentions[draft.names[run.first]].span.start;
    let word = draft.segmented.word_at(start.checked_sub(1)?)?;
    let span = draft.segmented.words[word].span;
    let word = &draft.clean[span.range()];
    (span.end == start && matches!(word, "原" | "前" | "时任" | "已故")).then_some(word)
}
