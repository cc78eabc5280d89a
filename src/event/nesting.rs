//! Speech within speech: what is said reaches to the end of its sentence, so in a sentence of a thousand verbs of speaking
//! each would hold all that follows, and the record a thousand times the text.

use super::{
    Events,
    ontology::{Ontology, RoleUse},
};

/// Most levels of speech within speech that are kept; in news there are three at most.
const MOST: usize = 8;

/// Takes out what is said deeper than people speak.
pub(super) fn limit(ontology: &Ontology, events: &mut Events) {
    let mut sentence = None;
    let mut ends: Vec<usize> = Vec::new();
    for event in &mut events.all {
        if sentence != Some(event.sentence) {
            sentence = Some(event.sentence);
            ends.clear();
        }
        event.arguments.retain(|argument| {
            let is_content = ontology.role_is(argument.role, RoleUse::Content);
            let Some(span) = argument.filler.span.filter(|_| is_content) else { return true };
            ends.retain(|end| *end > span.start);
            let kept = ends.len() < MOST;
            if kept {
                ends.push(span.end);
            }
            kept
        });
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::event::test_support::by_rules;

    #[test]
    fn speech_within_speech_ends() {
        let text = format!("{}明天下雨。", "李明说，".repeat(30));
        let document = by_rules(&text);
        let held = document.events.iter().flat_map(|e| &e.arguments);
        let held = held.filter(|a| a.role == "content").count();
        assert!((1..=super::MOST).contains(&held), "{held}");
    }
}
