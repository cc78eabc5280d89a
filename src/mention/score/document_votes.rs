//! What the whole text tells of its names: a name read once is read elsewhere too, and a name that always goes on with
//! the same character is one character longer.
//!
//! In: the readings of all sentences. Out: votes on them. Holds: each vote is a named row; no reading is taken away.

use std::collections::HashMap;

use crate::mention::{
    decide::lattice::{Follow, Proposals},
    index::sentence_index::is_han,
    propose::weight::{Weighed, Weights},
};
use crate::{Clean, Span, document::MentionKind};

const KINDS: [MentionKind; 3] =
    [MentionKind::Person, MentionKind::Place, MentionKind::Organization];

/// Most votes that one reading gets.
const MOST: u32 = 3;

/// Most names of two characters that are looked at for a third; a text with more is a list.
const SHORT_NAMES: usize = 64;

/// Votes on the readings of a text, after every sentence has been proposed.
pub(crate) fn vote(clean: &str, weights: &Weights, follow: &Follow, proposals: &mut Proposals) {
    let mut path = Vec::new();
    proposals.decide(follow, |index, _| path.push(index));
    let told = longer(clean, weights, &path, proposals);
    again(clean, weights, &path, &told, proposals);
    everywhere(clean, weights, &path, proposals);
}

fn kind_of(kind: Option<MentionKind>) -> Option<usize> {
    KINDS.iter().position(|k| kind == Some(*k))
}

/// 石旭 before 涌 wherever it stands, and 涌 before this and that: the name is 石旭涌.
///
/// Returns the names that are no longer believed.
fn longer(
    clean: &str,
    weights: &Weights,
    path: &[usize],
    proposals: &mut Proposals,
) -> Vec<Span<Clean>> {
    let Some((rule, weight)) = weights.get(Weighed::ToldLonger) else { return Vec::new() };
    let mut names: Vec<&str> = path
        .iter()
        .map(|&i| proposals.candidates()[i])
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
    let mut left = Vec::new();
    for index in 0..proposals.candidates().len() {
        let candidate = proposals.candidates()[index];
        if grown.is_empty() || candidate.kind != Some(MentionKind::Person) {
            continue;
        }
        let Some(rest) = clean.get(candidate.span.start..candidate.span.start + 6) else {
            continue;
        };
        match grown.get(rest) {
            Some(&length) if length == candidate.span.len() => {
                proposals.vote(index, rule, candidate.span, weight);
            }
            Some(_) if candidate.span.len() == 6 => {
                proposals.vote(index, rule, candidate.span, -weight);
                left.push(candidate.span);
            }
            _ => {}
        }
    }
    left.sort_unstable();
    left
}

/// A reading of at least this score is sure.
const SURE: f32 = 12.0;

/// Most sure names that are looked for; a text with more is a list.
const SURE_NAMES: usize = 128;

/// An organisation that something tells for sure in one place (霖晶科技（609123）公告) is read wherever it stands, whether it
/// was proposed there or not (霖晶科技回应).
fn everywhere(clean: &str, weights: &Weights, path: &[usize], proposals: &mut Proposals) {
    let Some((rule, weight)) = weights.get(Weighed::ToldSurely) else { return };
    let organization = Some(MentionKind::Organization);
    let chosen = || path.iter().map(|&index| proposals.candidates()[index]);
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
    let all = proposals.candidates();
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
            let span_of = |index: u32| proposals.candidates()[index as usize].span;
            match known.get(known.partition_point(|&index| span_of(index) < span)) {
                Some(&index) if span_of(index) == span => {
                    proposals.vote(index as usize, rule, span, weight);
                }
                _ => {
                    proposals.propose(span, organization, rule);
                    proposals.fire(rule, span, weight);
                }
            }
        }
    }
}

/// What the text reads a string as elsewhere speaks for the same reading here, and against others.
fn again(
    clean: &str,
    weights: &Weights,
    path: &[usize],
    left: &[Span<Clean>],
    proposals: &mut Proposals,
) {
    let mut read: HashMap<&str, [u32; 3]> = HashMap::new();
    for &index in path {
        let candidate = proposals.candidates()[index];
        let name = &clean[candidate.span.range()];
        if let Some(kind) = kind_of(candidate.kind)
            && name.chars().nth(1).is_some()
            && left.binary_search(&candidate.span).is_err()
        {
            read.entry(name).or_default()[kind] += 1;
        }
    }
    let mut chosen = vec![false; proposals.candidates().len()];
    path.iter().for_each(|&i| chosen[i] = true);
    for (index, chosen) in chosen.into_iter().enumerate() {
        let candidate = proposals.candidates()[index];
        let Some(kind) = kind_of(candidate.kind) else { continue };
        let Some(&counts) = read.get(&clean[candidate.span.range()]) else { continue };
        let same = (counts[kind] - u32::from(chosen)).min(MOST);
        let other = (counts.iter().sum::<u32>() - counts[kind]).min(MOST);
        for (row, times) in [(Weighed::ToldAgain, same), (Weighed::ToldOtherwise, other)] {
            if let Some((rule, weight)) = weights.get(row).filter(|_| times > 0) {
                proposals.vote(index, rule, candidate.span, weight * times as f32);
            }
        }
    }
}
