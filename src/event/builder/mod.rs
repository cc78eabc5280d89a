//! Walks the sentences of a text and tells its events: what the clause leaves out is taken from what went before.
//!
//! The walk keeps a small memory: who spoke last and about what, the meeting that is under way, and the day the
//! narration has reached.

mod arguments;
mod attribution;
mod place;
mod time;

use super::{
    Context, Event, EventRules, Events, Filler,
    chunk::{Clauses, Head, Part},
    frame::Frame,
    frame_match::{Fit, Region, Sight, Value},
    learned::trigger_features::SetRule,
    nominalization,
    ontology::{Kind, Role},
    token::{Atoms, Sort},
    trigger::Hit,
};
use crate::{
    document::{Basis, Level, LinkKind, Modality, Polarity, Tense, TimeValue},
    mention::Mentions,
    resolve::Resolved,
    rules::Matches,
    segment::Segmented,
};

/// How many chunks back a day told in the same sentence counts.
const LOOK_BACK: usize = 200;

/// Somebody's words, going on until somebody else speaks or the narration goes on.
#[derive(Debug, Clone)]
struct Speech {
    event: usize,
    speaker: Vec<Filler>,
    paragraph: usize,
}

/// When the narration is.
#[derive(Debug, Clone)]
struct Now {
    value: TimeValue,
    paragraph: usize,
    /// The meeting that is under way, if it set the time.
    meeting: Option<usize>,
}

/// The walk over one text.
pub(super) struct Teller<'a> {
    rules: &'a EventRules,
    text: &'a str,
    segmented: &'a Segmented,
    matches: &'a Matches,
    mentions: &'a Mentions,
    resolved: &'a Resolved,
    atoms: Atoms,
    clauses: Clauses,
    /// The day the text speaks from.
    today: Option<String>,
    speech: Option<Speech>,
    now: Option<Now>,
    /// The subject of the sentence so far.
    subject: Vec<Filler>,
    /// The subject of the last sentence that had one, and its paragraph.
    before: Option<(usize, Vec<Filler>)>,
    /// The event whose content the walk is in, in this sentence.
    inside: Option<usize>,
    /// The report that this sentence is taken from: 据法新社报道.
    source: Option<usize>,
    /// The chunk of that event's trigger.
    inside_at: usize,
    /// Triggers of this sentence that only mark a part of another one's frame: 派出医疗队前往灾区.
    marks: Vec<usize>,
    /// The last event told in this sentence: its type and its chunk.
    last: Option<(Kind, usize)>,
    /// Whether the triggers are given, so that each of them tells an event.
    given: bool,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        rules: &'a EventRules,
        context: Context<'a>,
        atoms: Atoms,
        clauses: Clauses,
    ) -> Self {
        let Context { text, segmented, matches, mentions, resolved } = context;
        Teller {
            rules,
            text: text.clean(),
            segmented,
            matches,
            mentions,
            resolved,
            atoms,
            clauses,
            today: resolved.anchor.map(|(anchor, _)| anchor.date.to_string()),
            speech: None,
            now: None,
            subject: Vec::new(),
            before: None,
            inside: None,
            source: None,
            inside_at: 0,
            marks: Vec::new(),
            last: None,
            given: false,
        }
    }

    /// Tells the events of the given triggers, which are in text order, or of those that the set rules find.
    pub(super) fn tell(mut self, given: Option<&[Hit]>, out: &mut Events) {
        self.given = given.is_some();
        self.each_sentence(given, |teller, sentence| {
            if given.is_none() {
                let Atoms { all, hits, .. } = &mut teller.atoms;
                let EventRules { triggers, known, .. } = teller.rules;
                nominalization::settle(teller.text, all, hits, triggers, known, teller.mentions);
            }
            teller.clauses.read(
                teller.text,
                &teller.atoms.all,
                teller.mentions,
                &teller.rules.words,
            );
            teller.sentence(sentence, out);
        });
        (out.memory.atoms, out.memory.clauses) = (self.atoms, self.clauses);
    }

    /// Fills `out` with what the set rules make of each trigger they find, in text order.
    pub(super) fn set_readings(mut self, out: &mut Vec<(Hit, SetRule)>) -> Atoms {
        self.each_sentence(None, |teller, _| {
            let Atoms { all, hits, .. } = &mut teller.atoms;
            let EventRules { triggers, known, .. } = teller.rules;
            nominalization::settle(teller.text, all, hits, triggers, known, teller.mentions);
            let tells = |hit: usize| all.iter().any(|a| a.sort == Sort::Hit(hit));
            out.extend(
                hits.iter().enumerate().map(|(i, &hit)| {
                    (hit, if tells(i) { SetRule::Tells } else { SetRule::Nominal })
                }),
            );
        });
        self.atoms
    }

    /// Reads the atoms of one sentence after the other.
    fn each_sentence(&mut self, given: Option<&[Hit]>, mut with: impl FnMut(&mut Self, usize)) {
        let mut order: Vec<usize> = (0..self.mentions.all.len()).collect();
        order.sort_by_key(|&m| {
            let span = self.mentions.all[m].span;
            (span.start, std::cmp::Reverse(span.end))
        });
        let mut from = 0;
        for sentence in 0..self.segmented.sentences.len() {
            let span = self.segmented.sentences[sentence].span;
            let start = |m: &usize| self.mentions.all[*m].span.start;
            let first = from + order[from..].iter().take_while(|m| start(m) < span.start).count();
            from = first + order[first..].iter().take_while(|m| start(m) < span.end).count();
            let given = given.map(|hits| {
                let first = hits.partition_point(|h| h.span.start < span.start);
                let end = hits.partition_point(|h| h.span.start < span.end);
                &hits[first..end]
            });
            let read = match given {
                Some(hits) => !hits.is_empty(),
                None => !self.segmented.sentences[sentence].aside,
            };
            if !read {
                continue;
            }
            self.atoms.read(
                self.text,
                self.segmented,
                sentence,
                self.matches,
                &self.rules.triggers,
                &self.rules.words,
                self.mentions,
                &order[first..from],
                self.resolved,
                given,
            );
            with(self, sentence);
        }
    }

    fn paragraph(&self, sentence: usize) -> usize {
        self.segmented.sentences[sentence].paragraph
    }

    fn sentence(&mut self, sentence: usize, out: &mut Events) {
        let paragraph = self.paragraph(sentence);
        if !self.subject.is_empty() {
            self.before = Some((paragraph, std::mem::take(&mut self.subject)));
        }
        self.inside = None;
        self.source = None;
        self.marks.clear();
        self.last = None;
        if self.speech.as_ref().is_some_and(|s| s.paragraph != paragraph) {
            self.speech = None;
        }
        let anchor = self.event_anchor(out);
        let first = out.all.len();
        for at in 0..self.clauses.chunks.len() {
            let Part::Hit(hit) = self.clauses.chunks[at].part else { continue };
            self.event(sentence, at, hit, anchor.as_ref(), out);
        }
        self.earlier_quotation(first, out);
    }

    fn sight(&self) -> Sight<'_> {
        Sight {
            text: self.text,
            clauses: &self.clauses,
            amounts: &self.atoms.amounts,
            mentions: self.mentions,
            content: self.rules.known.content,
            addressee: self.rules.known.addressee.unwrap_or(Role::MAX),
            phrases: &self.rules.known.phrases,
        }
    }

    fn kind_at(&self, chunk: usize) -> Option<Kind> {
        match self.clauses.chunks[chunk].part {
            Part::Hit(hit) => Some(self.atoms.hits[hit].kind),
            _ => None,
        }
    }

    fn family(&self, kind: Kind) -> &'a str {
        let rules = self.rules;
        let name = &rules.ontology.kinds[kind as usize].name;
        name.split('.').next().unwrap_or(name)
    }

    /// Whether the trigger only leads to the next one: 赴…考察, 表示…祝贺, 举行会谈.
    fn leads(&self, at: usize, region: Region) -> bool {
        let Some(kind) = self.kind_at(at) else { return false };
        let words = &self.text[self.clauses.chunks[at].span.range()];
        let next = (at + 1..region.to).find(|&i| self.kind_at(i).is_some());
        let Some(next) = next else { return false };
        let Some(follow) = self.kind_at(next) else { return false };
        let relative = self.clauses.chunks[next + 1..region.to]
            .iter()
            .find(|c| c.part != Part::Skip)
            .is_some_and(|c| c.part == Part::De);
        if Some(kind) == self.rules.known.travel {
            return !relative && matches!(self.family(follow), "visit" | "meet" | "coop");
        }
        // The colon and comma were passed by `region.to`; what is between is an object of the light verb.
        if Some(kind) == self.rules.known.state && Some(follow) != self.rules.known.state {
            return words == "表示" && self.family(follow) == "speech";
        }
        let close = (at + 1..next).all(|i| {
            matches!(self.clauses.chunks[i].part, Part::Skip | Part::De)
                || self.clauses.chunks[i].span.len() <= 12
                    && self.clauses.chunks[i].part == Part::Phrase
                    && !self.names(i)
        });
        self.clauses.chunks[at].light && close && self.family(kind) != "policy"
    }

    /// Whether the trigger only says again what the one before it in the clause told: 立案审查调查, 判处有期徒刑.
    fn repeats(&self, kind: Kind, at: usize, region: Region) -> bool {
        let Some((last, before)) = self.last else { return false };
        if last != kind || before < region.own || before + 4 < at {
            return false;
        }
        let adjacent = (before + 1..at).all(|i| self.clauses.chunks[i].part == Part::Skip);
        let object = self.clauses.chunks.get(at + 1).is_some_and(|c| c.part == Part::Phrase);
        let listed = (before + 1..at).any(|i| {
            matches!(&self.text[self.clauses.chunks[i].span.range()], "、" | "和" | "并" | "及")
        });
        !listed && (adjacent || !object && Some(kind) != self.rules.known.travel)
    }

    fn names(&self, chunk: usize) -> bool {
        let chunk = &self.clauses.chunks[chunk];
        self.clauses.members(chunk).iter().any(|m| matches!(m.head, Head::Mention(_)))
    }

    fn event(
        &mut self,
        sentence: usize,
        at: usize,
        hit: usize,
        anchor: Option<&TimeValue>,
        out: &mut Events,
    ) {
        let mut region = Region::around(&self.clauses, at);
        if !self.given && (self.leads(at, region) || self.marks.contains(&at)) {
            return;
        }
        let hit = self.atoms.hits[hit];
        let kind = hit.kind;
        if !self.given && self.repeats(kind, at, region) {
            return;
        }
        self.last = Some((kind, at));
        // Who acts inside somebody's words is told there: 家属要求医院道歉.
        if self.inside.is_some() && self.inside_at < at {
            region.own = region.own.max(self.inside_at + 1);
            region.from = region.from.max(self.inside_at + 1).min(region.own);
        }
        let is_speech = self.family(kind) == "speech";
        let rules = self.rules;
        let (frame, fit) = match self.sight().best(rules.frames.of(kind), region) {
            Some((frame, fit)) => (Some(frame), fit),
            None => (None, Fit::default()),
        };
        let mut event = Event {
            kind: rules.ontology.kinds[kind as usize].id,
            trigger: hit.span,
            also: Vec::new(),
            arguments: Vec::new(),
            time: None,
            places: Vec::new(),
            polarity: Polarity::Positive,
            modality: Modality::Asserted,
            tense: Tense::None,
            level: if is_speech { Level::Speech } else { Level::Main },
            attribution: None,
            sentence,
            confidence: 0.0,
            probability: hit.probability,
            rules: vec![hit.rule],
            evidence: Vec::new(),
        };
        event.rules.extend(frame.map(|f: &Frame| f.id));
        self.marks.extend(&fit.marks);
        self.arguments(&fit, region, &mut event);
        let own_subject = self.own_subject(&fit, &event);
        self.leave_speech(is_speech, &own_subject, at);
        self.left_out(kind, &fit, is_speech, sentence, at, &own_subject, &mut event);
        self.places(region, &mut event);
        self.place_of_phrase(kind, &mut event);
        self.stand(region, is_speech, &own_subject, &mut event, out);
        self.time(sentence, region, anchor, &mut event, kind);
        self.meeting_parties(kind, &mut event);
        event.confidence = confidence(&event, frame.is_some());
        let index = out.all.len();
        self.remember(index, kind, is_speech, sentence, at, &fit, &event, out);
        out.all.push(event);
    }

    #[expect(clippy::too_many_arguments, reason = "one event, seen from all sides")]
    fn remember(
        &mut self,
        index: usize,
        kind: Kind,
        is_speech: bool,
        sentence: usize,
        at: usize,
        fit: &Fit,
        event: &Event,
        out: &mut Events,
    ) {
        let paragraph = self.paragraph(sentence);
        let known = &self.rules.known;
        if event.level == Level::Main || event.level == Level::Speech {
            if let Some(time) = &event.time
                && time.mention.is_none_or(|m| self.is_day(m))
                && matches!(
                    time.basis,
                    Basis::SameClause | Basis::SameSentence | Basis::EventAnchor
                )
            {
                let meeting = (Some(kind) == known.hold).then_some(index);
                let same = self.now.as_ref().is_some_and(|n| n.value == time.value);
                // 2010年至2021年 tells of before; the story goes on from its day.
                let coarse = time.value.is_years()
                    && self
                        .now
                        .as_ref()
                        .is_some_and(|n| n.paragraph == paragraph && n.value.is_finer_than_years());
                if (!same && !coarse) || meeting.is_some() {
                    self.now = Some(Now { value: time.value.clone(), paragraph, meeting });
                }
            }
            if let Some(meeting) = self.now.as_ref().and_then(|n| n.meeting)
                && meeting != index
                && (is_speech || Some(kind) == known.hear)
            {
                out.links.push((LinkKind::Within, index, meeting));
            }
        }
        if is_speech && event.level == Level::Speech {
            let content = fit.values.iter().find_map(|&(role, value)| match value {
                Value::Words(span) if role == known.content => Some(span),
                _ => None,
            });
            let speaker: Vec<Filler> = event
                .arguments
                .iter()
                .filter(|a| Some(a.role) == known.speaker)
                .map(|a| a.filler)
                .collect();
            if is_report(&self.text[event.trigger.range()]) {
                self.source = Some(index);
            } else if content.is_some() {
                self.inside = Some(index);
                self.inside_at = at;
                self.subject.clear();
                self.speech = Some(Speech { event: index, speaker, paragraph });
            }
        }
    }
}

/// Whether the words tell where a news text comes from, not what somebody says: 新华社北京5月3日电, 据法新社报道.
fn is_report(trigger: &str) -> bool {
    ["电", "讯", "报道", "消息", "获悉", "了解", "报导"].iter().any(|w| trigger.ends_with(w))
}

/// 0.5 for a trigger in a verbal place, 0.1 for a frame, 0.15 for a named part, 0.1 for a second one, 0.1 for a time.
fn confidence(event: &Event, framed: bool) -> f32 {
    let named = event
        .arguments
        .iter()
        .filter(|a| a.filler.entity.is_some() || a.filler.mention.is_some())
        .count();
    let mut sum = 0.5;
    if framed {
        sum += 0.1;
    }
    if named > 0 {
        sum += 0.15;
    }
    if named > 1 || event.arguments.len() > 2 {
        sum += 0.1;
    }
    if event.time.is_some() {
        sum += 0.1;
    }
    sum
}
