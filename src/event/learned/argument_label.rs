//! What the learned rows decide on: the label of a phrase beside a trigger.

use super::token_index::{MentionClass, TokenIndex};
use crate::{event::ontology::RoleLabel, segment::Pos};

/// What a phrase is to an event, before its role is chosen among those of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum ArgumentLabel {
    /// Who acts, or whom it befalls.
    Subject,
    /// Whom or what it is done to.
    Object,
    /// An amount.
    Amount,
    /// Topic, charge, cause and the like.
    Other,
    Time,
    Place,
}

/// Number of labels.
pub(crate) const LABELS: usize = 6;

impl ArgumentLabel {
    pub(crate) const ALL: [ArgumentLabel; LABELS] = [
        ArgumentLabel::Subject,
        ArgumentLabel::Object,
        ArgumentLabel::Amount,
        ArgumentLabel::Other,
        ArgumentLabel::Time,
        ArgumentLabel::Place,
    ];
}

impl From<RoleLabel> for ArgumentLabel {
    fn from(label: RoleLabel) -> Self {
        match label {
            RoleLabel::Subject => ArgumentLabel::Subject,
            RoleLabel::Object => ArgumentLabel::Object,
            RoleLabel::Amount => ArgumentLabel::Amount,
            RoleLabel::Other => ArgumentLabel::Other,
        }
    }
}

/// What kind of phrase it is by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HeadClass(pub(crate) u8);

impl HeadClass {
    /// Returns the kind of a phrase.
    pub(crate) fn of(index: &TokenIndex, from: usize, to: usize) -> Self {
        if let Some(named) = index.exact(from, to) {
            return HeadClass(named.class as u8);
        }
        let (first, last) = (&index.tokens[from], &index.tokens[to - 1]);
        HeadClass(match () {
            () if matches!(last.pos, Pos::Number | Pos::Measure) && !last.mark => 20,
            () if last.mark && last.first == '》' || first.mark && first.first == '《' => 21,
            () if last.mark && last.first == '”' => 22,
            () if last.class != MentionClass::None => 32 + last.class as u8,
            () if index.counts_in(from..to).named > 0 => 23,
            () => 24,
        })
    }
}
