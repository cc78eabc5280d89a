//! Document votes: a name found once is found elsewhere too, and a name that is always followed by the same character is
//! one character longer.
//!
//! In: the candidates of all sentences. Out: the same with more features. Holds: no candidate is taken away.

use std::collections::HashMap;

use crate::mention::{
    decide::lattice::{Lattice, TransitionWeights},
    index::sentence_index::is_han,
    propose::candidates::Candidates,
    propose::weight::{FeatureId, FeatureWeights},
};
use crate::{Clean, Span, document::MentionKind};

const KINDS: [MentionKind; 3] =
    [MentionKind::Person, MentionKind::Place, MentionKind::Organization];

/// How many times a candidate gets the feature at most.
const MOST: u32 = 3;

/// Most names of two characters that are looked at for a third; a text with more is a list.
const SHORT_NAMES: usize = 64;

/// Adds features to the candidates of a text by the best path through all of them.
pub(crate) fn add(
    clean: &str,
    weights: &FeatureWeights,
    transitions: &TransitionWeights,
    lattice: &mut Lattice,
    candidates: &mut Candidates,
) {
    let mut path = Vec::new();
    lattice.best_path(candidates, transitions, |index, _| path.push(index));
    let rejected = lengthen_persons(clean, weights, &path, candidates);
    compare_kinds(clean, weights, &path, &rejected, candidates);
    spread_sure_organizations(clean, weights, &path, candidates);
}

fn kind_of(kind: Option<MentionKind>) -> Option<usize> {
    KINDS.iter().position(|k| kind == Some(*k))
}

/// Lengthens a person of two characters that always stands before the same one: 石旭 before 涌 is 石旭涌.
///
/// Returns the rejected names, in order.
fn lengthen_persons(
    clean: &str,
    weights: &FeatureWeights,
    path: &[usize],
    candidates: &mut Candidates,
) -> Vec<Span<Clean>> {
    let Some((rule, weight)) = weights.get(FeatureId::DocumentLongerPerson) else {
        return Vec::new();
    };
    let mut names: Vec<&str> = path
        .iter()
        .map(|&i| candidates.all()[i])
        .filter(|c| {
            c.kind == Some(MentionKind::Person) && clean[c.span.range()].chars().count() == 2
        })
        .map(|c| &clean[c.span.range()])
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut grown: HashMap<&str, usize> = HashMap::new();
    for name in names.into_iter().take(SHORT_NAMES) {
        let rests = clean.match_indices(name).map(|(at, _)| clean[at + name.len()..].chars());
        let pairs: Vec<(Option<char>, Option<char>)> =
            rests.map(|mut r| (r.next(), r.next())).collect();
        let (Some(first), count) = (pairs[0].0, pairs.len()) else { continue };
        let same = pairs.iter().all(|p| p.0 == Some(first));
        let differently = pairs.iter().any(|p| p.1 != pairs[0].1);
        if count >= 3 && same && differently && is_han(first) {
            grown.insert(name, name.len() + first.len_utf8());
        }
    }
    let mut rejected = Vec::new();
    for index in 0..candidates.all().len() {
        let candidate = candidates.all()[index];
        if grown.is_empty() || candidate.kind != Some(MentionKind::Person) {
            continue;
        }
        let Some(rest) = clean.get(candidate.span.start..candidate.span.start + 6) else {
            continue;
        };
        match grown.get(rest) {
            Some(&length) if length == candidate.span.len() => {
                candidates.add_to(index, rule, candidate.span, weight);
            }
            Some(_) if candidate.span.len() == 6 => {
                candidates.add_to(index, rule, candidate.span, -weight);
                rejected.push(candidate.span);
            }
            _ => {}
        }
    }
    rejected.sort_unstable();
    rejected
}

/// A candidate of at least this score is sure (set on the dev pages of news).
const SURE: f32 = 12.0;

/// Most sure names that are looked for; a text with more is a list.
const SURE_NAMES: usize = 128;

/// Supports an organisation that is sure in one place (霖晶科技（609123）公告) wherever else its words stand, whether it was
/// proposed there or not (霖晶科技回应).
fn spread_sure_organizations(
    clean: &str,
    weights: &FeatureWeights,
    path: &[usize],
    candidates: &mut Candidates,
) {
    let Some((rule, weight)) = weights.get(FeatureId::DocumentSureOrganization) else { return };
    let organization = Some(MentionKind::Organization);
    let chosen = || path.iter().map(|&index| candidates.all()[index]);
    let mut sure: Vec<&str> = chosen()
        .filter(|c| c.kind == organization && c.score >= SURE)
        .map(|c| &clean[c.span.range()])
        .filter(|name| name.chars().nth(2).is_some())
        .collect();
    if sure.is_empty() {
        return;
    }
    sure.sort_unstable();
    sure.dedup();
    let mut taken: Vec<Span<Clean>> = chosen().map(|c| c.span).collect();
    taken.sort_unstable();
    let all = candidates.all();
    let mut known: Vec<u32> = (0..all.len() as u32).collect();
    known.retain(|&index| all[index as usize].kind == organization);
    known.sort_unstable_by_key(|&index| (all[index as usize].span, index));
    for name in sure.into_iter().take(SURE_NAMES) {
        for (at, _) in clean.match_indices(name) {
            let span = Span::new(at, at + name.len());
            // 霖晶科技 in 天津霖晶科技 is a part of a name.
            let before = taken.partition_point(|t| t.start <= span.start);
            if before > 0 && taken[before - 1].contains(span) {
                continue;
            }
            let span_of = |index: u32| candidates.all()[index as usize].span;
            match known.get(known.partition_point(|&index| span_of(index) < span)) {
                Some(&index) if span_of(index) == span => {
                    candidates.add_to(index as usize, rule, span, weight);
                }
                _ => {
                    candidates.propose(span, organization, rule);
                    candidates.add(rule, span, weight);
                }
            }
        }
    }
}

/// Supports candidates of the kind that the same words have elsewhere in the text, and lowers those of other kinds.
fn compare_kinds(
    clean: &str,
    weights: &FeatureWeights,
    path: &[usize],
    rejected: &[Span<Clean>],
    candidates: &mut Candidates,
) {
    let mut read: HashMap<&str, [u32; 3]> = HashMap::new();
    for &index in path {
        let candidate = candidates.all()[index];
        let name = &clean[candidate.span.range()];
        if let Some(kind) = kind_of(candidate.kind)
            && name.chars().nth(1).is_some()
            && rejected.binary_search(&candidate.span).is_err()
        {
            read.entry(name).or_default()[kind] += 1;
        }
    }
    let mut chosen = vec![false; candidates.all().len()];
    path.iter().for_each(|&i| chosen[i] = true);
    for (index, chosen) in chosen.into_iter().enumerate() {
        let candidate = candidates.all()[index];
        let Some(kind) = kind_of(candidate.kind) else { continue };
        let Some(&counts) = read.get(&clean[candidate.span.range()]) else { continue };
        let same = (counts[kind] - u32::from(chosen)).min(MOST);
        let other = (counts.iter().sum::<u32>() - counts[kind]).min(MOST);
        for (row, times) in
            [(FeatureId::DocumentSameKind, same), (FeatureId::DocumentOtherKind, other)]
        {
            if let Some((rule, weight)) = weights.get(row).filter(|_| times > 0) {
                candidates.add_to(index, rule, candidate.span, weight * times as f32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::{
        fixture::votes,
        score::{Scorer, company_short_name::CompanyShortNameScorer},
    };

    #[test]
    fn a_person_found_twice_supports_itself() {
        let text = "记者林晓禾到访。林晓禾说，河堤已修好。";
        assert_eq!(votes(text, &[], "person 林晓禾 weight.told_again"), 2);
        assert_eq!(votes("记者林晓禾到访。", &[], "person 林晓禾 weight.told_again"), 0);
    }

    #[test]
    fn a_sure_company_is_found_elsewhere() {
        let scorers: [&dyn Scorer; 1] = [&CompanyShortNameScorer];
        let text = "霖晶岚（609123）昨日停牌。有人问霖晶岚何时复牌。";
        assert_eq!(votes(text, &scorers, "organization 霖晶岚 weight.told_surely"), 1);
    }
}
