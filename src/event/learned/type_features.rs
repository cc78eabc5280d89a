//! Which of a word's types a trigger has: 发布 of a law, of a phone, of a report.
//!
//! Each type that the trigger tables give the word is scored by rows of the type with what stands around; the highest wins.

use super::trigger_features::{TriggerFeatures, TriggerSite, cluster_of, hash_of, head_class};
use crate::mention::log_linear::Features;
use crate::{Clean, Span};

/// Tokens of the clause looked at on either side.
const AROUND: usize = 8;

/// Where the keys of the model begin.
const SEED: u64 = 0xbb67_ae85;

impl TriggerFeatures<'_> {
    /// Returns the features of a trigger with a type; `kind` is the hash of the type's name, `holds` says whether the guards
    /// of a row with that type hold.
    pub(crate) fn kind(&self, span: Span<Clean>, kind: u64, holds: bool) -> Features {
        let site = self.site(span);
        let TriggerSite { first, last, word, left, right, object, subject, .. } = site;
        let (object_class, subject_class) = (head_class(object), head_class(subject));
        let object_end = object.map_or(0, |t| u64::from(u32::from(t.last)));
        let clusters = [object, subject].map(cluster_of);
        let (object, subject) = (hash_of(object), hash_of(subject));
        let (tokens, start, end) = (&self.index.tokens, site.clause.start, site.clause.end);
        let mut features = Features::new(SEED);
        let mut put = |template: u8, parts: &[u64]| features.put(template, parts);
        put(0, &[kind]);
        put(1, &[kind, word]);
        put(2, &[kind, u64::from(holds)]);
        put(3, &[kind, object]);
        put(4, &[kind, object_class, subject_class]);
        put(5, &[kind, subject]);
        put(6, &[kind, left.hash]);
        put(7, &[kind, right.hash]);
        put(8, &[kind, word, object]);
        put(9, &[kind, word, subject]);
        put(10, &[kind, object_end]);
        let ahead = &tokens[start.max(first.saturating_sub(AROUND))..first];
        let behind = &tokens[last + 1..end.min(last + 1 + AROUND).max(last + 1)];
        for token in behind.iter().filter(|t| !t.mark) {
            put(11, &[kind, token.hash]);
        }
        for token in ahead.iter().filter(|t| !t.mark) {
            put(12, &[kind, token.hash]);
        }
        put(13, &[kind, right.hash, object]);
        put(14, &[kind, clusters[0]]);
        put(15, &[kind, clusters[1]]);
        features
    }
}
