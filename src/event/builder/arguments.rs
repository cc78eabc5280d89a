//! What fills the roles of an event, by the frame or by what went before.

use super::Teller;
use crate::event::{
    Argument, Event, Filler,
    chunk::{Head, Part},
    frame_match::{Fit, Region, Value},
    ontology::Kind,
};
use crate::{
    Clean, Span,
    document::{Basis, MentionKind},
};

impl<'a> Teller<'a> {
    /// Turns the values of the frame into arguments and places.
    pub(super) fn arguments(&self, fit: &Fit, region: Region, event: &mut Event) {
        for &(role, value) in &fit.values {
            let fillers = self.fillers(value);
            for mut filler in fillers {
                // A subject of a clause before that one is shared, when another trigger stands between.
                let shared = fit.subject.is_some_and(|(r, c)| r == role && c < region.own)
                    && (region.from..region.own)
                        .any(|i| matches!(self.clauses.chunks[i].part, Part::Hit(_)));
                if shared && filler.basis == Basis::Name {
                    filler.basis = Basis::SharedSubject;
                }
                if Some(role) == self.rules.known.place {
                    event.places.push(filler);
                } else if Some(role) == self.rules.known.position {
                    self.position(filler, event);
                } else {
                    if Some(role) == self.rules.known.addressee {
                        filler = self.whose(filler, event);
                    }
                    if Some(role) == self.rules.known.destination {
                        event.places.push(filler);
                    }
                    event.arguments.push(Argument { role, filler });
                }
            }
        }
    }

    /// 岷县的做法: who is addressed, and what for.
    fn whose(&self, filler: Filler, event: &mut Event) -> Filler {
        let (Some(span), None) = (filler.span, filler.mention) else { return filler };
        let Some(of) = self.text[span.range()].rfind('的') else { return filler };
        let of = span.start + of;
        let owner = self.named_in(Span::new(span.start, of)).filter(|&m| {
            let mention = &self.mentions.all[m];
            mention.span.end == of && mention.kind != MentionKind::Date
        });
        let Some(owner) = owner else { return filler };
        let known = &self.rules.known;
        let own_roles = &self.rules.ontology.kinds[event.kind.row as usize].roles;
        if let Some(topic) = known.topic
            && own_roles.contains(&topic)
            && of + '的'.len_utf8() < span.end
        {
            let words = Span::new(of + '的'.len_utf8(), span.end);
            event.arguments.push(Argument { role: topic, filler: phrase(words) });
        }
        self.of_mention(owner)
    }

    /// 国家粮食和物资储备局副局长: the post, and where it is held.
    fn position(&self, filler: Filler, event: &mut Event) {
        let known = &self.rules.known;
        let (Some(position), Some(organization)) = (known.position, known.organization) else {
            return;
        };
        let own_roles = &self.rules.ontology.kinds[event.kind.row as usize].roles;
        let title = filler.span.and_then(|span| {
            let title = self.named_in(span)?;
            let mention = &self.mentions.all[title];
            (mention.kind == MentionKind::Title && mention.span.end == span.end)
                .then_some((span, title))
        });
        let Some((span, title)) = title else {
            event.arguments.push(Argument { role: position, filler });
            return;
        };
        event.arguments.push(Argument { role: position, filler: self.of_mention(title) });
        let before = Span::new(span.start, self.mentions.all[title].span.start);
        if before.start == before.end || !own_roles.contains(&organization) {
            return;
        }
        let body = self.named_in(before).filter(|&m| {
            matches!(self.mentions.all[m].kind, MentionKind::Organization | MentionKind::Place)
        });
        let filler = body.map_or_else(|| phrase(before), |m| self.of_mention(m));
        event.arguments.push(Argument { role: organization, filler });
    }

    /// The last mention that lies in the words.
    fn named_in(&self, words: Span<Clean>) -> Option<usize> {
        let all = &self.mentions.all;
        let from = all.partition_point(|m| m.span.start < words.start);
        let inner = (from..all.len()).take_while(|&m| all[m].span.start < words.end);
        inner
            .filter(|&m| {
                all[m].span.end <= words.end && all[m].span != words
                    || all[m].span == words && all[m].kind == MentionKind::Title
            })
            .last()
    }

    fn fillers(&self, value: Value) -> Vec<Filler> {
        match value {
            Value::Words(span) => {
                vec![phrase(span)]
            }
            Value::Amount(a) => {
                let amount = &self.atoms.amounts[a];
                vec![Filler {
                    span: Some(amount.span),
                    mention: amount.mention,
                    entity: None,
                    value: amount.mention,
                    basis: Basis::Phrase,
                }]
            }
            Value::Chunk(chunk, accepts) => {
                let chunk = &self.clauses.chunks[chunk];
                let sight = self.sight();
                let members = self.clauses.members(chunk).iter();
                members
                    .filter(|m| sight.kind(m, chunk).meets(accepts))
                    .map(|m| match m.head {
                        Head::Mention(mention) => {
                            let filler = self.of_mention(mention);
                            let whole = filler.span == Some(m.span);
                            let mention = filler.mention.filter(|_| whole);
                            Filler { span: Some(m.span), mention, ..filler }
                        }
                        _ => Filler {
                            span: Some(m.span),
                            mention: None,
                            entity: None,
                            value: None,
                            basis: Basis::Phrase,
                        },
                    })
                    .collect()
            }
        }
    }

    pub(super) fn of_mention(&self, index: usize) -> Filler {
        let mention = &self.mentions.all[index];
        let entity = self.resolved.entity_of.get(index).copied().flatten();
        let basis = entity.map_or(
            match mention.kind {
                MentionKind::Pronoun => Basis::Pronoun,
                MentionKind::Title => Basis::Title,
                MentionKind::Group => Basis::Group,
                _ => Basis::Name,
            },
            |(_, basis)| basis,
        );
        Filler {
            span: Some(mention.span),
            mention: Some(index),
            entity: entity.map(|(e, _)| e),
            value: None,
            basis,
        }
    }

    pub(super) fn own_subject(&self, fit: &Fit, event: &Event) -> Vec<Filler> {
        let Some((role, _)) = fit.subject else { return Vec::new() };
        let of_role = |a: &&Argument| a.role == role;
        event.arguments.iter().filter(of_role).map(|a| a.filler).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "one event, seen from all sides")]
    /// Fills in who acts when the clause does not say.
    pub(super) fn left_out(
        &mut self,
        kind: Kind,
        fit: &Fit,
        is_speech: bool,
        sentence: usize,
        at: usize,
        own: &[Filler],
        event: &mut Event,
    ) {
        let paragraph = self.paragraph(sentence);
        if !own.is_empty() {
            self.subject.clear();
            self.subject.extend_from_slice(own);
            return;
        }
        let Some(role) = fit.open_subject else { return };
        // 在2日召开的会上: a meeting that is only named is not held by who acts in it.
        let named = self.clauses.chunks.get(at + 1).is_some_and(|c| c.part == Part::De);
        if Some(kind) == self.rules.known.hold && named {
            return;
        }
        let elided =
            |f: &Filler, basis| Filler { span: None, mention: None, value: None, basis, ..*f };
        let inside = self.inside.is_some();
        let next = (self.inside_at + 1..at).all(|i| self.clauses.chunks[i].part == Part::Skip);
        if let (true, true, Some(speech)) = (inside, next, &self.speech) {
            // 宣布制裁, 计划收购: who says it does it.
            for filler in &speech.speaker {
                let filler = Filler { basis: Basis::SharedSubject, ..*filler };
                event.arguments.push(Argument { role, filler });
            }
            return;
        }
        if !self.subject.is_empty() && (!inside || is_speech) {
            for &filler in &self.subject {
                let filler = Filler { basis: Basis::SharedSubject, ..filler };
                event.arguments.push(Argument { role, filler });
            }
            return;
        }
        if is_speech && let Some(speech) = &self.speech {
            for filler in speech.speaker.iter().filter(|f| f.entity.is_some()) {
                event.arguments.push(Argument { role, filler: elided(filler, Basis::Elided) });
            }
            return;
        }
        let own_story =
            matches!(self.family(kind), "visit" | "meet") && Some(kind) != self.rules.known.hold;
        if let Some((at, before)) = &self.before
            && *at == paragraph
            && own_story
            && self.speech.is_none()
        {
            for filler in before.iter().filter(|f| f.entity.is_some()) {
                event.arguments.push(Argument { role, filler: elided(filler, Basis::Elided) });
            }
        }
    }
}

/// Words that name nobody.
fn phrase(words: Span<Clean>) -> Filler {
    Filler { span: Some(words), mention: None, entity: None, value: None, basis: Basis::Phrase }
}
