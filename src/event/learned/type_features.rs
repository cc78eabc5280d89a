//! Which of a word's types a trigger has: 发布 of a law, of a phone, of a report.
//!
//! Each type that the trigger tables give the word is scored by rows of the type with what stands around; the highest wins.

use super::{token_index::IndexedToken, trigger_features::TriggerFeatures};
use crate::{Clean, Span, event::word_classes::word_hash, mention::learned::mix};

/// Tokens of the clause looked at on either side.
const AROUND: usize = 8;

#[inline]
fn key(parts: &[u64]) -> u64 {
    parts.iter().fold(0xbb67_ae85, |key, &part| mix(key, part.wrapping_add(0x9e37_79b9)))
}

impl TriggerFeatures<'_> {
    /// Feeds `fire` with the template and the key of each row of a trigger with a type; `kind` is the hash of the type's
    /// name, `holds` says whether the guards of a row with that type hold.
    pub(crate) fn kind(
        &self,
        span: Span<Clean>,
        kind: u64,
        holds: bool,
        mut fire: impl FnMut(u8, u64),
    ) {
        let index = self.index;
        let tokens = &index.tokens;
        let first = index.token_at(span.start).min(tokens.len() - 1);
        let last = index.token_at(span.end - 1).clamp(first, tokens.len() - 1);
        let word = word_hash(&self.clean[span.range()]);
        let (start, end) = (index.clause_start(first), index.clause_end(last));
        let (object, object_class) = self.object(last + 1, end);
        let (subject, subject_class, _) = self.subject(start, first);
        let (left, right) = (index.at(first as isize - 1), index.at(last as isize + 1));
        let object_end = object.map_or(0, |t| u64::from(u32::from(t.last)));
        let clusters = [object, subject].map(|t| t.map_or(0, |t| t.cluster()));
        let (object, subject) = (object.map_or(0, |t| t.hash), subject.map_or(0, |t| t.hash));
        fire(0, key(&[kind]));
        fire(1, key(&[kind, word]));
        fire(2, key(&[kind, u64::from(holds)]));
        fire(3, key(&[kind, object]));
        fire(4, key(&[kind, object_class, subject_class]));
        fire(5, key(&[kind, subject]));
        fire(6, key(&[kind, left.hash]));
        fire(7, key(&[kind, right.hash]));
        fire(8, key(&[kind, word, object]));
        fire(9, key(&[kind, word, subject]));
        fire(10, key(&[kind, object_end]));
        let words = |of: &[IndexedToken], template: u8, fire: &mut dyn FnMut(u8, u64)| {
            for token in of.iter().filter(|t| !t.mark) {
                fire(template, key(&[kind, token.hash]));
            }
        };
        words(&tokens[last + 1..end.min(last + 1 + AROUND).max(last + 1)], 11, &mut fire);
        words(&tokens[start.max(first.saturating_sub(AROUND))..first], 12, &mut fire);
        fire(13, key(&[kind, right.hash, object]));
        fire(14, key(&[kind, clusters[0]]));
        fire(15, key(&[kind, clusters[1]]));
    }
}
