//! Types and roles of the ontology that the stage treats apart.

use super::ontology::{Kind, Ontology, Role};
use crate::rules::RuleId;

/// Types and roles the walk treats apart.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) travel: Option<Kind>,
    pub(super) hold: Option<Kind>,
    pub(super) hear: Option<Kind>,
    pub(super) state: Option<Kind>,
    pub(super) deny: Option<RuleId>,
    pub(super) place: Option<Role>,
    pub(super) destination: Option<Role>,
    pub(super) content: Role,
    pub(super) party: Option<Role>,
    pub(super) event_name: Option<Role>,
    pub(super) phrases: Vec<Role>,
    /// For each type, whether its name alone says that it took place.
    pub(super) tells: Vec<bool>,
    /// For each type, whether it is a speech act.
    pub(super) says: Vec<bool>,
    pub(super) announce: Option<RuleId>,
    pub(super) addressee: Option<Role>,
    pub(super) speaker: Option<Role>,
    pub(super) topic: Option<Role>,
    pub(super) position: Option<Role>,
    pub(super) organization: Option<Role>,
}

impl Known {
    pub(super) fn find(ontology: &Ontology) -> Self {
        const TELLING: [&str; 8] =
            ["biz.", "law.", "org.", "life.", "disaster.", "sport.", "award.", "conflict."];
        let tells = |name: &str| TELLING.iter().any(|family| name.starts_with(family));
        Known {
            says: ontology.kinds.iter().map(|k| k.name.starts_with("speech.")).collect(),
            announce: ontology.kind("speech.announce").map(|k| ontology.kinds[k as usize].id),
            addressee: ontology.role("addressee"),
            speaker: ontology.role("speaker"),
            topic: ontology.role("topic"),
            position: ontology.role("position"),
            organization: ontology.role("organization"),
            tells: ontology.kinds.iter().map(|k| tells(&k.name)).collect(),
            travel: ontology.kind("visit.travel"),
            hold: ontology.kind("meet.hold"),
            hear: ontology.kind("meet.hear"),
            state: ontology.kind("speech.state"),
            deny: ontology.kind("speech.deny").map(|k| ontology.kinds[k as usize].id),
            place: ontology.role("place"),
            destination: ontology.role("destination"),
            content: ontology.role("content").unwrap_or(Role::MAX),
            party: ontology.role("party"),
            event_name: ontology.role("event_name"),
            phrases: ["purpose", "topic", "field", "cause", "charge"]
                .iter()
                .filter_map(|r| ontology.role(r))
                .collect(),
        }
    }
}
