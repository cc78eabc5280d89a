//! Who acts when the clause does not say: the subject of the sentence, of the speech or of the sentence before.

use super::{EventBuilder, Site};
use crate::{
    document::Basis,
    event::{Argument, Event, Filler, chunk::ChunkKind, frame_match::FrameMatch, ontology::Trait},
};

impl EventBuilder<'_> {
    /// Returns the subject that the frame found in the clause.
    pub(super) fn subject_of(&self, matched: &FrameMatch, event: &Event) -> Vec<Filler> {
        let Some((role, _)) = matched.subject else { return Vec::new() };
        event.arguments.iter().filter(|a| a.role == role).map(|a| a.filler).collect()
    }

    /// Remembers the subject of the clause, or fills in the one that it leaves out.
    pub(super) fn fill_subject(
        &mut self,
        site: Site<'_>,
        matched: &FrameMatch,
        own: &[Filler],
        event: &mut Event,
    ) {
        if !own.is_empty() {
            self.in_sentence.subject.clear();
            self.in_sentence.subject.extend_from_slice(own);
        } else if let Some(role) = matched.open_subject {
            let fillers = self.elided_subject(site);
            event.arguments.extend(fillers.into_iter().map(|filler| Argument { role, filler }));
        }
    }

    fn elided_subject(&self, site: Site<'_>) -> Vec<Filler> {
        let at = site.scope.at;
        // 在2日召开的会上: a meeting that is only named is not held by who acts in it.
        let is_named = self.chunks.all.get(at + 1).is_some_and(|c| c.kind == ChunkKind::De);
        if site.row.is(Trait::Meeting) && is_named {
            return Vec::new();
        }
        let shared = |f: &Filler| Filler { basis: Basis::SharedSubject, ..*f };
        let elided = |of: &[Filler]| {
            let entities = of.iter().filter(|f| f.entity.is_some());
            entities.map(|f| f.elided(Basis::Elided)).collect()
        };
        let content_of = self.in_sentence.content_of;
        if let (Some((_, said_by)), Some(speech)) = (content_of, &self.speech)
            && self.chunks.all_skipped(said_by + 1..at)
        {
            // 宣布制裁, 计划收购: who says it does it.
            return speech.speaker.iter().map(shared).collect();
        }
        let subject = &self.in_sentence.subject;
        if !subject.is_empty() && (content_of.is_none() || site.is_speech()) {
            return subject.iter().map(shared).collect();
        }
        match (&self.speech, &self.previous_subject) {
            (Some(speech), _) if site.is_speech() => elided(&speech.speaker),
            (None, Some((paragraph, previous)))
                if *paragraph == self.paragraph(site.sentence)
                    && site.row.is(Trait::ElidedSubject) =>
            {
                elided(previous)
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::{
        document::Basis,
        event::test_support::{by_rules, told},
    };

    #[test]
    fn the_next_clause_has_the_same_subject() {
        let document = by_rules("市长周文彬参观了博物馆，会见了客商王建国。");
        let met = document.events.iter().find(|e| e.kind == "meet.talk").expect("a meeting");
        let agent = met.arguments.iter().find(|a| a.role == "agent").expect("an agent");
        assert_eq!(agent.basis, Basis::SharedSubject, "{:?}", told(&document));
    }
}
