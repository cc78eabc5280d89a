//! Finds what fills one slot of a frame: a subject, an object, an amount or the words said.

use super::{FrameMatcher, REACH, SlotValue, Used, filler_kind};
use crate::{
    Clean, Span,
    event::{
        amount::AmountKind,
        chunk::ChunkKind,
        frame::FillerKinds,
        ontology::{RoleId, RoleUse},
    },
};

/// How many chunks a quotation has at most.
const LONGEST_QUOTATION: usize = 400;

impl FrameMatcher<'_> {
    /// The phrase the clause is about: no preposition before it, nor a verb whose object it is.
    pub(super) fn subject(
        &self,
        accepts: FillerKinds,
        has_object: bool,
        used: &mut Used,
    ) -> Option<SlotValue> {
        let chunks = &self.chunks.all;
        let take = |i: usize, used: &mut Used| {
            used.chunks.push(i);
            Some(SlotValue::Chunk(i, accepts))
        };
        let free = |i: usize| {
            let before = (0..i).rev().find(|&j| chunks[j].kind != ChunkKind::Skip);
            let unmarked = before.is_none_or(|j| match chunks[j].kind {
                ChunkKind::Marker { .. } | ChunkKind::Trigger(_) => false,
                // 为期四天的画展, 被扣押的船员: the head of what stands before 的, if that is no preposition's.
                ChunkKind::De => chunks[self.scope.own.min(j)..j].iter().all(|c| {
                    !matches!(c.kind, ChunkKind::Marker { preposition: true })
                        || &self.text[c.span.range()] == "被"
                }),
                _ => true,
            });
            unmarked && !chunks[i].placed
        };
        let who = FillerKinds::PERSON.meets(accepts);
        for (from, to) in [(self.scope.own, self.scope.at), (self.scope.from, self.scope.own)] {
            let fits = |i: &usize| !used.has_chunk(*i) && self.takes(*i, accepts) && free(*i);
            // Somebody before something: 昨天下午天气晴朗，市长…
            let named = FillerKinds::PERSON;
            let first = (from..to).find(|i| fits(i) && who && self.takes(*i, named));
            if let Some(i) = first.or_else(|| (from..to).find(fits)) {
                return take(i, used);
            }
        }
        // 在会上发言的张华…: behind 的, when nothing else can be meant.
        if !has_object
            && let Some(i) = self.relative_head()
            && self.takes(i, accepts)
        {
            return take(i, used);
        }
        // The object of a verb before is the subject of this one: 派出医疗队支援…
        let soft = |i: &usize| {
            let before = (self.scope.own..*i).rev().find(|&j| chunks[j].kind != ChunkKind::Skip);
            let preposition = before.is_some_and(|j| {
                matches!(chunks[j].kind, ChunkKind::Marker { preposition: true } | ChunkKind::De)
            });
            !used.has_chunk(*i) && self.takes(*i, accepts) && !preposition && !chunks[*i].placed
        };
        let last = (self.scope.own..self.scope.at).rev().find(soft);
        last.and_then(|i| take(i, used))
    }

    /// Whether a noun phrase that no preposition marks stands behind the trigger in its clause.
    pub(super) fn has_object(&self) -> bool {
        let chunks = &self.chunks.all;
        let mut marked = false;
        for chunk in &chunks[self.scope.at + 1..self.scope.to] {
            match chunk.kind {
                ChunkKind::Phrase if !marked => return true,
                ChunkKind::Marker { preposition } => marked = preposition,
                ChunkKind::Trigger(_) => return false,
                ChunkKind::Phrase => marked = false,
                _ => {}
            }
        }
        false
    }

    /// The phrase in T的N.
    fn relative_head(&self) -> Option<usize> {
        let chunks = &self.chunks.all;
        let mut next =
            (self.scope.at + 1..self.scope.to).filter(|&i| chunks[i].kind != ChunkKind::Skip);
        let de = next.next()?;
        let head = next.next()?;
        (chunks[de].kind == ChunkKind::De && chunks[head].kind == ChunkKind::Phrase).then_some(head)
    }

    pub(super) fn object(
        &self,
        role: RoleId,
        accepts: FillerKinds,
        used: &mut Used,
    ) -> Option<SlotValue> {
        let chunks = &self.chunks.all;
        if self.ontology.role_is(role, RoleUse::Content) {
            // 要求各地排查隐患: what is asked stands behind who is asked.
            let behind = used
                .chunks
                .iter()
                .copied()
                .filter(|i| (self.scope.at + 1..self.scope.to).contains(i))
                .max();
            return self.content_of(behind.unwrap_or(self.scope.at)).map(SlotValue::Words);
        }
        if accepts.meets(FillerKinds::DURATION)
            && let Some(time) = (self.scope.at + 1..self.scope.to)
                .find(|&i| matches!(chunks[i].kind, ChunkKind::Time(_)))
        {
            return Some(SlotValue::Words(chunks[time].span));
        }
        let head = self.relative_head().and_then(|head| self.take(head, accepts, used));
        if head.is_some() {
            return head;
        }
        if self.ontology.role_is(role, RoleUse::Phrase) {
            let from = (self.scope.at + 1..self.scope.to)
                .find(|&i| chunks[i].kind != ChunkKind::Skip && !used.has_chunk(i))?;
            return self.words_to(from, self.scope.to).map(SlotValue::Words);
        }
        self.object_phrase(accepts, used)
    }

    /// Returns a chunk as the value of a slot, if it may be.
    fn take(&self, chunk: usize, accepts: FillerKinds, used: &mut Used) -> Option<SlotValue> {
        let free = self.takes(chunk, accepts) && !used.has_chunk(chunk);
        free.then(|| {
            used.chunks.push(chunk);
            SlotValue::Chunk(chunk, accepts)
        })
    }

    /// The phrase behind the trigger that no preposition marks.
    fn object_phrase(&self, accepts: FillerKinds, used: &mut Used) -> Option<SlotValue> {
        let chunks = &self.chunks.all;
        let to = self.scope.to;
        let mut i = self.scope.at + 1;
        while i < to {
            match chunks[i].kind {
                ChunkKind::Skip | ChunkKind::Time(_) | ChunkKind::Open | ChunkKind::Close => i += 1,
                ChunkKind::Phrase if used.has_chunk(i) => i += 1,
                ChunkKind::Phrase => {
                    // 发布他研制的产品: the phrase behind 的 is meant.
                    return self.take(self.behind_relative(i, to).unwrap_or(i), accepts, used);
                }
                ChunkKind::Marker { preposition: true } => {
                    // A marked phrase may stand between: 派往灾区…
                    i += 1;
                    while i < to && chunks[i].kind == ChunkKind::Phrase {
                        i += 1;
                    }
                }
                // 签署互认学分备忘录: a verb inside the name of a thing.
                ChunkKind::Marker { preposition: false }
                    if accepts.meets(FillerKinds::THING)
                        && i == self.scope.at + 1
                        && i + 1 < to
                        && self.takes(i + 1, FillerKinds::ANY)
                        && !used.has_chunk(i + 1) =>
                {
                    used.chunks.push(i + 1);
                    let end = chunks[i + 1].span.end;
                    return Some(SlotValue::Words(Span::new(chunks[i].span.start, end)));
                }
                ChunkKind::Trigger(_) | ChunkKind::Marker { .. } => {
                    return self.take(self.behind_relative(i, to)?, accepts, used);
                }
                ChunkKind::De | ChunkKind::Comma | ChunkKind::Colon => return None,
            }
        }
        None
    }

    /// Returns the phrase behind `verb … 的` when a relative clause starts at the chunk or behind it.
    fn behind_relative(&self, from: usize, to: usize) -> Option<usize> {
        let chunks = &self.chunks.all;
        let mut verb = false;
        for i in from..to.min(from + 6) {
            match chunks[i].kind {
                ChunkKind::Trigger(_) | ChunkKind::Marker { .. } => verb = true,
                ChunkKind::De if verb => {
                    let head = i + 1;
                    return (head < to && chunks[head].kind == ChunkKind::Phrase).then_some(head);
                }
                ChunkKind::Phrase
                | ChunkKind::Skip
                | ChunkKind::Time(_)
                | ChunkKind::Open
                | ChunkKind::Close => {
                    if !verb && i > from {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        None
    }

    fn words_to(&self, from: usize, end: usize) -> Option<Span<Clean>> {
        let chunks = &self.chunks.all;
        let last = (from..end)
            .rev()
            .find(|&i| !matches!(chunks[i].kind, ChunkKind::Skip | ChunkKind::Comma))?;
        let start = chunks[from].span.start;
        (chunks[last].span.end > start).then(|| Span::new(start, chunks[last].span.end))
    }

    /// The words said: behind the trigger and its comma or colon, to the end; in a quotation, to its end.
    pub(super) fn content_of(&self, behind: usize) -> Option<Span<Clean>> {
        let chunks = &self.chunks.all;
        let mut from = behind + 1;
        while from < self.scope.end
            && matches!(
                chunks[from].kind,
                ChunkKind::Comma | ChunkKind::Colon | ChunkKind::Skip | ChunkKind::Open
            )
        {
            if chunks[from].kind == ChunkKind::Open {
                let most = self.scope.end.min(from + LONGEST_QUOTATION);
                let close = (from..most).find(|&i| chunks[i].kind == ChunkKind::Close);
                return self.words_to(from + 1, close.unwrap_or(self.scope.end));
            }
            from += 1;
        }
        (from < self.scope.end).then(|| self.words_to(from, self.scope.end)).flatten()
    }

    /// Returns whether a number of people or things stands directly before the trigger.
    pub(super) fn counted_before(&self) -> bool {
        let trigger = self.chunks.all[self.scope.at].span.start;
        let before =
            self.amounts[..self.amounts.partition_point(|a| a.span.start < trigger)].last();
        before.is_some_and(|a| a.kind == AmountKind::Count && a.span.end == trigger)
    }

    pub(super) fn amount(&self, accepts: FillerKinds, used: &mut Used) -> Option<SlotValue> {
        let chunks = &self.chunks.all;
        let trigger = chunks[self.scope.at].span;
        let (lo, hi) = (chunks[self.scope.own].span.start, chunks[self.scope.to - 1].span.end);
        let fits = |i: &usize| {
            filler_kind(self.amounts[*i].kind).meets(accepts) && !used.amounts.contains(i)
        };
        let at = |byte: usize| self.amounts.partition_point(|a| a.span.start < byte);
        let after = (at(trigger.end)..at(hi)).find(fits);
        let before = (at(lo)..at(trigger.start)).rev().find(fits);
        // 签下…项目，合同额2.7亿美元; 享年88岁: a clause behind that has no event of its own.
        let next = (self.scope.to..self.scope.end.min(self.scope.to + REACH))
            .take_while(|&i| !matches!(self.chunks.all[i].kind, ChunkKind::Trigger(_)))
            .last();
        let trailing = accepts.meets(FillerKinds::MONEY)
            || accepts.meets(FillerKinds::AGE)
            || accepts.meets(FillerKinds::LENGTH);
        let next = next.filter(|_| trailing).map_or(hi, |i| self.chunks.all[i].span.end);
        let later = || (at(hi)..at(next)).find(fits);
        let beside = before.filter(|&i| self.amounts[i].span.end == trigger.start);
        let found = beside.or(after).or(before).or_else(later)?;
        used.amounts.push(found);
        Some(SlotValue::Amount(found))
    }
}
