//! Fits the frames of a type around a trigger: which chunk fills which role.

mod slots;

use super::{
    amount::{Amount, AmountKind},
    chunk::{Chunk, ChunkKind, Chunks, Head, Member},
    frame::{FillerKinds, Frame, Slot},
    ontology::{Ontology, RoleId, RoleUse},
    word_classes::WordList,
};
use crate::{Clean, Span, document::MentionKind, mention::Mentions};

/// How far a trigger sees, as indices of chunks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// First chunk of the clauses before that have no event of their own.
    pub(super) from: usize,
    /// First chunk of its own clause.
    pub(super) own: usize,
    /// The trigger.
    pub(super) at: usize,
    /// One past the last chunk of its clause.
    pub(super) to: usize,
    /// One past the last chunk its content may reach.
    pub(super) end: usize,
}

/// What fills a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlotValue {
    /// The members of a phrase that the role takes.
    Chunk(usize, FillerKinds),
    /// An amount of the sentence.
    Amount(usize),
    /// The words themselves.
    Words(Span<Clean>),
}

/// A frame that fits.
#[derive(Debug, Clone, Default)]
pub(super) struct FrameMatch {
    pub(super) values: Vec<(RoleId, SlotValue)>,
    /// The subject's role, if the frame has one that nothing fills.
    pub(super) open_subject: Option<RoleId>,
    /// The chunk of the subject.
    pub(super) subject: Option<(RoleId, usize)>,
    required: usize,
    /// Chunks of triggers that the frame took as markers.
    pub(super) markers: Vec<usize>,
    used: Used,
}

/// Chunks and amounts that fill a role already, or mark one.
#[derive(Debug, Clone, Default)]
struct Used {
    chunks: Vec<usize>,
    amounts: Vec<usize>,
}

impl Used {
    fn has_chunk(&self, chunk: usize) -> bool {
        self.chunks.contains(&chunk)
    }
}

/// Fits frames around one trigger of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrameMatcher<'a> {
    pub(super) text: &'a str,
    pub(super) chunks: &'a Chunks,
    pub(super) amounts: &'a [Amount],
    pub(super) mentions: &'a Mentions,
    pub(super) ontology: &'a Ontology,
    pub(super) scope: Scope,
}

/// How many chunks a trigger sees on each side; clauses are shorter.
const REACH: usize = 80;

impl Scope {
    /// Returns what a trigger at a chunk sees.
    pub(super) fn around(chunks: &Chunks, at: usize) -> Self {
        let chunks = &chunks.all;
        let first = at.saturating_sub(REACH);
        let last = chunks.len().min(at + REACH);
        let border =
            |c: &Chunk| matches!(c.kind, ChunkKind::Comma | ChunkKind::Colon | ChunkKind::Open);
        let own = chunks[first..at].iter().rposition(border).map_or(first, |i| first + i + 1);
        let mut from = own;
        while from > first && chunks[from - 1].kind == ChunkKind::Comma {
            let before = chunks[first..from - 1].iter().rposition(border);
            let before = before.map_or(first, |i| first + i + 1);
            let has_event = |c: &Chunk| matches!(c.kind, ChunkKind::Trigger(_) | ChunkKind::Close);
            // A clause inside 在…的会上 has an event, but what stands behind it belongs to this one.
            if chunks[before..from - 1].iter().any(has_event) {
                break;
            }
            from = before;
        }
        let stop = |c: &Chunk| matches!(c.kind, ChunkKind::Comma | ChunkKind::Colon);
        let to = chunks[at + 1..last].iter().position(stop).map_or(last, |i| at + 1 + i);
        Scope { from, own, at, to, end: chunks.len() }
    }
}

impl FrameMatch {
    fn clear(&mut self) {
        self.values.clear();
        self.markers.clear();
        self.used.chunks.clear();
        self.used.amounts.clear();
        (self.open_subject, self.subject, self.required) = (None, None, 0);
    }
}

impl FrameMatcher<'_> {
    /// Returns the best of the frames.
    pub(super) fn best<'f>(
        &self,
        frames: impl Iterator<Item = &'f Frame>,
    ) -> Option<(&'f Frame, FrameMatch)> {
        let mut best: Option<&Frame> = None;
        let (mut fitting, mut trial) = (FrameMatch::default(), FrameMatch::default());
        for frame in frames {
            trial.clear();
            if self.fit(frame, &mut trial).is_none() {
                continue;
            }
            let score = |f: &FrameMatch| (f.required, f.values.len());
            if best.is_none() || score(&trial) > score(&fitting) {
                best = Some(frame);
                std::mem::swap(&mut fitting, &mut trial);
            }
        }
        best.map(|frame| (frame, fitting))
    }

    /// Fills `fit` and the chunks and amounts that it uses; none when the frame does not fit.
    fn fit(&self, frame: &Frame, fit: &mut FrameMatch) -> Option<()> {
        let trigger = self.words(self.scope.at);
        if !frame.words.is_empty() && !frame.words.iter().any(|w| trigger.contains(w.as_str())) {
            return None;
        }
        // Marked phrases first, so that what a word marks is no subject or object.
        let marked = frame.slots.iter().filter(|s| !s.markers.is_empty());
        for slot in marked {
            match self.marked(slot, frame, &mut fit.used) {
                Some(value) => {
                    fit.required += usize::from(slot.required);
                    if let (Some(role), Some(value)) = (slot.role, value) {
                        fit.values.push((role, value));
                    }
                }
                None if slot.required => return None,
                None => {}
            }
        }
        if frame.closed {
            if self.has_object() {
                return None;
            }
            // 评审结果公布 says what was announced before the verb, 教育部公布，… behind it.
            let has_content = frame
                .slots
                .iter()
                .any(|s| s.role.is_some_and(|r| self.ontology.role_is(r, RoleUse::Content)));
            if has_content && self.content_of(self.scope.at).is_some() {
                return None;
            }
            fit.required += 1;
        }
        let has_object =
            frame.slots.iter().any(|s| !s.left && s.markers.is_empty() && !s.accepts.is_amount());
        // 两车相撞，造成3人死亡: those who are counted are its subject.
        let counted = frame
            .slots
            .iter()
            .any(|s| s.accepts.meets(FillerKinds::COUNT) && s.accepts.is_amount())
            && self.counted_before();
        for slot in frame.slots.iter().filter(|s| s.markers.is_empty()) {
            if counted && slot.left && !slot.accepts.is_amount() {
                continue;
            }
            let Some(role) = slot.role else { continue };
            // 以2比0战胜: the amount is filled already. 3人死亡、12人受伤: each has its own.
            if slot.accepts.is_amount() && fit.values.iter().any(|(r, _)| *r == role) {
                continue;
            }
            let value = if slot.accepts.is_amount() && !slot.accepts.meets(FillerKinds::DURATION) {
                self.amount(slot.accepts, &mut fit.used)
            } else if slot.left {
                self.subject(slot.accepts, has_object, &mut fit.used)
            } else {
                self.object(role, slot.accepts, &mut fit.used)
            };
            let is_subject = slot.left && !slot.accepts.is_amount() && fit.subject.is_none();
            match value {
                Some(value) => {
                    if let (SlotValue::Chunk(chunk, _), true) = (value, is_subject) {
                        fit.subject = Some((role, chunk));
                    }
                    fit.required += usize::from(slot.required);
                    fit.values.push((role, value));
                }
                None if slot.required => return None,
                None if is_subject && fit.open_subject.is_none() => fit.open_subject = Some(role),
                None => {}
            }
        }
        let is_trigger = |i: &usize| matches!(self.chunks.all[*i].kind, ChunkKind::Trigger(_));
        fit.markers.extend(fit.used.chunks.iter().copied().filter(is_trigger));
        Some(())
    }

    fn words(&self, chunk: usize) -> &str {
        &self.text[self.chunks.all[chunk].span.range()]
    }

    /// Finds a marked phrase, nearest to the trigger; `Some(None)` for a word that stands alone.
    fn marked(&self, slot: &Slot, frame: &Frame, used: &mut Used) -> Option<Option<SlotValue>> {
        let range = if slot.left {
            self.scope.from..self.scope.at
        } else {
            self.scope.at + 1..self.scope.to
        };
        let found =
            |i: usize| slot.is_marked_by(self.chunks.all[i].word.marker) && !used.has_chunk(i);
        let Some(role) = slot.role else {
            // 被免职: the trigger brings the word itself.
            let trigger = self.words(self.scope.at);
            if slot.left && slot.markers.iter().any(|m| trigger.starts_with(m.as_str())) {
                return Some(None);
            }
            let mut range = range;
            let at =
                if slot.left { range.rev().find(|&i| found(i)) } else { range.find(|&i| found(i)) };
            return at.map(|_| None);
        };
        let mut candidates = range.clone();
        // 据外媒报道，警方说: whose report it is stands in its own clause.
        if slot.left
            && (self.ontology.role_is(role, RoleUse::Addressee)
                || slot.markers.iter().any(|m| m == "据"))
        {
            candidates = self.scope.own..self.scope.at;
        }
        loop {
            // 对甲县对乙县的支持表示感谢: who is addressed stands first.
            let first = self.ontology.role_is(role, RoleUse::Addressee)
                && candidates.start >= self.scope.own;
            let at = match slot.left && !first {
                true => candidates.next_back(),
                false => candidates.next(),
            }?;
            if !found(at) {
                continue;
            }
            if self.ontology.role_is(role, RoleUse::Phrase) {
                let end = if slot.left { self.scope.at } else { self.scope.to };
                if let Some(span) = self.words_behind(frame, at + 1, end) {
                    used.chunks.push(at);
                    return Some(Some(SlotValue::Words(span)));
                }
                continue;
            }
            let phrase = (at + 1..range.end).find(|&i| {
                !matches!(
                    self.chunks.all[i].kind,
                    ChunkKind::Skip | ChunkKind::Time(_) | ChunkKind::Open
                )
            });
            let Some(phrase) = phrase else { continue };
            if self.takes(phrase, slot.accepts) && !used.has_chunk(phrase) {
                used.chunks.push(at);
                used.chunks.push(phrase);
                return Some(Some(SlotValue::Chunk(phrase, slot.accepts)));
            }
        }
    }

    /// Returns the words from a chunk up to the next light verb, the next word of the frame or the end.
    fn words_behind(&self, frame: &Frame, from: usize, end: usize) -> Option<Span<Clean>> {
        let marks = |chunk: &Chunk| frame.slots.iter().any(|s| s.is_marked_by(chunk.word.marker));
        let mut last = None;
        for i in from..end {
            let chunk = &self.chunks.all[i];
            match chunk.kind {
                ChunkKind::Marker { .. }
                    if last.is_some() && (chunk.word.is(WordList::LightVerb) || marks(chunk)) =>
                {
                    break;
                }
                ChunkKind::Comma | ChunkKind::Colon => break,
                ChunkKind::Skip => {}
                _ => last = Some(i),
            }
        }
        let last = last?;
        Some(Span::new(self.chunks.all[from].span.start, self.chunks.all[last].span.end))
    }

    /// Returns whether a chunk is a phrase with a member the role takes.
    pub(super) fn takes(&self, chunk: usize, accepts: FillerKinds) -> bool {
        let chunk = &self.chunks.all[chunk];
        chunk.kind == ChunkKind::Phrase
            && self.chunks.members(chunk).iter().any(|m| self.kind(m, chunk).meets(accepts))
    }

    /// Returns what kind of filler a member is.
    pub(super) fn kind(&self, member: &Member, chunk: &Chunk) -> FillerKinds {
        match member.head {
            Head::Mention(m) => match self.mentions.all[m].kind {
                MentionKind::Person => FillerKinds::PERSON,
                MentionKind::Organization => FillerKinds::ORGANIZATION,
                MentionKind::Place => FillerKinds::PLACE,
                MentionKind::Title | MentionKind::Group | MentionKind::Pronoun => {
                    FillerKinds::SOMEBODY
                }
                MentionKind::Quantity => FillerKinds::COUNT,
                MentionKind::Date => FillerKinds::DURATION,
                _ => FillerKinds::THING,
            },
            Head::Amount(a) => filler_kind(self.amounts[a].kind),
            Head::Common if chunk.placed || member.location => {
                FillerKinds::SPOT.or(FillerKinds::NOUN)
            }
            Head::Common => FillerKinds::NOUN,
        }
    }
}

fn filler_kind(kind: AmountKind) -> FillerKinds {
    match kind {
        AmountKind::Money => FillerKinds::MONEY,
        AmountKind::Count => FillerKinds::COUNT,
        AmountKind::Percent => FillerKinds::PERCENT,
        AmountKind::Score => FillerKinds::SCORE,
        AmountKind::Level => FillerKinds::LEVEL,
        AmountKind::Share => FillerKinds::SHARE,
        AmountKind::Age => FillerKinds::AGE,
        AmountKind::Length => FillerKinds::LENGTH,
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::event::test_support::{by_rules, told};

    #[test]
    fn a_marked_phrase_is_no_subject() {
        let events = told(&by_rules("省长王晓明率代表团访问法国。"));
        assert_eq!(events, ["visit.official companion=代表团 agent=王晓明 place=法国"]);
    }

    #[test]
    fn counted_people_are_the_victims() {
        let events = told(&by_rules("两车相撞，造成3人死亡。"));
        let died = events.iter().find(|e| e.starts_with("life.die")).expect("a death");
        assert!(died.contains("count=3人"), "{died}");
    }
}
