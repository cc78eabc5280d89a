//! The arguments, time and places of each event, by the learned rows.

use super::{
    Argument, Context, Event, EventRules, Filler, Time,
    learned::{
        Choice,
        argument_candidates::Phrases,
        argument_features::{Around, Head, Label, PLACE_SLOT, Seen, TIME_SLOT, Trigger},
        decoder::{choose, probabilities, sigmoid},
        speech_content::{self, Speech},
        token_index::Page,
    },
    ontology::Kind,
};
use crate::{
    Clean, Span,
    document::{Basis, MentionKind, TimeValue},
};

/// Phrases less likely than this by the rows of the gate are looked at no further.
const GATE: f32 = 0.01;

/// A phrase is printed when its group is likelier than this, and more where the trigger itself is in doubt.
const THRESHOLD: f32 = 0.17;
const DOUBT: f32 = 0.5;

/// The words said are printed when all stretches together are likelier than this.
const CONTENT: f32 = 0.40;

/// Places and times are marked in fewer events of the learning pages than they are told in: their odds are raised by this.
const PLACE_ODDS: f32 = 3.0;
const TIME_ODDS: f32 = 3.0;

/// What the set rules fill in for an event, as the rows see it.
pub(super) fn slots(
    rules: &EventRules,
    context: Context<'_>,
    event: &Event,
) -> Vec<(u64, Span<Clean>)> {
    let role = |a: &Argument| rules.role_hashes[a.role as usize];
    let arguments = event.arguments.iter().filter_map(|a| Some((role(a), a.filler.span?)));
    let time = event.time.as_ref().and_then(|t| t.mention);
    let time = time.map(|m| (TIME_SLOT, context.mentions.all[m].span));
    let places = event.places.iter().filter_map(|p| Some((PLACE_SLOT, p.span?)));
    arguments.chain(time).chain(places).collect()
}

/// Memory of the step, reused from event to event.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) phrases: Phrases,
    seen: Vec<Seen>,
    scores: Vec<[f32; super::learned::argument_features::LABELS]>,
    chosen: Vec<Choice>,
    contents: Vec<(usize, usize)>,
}

/// Puts the arguments that the learned rows choose in the place of those of the set rules.
pub(super) fn fill(rules: &EventRules, context: Context<'_>, page: &Page, events: &mut [Event]) {
    let Some(learned) = &rules.learned else { return };
    let clean = context.text.clean();
    let mut memory = Memory::default();
    let starts: Vec<u32> = events.iter().map(|e| page.token_at(e.trigger.start) as u32).collect();
    let table = &learned.weights.arguments;
    for event in events.iter_mut() {
        if event.rules.iter().any(|&rule| rules.is_own(rule)) || rules.is_own(event.kind) {
            continue;
        }
        let Some((from, to)) = page.tokens_of(event.trigger) else { continue };
        let kind = rules.kind_index(event.kind);
        let hash = rules.kind_hashes[kind as usize];
        let slots = slots(rules, context, event);
        let trigger = Trigger {
            from,
            to,
            kind: hash.kind,
            family: hash.family,
            slots: &slots,
            triggers: &starts,
        };
        let around = Around::new(clean, page, trigger);
        memory.phrases.find(page, from, to);
        memory.scores.clear();
        let gate = &learned.weights.gate;
        let passes = (GATE / (1.0 - GATE)).ln() / gate.scale();
        memory.phrases.all.retain(|&(i, j)| {
            let seen = around.see((i as usize, j as usize));
            let mut sum = [0];
            around.gate(&seen, |template, key| gate.add(template, key, &mut sum));
            let passed = sum[0] as f32 > passes;
            if passed {
                memory.seen.push(seen);
            }
            passed
        });
        for seen in memory.seen.drain(..) {
            let mut sums = [0; super::learned::argument_features::LABELS];
            around.phrase(&seen, |template, key| {
                table.add(template, key, &mut sums);
            });
            let mut scores = probabilities(sums.map(|s| s as f32 * table.scale()));
            let before: f32 = scores.iter().sum();
            scores[Label::Place as usize] *= PLACE_ODDS;
            scores[Label::Time as usize] *= TIME_ODDS;
            let total = 1.0 - before + scores.iter().sum::<f32>();
            memory.scores.push(scores.map(|s| s / total));
        }
        let threshold = THRESHOLD + DOUBT * (1.0 - event.probability);
        let rest = choose(&memory.phrases.all, &memory.scores, threshold, &mut memory.chosen);
        let sure: f32 = memory.chosen.iter().map(|c| c.probability).product();
        event.confidence = event.probability * sure * rest;
        let set = std::mem::take(&mut event.arguments);
        let carried = event.time.take();
        let set_places = std::mem::take(&mut event.places);
        memory.chosen.sort_by_key(|c| memory.phrases.all[c.candidate]);
        let mut times: Vec<(f32, usize, Span<Clean>)> = Vec::new();
        for choice in &memory.chosen {
            let (i, j) = memory.phrases.all[choice.candidate];
            let (i, j) = (i as usize, j as usize);
            let span = page.span(i, j);
            match choice.label {
                Label::Time => times.push((choice.probability, i, span)),
                Label::Place => {
                    event.places.push(filler(context, span, event.sentence, &set_places));
                }
                label => {
                    let Some(role) = learned.role(kind, label, Head::of(page, i, j)) else {
                        continue;
                    };
                    let of_role: Vec<Filler> =
                        set.iter().filter(|a| a.role == role).map(|a| a.filler).collect();
                    let filler = filler(context, span, event.sentence, &of_role);
                    event.arguments.push(Argument { role, filler });
                }
            }
        }
        join_parts(&mut event.arguments, &memory.phrases, page);
        elided(set.iter(), &mut event.arguments);
        event.time = settle_time(context, event, time(context, event, &times), carried);
        words_said(rules, context, page, &set, kind, (from, to), &mut memory.contents, event);
    }
}

/// The filler that a span is: the mention it is, or the phrase whose head a mention is.
fn filler(context: Context<'_>, span: Span<Clean>, sentence: usize, set: &[Filler]) -> Filler {
    let all = &context.mentions.all;
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
    let entity = head.and_then(|m| context.resolved.entity_of.get(m).copied().flatten());
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
    let there = context.segmented.sentence_at(span.start);
    let shared = there != Some(sentence) && matches!(basis, Basis::Name | Basis::ShortName);
    let known = set.iter().find(|f| f.span == Some(span));
    let basis = match known {
        Some(known) => known.basis,
        None if shared => Basis::SharedSubject,
        None => basis,
    };
    let quantity = exact.filter(|&m| all[m].kind == MentionKind::Quantity);
    Filler {
        span: Some(span),
        mention: exact,
        entity: entity.map(|(e, _)| e),
        value: quantity,
        basis,
    }
}

/// Bytes of a clause at most.
const LONGEST_CLAUSE: usize = 1000;

/// The likeliest date among the chosen phrases.
fn time(context: Context<'_>, event: &Event, times: &[(f32, usize, Span<Clean>)]) -> Option<Time> {
    let all = &context.mentions.all;
    let date = |span: Span<Clean>| {
        let first = all.partition_point(|m| m.span.start < span.start);
        (first..all.len())
            .take_while(|&m| all[m].span.start < span.end)
            .find(|&m| all[m].kind == MentionKind::Date && span.contains(all[m].span))
    };
    let value = |m: usize| context.resolved.dates.get(m)?.as_ref().map(|d| d.value.value.clone());
    let mut found: Option<(f32, usize, TimeValue)> = None;
    for &(probability, _, span) in times {
        let Some(mention) = date(span) else { continue };
        let Some(value) = value(mention) else { continue };
        if found.as_ref().is_none_or(|f| probability > f.0) {
            found = Some((probability, mention, value));
        }
    }
    let (_, mention, value) = found?;
    let there = context.segmented.sentence_at(all[mention].span.start);
    let clause = |a: usize, b: usize| {
        if a.abs_diff(b) > LONGEST_CLAUSE {
            return false;
        }
        let between = &context.text.clean()[a.min(b)..a.max(b)];
        !between.contains(['，', '；', '。', '！', '？', '：', '\n'])
    };
    let basis = match () {
        () if there != Some(event.sentence) => Basis::Carried,
        () if clause(all[mention].span.end, event.trigger.start) => Basis::SameClause,
        () => Basis::SameSentence,
    };
    Some(Time { value, mention: Some(mention), basis })
}

/// Joins phrases of one role that stand directly behind one another, where together they are a phrase too: 一辆双层 | 大巴车.
fn join_parts(arguments: &mut Vec<Argument>, phrases: &Phrases, page: &Page) {
    let mut at = 0;
    while at + 1 < arguments.len() {
        let (one, two) = (&arguments[at], &arguments[at + 1]);
        let joined = match (one.role == two.role, one.filler.span, two.filler.span) {
            (true, Some(a), Some(b)) if a.end == b.start => page.tokens_of(a.join(b)),
            _ => None,
        };
        let named = |f: &Filler| f.mention.is_some();
        let whole = joined.filter(|&(i, j)| phrases.all.contains(&(i as u32, j as u32)));
        if let (Some((i, j)), false) = (whole, named(&one.filler) && named(&two.filler)) {
            let head = arguments.remove(at + 1).filler;
            let filler = &mut arguments[at].filler;
            *filler = Filler { span: Some(page.span(i, j)), mention: None, ..head };
        } else {
            at += 1;
        }
    }
}

/// Keeps what the set rules found without words of the text, where nothing else fills the role.
fn elided<'a>(set: impl Iterator<Item = &'a Argument>, arguments: &mut Vec<Argument>) {
    let told: Vec<_> = arguments.iter().map(|a| a.role).collect();
    arguments.extend(set.filter(|a| a.filler.span.is_none() && !told.contains(&a.role)).cloned());
}

/// The time of an event: the date that was chosen, but the day that the narration has reached before a 近日 of another
/// sentence.
fn settle_time(
    context: Context<'_>,
    event: &Event,
    chosen: Option<Time>,
    set: Option<Time>,
) -> Option<Time> {
    let carried = set.filter(|t| t.mention.is_none());
    let vague = |t: &Time| {
        t.value.is_reference()
            && t.value.qualifier.is_none()
            && t.mention.is_some_and(|m| {
                let start = context.mentions.all[m].span.start;
                context.segmented.sentence_at(start) != Some(event.sentence)
            })
    };
    match chosen {
        Some(time) if vague(&time) && carried.is_some() => carried,
        Some(time) => Some(time),
        None => carried,
    }
}

/// Adds the words said to an event whose type has a content.
#[expect(clippy::too_many_arguments, reason = "one event, seen from all sides")]
fn words_said(
    rules: &EventRules,
    context: Context<'_>,
    page: &Page,
    set: &[Argument],
    kind: Kind,
    (from, to): (usize, usize),
    found: &mut Vec<(usize, usize)>,
    event: &mut Event,
) {
    let Some(learned) = &rules.learned else { return };
    let role = rules.known.content;
    if !rules.ontology.kinds[kind as usize].roles.contains(&role) {
        return;
    }
    speech_content::find(page, from, to, found);
    let said: Vec<Span<Clean>> =
        set.iter().filter(|a| a.role == role).filter_map(|a| a.filler.span).collect();
    let speech = Speech { from, to, kind: rules.kind_hashes[kind as usize].kind, set: &said };
    let table = &learned.weights.contents;
    let clean = context.text.clean();
    let (mut best, mut total) = (None, 0.0);
    for &(i, j) in found.iter() {
        let mut sums = [0];
        speech_content::rows(page, clean, speech, (i, j), |t, key| table.add(t, key, &mut sums));
        let probability = sigmoid(sums[0] as f32 * table.scale());
        total += probability;
        if best.is_none_or(|(p, _)| probability > p) {
            best = Some((probability, page.span(i, j)));
        }
    }
    if let Some((_, span)) = best
        && total > CONTENT
    {
        let filler = Filler {
            span: Some(span),
            mention: None,
            entity: None,
            value: None,
            basis: Basis::Phrase,
        };
        event.arguments.push(Argument { role, filler });
    }
}
