//! Builds events sentence by sentence from triggers and frames; what the clause leaves out is taken from what went before.
//!
//! Between sentences the builder remembers who spoke last and about what, the meeting that is under way, and the day that
//! the narration has reached.

mod arguments;
mod attribution;
mod place;
mod subject;
mod time;

use super::{
    Context, Event, EventRules, Events, Filler, Scratch,
    chunk::{ChunkKind, Chunks, Head, Source},
    frame_match::{FrameMatch, FrameMatcher, Scope, SlotValue},
    learned::trigger_features::RuleVerdict,
    nominalization,
    ontology::{EventKind, KindId, RoleUse, Trait},
    token::{TokenKind, Tokens},
    trigger::TriggerMatch,
    word_classes::WordList,
};
use crate::document::{Level, LinkKind, Modality, Polarity, Tense, TimeValue};

/// The builder of the events of one text.
pub(super) struct EventBuilder<'a> {
    rules: &'a EventRules,
    context: Context<'a>,
    text: &'a str,
    tokens: Tokens,
    chunks: Chunks,
    /// The day the text speaks from.
    reference_day: Option<String>,
    speech: Option<OpenSpeech>,
    narrative: Option<NarrativeTime>,
    /// The subject of the last sentence that had one, and the paragraph of the sentence behind it.
    previous_subject: Option<(usize, Vec<Filler>)>,
    in_sentence: SentenceState,
    /// Whether the triggers are given, so that each of them is one of an event.
    given: bool,
}

/// Somebody's words, going on until somebody else speaks or the narration goes on.
#[derive(Debug, Clone)]
struct OpenSpeech {
    event: usize,
    speaker: Vec<Filler>,
    paragraph: usize,
}

/// When the narration is.
#[derive(Debug, Clone)]
struct NarrativeTime {
    value: TimeValue,
    paragraph: usize,
    /// The meeting that is under way, if it set the time.
    meeting: Option<usize>,
}

/// What the builder remembers within a sentence.
#[derive(Debug, Default)]
struct SentenceState {
    /// The subject of the sentence so far.
    subject: Vec<Filler>,
    /// The event whose content the clause is in, and the chunk of its trigger.
    content_of: Option<(usize, usize)>,
    /// The report that the sentence is taken from: 据法新社报道.
    source: Option<usize>,
    /// Triggers that only mark a slot of another one's frame: 派出医疗队前往灾区.
    markers: Vec<usize>,
    /// The type and the chunk of the last event.
    previous: Option<(KindId, usize)>,
}

/// A trigger in its sentence.
#[derive(Debug, Clone, Copy)]
struct Site<'a> {
    sentence: usize,
    kind: KindId,
    row: &'a EventKind,
    scope: Scope,
}

impl Site<'_> {
    fn is_speech(&self) -> bool {
        self.row.is(Trait::Speech)
    }
}

impl<'a> EventBuilder<'a> {
    pub(super) fn new(rules: &'a EventRules, context: Context<'a>, scratch: &mut Scratch) -> Self {
        let anchor = context.resolved.anchor;
        EventBuilder {
            rules,
            context,
            text: context.text.clean(),
            tokens: std::mem::take(&mut scratch.tokens),
            chunks: std::mem::take(&mut scratch.chunks),
            reference_day: anchor.map(|(anchor, _)| anchor.date.to_string()),
            speech: None,
            narrative: None,
            previous_subject: None,
            in_sentence: SentenceState::default(),
            given: false,
        }
    }

    /// Builds the events of the given triggers, which are in text order, or of those that the set rules find.
    pub(super) fn build(mut self, given: Option<&[TriggerMatch]>, out: &mut Events) {
        self.given = given.is_some();
        self.each_sentence(given, |builder, sentence| {
            if given.is_none() {
                builder.demote_nominal();
            }
            builder.chunks.read(Source {
                text: builder.text,
                tokens: &builder.tokens.all,
                mentions: builder.context.mentions,
                classes: &builder.rules.words,
            });
            builder.build_sentence(sentence, out);
        });
        (out.scratch.tokens, out.scratch.chunks) = (self.tokens, self.chunks);
    }

    /// Fills `out` with what the set rules make of each trigger they find, in text order.
    pub(super) fn verdicts(
        mut self,
        out: &mut Vec<(TriggerMatch, RuleVerdict)>,
        scratch: &mut Scratch,
    ) {
        out.clear();
        self.each_sentence(None, |builder, _| {
            builder.demote_nominal();
            let Tokens { all, triggers, .. } = &builder.tokens;
            out.extend(triggers.iter().enumerate().map(|(i, &trigger)| {
                match all.iter().any(|t| t.kind == TokenKind::Trigger(i)) {
                    true => (trigger, RuleVerdict::Event),
                    false => (trigger, RuleVerdict::Nominal),
                }
            }));
        });
        (scratch.tokens, scratch.chunks) = (self.tokens, self.chunks);
    }

    fn demote_nominal(&mut self) {
        let mentions = self.context.mentions;
        nominalization::demote(self.rules, self.text, mentions, &mut self.tokens);
    }

    /// Reads the tokens of one sentence after the other.
    fn each_sentence(
        &mut self,
        given: Option<&[TriggerMatch]>,
        mut with: impl FnMut(&mut Self, usize),
    ) {
        let mentions = &self.context.mentions.all;
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&m| (mentions[m].span.start, std::cmp::Reverse(mentions[m].span.end)));
        let mut from = 0;
        for (number, sentence) in self.context.segmented.sentences.iter().enumerate() {
            let span = sentence.span;
            let start = |m: &usize| mentions[*m].span.start;
            let first = from + order[from..].iter().take_while(|m| start(m) < span.start).count();
            from = first + order[first..].iter().take_while(|m| start(m) < span.end).count();
            let given = given.map(|triggers| {
                let first = triggers.partition_point(|t| t.span.start < span.start);
                let end = triggers.partition_point(|t| t.span.start < span.end);
                &triggers[first..end]
            });
            if given.map_or(!sentence.aside, |triggers| !triggers.is_empty()) {
                let mentions_in_it = &order[first..from];
                self.tokens.read(self.rules, self.context, number, mentions_in_it, given);
                with(self, number);
            }
        }
    }

    fn paragraph(&self, sentence: usize) -> usize {
        self.context.segmented.sentences[sentence].paragraph
    }

    fn build_sentence(&mut self, sentence: usize, out: &mut Events) {
        let paragraph = self.paragraph(sentence);
        let before = std::mem::take(&mut self.in_sentence);
        if !before.subject.is_empty() {
            self.previous_subject = Some((paragraph, before.subject));
        }
        if self.speech.as_ref().is_some_and(|s| s.paragraph != paragraph) {
            self.speech = None;
        }
        let anchor = self.event_anchor(out);
        let first = out.all.len();
        for at in 0..self.chunks.all.len() {
            if let ChunkKind::Trigger(trigger) = self.chunks.all[at].kind {
                self.build_event(sentence, at, self.tokens.triggers[trigger], anchor.as_ref(), out);
            }
        }
        self.attach_preceding_quotation(first, out);
    }

    fn matcher(&self, scope: Scope) -> FrameMatcher<'_> {
        FrameMatcher {
            text: self.text,
            chunks: &self.chunks,
            amounts: &self.tokens.amounts,
            mentions: self.context.mentions,
            ontology: &self.rules.ontology,
            scope,
        }
    }

    fn words(&self, chunk: usize) -> &'a str {
        &self.text[self.chunks.all[chunk].span.range()]
    }

    fn kind_at(&self, chunk: usize) -> Option<KindId> {
        match self.chunks.all[chunk].kind {
            ChunkKind::Trigger(trigger) => Some(self.tokens.triggers[trigger].kind),
            _ => None,
        }
    }

    /// Whether the trigger only supports the next one: 赴…考察, 表示…祝贺, 举行会谈.
    fn is_support(&self, row: &EventKind, scope: Scope) -> bool {
        let next = (scope.at + 1..scope.to).find_map(|i| Some((i, self.kind_at(i)?)));
        let Some((next, follow)) = next else { return false };
        let follow = self.rules.ontology.kind(follow);
        if row.is(Trait::Motion) {
            let behind = self.chunks.all[next + 1..scope.to].iter();
            let mut behind = behind.skip_while(|c| c.kind == ChunkKind::Skip);
            let is_relative = behind.next().is_some_and(|c| c.kind == ChunkKind::De);
            return !is_relative && follow.is(Trait::MotionGoal);
        }
        // The colon and comma were passed by `scope.to`; what is between is an object of the light verb.
        if row.is(Trait::Saying) && !follow.is(Trait::Saying) {
            return self.words(scope.at) == "表示" && follow.is(Trait::Speech);
        }
        let is_close = (scope.at + 1..next).all(|i| {
            let chunk = &self.chunks.all[i];
            matches!(chunk.kind, ChunkKind::Skip | ChunkKind::De)
                || chunk.span.len() <= 12 && chunk.kind == ChunkKind::Phrase && !self.has_name(i)
        });
        let is_light = self.chunks.all[scope.at].word.is(WordList::LightVerb);
        is_light && is_close && !row.is(Trait::NoSupport)
    }

    /// Whether the trigger only repeats the one before it in the clause: 立案审查调查, 判处有期徒刑.
    fn repeats_previous(&self, site: Site<'_>) -> bool {
        let at = site.scope.at;
        let Some((previous, before)) = self.in_sentence.previous else { return false };
        if previous != site.kind || before < site.scope.own || before + 4 < at {
            return false;
        }
        let adjacent = self.chunks.all_skipped(before + 1..at);
        let object = self.chunks.all.get(at + 1).is_some_and(|c| c.kind == ChunkKind::Phrase);
        let mut between = self.chunks.all[before + 1..at].iter();
        let coordinated = between.any(|c| c.word.is(WordList::Coordination));
        !coordinated && (adjacent || !object && !site.row.is(Trait::Motion))
    }

    fn has_name(&self, chunk: usize) -> bool {
        let members = self.chunks.members(&self.chunks.all[chunk]);
        members.iter().any(|m| matches!(m.head, Head::Mention(_)))
    }

    fn build_event(
        &mut self,
        sentence: usize,
        at: usize,
        trigger: TriggerMatch,
        anchor: Option<&TimeValue>,
        out: &mut Events,
    ) {
        let rules = self.rules;
        let (kind, row) = (trigger.kind, rules.ontology.kind(trigger.kind));
        let mut site = Site { sentence, kind, row, scope: Scope::around(&self.chunks, at) };
        if !self.given
            && (self.is_support(row, site.scope)
                || self.in_sentence.markers.contains(&at)
                || self.repeats_previous(site))
        {
            return;
        }
        self.in_sentence.previous = Some((kind, at));
        // Who acts inside somebody's words stands there: 家属要求医院道歉.
        if let Some((_, said_by)) = self.in_sentence.content_of
            && said_by < at
        {
            let scope = &mut site.scope;
            scope.own = scope.own.max(said_by + 1);
            scope.from = scope.from.max(said_by + 1).min(scope.own);
        }
        let (frame, matched) = match self.matcher(site.scope).best(rules.frames.of(kind)) {
            Some((frame, matched)) => (Some(frame), matched),
            None => (None, FrameMatch::default()),
        };
        let mut event = Event {
            kind: row.id,
            trigger: trigger.span,
            also: Vec::new(),
            arguments: Vec::new(),
            time: None,
            places: Vec::new(),
            polarity: Polarity::Positive,
            modality: Modality::Asserted,
            tense: Tense::None,
            level: if site.is_speech() { Level::Speech } else { Level::Main },
            attribution: None,
            sentence,
            confidence: 0.0,
            probability: trigger.probability,
            rules: [trigger.rule].into_iter().chain(frame.map(|f| f.id)).collect(),
            evidence: Vec::new(),
        };
        self.in_sentence.markers.extend(&matched.markers);
        self.fill_slots(site, &matched, &mut event);
        let subject = self.subject_of(&matched, &event);
        self.close_speech(site, &subject);
        self.fill_subject(site, &matched, &subject, &mut event);
        self.marked_places(site.scope, &mut event);
        self.place_in_argument(row, &mut event);
        self.assess_factuality(site, &subject, &mut event, out);
        self.set_time(site, anchor, &mut event);
        self.meeting_parties(site, &mut event);
        event.confidence = confidence(&event, frame.is_some());
        self.remember(site, &matched, &event, out);
        out.all.push(event);
    }

    /// Notes what later events need to know of an event that is about to be added.
    fn remember(&mut self, site: Site<'_>, matched: &FrameMatch, event: &Event, out: &mut Events) {
        let index = out.all.len();
        let paragraph = self.paragraph(site.sentence);
        if event.level == Level::Main || event.level == Level::Speech {
            self.move_narrative(site, event, index);
            if let Some(meeting) = self.narrative.as_ref().and_then(|n| n.meeting)
                && meeting != index
                && site.row.is(Trait::WithinMeeting)
            {
                out.links.push((LinkKind::Within, index, meeting));
            }
        }
        if event.level != Level::Speech {
            return;
        }
        let trigger = &self.text[event.trigger.range()];
        if self.rules.words.ends_in(trigger, WordList::SourceEnd) {
            self.in_sentence.source = Some(index);
        } else if matched.values.iter().any(|&(role, value)| {
            matches!(value, SlotValue::Words(_))
                && self.rules.ontology.role_is(role, RoleUse::Content)
        }) {
            self.in_sentence.content_of = Some((index, site.scope.at));
            self.in_sentence.subject.clear();
            let speaker = self.with_use(event, RoleUse::Speaker).collect();
            self.speech = Some(OpenSpeech { event: index, speaker, paragraph });
        }
    }

    /// Returns the arguments of an event whose role has a use.
    fn with_use(&self, event: &Event, one: RoleUse) -> impl Iterator<Item = Filler> {
        let ontology = &self.rules.ontology;
        let arguments = event.arguments.iter();
        arguments.filter(move |a| ontology.role_is(a.role, one)).map(|a| a.filler)
    }
}

/// 0.5 for a trigger in a verbal place, 0.1 for a frame, 0.15 for a named argument, 0.1 for a second one, 0.1 for a time.
fn confidence(event: &Event, framed: bool) -> f32 {
    let named = |f: &Filler| f.entity.is_some() || f.mention.is_some();
    let named = event.arguments.iter().filter(|a| named(&a.filler)).count();
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

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::event::test_support::{by_rules, told};

    #[test]
    fn a_motion_before_a_visit_is_no_event() {
        let events = told(&by_rules("昨日，市长周文彬赴昆山市考察。"));
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(events[0].starts_with("visit.inspect agent=周文彬"), "{events:?}");
    }

    #[test]
    fn a_repeated_trigger_is_one_event() {
        let events = told(&by_rules("赵强被立案审查调查。"));
        assert_eq!(events.len(), 1, "{events:?}");
    }
}
