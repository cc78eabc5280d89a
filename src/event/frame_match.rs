//! Fits a frame around a trigger: which chunk fills which role.

use super::{
    amount::{Amount, Measured},
    chunk::{Chunk, Clauses, Head, Member, Part},
    frame::{Accepts, Frame, Slot},
    ontology::Role,
};
use crate::{Clean, Span, document::MentionKind, mention::Mentions};

/// How far a trigger sees, as indices of chunks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    /// First chunk of the clauses before that tell no event of their own.
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
pub(super) enum Value {
    /// The members of a phrase that the role takes.
    Chunk(usize, Accepts),
    /// An amount of the sentence.
    Amount(usize),
    /// The words themselves.
    Words(Span<Clean>),
}

/// A frame that fits.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    pub(super) values: Vec<(Role, Value)>,
    /// The subject's role, if the frame has one that nothing fills.
    pub(super) open_subject: Option<Role>,
    /// The chunk of the subject.
    pub(super) subject: Option<(Role, usize)>,
    required: usize,
    /// Chunks of words that the frame took as markers.
    pub(super) marks: Vec<usize>,
}

/// What the fitting sees of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) text: &'a str,
    pub(super) clauses: &'a Clauses,
    pub(super) amounts: &'a [Amount],
    pub(super) mentions: &'a Mentions,
    /// The role whose words reach to the end of the sentence: content.
    pub(super) content: Role,
    pub(super) addressee: Role,
    /// Roles that are told by the words of the clause: purpose, topic.
    pub(super) phrases: &'a [Role],
}

/// How many chunks a trigger sees on each side; clauses are shorter.
const SIGHT: usize = 80;

/// How many chunks a quotation has at most.
const LONGEST_QUOTATION: usize = 400;

impl Region {
    /// Returns what a trigger at a chunk sees.
    pub(super) fn around(clauses: &Clauses, at: usize) -> Self {
        let chunks = &clauses.chunks;
        let first = at.saturating_sub(SIGHT);
        let last = chunks.len().min(at + SIGHT);
        let border = |c: &Chunk| matches!(c.part, Part::Comma | Part::Colon | Part::Open);
        let own = chunks[first..at].iter().rposition(border).map_or(first, |i| first + i + 1);
        let mut from = own;
        while from > first && chunks[from - 1].part == Part::Comma {
            let before = chunks[first..from - 1].iter().rposition(border);
            let before = before.map_or(first, |i| first + i + 1);
            let tells = |c: &Chunk| matches!(c.part, Part::Hit(_) | Part::Close);
            // A clause inside 在…的会上 tells an event, but what stands behind it is ours.
            if chunks[before..from - 1].iter().any(tells) {
                break;
            }
            from = before;
        }
        let stop = |c: &Chunk| matches!(c.part, Part::Comma | Part::Colon);
        let to = chunks[at + 1..last].iter().position(stop).map_or(last, |i| at + 1 + i);
        Region { from, own, at, to, end: chunks.len() }
    }
}

impl Fit {
    fn clear(&mut self) {
        self.values.clear();
        self.marks.clear();
        (self.open_subject, self.subject, self.required) = (None, None, 0);
    }
}

impl Sight<'_> {
    /// Returns the best of the frames.
    pub(super) fn best<'f>(
        &self,
        frames: impl Iterator<Item = &'f Frame>,
        region: Region,
    ) -> Option<(&'f Frame, Fit)> {
        let mut best: Option<&Frame> = None;
        let (mut fitting, mut trial) = (Fit::default(), Fit::default());
        let mut used = Vec::new();
        for frame in frames {
            used.clear();
            trial.clear();
            if self.fit(frame, region, &mut trial, &mut used).is_none() {
                continue;
            }
            let score = |f: &Fit| (f.required, f.values.len());
            if best.is_none() || score(&trial) > score(&fitting) {
                best = Some(frame);
                std::mem::swap(&mut fitting, &mut trial);
            }
        }
        best.map(|frame| (frame, fitting))
    }

    /// Fills `fit` and the chunks and amounts that it uses; none when the frame does not fit.
    fn fit(
        &self,
        frame: &Frame,
        region: Region,
        fit: &mut Fit,
        used: &mut Vec<usize>,
    ) -> Option<()> {
        let trigger = self.words(region.at);
        if !frame.words.is_empty() && !frame.words.iter().any(|w| trigger.contains(w.as_str())) {
            return None;
        }
        // Marked phrases first, so that what a word marks is no subject or object.
        let marked = frame.slots.iter().filter(|s| !s.markers.is_empty());
        for slot in marked {
            match self.marked(slot, frame, region, used) {
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
            if self.has_object(region) {
                return None;
            }
            // 评审结果公布 tells what was announced before the verb, 教育部公布，… behind it.
            let told = frame.slots.iter().any(|s| s.role == Some(self.content));
            if told && self.content_of(region.at, region).is_some() {
                return None;
            }
            fit.required += 1;
        }
        let has_object =
            frame.slots.iter().any(|s| !s.left && s.markers.is_empty() && !s.accepts.is_amount());
        // 两车相撞，造成3人死亡: those who are counted are its subject.
        let counted =
            frame.slots.iter().any(|s| s.accepts.meets(Accepts::COUNT) && s.accepts.is_amount())
                && self.counted_before(region);
        for slot in frame.slots.iter().filter(|s| s.markers.is_empty()) {
            if counted && slot.left && !slot.accepts.is_amount() {
                continue;
            }
            let Some(role) = slot.role else { continue };
            // 以2比0战胜: told already. 3人死亡、12人受伤: each has its own.
            if slot.accepts.is_amount() && fit.values.iter().any(|(r, _)| *r == role) {
                continue;
            }
            let value = if slot.accepts.is_amount() && !slot.accepts.meets(Accepts::DURATION) {
                self.amount(slot.accepts, region, used)
            } else if slot.left {
                self.subject(slot.accepts, region, has_object, used)
            } else {
                self.object(role, slot.accepts, region, used)
            };
            let is_subject = slot.left && !slot.accepts.is_amount() && fit.subject.is_none();
            match value {
                Some(value) => {
                    if let (Value::Chunk(chunk, _), true) = (value, is_subject) {
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
        let is_hit =
            |i: &usize| self.clauses.chunks.get(*i).is_some_and(|c| matches!(c.part, Part::Hit(_)));
        fit.marks.extend(used.iter().copied().filter(is_hit));
        Some(())
    }

    fn words(&self, chunk: usize) -> &str {
        &self.text[self.clauses.chunks[chunk].span.range()]
    }

    /// Finds a marked phrase, nearest to the trigger; `Some(None)` for a word that stands alone.
    fn marked(
        &self,
        slot: &Slot,
        frame: &Frame,
        region: Region,
        used: &mut Vec<usize>,
    ) -> Option<Option<Value>> {
        let range = if slot.left { region.from..region.at } else { region.at + 1..region.to };
        let found =
            |i: usize| slot.is_marked_by(self.clauses.chunks[i].marker) && !used.contains(&i);
        let Some(role) = slot.role else {
            // 被免职: the trigger brings the word itself.
            let trigger = self.words(region.at);
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
        if slot.left && (role == self.addressee || slot.markers.iter().any(|m| m == "据")) {
            candidates = region.own..region.at;
        }
        loop {
            // 对甲县对乙县的支持表示感谢: who is addressed stands first.
            let first = role == self.addressee && candidates.start >= region.own;
            let at = match slot.left && !first {
                true => candidates.next_back(),
                false => candidates.next(),
            }?;
            if !found(at) {
                continue;
            }
            if self.phrases.contains(&role) {
                let end = if slot.left { region.at } else { region.to };
                if let Some(span) = self.stretch(frame, at + 1, end) {
                    used.push(at);
                    return Some(Some(Value::Words(span)));
                }
                continue;
            }
            let phrase = (at + 1..range.end).find(|&i| {
                !matches!(self.clauses.chunks[i].part, Part::Skip | Part::Time(_) | Part::Open)
            });
            let Some(phrase) = phrase else { continue };
            if self.takes(phrase, slot.accepts) && !used.contains(&phrase) {
                used.push(at);
                used.push(phrase);
                return Some(Some(Value::Chunk(phrase, slot.accepts)));
            }
        }
    }

    /// Returns the words from a chunk up to the next light verb, the next word of the frame or the end.
    fn stretch(&self, frame: &Frame, from: usize, end: usize) -> Option<Span<Clean>> {
        let marks = |chunk: &Chunk| frame.slots.iter().any(|s| s.is_marked_by(chunk.marker));
        let mut last = None;
        for i in from..end {
            let chunk = &self.clauses.chunks[i];
            match chunk.part {
                Part::Marker { .. } if last.is_some() && (chunk.light || marks(chunk)) => break,
                Part::Comma | Part::Colon => break,
                Part::Skip => {}
                _ => last = Some(i),
            }
        }
        let last = last?;
        Some(Span::new(self.clauses.chunks[from].span.start, self.clauses.chunks[last].span.end))
    }

    /// Returns whether a chunk is a phrase with a member the role takes.
    pub(super) fn takes(&self, chunk: usize, accepts: Accepts) -> bool {
        let chunk = &self.clauses.chunks[chunk];
        chunk.part == Part::Phrase
            && self.clauses.members(chunk).iter().any(|m| self.kind(m, chunk).meets(accepts))
    }

    /// Returns what kind of filler a member is.
    pub(super) fn kind(&self, member: &Member, chunk: &Chunk) -> Accepts {
        match member.head {
            Head::Mention(m) => match self.mentions.all[m].kind {
                MentionKind::Person => Accepts::PERSON,
                MentionKind::Organization => Accepts::ORGANIZATION,
                MentionKind::Place => Accepts::PLACE,
                MentionKind::Title | MentionKind::Group | MentionKind::Pronoun => Accepts::SOMEBODY,
                MentionKind::Quantity => Accepts::COUNT,
                MentionKind::Date => Accepts::DURATION,
                _ => Accepts::THING,
            },
            Head::Amount(a) => measured(self.amounts[a].of),
            Head::Common if chunk.placed || member.spot => {
                Accepts(Accepts::SPOT.0 | Accepts::NOUN.0)
            }
            Head::Common => Accepts::NOUN,
        }
    }

    /// The phrase the clause is about: no preposition before it, nor a verb whose object it is.
    fn subject(
        &self,
        accepts: Accepts,
        region: Region,
        has_object: bool,
        used: &mut Vec<usize>,
    ) -> Option<Value> {
        let chunks = &self.clauses.chunks;
        let take = |i: usize, used: &mut Vec<usize>| {
            used.push(i);
            Some(Value::Chunk(i, accepts))
        };
        let free = |i: usize| {
            let before = (0..i).rev().find(|&j| chunks[j].part != Part::Skip);
            let unmarked = before.is_none_or(|j| match chunks[j].part {
                Part::Marker { .. } | Part::Hit(_) => false,
                // 为期四天的画展, 被扣押的船员: the head of what stands before 的, if that is no preposition's.
                Part::De => chunks[region.own.min(j)..j].iter().all(|c| {
                    !matches!(c.part, Part::Marker { preposition: true })
                        || &self.text[c.span.range()] == "被"
                }),
                _ => true,
            });
            unmarked && !chunks[i].placed
        };
        let who = Accepts::PERSON.meets(accepts);
        for (from, to) in [(region.own, region.at), (region.from, region.own)] {
            let fits = |i: &usize| !used.contains(i) && self.takes(*i, accepts) && free(*i);
            // Somebody before something: 昨天下午天气晴朗，市长…
            let named = Accepts::PERSON;
            let first = (from..to).find(|i| fits(i) && who && self.takes(*i, named));
            if let Some(i) = first.or_else(|| (from..to).find(fits)) {
                return take(i, used);
            }
        }
        // 在会上发言的张华…: behind 的, when nothing else can be meant.
        if !has_object
            && let Some(i) = self.relative_head(region)
            && self.takes(i, accepts)
        {
            return take(i, used);
        }
        // The object of a verb before is the subject of this one: 派出医疗队支援…
        let soft = |i: &usize| {
            let before = (region.own..*i).rev().find(|&j| chunks[j].part != Part::Skip);
            let preposition = before.is_some_and(|j| {
                matches!(chunks[j].part, Part::Marker { preposition: true } | Part::De)
            });
            !used.contains(i) && self.takes(*i, accepts) && !preposition && !chunks[*i].placed
        };
        let last = (region.own..region.at).rev().find(soft);
        last.and_then(|i| take(i, used))
    }

    /// Whether a noun phrase that no preposition marks stands behind the trigger in its clause.
    fn has_object(&self, region: Region) -> bool {
        let chunks = &self.clauses.chunks;
        let mut marked = false;
        for chunk in &chunks[region.at + 1..region.to] {
            match chunk.part {
                Part::Phrase if !marked => return true,
                Part::Marker { preposition } => marked = preposition,
                Part::Hit(_) => return false,
                Part::Phrase => marked = false,
                _ => {}
            }
        }
        false
    }

    /// The phrase in T的N.
    fn relative_head(&self, region: Region) -> Option<usize> {
        let chunks = &self.clauses.chunks;
        let mut next = (region.at + 1..region.to).filter(|&i| chunks[i].part != Part::Skip);
        let de = next.next()?;
        let head = next.next()?;
        (chunks[de].part == Part::De && chunks[head].part == Part::Phrase).then_some(head)
    }

    fn object(
        &self,
        role: Role,
        accepts: Accepts,
        region: Region,
        used: &mut Vec<usize>,
    ) -> Option<Value> {
        let chunks = &self.clauses.chunks;
        if role == self.content {
            // 要求各地排查隐患: what is asked stands behind who is asked.
            let behind =
                used.iter().copied().filter(|i| (region.at + 1..region.to).contains(i)).max();
            return self.content_of(behind.unwrap_or(region.at), region).map(Value::Words);
        }
        if accepts.meets(Accepts::DURATION)
            && let Some(time) =
                (region.at + 1..region.to).find(|&i| matches!(chunks[i].part, Part::Time(_)))
        {
            return Some(Value::Words(chunks[time].span));
        }
        if let Some(head) = self.relative_head(region)
            && !used.contains(&head)
            && self.takes(head, accepts)
        {
            used.push(head);
            return Some(Value::Chunk(head, accepts));
        }
        if self.phrases.contains(&role) {
            let from = (region.at + 1..region.to)
                .find(|&i| chunks[i].part != Part::Skip && !used.contains(&i))?;
            return self.stretch_to(from, region.to).map(Value::Words);
        }
        let mut i = region.at + 1;
        while i < region.to {
            match chunks[i].part {
                Part::Skip | Part::Time(_) | Part::Open | Part::Close => i += 1,
                Part::Phrase if used.contains(&i) => i += 1,
                Part::Phrase => {
                    // 发布他研制的产品: the phrase behind 的 is meant.
                    let i = self.behind_relative(i, region.to).unwrap_or(i);
                    if self.takes(i, accepts) && !used.contains(&i) {
                        used.push(i);
                        return Some(Value::Chunk(i, accepts));
                    }
                    return None;
                }
                Part::Marker { preposition: true } => {
                    // A marked phrase may stand between: 派往灾区…
                    i += 1;
                    while i < region.to && chunks[i].part == Part::Phrase {
                        i += 1;
                    }
                }
                // 签署互认学分备忘录: a verb inside the name of a thing.
                Part::Marker { preposition: false }
                    if accepts.meets(Accepts::THING)
                        && i == region.at + 1
                        && i + 1 < region.to
                        && self.takes(i + 1, Accepts::ANY)
                        && !used.contains(&(i + 1)) =>
                {
                    used.push(i + 1);
                    let end = chunks[i + 1].span.end;
                    return Some(Value::Words(Span::new(chunks[i].span.start, end)));
                }
                Part::Hit(_) | Part::Marker { .. } => {
                    let head = self.behind_relative(i, region.to)?;
                    if self.takes(head, accepts) && !used.contains(&head) {
                        used.push(head);
                        return Some(Value::Chunk(head, accepts));
                    }
                    return None;
                }
                Part::De | Part::Comma | Part::Colon => return None,
            }
        }
        None
    }

    /// Returns the phrase behind `verb … 的` when a relative clause starts at the chunk or behind it.
    fn behind_relative(&self, from: usize, to: usize) -> Option<usize> {
        let chunks = &self.clauses.chunks;
        let mut verb = false;
        for i in from..to.min(from + 6) {
            match chunks[i].part {
                Part::Hit(_) | Part::Marker { .. } => verb = true,
                Part::De if verb => {
                    let head = i + 1;
                    return (head < to && chunks[head].part == Part::Phrase).then_some(head);
                }
                Part::Phrase | Part::Skip | Part::Time(_) | Part::Open | Part::Close => {
                    if !verb && i > from {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        None
    }

    fn stretch_to(&self, from: usize, end: usize) -> Option<Span<Clean>> {
        let chunks = &self.clauses.chunks;
        let last =
            (from..end).rev().find(|&i| !matches!(chunks[i].part, Part::Skip | Part::Comma))?;
        let start = chunks[from].span.start;
        (chunks[last].span.end > start).then(|| Span::new(start, chunks[last].span.end))
    }

    /// The words said: behind the trigger and its comma or colon, to the end; in a quotation, to its end.
    fn content_of(&self, behind: usize, region: Region) -> Option<Span<Clean>> {
        let chunks = &self.clauses.chunks;
        let mut from = behind + 1;
        while from < region.end
            && matches!(chunks[from].part, Part::Comma | Part::Colon | Part::Skip | Part::Open)
        {
            if chunks[from].part == Part::Open {
                let most = region.end.min(from + LONGEST_QUOTATION);
                let close = (from..most).find(|&i| chunks[i].part == Part::Close);
                return self.stretch_to(from + 1, close.unwrap_or(region.end));
            }
            from += 1;
        }
        (from < region.end).then(|| self.stretch_to(from, region.end)).flatten()
    }

    /// Returns whether a number of people or things stands directly before the trigger.
    fn counted_before(&self, region: Region) -> bool {
        let trigger = self.clauses.chunks[region.at].span.start;
        let before =
            self.amounts[..self.amounts.partition_point(|a| a.span.start < trigger)].last();
        before.is_some_and(|a| a.of == Measured::Count && a.span.end == trigger)
    }

    fn amount(&self, accepts: Accepts, region: Region, used: &mut Vec<usize>) -> Option<Value> {
        let chunks = &self.clauses.chunks;
        let trigger = chunks[region.at].span;
        let (lo, hi) = (chunks[region.own].span.start, chunks[region.to - 1].span.end);
        let fits = |i: &usize| {
            measured(self.amounts[*i].of).meets(accepts) && !used.contains(&(*i + AMOUNT))
        };
        let at = |byte: usize| self.amounts.partition_point(|a| a.span.start < byte);
        let after = (at(trigger.end)..at(hi)).find(fits);
        let before = (at(lo)..at(trigger.start)).rev().find(fits);
        // 签下…项目，合同额2.7亿美元; 享年88岁: a clause behind that tells no event of its own.
        let next = (region.to..region.end.min(region.to + SIGHT))
            .take_while(|&i| !matches!(self.clauses.chunks[i].part, Part::Hit(_)))
            .last();
        let trailing = accepts.meets(Accepts::MONEY)
            || accepts.meets(Accepts::AGE)
            || accepts.meets(Accepts::LENGTH);
        let next = next.filter(|_| trailing).map_or(hi, |i| self.clauses.chunks[i].span.end);
        let later = || (at(hi)..at(next)).find(fits);
        let beside = before.filter(|&i| self.amounts[i].span.end == trigger.start);
        let found = beside.or(after).or(before).or_else(later)?;
        used.push(found + AMOUNT);
        Some(Value::Amount(found))
    }
}

/// Indices of amounts and of chunks share one list of what is used.
const AMOUNT: usize = 1 << 32;

fn measured(of: Measured) -> Accepts {
    match of {
        Measured::Money => Accepts::MONEY,
        Measured::Count => Accepts::COUNT,
        Measured::Percent => Accepts::PERCENT,
        Measured::Score => Accepts::SCORE,
        Measured::Level => Accepts::LEVEL,
        Measured::Share => Accepts::SHARE,
        Measured::Age => Accepts::AGE,
        Measured::Length => Accepts::LENGTH,
    }
}
