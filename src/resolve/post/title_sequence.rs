//! Runs of titles: 岚皋县委副书记、县长, with the organisation or place each title is told with.
//!
//! In: names of a text. Out: [`Run`]. Next: [`super::holder`] finds the people.

use super::Posts;
use crate::{document::MentionKind, resolve::entity_builder::Draft};

/// Between two titles of one person.
const JOINS: [&str; 10] = ["、", "兼", "暨", "兼任", "，", ",", "和", "、兼", "，兼", "及"];

/// No person of a news text holds more; it keeps the work on other texts in proportion to their length.
const MOST_TITLES: usize = 24;

/// One title of a run.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) title: usize,
    /// Entity of the organisation or place that the text tells the title with.
    pub(super) holder: Option<usize>,
}

/// A run of titles, and the names it spans: `names[first..=last]`.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) held: Vec<Held>,
}

impl Run {
    /// Returns whether the run is one title that the text tells without organisation.
    pub(super) fn is_bare(&self) -> bool {
        self.first == self.last && self.held.iter().all(|h| h.holder.is_none())
    }
}

impl Posts<'_> {
    /// Returns the run of titles that begins with the title `names[at]`.
    pub(super) fn run(&self, draft: &mut Draft<'_>, at: usize) -> Run {
        let (first, holder) = self.holder(draft, at);
        let mut run = Run { first, last: at, held: vec![Held { title: draft.names[at], holder }] };
        loop {
            let next = run.last + 1;
            let Some(&m) = draft.names.get(next).filter(|_| run.held.len() < MOST_TITLES) else {
                break;
            };
            if !JOINS.contains(&draft.between(draft.names[run.last], m)) {
                break;
            }
            // Places and organisations up to the next title, all touching.
            let mut to = next;
            while matches!(
                draft.kind(draft.names[to]),
                MentionKind::Place | MentionKind::Organization
            ) && to + 1 < draft.names.len()
                && to - next < 6
                && draft.touch(draft.names[to], draft.names[to + 1])
            {
                to += 1;
            }
            if draft.kind(draft.names[to]) != MentionKind::Title {
                break;
            }
            let holder = self.holder(draft, to).1;
            run.held.push(Held { title: draft.names[to], holder });
            run.last = to;
        }
        run
    }

    /// Returns the organisation or place that stands before the title `names[at]`, and the first name of the phrase.
    fn holder(&self, draft: &Draft<'_>, at: usize) -> (usize, Option<usize>) {
        let title = draft.names[at];
        let mut first = at;
        let mut holder = None;
        if let Some(before) = at.checked_sub(1) {
            let m = draft.names[before];
            let body = matches!(draft.kind(m), MentionKind::Place | MentionKind::Organization);
            let gap = draft.between(m, title);
            let of = gap == "的" && draft.after(title).starts_with("职务");
            if body && (draft.touch(m, title) || of || is_note(gap)) {
                holder = draft.entity_of(m);
                first = before;
            } else if body && matches!(gap, "）" | ")") && before > 0 {
                // 高新区党工委（区委）副书记: the one before the brackets; the other is its second name.
                let outer = draft.names[before - 1];
                if matches!(draft.between(outer, m), "（" | "(") {
                    holder = draft.entity_of(outer);
                    first = before - 1;
                }
            }
            // The places before an organisation or a place are its own: 陕西省|安康市|岚皋县|县长.
            while first > 0
                && at - first < 8
                && holder.is_some()
                && matches!(
                    draft.kind(draft.names[first - 1]),
                    MentionKind::Place | MentionKind::Organization
                )
                && draft.touch(draft.names[first - 1], draft.names[first])
            {
                first -= 1;
            }
        }
        holder = self.ending_in(draft, title).and_then(|m| draft.entity_of(m)).or(holder);
        (first, holder)
    }

    /// Returns the group or the word that points back that ends before the title or in it: the title may take in the
    /// group's last word (新北区驻岚皋|支医人员代表).
    pub(super) fn ending_in(&self, draft: &Draft<'_>, title: usize) -> Option<usize> {
        let start = draft.mentions[title].span.start;
        let mut ends = draft.text(title).char_indices().map(|(at, _)| start + at);
        ends.find_map(|end| self.ends.get(&end)).copied()
    }
}

/// Returns whether a gap is one note in brackets: 党工委|（区委）|副书记 where 区委 is no name of its own.
fn is_note(gap: &str) -> bool {
    let inside = gap.strip_prefix(['（', '(']).and_then(|g| g.strip_suffix(['）', ')']));
    inside.is_some_and(|i| i.len() < 40 && !i.contains(['（', '(', '）', ')', '，', '。']))
}
