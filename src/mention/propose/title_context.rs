//! What kind of word stands beside a title.

use crate::mention::{
    decide::lattice::Proposals,
    index::sentence_index::{View, is_han},
    propose::weight::{Weighed, Weights},
};
use crate::{Clean, Span, segment::Pos};

/// Kinds of words beside a title, as far as they say something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// The sentence begins or ends here.
    Edge,
    /// A mark: ，“（.
    Mark,
    /// A preposition, conjunction, particle or pronoun.
    Function,
    Verb,
    Noun,
    /// A name that the dictionary has.
    Name,
    /// An adverb, a word of time or of direction.
    Adverb,
    /// A number or a measure.
    Number,
    /// A character that makes no longer word and has no such class.
    Loose,
}

const LEFT: [Weighed; 9] = [
    Weighed::TitleLeftEdge,
    Weighed::TitleLeftMark,
    Weighed::TitleLeftFunction,
    Weighed::TitleLeftVerb,
    Weighed::TitleLeftNoun,
    Weighed::TitleLeftName,
    Weighed::TitleLeftAdverb,
    Weighed::TitleLeftNumber,
    Weighed::TitleLeftLoose,
];

const RIGHT: [Weighed; 9] = [
    Weighed::TitleRightEdge,
    Weighed::TitleRightMark,
    Weighed::TitleRightFunction,
    Weighed::TitleRightVerb,
    Weighed::TitleRightNoun,
    Weighed::TitleRightName,
    Weighed::TitleRightAdverb,
    Weighed::TitleRightNumber,
    Weighed::TitleRightLoose,
];

/// Fires what the words beside a title are.
pub(crate) fn fire(
    weights: &Weights,
    view: &View,
    start: usize,
    end: usize,
    key: Span<Clean>,
    proposals: &mut Proposals,
) {
    if view.is_border(start) {
        let beside = start.checked_sub(1).map_or(Beside::Edge, |at| beside(view, at));
        weights.fire(LEFT[beside as usize], key, proposals);
    }
    if view.is_border(end) {
        let beside = if end < view.len() { beside(view, end) } else { Beside::Edge };
        weights.fire(RIGHT[beside as usize], key, proposals);
    }
}

fn beside(view: &View, at: usize) -> Beside {
    let c = view.chars[at];
    if !is_han(c) && !c.is_alphanumeric() {
        return Beside::Mark;
    }
    let word = view.word(at);
    match word.pos {
        Pos::Preposition | Pos::Conjunction | Pos::Particle | Pos::Pronoun => Beside::Function,
        Pos::Verb => Beside::Verb,
        Pos::Person | Pos::ForeignPerson | Pos::Place | Pos::Organization | Pos::OtherName => {
            Beside::Name
        }
        Pos::Adverb | Pos::Time | Pos::Direction => Beside::Adverb,
        Pos::Number | Pos::Measure => Beside::Number,
        _ if word.len() == 1 => Beside::Loose,
        _ => Beside::Noun,
    }
}
