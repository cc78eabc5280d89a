//! Which words of the trigger tables are triggers of events, by the learned rows, and of which type.

use super::{
    Context, EventRules,
    learned::{
        decoder::sigmoid,
        token_index::TokenIndex,
        trigger_features::{CandidateFacts, RuleVerdict, TriggerFeatures},
    },
    ontology::KindId,
    trigger::TriggerMatch,
};
use crate::mention::log_linear::FeatureTable;
use crate::{Clean, Span, rules::RuleId};

/// A trigger has at least this probability. Tuned on pages held out from training, where it is flat from .4 to .55.
const THRESHOLD: f32 = 0.45;

/// A word of the trigger tables in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) facts: CandidateFacts,
    pub(super) rule: RuleId,
    pub(super) kind: KindId,
}

/// Fills `out` with every word of the trigger tables that stands in a sentence of the text itself, by start, the longest
/// first; `verdicts` are what the set rules make of the words they know, in text order.
pub(super) fn candidates(
    rules: &EventRules,
    context: Context<'_>,
    verdicts: &[(TriggerMatch, RuleVerdict)],
    out: &mut Vec<Candidate>,
) {
    out.clear();
    let words = rules.triggers.words_in(context.text.clean());
    let mut times = vec![0; rules.triggers.words()];
    for &(_, word) in &words {
        times[word as usize] += 1;
    }
    let mut sentence_is_boilerplate: Option<(usize, bool)> = None;
    for (span, word) in words {
        let Some(sentence) = context.segmented.sentence_at(span.start) else { continue };
        let sentence_span = context.segmented.sentences[sentence].span;
        if span.end > sentence_span.end {
            continue;
        }
        let is_boilerplate = match sentence_is_boilerplate {
            Some((known, is_boilerplate)) if known == sentence => is_boilerplate,
            _ => context.text.is_boilerplate(sentence_span),
        };
        sentence_is_boilerplate = Some((sentence, is_boilerplate));
        if !is_boilerplate {
            out.push(candidate(rules, context, verdicts, span, word, times[word as usize]));
        }
    }
}

fn candidate(
    rules: &EventRules,
    context: Context<'_>,
    verdicts: &[(TriggerMatch, RuleVerdict)],
    span: Span<Clean>,
    word: u32,
    times: u32,
) -> Candidate {
    let rows = rules.triggers.rows_of(word);
    let holding = rows.iter().copied().find(|&rule| holds(context, rule, span));
    let rule = holding.unwrap_or(rows[0]);
    let row = rules.triggers.of(rule);
    let is_open = rules.triggers.is_open(rule);
    let first = verdicts.partition_point(|(t, _)| t.span.end <= span.start);
    let mut over = verdicts[first..].iter().take_while(|(t, _)| t.span.start < span.end);
    let exact = over.clone().find(|(t, _)| t.span == span);
    let overlapping = over.next();
    let verdict = match (exact, overlapping) {
        (Some((_, verdict)), _) => *verdict,
        (None, Some(_)) => RuleVerdict::Overlaps,
        _ if is_open => RuleVerdict::None,
        _ if holding.is_some() => RuleVerdict::Beaten,
        _ => RuleVerdict::Guarded,
    };
    let (rule, kind) = exact.map_or((rule, row.kind), |(trigger, _)| (trigger.rule, trigger.kind));
    let of_kind = rules.ontology.kind(kind);
    let facts = CandidateFacts {
        span,
        word,
        verdict,
        kind: of_kind.hash,
        family: of_kind.family_hash,
        usage: row.pos as u8 | u8::from(row.guarded) << 2 | u8::from(is_open) << 3,
        rule_kind: overlapping.map_or(0, |(t, _)| rules.ontology.kind(t.kind).hash),
        times,
    };
    Candidate { facts, rule, kind }
}

/// Returns whether a row reads exactly a span, its guards included.
fn holds(context: Context<'_>, rule: RuleId, span: Span<Clean>) -> bool {
    let found = context.matches.starting_in(Span::new(span.start, span.start + 1));
    found.iter().any(|m| m.rule == rule && m.span == span)
}

/// Fills `out` with the triggers, in text order; none overlap.
pub(super) fn choose(
    rules: &EventRules,
    context: Context<'_>,
    index: &TokenIndex,
    candidates: &[Candidate],
    out: &mut Vec<TriggerMatch>,
) {
    out.clear();
    let Some(learned) = &rules.learned else { return };
    let features = TriggerFeatures { clean: context.text.clean(), index };
    let table = &learned.weights.triggers;
    let mut likely: Vec<(f32, usize)> = Vec::new();
    for (number, candidate) in candidates.iter().enumerate() {
        let certain =
            rules.is_user_row(candidate.rule) && candidate.facts.verdict == RuleVerdict::Event;
        let probability = match certain {
            true => 1.0,
            false => {
                let [sum] = table.sum(&features.trigger(&candidate.facts));
                sigmoid(sum as f32 * table.scale())
            }
        };
        if probability > THRESHOLD {
            likely.push((probability, number));
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (probability, number) in likely {
        let candidate = &candidates[number];
        let span = candidate.facts.span;
        // Those chosen so far lie in order and apart.
        let at = out.partition_point(|t| t.span.end <= span.start);
        if out.get(at).is_none_or(|t| !t.span.overlaps(span)) {
            let (rule, kind) = match rules.is_user_row(candidate.rule) {
                true => (candidate.rule, candidate.kind),
                false => choose_kind(rules, &learned.weights.kinds, context, &features, candidate),
            };
            out.insert(at, TriggerMatch { span, rule, kind, probability });
        }
    }
}

/// Returns the row and the type of a trigger among those of its word.
fn choose_kind(
    rules: &EventRules,
    table: &FeatureTable<1>,
    context: Context<'_>,
    features: &TriggerFeatures<'_>,
    candidate: &Candidate,
) -> (RuleId, KindId) {
    let mut best = (i32::MIN, (candidate.rule, candidate.kind));
    let choices = kind_choices(rules, context, candidate);
    if choices.len() < 2 {
        return best.1;
    }
    for KindChoice { rule, kind, holds } in choices {
        let hash = rules.ontology.kind(kind).hash;
        let [sum] = table.sum(&features.kind(candidate.facts.span, hash, holds));
        if sum > best.0 {
            best = (sum, (rule, kind));
        }
    }
    best.1
}

/// A type that the tables give a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct KindChoice {
    pub(super) rule: RuleId,
    pub(super) kind: KindId,
    /// Whether the guards of the row hold.
    pub(super) holds: bool,
}

/// Returns the types that the tables give a word, each with a row, one whose guards hold if there is one.
pub(super) fn kind_choices(
    rules: &EventRules,
    context: Context<'_>,
    candidate: &Candidate,
) -> Vec<KindChoice> {
    let mut choices: Vec<KindChoice> = Vec::new();
    for &rule in rules.triggers.rows_of(candidate.facts.word) {
        let kind = rules.triggers.of(rule).kind;
        let holds = holds(context, rule, candidate.facts.span);
        match choices.iter_mut().find(|c| c.kind == kind) {
            Some(known) if holds && !known.holds => *known = KindChoice { rule, kind, holds },
            Some(_) => {}
            None => choices.push(KindChoice { rule, kind, holds }),
        }
    }
    choices
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;
    use crate::event::test_support::read;

    /// Returns the words that are triggers by the learned rows.
    fn triggers(text: &str) -> Vec<String> {
        read(text, |rules, context, events| {
            rules.propose(context, &mut events.scratch);
            let mut chosen = Vec::new();
            let scratch = &events.scratch;
            choose(rules, context, &scratch.index, &scratch.candidates, &mut chosen);
            assert!(chosen.iter().all(|t| t.probability > THRESHOLD));
            assert!(chosen.array_windows().all(|[a, b]| a.span.end <= b.span.start));
            let words = |t: &TriggerMatch| context.text.clean()[t.span.range()].to_owned();
            chosen.iter().map(words).collect()
        })
    }

    #[test]
    fn a_word_of_the_tables_is_a_trigger_where_it_tells_an_event() {
        assert_eq!(triggers("昨日，两家公司在青松县签署合作协议。"), ["签署"]);
        assert!(triggers("合作共赢是双方的共同心愿。").is_empty());
    }
}
