//! What kind of word stands beside a title.

use crate::mention::{
    SentenceScope,
    index::sentence_index::{SentenceIndex, is_han},
    propose::weight::FeatureId,
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

const LEFT: [FeatureId; 9] = [
    FeatureId::TitleLeftEdge,
    FeatureId::TitleLeftMark,
    FeatureId::TitleLeftFunction,
    FeatureId::TitleLeftVerb,
    FeatureId::TitleLeftNoun,
    FeatureId::TitleLeftName,
    FeatureId::TitleLeftAdverb,
    FeatureId::TitleLeftNumber,
    FeatureId::TitleLeftLoose,
];

const RIGHT: [FeatureId; 9] = [
    FeatureId::TitleRightEdge,
    FeatureId::TitleRightMark,
    FeatureId::TitleRightFunction,
    FeatureId::TitleRightVerb,
    FeatureId::TitleRightNoun,
    FeatureId::TitleRightName,
    FeatureId::TitleRightAdverb,
    FeatureId::TitleRightNumber,
    FeatureId::TitleRightLoose,
];

/// Adds features for the words beside a title to the candidate opened last.
pub(crate) fn add(scope: &mut SentenceScope<'_>, start: usize, end: usize, span: Span<Clean>) {
    let sentence = &*scope.sentence;
    let left = sentence
        .is_border(start)
        .then(|| start.checked_sub(1).map_or(Beside::Edge, |at| beside(sentence, at)));
    let right = sentence
        .is_border(end)
        .then(|| if end < sentence.len() { beside(sentence, end) } else { Beside::Edge });
    let features = [left.map(|b| LEFT[b as usize]), right.map(|b| RIGHT[b as usize])];
    for feature in features.into_iter().flatten() {
        scope.add(feature, span);
    }
}

fn beside(sentence: &SentenceIndex, at: usize) -> Beside {
    let c = sentence.chars[at];
    if !is_han(c) && !c.is_alphanumeric() {
        return Beside::Mark;
    }
    let word = sentence.word(at);
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

#[cfg(test)]
mod tests {
    use crate::mention::fixture::{has, lacks};

    #[test]
    fn the_words_beside_a_title_are_features() {
        has("区长到访。", &[], "title 区长 weight.title_left_edge");
        has("区长到访。", &[], "title 区长 weight.title_right_verb");
        lacks("这位区长到访。", &[], "title 区长 weight.title_left_edge");
    }
}
