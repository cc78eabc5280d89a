//! Sequences of titles: 岚皋县委副书记、县长, each with its organisation or place.
//!
//! In: names of a text. Out: [`TitleSequence`]. Next: [`super::holder`] finds the people.

use super::PostResolver;
use crate::{
    document::MentionKind,
    resolve::{entity_builder::EntityBuilder, word_list::List},
};

/// No person of a news text holds more; it keeps the work on other texts in proportion to their length.
const MOST_TITLES: usize = 24;

/// One title of a sequence.
#[derive(Debug)]
pub(super) struct HeldTitle {
    pub(super) title: usize,
    /// Entity of the organisation or place given with the title.
    pub(super) holder: Option<usize>,
    /// What stands between the two: 原 of 湖南省委|原|副书记.
    pub(super) status: Option<String>,
}

/// A sequence of titles, and the names it spans: `names[first..=last]`.
#[derive(Debug)]
pub(super) struct TitleSequence {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) held: Vec<HeldTitle>,
}

impl TitleSequence {
    /// Returns whether the sequence is one title without organisation.
    pub(super) fn is_bare(&self) -> bool {
        self.first == self.last && self.held.iter().all(|h| h.holder.is_none())
    }
}

impl PostResolver<'_> {
    /// Returns a title with its organisation or place, and what stands between the two.
    fn held(&self, builder: &EntityBuilder<'_>, at: usize, holder: Option<usize>) -> HeldTitle {
        let title = builder.names[at];
        let before = at.checked_sub(1).map(|b| builder.between(builder.names[b], title));
        let status = before.filter(|words| self.rules.lists.has(List::TitleStatus, words));
        HeldTitle { title, holder, status: status.map(str::to_owned) }
    }

    /// Returns whether the words between an organisation and a title only say when or how it is held.
    fn qualifies(&self, words: &str) -> bool {
        [List::TitleStatus, List::TitleRepute].iter().any(|&list| self.rules.lists.has(list, words))
    }

    /// Returns the sequence of titles that begins with the title `names[at]`.
    pub(super) fn sequence(&self, builder: &mut EntityBuilder<'_>, at: usize) -> TitleSequence {
        let (first, holder) = self.holder(builder, at);
        let mut sequence =
            TitleSequence { first, last: at, held: vec![self.held(builder, at, holder)] };
        loop {
            let next = sequence.last + 1;
            let Some(&m) = builder.names.get(next).filter(|_| sequence.held.len() < MOST_TITLES)
            else {
                break;
            };
            let gap = builder.between(builder.names[sequence.last], m);
            if !self.rules.lists.has(List::TitleJoin, gap) {
                break;
            }
            // Places and organisations up to the next title, all touching.
            let mut to = next;
            while matches!(
                builder.kind(builder.names[to]),
                MentionKind::Place | MentionKind::Organization
            ) && to + 1 < builder.names.len()
                && to - next < 6
                && (builder.touch(builder.names[to], builder.names[to + 1])
                    || self.qualifies(builder.between(builder.names[to], builder.names[to + 1])))
            {
                to += 1;
            }
            if builder.kind(builder.names[to]) != MentionKind::Title {
                break;
            }
            let holder = self.holder(builder, to).1;
            sequence.held.push(self.held(builder, to, holder));
            sequence.last = to;
        }
        sequence
    }

    /// Returns the organisation or place before the title `names[at]`, and the first name of the phrase.
    fn holder(&self, builder: &EntityBuilder<'_>, at: usize) -> (usize, Option<usize>) {
        let title = builder.names[at];
        let mut first = at;
        let mut holder = None;
        if let Some(before) = at.checked_sub(1) {
            let m = builder.names[before];
            let is_holder =
                matches!(builder.kind(m), MentionKind::Place | MentionKind::Organization);
            let gap = builder.between(m, title);
            let of = gap == "的" && builder.after(title).starts_with("职务");
            let employs = !self.rules.lists.has(List::NoEmployer, builder.text(m));
            if is_holder
                && employs
                && (builder.touch(m, title) || of || is_note(gap) || self.qualifies(gap))
            {
                holder = builder.entity_of(m);
                first = before;
            } else if is_holder && matches!(gap, "）" | ")") && before > 0 {
                // 高新区党工委（区委）副书记: the one before the brackets; the other is its second name.
                let outer = builder.names[before - 1];
                if matches!(builder.between(outer, m), "（" | "(") {
                    holder = builder.entity_of(outer);
                    first = before - 1;
                }
            }
            // The places before an organisation or a place are its own: 陕西省|安康市|岚皋县|县长.
            while first > 0
                && at - first < 8
                && holder.is_some()
                && matches!(
                    builder.kind(builder.names[first - 1]),
                    MentionKind::Place | MentionKind::Organization
                )
                && builder.touch(builder.names[first - 1], builder.names[first])
            {
                first -= 1;
            }
        }
        holder = self.ending_in(builder, title).and_then(|m| builder.entity_of(m)).or(holder);
        (first, holder)
    }

    /// Returns the group or the word that points back that ends before the title or in it: the title may take in the
    /// group's last word (新北区驻岚皋|支医人员代表).
    pub(super) fn ending_in(&self, builder: &EntityBuilder<'_>, title: usize) -> Option<usize> {
        let start = builder.mentions[title].span.start;
        let mut ends = builder.text(title).char_indices().map(|(at, _)| start + at);
        ends.find_map(|end| self.ends.get(&end)).copied()
    }
}

/// Returns whether a gap is one note in brackets: 党工委|（区委）|副书记 where 区委 is no name of its own.
fn is_note(gap: &str) -> bool {
    let inside = gap.strip_prefix(['（', '(']).and_then(|g| g.strip_suffix(['）', ')']));
    inside.is_some_and(|i| i.len() < 40 && !i.contains(['（', '(', '）', ')', '，', '。']))
}
