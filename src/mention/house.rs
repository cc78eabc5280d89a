//! Rows of the house's own guidelines, where they differ from those of the corpora that weights are estimated on.
//!
//! In: the weighed candidates of a sentence. Out: the same with a few rows more, and look-alikes that keep names out.

use super::{
    MentionRules,
    lattice::Proposals,
    letter::Surname,
    person,
    sense::{Makes, Needs, Sense},
    view::View,
    weight::Weighed,
};
use crate::document::MentionKind;

/// Weighs the candidates from `first` on, which are of the sentence in view.
pub(super) fn weigh(
    rules: &MentionRules,
    view: &mut View,
    first: usize,
    proposals: &mut Proposals,
) {
    let last = proposals.candidates().len();
    for index in first..last {
        let candidate = proposals.candidates()[index];
        let start = view.position(candidate.span.start);
        let end = view.position(candidate.span.end);
        match candidate.kind {
            Some(MentionKind::Person) if candidate.score > 0.0 => {
                thing(rules, view, (start, end), Makes::Namesake, proposals);
            }
            Some(MentionKind::Organization) => {
                if candidate.score > 0.0 {
                    thing(rules, view, (start, end), Makes::Assembly, proposals);
                }
                if let Some(row) = body(view, start, end)
                    && let Some((rule, weight)) = rules.weights.get(row)
                {
                    proposals.vote(index, rule, candidate.span, weight);
                }
            }
            Some(MentionKind::Place) if is_compound(view, start, end) => {
                thing(rules, view, (start, end), Makes::Programme, proposals);
            }
            _ => {}
        }
    }
    for start in 0..view.len() {
        if view.letters[start].surname != Surname::No {
            person::masked(rules, view, start, Weighed::HouseMasked, proposals);
        }
    }
}

/// A thing that is named after the name: neither the whole nor the name in it is one.
fn thing(
    rules: &MentionRules,
    view: &View,
    name: (usize, usize),
    makes: Makes,
    proposals: &mut Proposals,
) {
    let Some((_, length, side)) = view.context_after(name.1) else { return };
    let Some((rule, weight)) = rules.weights.get(Weighed::HouseThing) else { return };
    if side.makes == Some(makes) {
        let span = view.span(name.0, name.1 + length as usize);
        proposals.propose(span, None, rule);
        proposals.fire(rule, span, weight);
    }
}

fn is_compound(view: &View, start: usize, end: usize) -> bool {
    view.hits_from(start).iter().any(|h| h.end == end && matches!(h.sense, Sense::Compound { .. }))
}

/// Says what the guidelines have for a body: 市委 alone is a name only where the text tells its city.
fn body(view: &View, start: usize, end: usize) -> Option<Weighed> {
    view.hits_from(start).iter().filter(|h| h.end == end).find_map(|h| match h.sense {
        Sense::OrgSuffix { needs: Needs::Place, .. } if !view.level_known(view.chars[start]) => {
            Some(Weighed::HouseBare)
        }
        _ => None,
    })
}
