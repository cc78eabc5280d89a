//! Whose words an event is told in, and how it stands there.

use super::Teller;
use crate::event::{Argument, Event, Events, Filler, chunk::Part, frame_match::Region};
use crate::{
    Clean, Span,
    document::{Basis, Level, MentionKind, Modality, Polarity},
};

impl<'a> Teller<'a> {
    /// The narration goes on when somebody acts or speaks under his own name.
    pub(super) fn leave_speech(&mut self, is_speech: bool, subject: &[Filler], at: usize) {
        if self.speech.is_none() || self.inside.is_some() {
            return;
        }
        let quoted = self.clauses.chunks[at].quoted;
        let somebody = subject.iter().any(|f| {
            f.mention.is_some_and(|m| {
                let kind = self.mentions.all[m].kind;
                let words = &self.text[self.mentions.all[m].span.range()];
                let first_person = words.starts_with(['我', '咱', '您', '你']);
                match kind {
                    MentionKind::Person | MentionKind::Title => true,
                    MentionKind::Pronoun => {
                        is_speech && !first_person || matches!(words, "他" | "她")
                    }
                    MentionKind::Group => words.ends_with("一行") || words.ends_with("代表团"),
                    MentionKind::Organization | MentionKind::Meeting => is_speech,
                    _ => false,
                }
            })
        });
        if somebody && !quoted {
            self.speech = None;
        }
    }

    /// Polarity, modality, tense, level and who tells it.
    pub(super) fn stand(
        &mut self,
        region: Region,
        is_speech: bool,
        subject: &[Filler],
        event: &mut Event,
        out: &Events,
    ) {
        let standing = self.rules.cues.read(
            self.matches,
            self.segmented,
            self.mentions,
            &self.clauses,
            region.own,
            region.at,
        );
        event.polarity = standing.polarity;
        event.modality = standing.modality;
        event.tense = standing.tense;
        event.rules.extend(standing.rules);
        if let (Some(source), None) = (self.source, self.inside) {
            let role = |a: &&Argument| Some(a.role) == self.rules.known.speaker;
            let speaker = out.all.get(source).and_then(|e| e.arguments.iter().find(role));
            event.attribution = Some((speaker.and_then(|a| a.filler.entity), Some(source)));
        }
        let teller = self.inside.or(self.speech.as_ref().map(|s| s.event));
        let Some(teller) = teller else { return };
        let speaker = |e: &Event| {
            let role = |a: &&Argument| Some(a.role) == self.rules.known.speaker;
            e.arguments.iter().find(role).and_then(|a| a.filler.entity)
        };
        let told_by = out.all.get(teller).and_then(speaker);
        let first_person = |f: &Filler| {
            f.span.is_some_and(|s| self.text[s.range()].starts_with(['我', '咱', '中']))
                || f.entity.is_some() && f.entity == told_by
        };
        let performs = is_speech
            && self.performative(event)
            && (subject.is_empty() || subject.iter().any(first_person));
        if performs || is_speech && self.inside.is_none() {
            return;
        }
        // 宣布制裁: who announces it does it.
        let announces =
            out.all.get(teller).is_some_and(|e| Some(e.kind) == self.rules.known.announce);
        let next = self.inside.is_some()
            && (self.inside_at + 1..region.at).all(|i| self.clauses.chunks[i].part == Part::Skip);
        if announces && next {
            event.attribution = Some((told_by, Some(teller)));
            return;
        }
        event.level = Level::Embedded;
        event.attribution = Some((told_by, Some(teller)));
        if event.modality == Modality::Asserted {
            event.modality = self.modality_of(teller, out);
        }
        // 否认已经离婚, 拒绝签字: what is denied or refused is told as not so.
        if out.all.get(teller).is_some_and(|e| Some(e.kind) == self.rules.known.deny) {
            event.polarity = Polarity::Negative;
        }
    }

    fn performative(&self, event: &Event) -> bool {
        let name = &self.rules.ontology.kinds[event.kind.row as usize].name;
        matches!(
            name.as_str(),
            "speech.hope"
                | "speech.thank"
                | "speech.greet"
                | "speech.praise"
                | "speech.apologize"
                | "speech.encourage"
        )
    }

    /// How what is told in a speech event stands.
    fn modality_of(&self, teller: usize, out: &Events) -> Modality {
        match out
            .all
            .get(teller)
            .map(|e| self.rules.ontology.kinds[e.kind.row as usize].name.as_str())
        {
            Some("speech.hope") => Modality::Hoped,
            Some("speech.demand" | "speech.encourage") => Modality::Demanded,
            _ => Modality::Asserted,
        }
    }

    /// “…。”张华说: what stood in the quotation was told by who speaks behind it.
    pub(super) fn earlier_quotation(&self, first: usize, out: &mut Events) {
        let chunks = &self.clauses.chunks;
        let Some(close) = chunks.iter().rposition(|c| c.part == Part::Close) else { return };
        let Some(open) = chunks[..close].iter().rposition(|c| c.part == Part::Open) else { return };
        let quotation = Span::<Clean>::new(chunks[open].span.end, chunks[close].span.start);
        let content = self.rules.known.content;
        let speaks = (first..out.all.len()).find(|&i| {
            let e = &out.all[i];
            e.level == Level::Speech
                && e.trigger.start >= quotation.end
                && !e.arguments.iter().any(|a| a.role == content)
        });
        let Some(speaks) = speaks else { return };
        let long = self.text[quotation.range()].chars().count() > 6;
        if !long
            || !self.rules.ontology.kinds[out.all[speaks].kind.row as usize]
                .roles
                .contains(&content)
        {
            return;
        }
        out.all[speaks].arguments.push(Argument {
            role: content,
            filler: Filler {
                span: Some(quotation),
                mention: None,
                entity: None,
                value: None,
                basis: Basis::Phrase,
            },
        });
        for i in first..out.all.len() {
            if i != speaks && quotation.contains(out.all[i].trigger) {
                out.all[i].level = Level::Embedded;
                let speaker = out.all[speaks].arguments.iter().find_map(|a| a.filler.entity);
                out.all[i].attribution = Some((speaker, Some(speaks)));
            }
        }
    }
}
