//! The arguments, time and places of each event, by the learned rows.

use std::collections::HashMap;

use super::{
    Argument, Context, Event, EventRules, Filler, Time,
    learned::{
        Choice, LearnedModel,
        argument_candidates::ArgumentCandidates,
        argument_features::{
            ArgumentFeatures, EventContext, PLACE_SLOT, Relation, SEED, TIME_SLOT,
        },
        argument_label::{ArgumentLabel, HeadClass, LABELS},
        decoder::{choose, probabilities, sigmoid},
        phrase::PhraseCache,
        speech_content::{self, SpeechContext},
        token_index::TokenIndex,
    },
    ontology::{Ontology, RoleId, RoleUse},
};
use crate::mention::log_linear::Features;
use crate::{
    Clean, Span,
    document::{Basis, MentionKind, TimeValue},
};

// The numbers below were tuned on web.dev, news pages held out from training.

/// Phrases less likely than this by the rows of the gate are looked at no further.
const GATE: f32 = 0.01;

/// A phrase is an argument when its group is likelier than this, and more where the trigger itself is in doubt.
const THRESHOLD: f32 = 0.14;
const DOUBT: f32 = 0.5;

/// An event has content when all its candidates together are likelier than this.
const CONTENT: f32 = 0.40;

/// Places and times are labelled in fewer events of the training pages than have them: their odds are raised by this.
const PLACE_ODDS: f32 = 4.0;
const TIME_ODDS: f32 = 5.0;

/// Bytes of a clause at most.
const LONGEST_CLAUSE: usize = 1000;

/// What the set rules fill in for an event: hash of the role, and words.
pub(super) type RuleSlots = Vec<(u64, Span<Clean>)>;

impl EventRules {
    /// Returns what the set rules fill in for an event, as the learned rows see it.
    pub(super) fn rule_slots(&self, context: Context<'_>, event: &Event) -> RuleSlots {
        let role = |a: &Argument| self.ontology.role(a.role).hash;
        let arguments = event.arguments.iter().filter_map(|a| Some((role(a), a.filler.span?)));
        let time = event.time.as_ref().and_then(|t| t.mention);
        let time = time.map(|m| (TIME_SLOT, context.mentions.all[m].span));
        let places = event.places.iter().filter_map(|p| Some((PLACE_SLOT, p.span?)));
        arguments.chain(time).chain(places).collect()
    }

    /// Returns an event as the learned rows see it; none when names cut its trigger.
    ///
    /// # Arguments
    ///
    /// * `slots` - what the set rules fill in for it.
    /// * `triggers` - first tokens of all triggers of the text, in order.
    pub(super) fn event_context<'a>(
        &self,
        index: &TokenIndex,
        event: &Event,
        slots: &'a [(u64, Span<Clean>)],
        triggers: &'a [u32],
    ) -> Option<EventContext<'a>> {
        let (from, to) = index.tokens_of(event.trigger)?;
        let kind = self.kind(event.kind);
        Some(EventContext { from, to, kind: kind.hash, family: kind.family_hash, slots, triggers })
    }
}

/// Replaces the arguments that the set rules found by those that the learned rows choose.
pub(super) fn fill(
    rules: &EventRules,
    context: Context<'_>,
    index: &TokenIndex,
    events: &mut [Event],
) {
    let Some(learned) = &rules.learned else { return };
    let triggers = index.first_tokens(events);
    let mut filling = Filling { rules, learned, context, index, scratch: Scratch::default() };
    for event in events {
        // What the pages do not tell, the frames decide.
        let by_frames = event.rules.iter().any(|&rule| rules.is_user_row(rule))
            || rules.is_user_row(event.kind)
            || !learned.knows(Ontology::kind_of_row(event.kind));
        if !by_frames {
            filling.fill(event, &triggers);
        }
    }
}

/// The filling of the events of one text.
struct Filling<'a> {
    rules: &'a EventRules,
    learned: &'a LearnedModel,
    context: Context<'a>,
    index: &'a TokenIndex,
    scratch: Scratch,
}

/// Memory reused from event to event.
#[derive(Debug, Default)]
struct Scratch {
    candidates: ArgumentCandidates,
    phrases: PhraseCache,
    /// Of the candidates that pass the gate, their number among the phrases.
    passed: Vec<(usize, Relation)>,
    scores: Vec<[f32; LABELS]>,
    chosen: Vec<Choice>,
    contents: Vec<(usize, usize)>,
}

impl Filling<'_> {
    fn fill(&mut self, event: &mut Event, triggers: &[u32]) {
        let slots = self.rules.rule_slots(self.context, event);
        let seen = self.rules.event_context(self.index, event, &slots, triggers);
        let Some(seen) = seen else { return };
        self.score(seen);
        let Scratch { candidates, scores, chosen, .. } = &mut self.scratch;
        let threshold = THRESHOLD + DOUBT * (1.0 - event.probability);
        let rest = choose(&candidates.all, scores, threshold, chosen);
        let sure: f32 = chosen.iter().map(|c| c.probability).product();
        event.confidence = event.probability * sure * rest;
        chosen.sort_by_key(|c| candidates.all[c.candidate]);
        let by_rules = std::mem::take(&mut event.arguments);
        let time_by_rules = event.time.take();
        let places_by_rules = std::mem::take(&mut event.places);
        let kind = Ontology::kind_of_row(event.kind);
        let mut times: Vec<(f32, Span<Clean>)> = Vec::new();
        for choice in &self.scratch.chosen {
            let (i, j) = self.scratch.candidates.all[choice.candidate];
            let (i, j) = (i as usize, j as usize);
            let span = self.index.span(i, j);
            match choice.label {
                ArgumentLabel::Time => times.push((choice.probability, span)),
                ArgumentLabel::Place => {
                    event.places.push(self.filler(span, event.sentence, &places_by_rules));
                }
                label => {
                    let head = HeadClass::of(self.index, i, j);
                    let Some(role) = self.learned.role(kind, label, head) else { continue };
                    let of_role: Vec<Filler> =
                        by_rules.iter().filter(|a| a.role == role).map(|a| a.filler).collect();
                    let filler = self.filler(span, event.sentence, &of_role);
                    event.arguments.push(Argument { role, filler });
                }
            }
        }
        self.join_parts(&mut event.arguments);
        keep_nearest(event.trigger, &mut event.arguments, |a| (Some(a.role), a.filler));
        keep_nearest(event.trigger, &mut event.places, |place| (None, *place));
        keep_elided(&by_rules, &mut event.arguments);
        let time = self.time(event, &times);
        event.time = self.settle_time(event, time, time_by_rules);
        self.add_content(event, &by_rules, seen);
    }

    /// Fills the scratch with the candidates that pass the gate and the probability of each label.
    fn score(&mut self, seen: EventContext<'_>) {
        let Scratch { candidates, phrases, passed, scores, .. } = &mut self.scratch;
        let (index, clean) = (self.index, self.context.text.clean());
        let around = ArgumentFeatures::new(index, seen);
        phrases.trim();
        candidates.find(index, seen.from, seen.to, seen.triggers);
        let gate = &self.learned.weights.gate;
        let threshold = (GATE / (1.0 - GATE)).ln() / gate.scale();
        passed.clear();
        candidates.all.retain(|&(i, j)| {
            let number = phrases.number(index, i as usize, j as usize);
            let phrase = phrases.phrase(number);
            let relation = around.relation(phrase);
            let [sum] = gate.sum(&around.gate(phrase, &relation));
            let passes = sum as f32 > threshold;
            if passes {
                passed.push((number, relation));
            }
            passes
        });
        let table = &self.learned.weights.arguments;
        scores.clear();
        for (number, relation) in passed {
            let (phrase, scored) = phrases.scored(clean, index, table, *number);
            let mut features = Features::new(SEED);
            around.add_features(phrase, &scored.detail, relation, &mut features);
            let mut sums = table.sum(&features);
            for (sum, own) in sums.iter_mut().zip(scored.sums) {
                *sum += own;
            }
            let mut of_labels = probabilities(sums.map(|s| s as f32 * table.scale()));
            let before: f32 = of_labels.iter().sum();
            of_labels[ArgumentLabel::Place as usize] *= PLACE_ODDS;
            of_labels[ArgumentLabel::Time as usize] *= TIME_ODDS;
            let total = 1.0 - before + of_labels.iter().sum::<f32>();
            scores.push(of_labels.map(|s| s / total));
        }
    }

    /// Returns the filler that a span is: the mention it is, or the phrase whose head a mention is.
    fn filler(&self, span: Span<Clean>, sentence: usize, by_rules: &[Filler]) -> Filler {
        let all = &self.context.mentions.all;
        let first = all.partition_point(|m| m.span.start < span.start);
        let inside = || (first..all.len()).take_while(|&m| all[m].span.start < span.end);
        let exact = inside().find(|&m| all[m].span == span);
        let head = exact.or_else(|| {
            let heads = inside().filter(|&m| {
                all[m].span.end == span.end
                    && !matches!(all[m].kind, MentionKind::Quantity | MentionKind::Date)
            });
            heads.max_by_key(|&m| all[m].span.len())
        });
        let entity = head.and_then(|m| self.context.entity_of(m));
        let basis = match (exact, entity) {
            (_, Some((_, basis))) => basis,
            (Some(m), None) => match all[m].kind {
                MentionKind::Pronoun => Basis::Pronoun,
                MentionKind::Title => Basis::Title,
                MentionKind::Group => Basis::Group,
                MentionKind::Person | MentionKind::Place | MentionKind::Organization => Basis::Name,
                _ => Basis::Phrase,
            },
            (None, None) => Basis::Phrase,
        };
        // A name of another sentence is the subject that the clause leaves out.
        let there = self.context.segmented.sentence_at(span.start);
        let shared = there != Some(sentence) && matches!(basis, Basis::Name | Basis::ShortName);
        let basis = match by_rules.iter().find(|f| f.span == Some(span)) {
            Some(known) => known.basis,
            None if shared => Basis::SharedSubject,
            None => basis,
        };
        Filler {
            span: Some(span),
            mention: exact,
            entity: entity.map(|(e, _)| e),
            value: exact.filter(|&m| all[m].kind == MentionKind::Quantity),
            basis,
        }
    }

    /// Returns the likeliest date among the chosen phrases.
    fn time(&self, event: &Event, times: &[(f32, Span<Clean>)]) -> Option<Time> {
        let Context { text, segmented, mentions, resolved, .. } = self.context;
        let all = &mentions.all;
        let date = |span: Span<Clean>| {
            let first = all.partition_point(|m| m.span.start < span.start);
            (first..all.len())
                .take_while(|&m| all[m].span.start < span.end)
                .find(|&m| all[m].kind == MentionKind::Date && span.contains(all[m].span))
        };
        let value = |m: usize| resolved.dates.get(m)?.as_ref().map(|d| d.value.value.clone());
        let mut found: Option<(f32, usize, TimeValue)> = None;
        for &(probability, span) in times {
            let Some(mention) = date(span) else { continue };
            let Some(value) = value(mention) else { continue };
            if found.as_ref().is_none_or(|f| probability > f.0) {
                found = Some((probability, mention, value));
            }
        }
        let (_, mention, value) = found?;
        let in_one_clause = |a: usize, b: usize| {
            a.abs_diff(b) <= LONGEST_CLAUSE
                && !text.clean()[a.min(b)..a.max(b)]
                    .contains(['，', '；', '。', '！', '？', '：', '\n'])
        };
        let date = all[mention].span;
        let basis = match () {
            () if segmented.sentence_at(date.start) != Some(event.sentence) => Basis::Carried,
            () if in_one_clause(date.end, event.trigger.start) => Basis::SameClause,
            () => Basis::SameSentence,
        };
        Some(Time { value, mention: Some(mention), basis })
    }

    /// Returns the time of an event: the date that was chosen, but the day that the narration has reached before a 近日 of
    /// another sentence.
    fn settle_time(
        &self,
        event: &Event,
        chosen: Option<Time>,
        by_rules: Option<Time>,
    ) -> Option<Time> {
        let carried = by_rules.filter(|t| t.mention.is_none());
        let is_vague = |t: &Time| {
            t.value.is_reference()
                && t.value.qualifier.is_none()
                && t.mention.is_some_and(|m| {
                    let start = self.context.mentions.all[m].span.start;
                    self.context.segmented.sentence_at(start) != Some(event.sentence)
                })
        };
        match chosen {
            Some(time) if is_vague(&time) && carried.is_some() => carried,
            Some(time) => Some(time),
            None => carried,
        }
    }

    /// Joins phrases of one role that stand directly behind one another, where together they are a phrase too: 一辆双层 |
    /// 大巴车.
    fn join_parts(&self, arguments: &mut Vec<Argument>) {
        let mut at = 0;
        while at + 1 < arguments.len() {
            let (one, two) = (&arguments[at], &arguments[at + 1]);
            let joined = match (one.role == two.role, one.filler.span, two.filler.span) {
                (true, Some(a), Some(b)) if a.end == b.start => self.index.tokens_of(a.join(b)),
                _ => None,
            };
            let candidates = &self.scratch.candidates.all;
            let phrase = joined.filter(|&(i, j)| candidates.contains(&(i as u32, j as u32)));
            let both_named = one.filler.mention.is_some() && two.filler.mention.is_some();
            if let (Some((i, j)), false) = (phrase, both_named) {
                let head = arguments.remove(at + 1).filler;
                let span = Some(self.index.span(i, j));
                arguments[at].filler = Filler { span, mention: None, ..head };
            } else {
                at += 1;
            }
        }
    }

    /// Adds the content to an event whose type has one.
    fn add_content(&mut self, event: &mut Event, by_rules: &[Argument], seen: EventContext<'_>) {
        let ontology = &self.rules.ontology;
        let kind = Ontology::kind_of_row(event.kind);
        let Some(role) = ontology.role_for(kind, RoleUse::Content) else { return };
        let found = &mut self.scratch.contents;
        speech_content::find(self.index, seen.from, seen.to, found);
        let by_rules = by_rules.iter().filter(|a| a.role == role).filter_map(|a| a.filler.span);
        let by_rules: Vec<Span<Clean>> = by_rules.collect();
        let speech =
            SpeechContext { from: seen.from, to: seen.to, kind: seen.kind, by_rules: &by_rules };
        let table = &self.learned.weights.contents;
        let clean = self.context.text.clean();
        let (mut best, mut total) = (None, 0.0);
        for &(i, j) in found.iter() {
            let [sum] = table.sum(&speech_content::features(self.index, clean, speech, (i, j)));
            let probability = sigmoid(sum as f32 * table.scale());
            total += probability;
            if best.is_none_or(|(p, _)| probability > p) {
                best = Some((probability, self.index.span(i, j)));
            }
        }
        if let Some((_, span)) = best
            && total > CONTENT
        {
            event.arguments.push(Argument { role, filler: Filler::phrase(span) });
        }
    }
}

/// Keeps the nearest of the mentions of one entity in one role; `parts` are the role and what fills it.
fn keep_nearest<T>(
    trigger: Span<Clean>,
    all: &mut Vec<T>,
    parts: impl Fn(&T) -> (Option<RoleId>, Filler),
) {
    let keyed = |item: &T| {
        let (role, filler) = parts(item);
        let span = filler.span.unwrap_or(trigger);
        let before = trigger.start.saturating_sub(span.end);
        let distance = span.start.saturating_sub(trigger.end).max(before);
        filler.entity.map(|entity| ((role, entity), distance))
    };
    let mut nearest = HashMap::new();
    for (key, distance) in all.iter().filter_map(keyed) {
        let least = nearest.entry(key).or_insert(distance);
        *least = distance.min(*least);
    }
    all.retain(|item| keyed(item).is_none_or(|(key, distance)| nearest[&key] == distance));
}

/// Keeps what the set rules found without words of the text, where nothing else fills the role.
fn keep_elided(by_rules: &[Argument], arguments: &mut Vec<Argument>) {
    let filled: Vec<_> = arguments.iter().map(|a| a.role).collect();
    let elided = by_rules.iter().filter(|a| a.filler.span.is_none() && !filled.contains(&a.role));
    arguments.extend(elided.cloned());
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;
    use crate::{
        Tables,
        event::{Events, Options, learned::EventWeights, test_support::read},
    };

    const TEXT: &str = "昨日，周远山在梁溪区会见李文博。";

    /// Returns the arguments of the events of a text, as `role=words`.
    fn arguments(rules: &EventRules, set_rules: bool) -> Vec<String> {
        read(TEXT, |_, context, events: &mut Events| {
            rules.extract(context, Options { set_rules, ..Options::default() }, events);
            let text = context.text.clean();
            let all = events.all.iter().flat_map(|e| &e.arguments);
            let words = |a: &Argument| a.filler.span.map_or("*", |s| &text[s.range()]).to_owned();
            all.map(|a| format!("{}={}", rules.role_name(a.role), words(a))).collect()
        })
    }

    #[test]
    fn frames_fill_the_types_that_the_weights_do_not_know() {
        let mut weights = EventWeights::built_in().expect("the feature is on").clone();
        weights.roles.clear();
        let rules = EventRules::compile(&Tables::built_in(), Some(weights)).expect("as built in");
        let by_frames = arguments(&rules, true);
        assert!(by_frames.contains(&"agent=周远山".to_owned()), "{by_frames:?}");
        assert_eq!(arguments(&rules, false), by_frames);
    }

    #[test]
    fn a_post_is_not_who_holds_it() {
        let text = "县长周远山到会。去年，李文博卸任县长。";
        let document = crate::Extractor::new().extract(text);
        let mut all = document.events.iter().flat_map(|e| &e.arguments);
        let post = all.find(|a| a.role == "position").expect("the post is told");
        assert!(post.entity.is_none(), "{post:?}");
    }

    #[test]
    fn of_the_mentions_of_one_entity_the_nearest_is_kept() {
        let filler = |start, entity| Filler {
            entity: Some(entity),
            ..Filler::phrase(Span::new(start, start + 6))
        };
        let mut all = vec![filler(0, 1), filler(12, 1), filler(60, 1), filler(80, 2)];
        keep_nearest(Span::new(24, 30), &mut all, |place| (None, *place));
        let kept: Vec<usize> = all.iter().filter_map(|f| f.span.map(|s| s.start)).collect();
        assert_eq!(kept, [12, 80]);
    }
}
