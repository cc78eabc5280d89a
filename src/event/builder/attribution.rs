//! Whose words an event stands in, and its factuality there.

use super::{EventBuilder, Site};
use crate::{
    Clean, Span,
    document::{Level, MentionKind, Modality, Polarity},
    event::{
        Argument, Event, Events, Filler,
        chunk::ChunkKind,
        ontology::{ContentStatus, Ontology, RoleUse, Trait},
        word_classes::WordList,
    },
};

/// A quotation of fewer characters is a term, not something said.
const SHORTEST_QUOTATION: usize = 7;

impl EventBuilder<'_> {
    /// The narration goes on when somebody acts or speaks under his own name.
    pub(super) fn close_speech(&mut self, site: Site<'_>, subject: &[Filler]) {
        let quoted = self.chunks.all[site.scope.at].quoted;
        if self.speech.is_some()
            && self.in_sentence.content_of.is_none()
            && !quoted
            && subject.iter().any(|f| f.mention.is_some_and(|m| self.is_of_narration(site, m)))
        {
            self.speech = None;
        }
    }

    /// Whether the narration, not a speaker, names somebody so.
    fn is_of_narration(&self, site: Site<'_>, mention: usize) -> bool {
        let classes = &self.rules.words;
        let words = &self.text[self.context.mentions.all[mention].span.range()];
        match self.context.kind_of(mention) {
            MentionKind::Person | MentionKind::Title => true,
            MentionKind::Pronoun => {
                site.is_speech() && !classes.begins_with(words, WordList::FirstPerson)
                    || classes.of(words).is(WordList::ThirdPerson)
            }
            MentionKind::Group => classes.ends_in(words, WordList::DelegationEnd),
            MentionKind::Organization | MentionKind::Meeting => site.is_speech(),
            _ => false,
        }
    }

    /// Sets polarity, modality, tense, level and whose words it is.
    pub(super) fn assess_factuality(
        &self,
        site: Site<'_>,
        subject: &[Filler],
        event: &mut Event,
        out: &Events,
    ) {
        let scope = site.scope;
        let cues = self.rules.cues.read(self.context, &self.chunks, scope.own, scope.at);
        event.polarity = cues.polarity;
        event.modality = cues.modality;
        event.tense = cues.tense;
        event.rules.extend(cues.rules);
        let speaker = |of: usize| {
            let first = self.with_use(&out.all[of], RoleUse::Speaker).next();
            first.and_then(|f| f.entity)
        };
        let content_of = self.in_sentence.content_of;
        if let (Some(source), None) = (self.in_sentence.source, content_of) {
            event.attribution = Some((speaker(source), Some(source)));
        }
        let said_in = content_of.map(|c| c.0).or(self.speech.as_ref().map(|s| s.event));
        let Some(said_in) = said_in else { return };
        let said_by = speaker(said_in);
        let is_speaker = |f: &Filler| {
            let own = |s: Span<Clean>| {
                self.rules.words.begins_with(&self.text[s.range()], WordList::OwnSide)
            };
            f.span.is_some_and(own) || f.entity.is_some() && f.entity == said_by
        };
        let performs = site.row.is(Trait::Performative)
            && (subject.is_empty() || subject.iter().any(is_speaker));
        if site.is_speech() && (performs || content_of.is_none()) {
            return;
        }
        event.attribution = Some((said_by, Some(said_in)));
        let status = self.rules.kind(out.all[said_in].kind).content;
        // 宣布制裁: who announces it does it.
        if status == Some(ContentStatus::Performed)
            && content_of.is_some_and(|(_, at)| self.chunks.all_skipped(at + 1..scope.at))
        {
            return;
        }
        event.level = Level::Embedded;
        match status {
            Some(ContentStatus::Hoped) if event.modality == Modality::Asserted => {
                event.modality = Modality::Hoped;
            }
            Some(ContentStatus::Demanded) if event.modality == Modality::Asserted => {
                event.modality = Modality::Demanded;
            }
            // 否认已经离婚, 拒绝签字: what is denied or refused did not take place.
            Some(ContentStatus::Denied) => event.polarity = Polarity::Negative,
            _ => {}
        }
    }

    /// “…。”张华说: what stands in the quotation is said by who speaks behind it; `first` is the first event of the sentence.
    pub(super) fn attach_preceding_quotation(&self, first: usize, out: &mut Events) {
        let chunks = &self.chunks.all;
        let Some(close) = chunks.iter().rposition(|c| c.kind == ChunkKind::Close) else { return };
        let open = chunks[..close].iter().rposition(|c| c.kind == ChunkKind::Open);
        let Some(open) = open else { return };
        let quotation = Span::<Clean>::new(chunks[open].span.end, chunks[close].span.start);
        let speaks = (first..out.all.len()).find(|&i| {
            let event = &out.all[i];
            event.level == Level::Speech
                && event.trigger.start >= quotation.end
                && self.with_use(event, RoleUse::Content).next().is_none()
        });
        let Some(speaks) = speaks else { return };
        let kind = Ontology::kind_of_row(out.all[speaks].kind);
        let Some(role) = self.rules.ontology.role_for(kind, RoleUse::Content) else { return };
        if self.text[quotation.range()].chars().count() < SHORTEST_QUOTATION {
            return;
        }
        out.all[speaks].arguments.push(Argument { role, filler: Filler::phrase(quotation) });
        let speaker = out.all[speaks].arguments.iter().find_map(|a| a.filler.entity);
        for (i, event) in out.all.iter_mut().enumerate().skip(first) {
            if i != speaks && quotation.contains(event.trigger) {
                event.level = Level::Embedded;
                event.attribution = Some((speaker, Some(speaks)));
            }
        }
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::{
        document::{Level, Modality},
        event::test_support::by_rules,
    };

    #[test]
    fn what_is_said_is_embedded() {
        let document = by_rules("李明希望，甲市与乙市签署协议。");
        let signed = document.events.iter().find(|e| e.kind == "coop.sign").expect("a signing");
        assert_eq!((signed.level, signed.modality), (Level::Embedded, Modality::Hoped));
        assert!(signed.attribution.is_some());
    }

    #[test]
    fn a_quotation_belongs_to_who_speaks_behind_it() {
        let document = by_rules("“我们要与乙市签署合作协议，”李明说。");
        let said = document.events.iter().find(|e| e.kind == "speech.state").expect("speech");
        assert!(said.arguments.iter().any(|a| a.role == "content"));
    }
}
