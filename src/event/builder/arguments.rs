//! What fills the roles of an event, by its frame.

use super::{EventBuilder, Site};
use crate::{
    Clean, Span,
    document::{Basis, MentionKind},
    event::{
        Argument, Event, Filler,
        chunk::{ChunkKind, Head},
        frame_match::{FrameMatch, Scope, SlotValue},
        ontology::{RoleId, RoleUse},
    },
};

impl EventBuilder<'_> {
    /// Turns the values of the frame into arguments and places.
    pub(super) fn fill_slots(&self, site: Site<'_>, matched: &FrameMatch, event: &mut Event) {
        let scope = site.scope;
        let has_use = |role, one| self.rules.ontology.role_is(role, one);
        for &(role, value) in &matched.values {
            // A subject of a clause before that one is shared, when another trigger stands between.
            let is_shared = matched.subject.is_some_and(|(r, c)| r == role && c < scope.own)
                && (scope.from..scope.own)
                    .any(|i| matches!(self.chunks.all[i].kind, ChunkKind::Trigger(_)));
            for mut filler in self.fillers(scope, value) {
                if is_shared && filler.basis == Basis::Name {
                    filler.basis = Basis::SharedSubject;
                }
                if has_use(role, RoleUse::Place) {
                    event.places.push(filler);
                } else if has_use(role, RoleUse::Position) {
                    self.add_position(site, role, filler, event);
                } else {
                    if has_use(role, RoleUse::Addressee) {
                        filler = self.addressee(site, filler, event);
                    }
                    if has_use(role, RoleUse::Destination) {
                        event.places.push(filler);
                    }
                    event.arguments.push(Argument { role, filler });
                }
            }
        }
    }

    /// 岷县的做法: who is addressed; what for is added to the arguments.
    fn addressee(&self, site: Site<'_>, filler: Filler, event: &mut Event) -> Filler {
        let (Some(span), None) = (filler.span, filler.mention) else { return filler };
        let Some(of) = self.text[span.range()].rfind('的') else { return filler };
        let of = span.start + of;
        let owner = self.last_mention_in(Span::new(span.start, of)).filter(|&m| {
            let mention = &self.context.mentions.all[m];
            mention.span.end == of && mention.kind != MentionKind::Date
        });
        let Some(owner) = owner else { return filler };
        let behind = of + '的'.len_utf8();
        if let Some(role) = self.rules.ontology.role_for(site.kind, RoleUse::Topic)
            && behind < span.end
        {
            let filler = Filler::phrase(Span::new(behind, span.end));
            event.arguments.push(Argument { role, filler });
        }
        self.mention_filler(owner)
    }

    /// 国家粮食和物资储备局副局长: the post, and where it is held.
    fn add_position(&self, site: Site<'_>, role: RoleId, filler: Filler, event: &mut Event) {
        let mentions = &self.context.mentions.all;
        let title = filler.span.and_then(|span| {
            let title = self.last_mention_in(span)?;
            let mention = &mentions[title];
            (mention.kind == MentionKind::Title && mention.span.end == span.end)
                .then_some((span, title))
        });
        let Some((span, title)) = title else {
            event.arguments.push(Argument { role, filler });
            return;
        };
        event.arguments.push(Argument { role, filler: self.mention_filler(title) });
        let before = Span::new(span.start, mentions[title].span.start);
        let Some(role) = self.rules.ontology.role_for(site.kind, RoleUse::Organization) else {
            return;
        };
        if !before.is_empty() {
            let body = self.last_mention_in(before).filter(|&m| {
                matches!(mentions[m].kind, MentionKind::Organization | MentionKind::Place)
            });
            let filler = body.map_or(Filler::phrase(before), |m| self.mention_filler(m));
            event.arguments.push(Argument { role, filler });
        }
    }

    /// Returns the last mention that lies in words; one that is all of them only when it is a title.
    fn last_mention_in(&self, words: Span<Clean>) -> Option<usize> {
        let all = &self.context.mentions.all;
        let from = all.partition_point(|m| m.span.start < words.start);
        let inner = (from..all.len()).take_while(|&m| all[m].span.start < words.end);
        inner
            .filter(|&m| match all[m].span == words {
                true => all[m].kind == MentionKind::Title,
                false => all[m].span.end <= words.end,
            })
            .last()
    }

    fn fillers(&self, scope: Scope, value: SlotValue) -> Vec<Filler> {
        match value {
            SlotValue::Words(span) => vec![Filler::phrase(span)],
            SlotValue::Amount(a) => {
                let mention = self.tokens.amounts[a].mention;
                let words = Filler::phrase(self.tokens.amounts[a].span);
                vec![Filler { mention, value: mention, ..words }]
            }
            SlotValue::Chunk(chunk, accepts) => {
                let chunk = &self.chunks.all[chunk];
                let matcher = self.matcher(scope);
                let members = self.chunks.members(chunk).iter();
                members
                    .filter(|m| matcher.kind(m, chunk).meets(accepts))
                    .map(|m| match m.head {
                        Head::Mention(mention) => {
                            let filler = self.mention_filler(mention);
                            let is_all = filler.span == Some(m.span);
                            let mention = filler.mention.filter(|_| is_all);
                            Filler { span: Some(m.span), mention, ..filler }
                        }
                        _ => Filler::phrase(m.span),
                    })
                    .collect()
            }
        }
    }

    /// Returns the filler that a mention is.
    pub(super) fn mention_filler(&self, index: usize) -> Filler {
        let mention = &self.context.mentions.all[index];
        let entity = self.context.entity_of(index);
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
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::event::test_support::{by_rules, told};

    #[test]
    fn a_post_and_where_it_is_held() {
        let events = told(&by_rules("王建国任青松县粮食局副局长。"));
        assert!(events[0].contains("appointee=王建国"), "{events:?}");
        assert!(events[0].contains("position=副局长"), "{events:?}");
    }
}
