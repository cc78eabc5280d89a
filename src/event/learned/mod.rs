//! Learned rows of events: which words are triggers, and which phrases are arguments.
//!
//! In: a text with its mentions, the words that the trigger tables propose, and what the set rules make of them. Out: the
//! triggers, and for each event its arguments, time and places. Log-linear models over hashed features (Weinberger et
//! al. 2009), each feature a named template with a key, keep or drop a trigger, choose its type, choose the label of a
//! phrase and choose the words said. A gate of few templates spares most phrases the full features.

pub(crate) mod argument_candidates;
pub(crate) mod argument_features;
pub(crate) mod argument_label;
pub(crate) mod decoder;
pub(crate) mod phrase;
pub(crate) mod speech_content;
pub(crate) mod token_index;
pub(crate) mod trigger_features;
pub(crate) mod type_features;

use std::collections::{HashMap, HashSet};

#[cfg(feature = "learned")]
use once_cell::sync::Lazy;

pub(crate) use decoder::Choice;

use super::ontology::{KindId, Ontology, RoleId};
use crate::mention::log_linear::{FeatureTable, fingerprint, take};
use crate::{
    Clean, Span,
    mention::FeatureHit,
    rules::{RuleId, Tables},
};
use argument_label::{ArgumentLabel, HeadClass, LABELS};

const MAGIC: &[u8; 16] = b"yaowen-events-2\n";

/// The learned rows of events, as a file of weights holds them.
///
/// The bytes: `yaowen-events-2\n`; the fingerprint of the templates (u64); the rows of triggers, types, the gate, arguments and contents (see [`FeatureTable`]); the number of rows of roles
/// (u32), and for each the hash of a type's name (u64), a label (u8), a kind of phrase (u8, 255 for any) and the hash of a
/// role's name (u64); numbers are little-endian.
#[derive(Debug, Clone)]
pub(crate) struct EventWeights {
    pub(crate) triggers: FeatureTable<1>,
    pub(crate) kinds: FeatureTable<1>,
    /// Rows of few templates that pass a phrase on to the full ones.
    pub(crate) gate: FeatureTable<1>,
    pub(crate) arguments: FeatureTable<LABELS>,
    pub(crate) contents: FeatureTable<1>,
    pub(crate) roles: Vec<RoleChoice>,
}

/// The role that a label stands for, of a type and a kind of phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RoleChoice {
    pub(crate) kind: u64,
    pub(crate) label: u8,
    pub(crate) head: u8,
    pub(crate) role: u64,
}

/// Kind of phrase of a role row that stands for every kind.
pub(crate) const ANY_HEAD: u8 = 255;

/// Returns the fingerprint of the templates.
fn templates() -> u64 {
    fingerprint(&[
        &trigger_features::TRIGGER,
        &argument_features::ARGUMENT,
        &speech_content::CONTENT,
    ])
}

#[cfg(feature = "learned")]
static BUILT_IN: Lazy<EventWeights> = Lazy::new(|| {
    EventWeights::from_bytes(include_bytes!("../../tables/event_weights.bin"))
        .expect("the built-in weights are tested")
});

impl EventWeights {
    /// Returns the weights that come with the crate.
    pub(crate) fn built_in() -> Option<&'static Self> {
        #[cfg(feature = "learned")]
        return Some(&BUILT_IN);
        #[cfg(not(feature = "learned"))]
        None
    }

    /// Returns whether bytes are weights of events, of any version.
    pub(crate) fn are(bytes: &[u8]) -> bool {
        bytes.starts_with(&MAGIC[..14])
    }

    /// Returns the bytes of a file of weights.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(templates().to_le_bytes());
        self.triggers.write(&mut out);
        self.kinds.write(&mut out);
        self.gate.write(&mut out);
        self.arguments.write(&mut out);
        self.contents.write(&mut out);
        out.extend((self.roles.len() as u32).to_le_bytes());
        for row in &self.roles {
            out.extend(row.kind.to_le_bytes());
            out.extend([row.label, row.head]);
            out.extend(row.role.to_le_bytes());
        }
        out
    }

    /// Returns the weights that the bytes hold.
    ///
    /// # Errors
    ///
    /// When the bytes are no weights of events or end too early.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or("no weights of this version")?;
        if u64::from_le_bytes(take(&mut rest)?) != templates() {
            return Err("the weights were estimated with other features");
        }
        let (triggers, kinds) = (FeatureTable::read(&mut rest)?, FeatureTable::read(&mut rest)?);
        let (gate, arguments) = (FeatureTable::read(&mut rest)?, FeatureTable::read(&mut rest)?);
        let contents = FeatureTable::read(&mut rest)?;
        let count = u32::from_le_bytes(take(&mut rest)?);
        let mut roles = Vec::new();
        for _ in 0..count {
            let kind = u64::from_le_bytes(take(&mut rest)?);
            let [label, head] = take(&mut rest)?;
            roles.push(RoleChoice {
                kind,
                label,
                head,
                role: u64::from_le_bytes(take(&mut rest)?),
            });
        }
        match rest.is_empty() {
            true => Ok(EventWeights { triggers, kinds, gate, arguments, contents, roles }),
            false => Err("weights end too late"),
        }
    }
}

/// The weights bound to the types and roles of an ontology.
#[derive(Debug)]
pub(crate) struct LearnedModel {
    pub(crate) weights: EventWeights,
    roles: HashMap<(KindId, u8, u8), RoleId>,
    /// The types that have any of them.
    kinds: HashSet<KindId>,
    /// What explanations call the templates.
    pub(super) trigger_names: Vec<Option<RuleId>>,
    pub(super) argument_names: Vec<Option<RuleId>>,
    pub(super) content_names: Vec<Option<RuleId>>,
}

impl LearnedModel {
    /// Returns the given or the built-in weights with the roles that the ontology has; rows of types and roles it lacks are
    /// left out.
    pub(super) fn load(
        weights: Option<EventWeights>,
        ontology: &Ontology,
        tables: &Tables,
    ) -> Option<Self> {
        let weights = weights.or_else(|| EventWeights::built_in().cloned())?;
        let kinds: HashMap<u64, KindId> = ontology.kinds().map(|(id, k)| (k.hash, id)).collect();
        let names: HashMap<u64, RoleId> = ontology.roles().map(|(id, r)| (r.hash, id)).collect();
        let roles: HashMap<(KindId, u8, u8), RoleId> = weights
            .roles
            .iter()
            .filter_map(|row| {
                let (&kind, &role) = (kinds.get(&row.kind)?, names.get(&row.role)?);
                let has = ontology.kind(kind).roles.contains(&role);
                has.then_some(((kind, row.label, row.head), role))
            })
            .collect();
        let named = |of: &str, templates: &[&str]| {
            templates.iter().map(|t| tables.find(&format!("feature.{of}_{t}"))).collect()
        };
        Some(LearnedModel {
            weights,
            kinds: roles.keys().map(|key| key.0).collect(),
            roles,
            trigger_names: named("trigger", &trigger_features::TRIGGER),
            argument_names: named("argument", &argument_features::ARGUMENT),
            content_names: named("content", &speech_content::CONTENT),
        })
    }

    /// Returns whether the pages that the weights were estimated on tell arguments of a type.
    pub(super) fn knows(&self, kind: KindId) -> bool {
        self.kinds.contains(&kind)
    }

    /// Returns the role that a phrase with a label plays in a type.
    pub(super) fn role(
        &self,
        kind: KindId,
        label: ArgumentLabel,
        head: HeadClass,
    ) -> Option<RoleId> {
        let of = |head| self.roles.get(&(kind, label as u8, head)).copied();
        of(head.0).or_else(|| of(ANY_HEAD))
    }
}

/// How many rows an explanation names.
const EXPLAINED: usize = 5;

/// Returns the rows that weigh most, as an explanation names them; `fired` are templates and weights.
pub(super) fn strongest(
    names: &[Option<RuleId>],
    key: Span<Clean>,
    mut fired: Vec<(u8, f32)>,
) -> Vec<FeatureHit> {
    fired.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    let named = fired.into_iter().filter(|f| f.1 != 0.0).filter_map(|(template, weight)| {
        Some(FeatureHit { rule: names[usize::from(template)]?, key, weight })
    });
    named.take(EXPLAINED).collect()
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;

    #[test]
    fn weights_of_other_features_are_refused() {
        let bytes = include_bytes!("../../tables/event_weights.bin");
        assert!(EventWeights::are(bytes) && EventWeights::from_bytes(bytes).is_ok());
        let mut other = bytes.to_vec();
        other[MAGIC.len()] ^= 1;
        let fault = EventWeights::from_bytes(&other).unwrap_err();
        assert_eq!(fault, "the weights were estimated with other features");
        assert!(EventWeights::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn the_strongest_rows_come_first() {
        let rule = |row| Some(RuleId { table: 0, row });
        let names = [rule(0), rule(1), None];
        let fired = vec![(0, 0.5), (1, -2.0), (2, 9.0), (0, 0.0)];
        let hits = strongest(&names, Span::new(0, 3), fired);
        let hits: Vec<(u32, f32)> = hits.iter().map(|h| (h.rule.row, h.weight)).collect();
        assert_eq!(hits, [(1, -2.0), (0, 0.5)]);
    }
}
