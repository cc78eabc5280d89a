//! Learned rows of events: which words tell one, and which phrases are its parts.
//!
//! In: a text with its mentions, the words that the trigger tables propose, and what the set rules make of them. Out: the
//! triggers that tell an event, and for each event its arguments, time and places. Four log-linear models over hashed rows
//! (Weinberger et al. 2009), each row a named template with a key: keep or drop a trigger, choose its type, choose the label of
//! a phrase, keep or drop a stretch as the words said.

pub(crate) mod argument_candidates;
pub(crate) mod argument_features;
pub(crate) mod decoder;
pub(crate) mod feature_table;
pub(crate) mod speech_content;
pub(crate) mod token_index;
pub(crate) mod trigger_features;
pub(crate) mod type_features;
pub(crate) mod word_clusters;
pub(crate) mod word_lists;

use std::collections::HashMap;

#[cfg(feature = "learned")]
use once_cell::sync::Lazy;

pub(crate) use decoder::Choice;
pub(crate) use word_clusters::WORD_CLUSTER;
pub(crate) use word_lists::EVENT_WORD;

use super::ontology::{Kind, Ontology, Role};
use crate::{
    Clean, Span,
    mention::FeatureHit,
    rules::{RuleId, Tables},
};
use argument_features::{Head, LABELS, Label};
use feature_table::{Rows, take};
use token_index::hash;

const MAGIC: &[u8; 16] = b"yaowen-events-1\n";

/// The learned rows of events, as a file of weights holds them.
///
/// The bytes: `yaowen-events-1\n`; the rows of triggers, types, the gate, arguments and contents (see [`Rows`]); the number of rows of roles
/// (u32), and for each the hash of a type's name (u64), a label (u8), a kind of phrase (u8, 255 for any) and the hash of a
/// role's name (u64); numbers are little-endian.
#[derive(Debug, Clone)]
pub(crate) struct EventWeights {
    pub(crate) triggers: Rows<1>,
    pub(crate) kinds: Rows<1>,
    /// Rows of few templates that pass a phrase on to the full ones.
    pub(crate) gate: Rows<1>,
    pub(crate) arguments: Rows<LABELS>,
    pub(crate) contents: Rows<1>,
    pub(crate) roles: Vec<RoleRow>,
}

/// The role that a label stands for, of a type and a kind of phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RoleRow {
    pub(crate) kind: u64,
    pub(crate) label: u8,
    pub(crate) head: u8,
    pub(crate) role: u64,
}

/// Kind of phrase of a role row that stands for every kind.
pub(crate) const ANY_HEAD: u8 = 255;

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
        let (triggers, kinds) = (Rows::read(&mut rest)?, Rows::read(&mut rest)?);
        let (gate, arguments) = (Rows::read(&mut rest)?, Rows::read(&mut rest)?);
        let contents = Rows::read(&mut rest)?;
        let count = u32::from_le_bytes(take(&mut rest)?);
        let mut roles = Vec::new();
        for _ in 0..count {
            let kind = u64::from_le_bytes(take(&mut rest)?);
            let [label, head] = take(&mut rest)?;
            roles.push(RoleRow { kind, label, head, role: u64::from_le_bytes(take(&mut rest)?) });
        }
        match rest.is_empty() {
            true => Ok(EventWeights { triggers, kinds, gate, arguments, contents, roles }),
            false => Err("weights end too late"),
        }
    }
}

/// The weights bound to the types and roles of an ontology.
#[derive(Debug)]
pub(crate) struct Learned {
    pub(crate) weights: EventWeights,
    roles: HashMap<(Kind, u8, u8), Role>,
    /// What explanations call the templates.
    pub(super) trigger_names: Vec<Option<RuleId>>,
    pub(super) argument_names: Vec<Option<RuleId>>,
    pub(super) content_names: Vec<Option<RuleId>>,
}

/// Hash of the name of each type and of its family.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KindHash {
    pub(crate) kind: u64,
    pub(crate) family: u64,
}

impl KindHash {
    /// Returns the hashes of all types.
    pub(super) fn all(ontology: &Ontology) -> Vec<KindHash> {
        let of = |name: &str| KindHash {
            kind: hash(name),
            family: hash(name.split('.').next().unwrap_or(name)),
        };
        ontology.kinds.iter().map(|k| of(&k.name)).collect()
    }
}

impl Learned {
    /// Returns the weights with the roles that the ontology has; rows of types and roles it lacks are left out.
    pub(super) fn new(weights: EventWeights, ontology: &Ontology, tables: &Tables) -> Self {
        let kinds: HashMap<u64, Kind> =
            ontology.kinds.iter().zip(0..).map(|(k, i)| (hash(&k.name), i)).collect();
        let names: HashMap<u64, Role> =
            ontology.roles.iter().zip(0..).map(|(r, i)| (hash(r), i)).collect();
        let roles = weights
            .roles
            .iter()
            .filter_map(|row| {
                let (&kind, &role) = (kinds.get(&row.kind)?, names.get(&row.role)?);
                let has = ontology.kinds[kind as usize].roles.contains(&role);
                has.then_some(((kind, row.label, row.head), role))
            })
            .collect();
        let named = |of: &str, templates: &[&str]| {
            templates.iter().map(|t| tables.find(&format!("feature.{of}_{t}"))).collect()
        };
        Learned {
            weights,
            roles,
            trigger_names: named("trigger", &trigger_features::TRIGGER),
            argument_names: named("argument", &argument_features::ARGUMENT),
            content_names: named("content", &speech_content::CONTENT),
        }
    }

    /// Returns the role that a phrase with a label plays in a type.
    pub(super) fn role(&self, kind: Kind, label: Label, head: Head) -> Option<Role> {
        let of = |head| self.roles.get(&(kind, label as u8, head)).copied();
        of(head.0).or_else(|| of(ANY_HEAD))
    }
}

/// Returns the built-in or the given weights, bound to the ontology.
pub(super) fn bind(
    own: Option<EventWeights>,
    ontology: &Ontology,
    tables: &Tables,
) -> Option<Learned> {
    let weights = own.or_else(|| EventWeights::built_in().cloned())?;
    Some(Learned::new(weights, ontology, tables))
}

/// How many rows an explanation names.
const EXPLAINED: usize = 5;

/// Returns the rows that weigh most, as an explanation names them; `fired` are templates and weights.
pub(super) fn explain(
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
