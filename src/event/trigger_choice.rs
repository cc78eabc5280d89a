//! Which words of the trigger tables tell an event, by the learned rows, and of what type.

use std::collections::HashMap;

use super::{
    Context, EventRules,
    learned::{
        decoder::sigmoid,
        feature_table::Rows,
        token_index::Page,
        trigger_features::{Proposal, SetRule, Sight},
    },
    ontology::Kind,
    trigger::{Hit, Use},
};
use crate::rules::RuleId;

/// A word that tells an event has at least this probability; tuned on pages held out from learning, flat from .4 to .55.
const THRESHOLD: f32 = 0.50;

/// A word of the tables in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) proposal: Proposal,
    pub(super) rule: RuleId,
    pub(super) kind: Kind,
}

/// Fills `out` with every word of the trigger tables that stands in the text's story, by start, the longest first; `set` is
/// what the set rules make of the words they know, in text order.
pub(super) fn candidates(
    rules: &EventRules,
    context: Context<'_>,
    set: &[(Hit, SetRule)],
    out: &mut Vec<Candidate>,
) {
    out.clear();
    let clean = context.text.clean();
    let words = rules.triggers.words_in(clean);
    let mut times: HashMap<u32, u32> = HashMap::new();
    for &(_, word) in &words {
        *times.entry(word).or_default() += 1;
    }
    let mut aside: Option<(usize, bool)> = None;
    for (span, word) in words {
        let Some(sentence) = context.segmented.sentence_at(span.start) else { continue };
        let whole = context.segmented.sentences[sentence].span;
        if span.end > whole.end {
            continue;
        }
        let is_aside = match aside {
            Some((known, is_aside)) if known == sentence => is_aside,
            _ => context.text.is_furniture(whole),
        };
        aside = Some((sentence, is_aside));
        if is_aside {
            continue;
        }
        let rows = rules.triggers.rows_of(word);
        let holds = |rule: RuleId| {
            let found = context.matches.starting_in(crate::Span::new(span.start, span.start + 1));
            found.iter().any(|m| m.rule == rule && m.span == span)
        };
        let holding = rows.iter().copied().find(|&r| holds(r));
        let rule = holding.unwrap_or(rows[0]);
        let row = rules.triggers.of(rule);
        let first = set.partition_point(|(h, _)| h.span.end <= span.start);
        let over = set[first..].iter().take_while(|(h, _)| h.span.start < span.end);
        let exact = over.clone().find(|(h, _)| h.span == span);
        let open = rules.triggers.is_open(rule);
        let state = match (exact, over.clone().next()) {
            (Some((_, state)), _) => *state,
            (None, Some(_)) => SetRule::Overlaps,
            _ if open => SetRule::None,
            _ if holding.is_some() => SetRule::Beaten,
            _ => SetRule::Guarded,
        };
        let kind = exact.map_or(row.kind, |(hit, _)| hit.kind);
        let rule = exact.map_or(rule, |(hit, _)| hit.rule);
        let hash = rules.kind_hashes[kind as usize];
        let set_kind = over.map(|(h, _)| rules.kind_hashes[h.kind as usize].kind).next();
        let usage = match row.usage {
            Use::Verb => 0,
            Use::Both => 1,
            Use::Noun => 2,
        };
        let proposal = Proposal {
            span,
            word,
            set: state,
            kind: hash.kind,
            family: hash.family,
            usage: usage | u8::from(row.guarded) << 2 | u8::from(open) << 3,
            set_kind: set_kind.unwrap_or(0),
            times: times[&word],
        };
        out.push(Candidate { proposal, rule, kind });
    }
}

/// Fills `out` with the triggers that tell an event, in text order; none overlap.
pub(super) fn choose(
    rules: &EventRules,
    context: Context<'_>,
    page: &Page,
    candidates: &[Candidate],
    out: &mut Vec<Hit>,
) {
    out.clear();
    let Some(learned) = &rules.learned else { return };
    let sight = Sight { clean: context.text.clean(), page };
    let table = &learned.weights.triggers;
    let mut likely: Vec<(f32, usize)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let mut sums = [0];
        sight.trigger(&candidate.proposal, |template, key| table.add(template, key, &mut sums));
        let own = rules.is_own(candidate.rule) && candidate.proposal.set == SetRule::Tells;
        let probability = if own { 1.0 } else { sigmoid(sums[0] as f32 * table.scale()) };
        if probability > THRESHOLD {
            likely.push((probability, index));
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (probability, index) in likely {
        let candidate = &candidates[index];
        let span = candidate.proposal.span;
        // Those chosen so far lie in order and apart.
        let at = out.partition_point(|h| h.span.end <= span.start);
        if out.get(at).is_none_or(|h| !h.span.overlaps(span)) {
            let (rule, kind) = match rules.is_own(candidate.rule) {
                true => (candidate.rule, candidate.kind),
                false => choose_kind(rules, &learned.weights.kinds, context, &sight, candidate),
            };
            out.insert(at, Hit { span, rule, kind, probability });
        }
    }
}

/// The row and the type of a trigger among those of its word.
fn choose_kind(
    rules: &EventRules,
    table: &Rows<1>,
    context: Context<'_>,
    sight: &Sight<'_>,
    candidate: &Candidate,
) -> (RuleId, Kind) {
    let mut best = (i32::MIN, (candidate.rule, candidate.kind));
    let kinds = kinds_of(rules, context, candidate);
    if kinds.len() < 2 {
        return best.1;
    }
    for (rule, kind, holds) in kinds {
        let mut sums = [0];
        let hash = rules.kind_hashes[kind as usize].kind;
        sight.kind(candidate.proposal.span, hash, holds, |t, key| table.add(t, key, &mut sums));
        if sums[0] > best.0 {
            best = (sums[0], (rule, kind));
        }
    }
    best.1
}

/// The types that the tables give a word: for each a row, one whose guards hold if there is one, and whether they do.
pub(super) fn kinds_of(
    rules: &EventRules,
    context: Context<'_>,
    candidate: &Candidate,
) -> Vec<(RuleId, Kind, bool)> {
    let span = candidate.proposal.span;
    let found = context.matches.starting_in(crate::Span::new(span.start, span.start + 1));
    let mut kinds: Vec<(RuleId, Kind, bool)> = Vec::new();
    for &rule in rules.triggers.rows_of(candidate.proposal.word) {
        let kind = rules.triggers.of(rule).kind;
        let holds = found.iter().any(|m| m.rule == rule && m.span == span);
        match kinds.iter_mut().find(|k| k.1 == kind) {
            Some(known) if holds && !known.2 => *known = (rule, kind, true),
            Some(_) => {}
            None => kinds.push((rule, kind, holds)),
        }
    }
    kinds
}
