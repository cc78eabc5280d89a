//! Where an event takes place, and who meets in a meeting that is named by its places.

use super::Teller;
use crate::event::{
    Argument, Event, Filler,
    chunk::{Head, Part},
    frame::Accepts,
    frame_match::Region,
    ontology::Kind,
};
use crate::{
    Clean, Span,
    document::{Basis, MentionKind},
};

impl<'a> Teller<'a> {
    /// Where it happened, told in the words for what it happened to: 泉州一家鞋厂起火.
    pub(super) fn place_of_phrase(&self, kind: Kind, event: &mut Event) {
        if !event.places.is_empty()
            || !matches!(self.family(kind), "disaster" | "life" | "conflict")
        {
            return;
        }
        let phrases = event.arguments.iter().filter(|a| a.filler.mention.is_none());
        let place = phrases.filter_map(|a| a.filler.span).find_map(|span| {
            let all = &self.mentions.all;
            let first = all.partition_point(|m| m.span.start < span.start);
            let mut at = span.start;
            let mut place = None;
            for (index, mention) in all.iter().enumerate().skip(first) {
                if mention.kind != MentionKind::Place || mention.span.start != at {
                    break;
                }
                at = mention.span.end;
                place = (at <= span.end).then_some(index);
            }
            place
        });
        event.places.extend(place.map(|m| self.of_mention(m)));
    }

    /// Places marked in the clause that the frame did not take.
    pub(super) fn places(&self, region: Region, event: &mut Event) {
        let chunks = &self.clauses.chunks;
        let sight = self.sight();
        let accepts = Accepts::PLACE;
        let taken = |event: &Event, span: Span<Clean>| {
            event.places.iter().any(|p| p.span.is_some_and(|s| s.overlaps(span)))
                || event.arguments.iter().any(|a| a.filler.span.is_some_and(|s| s.overlaps(span)))
        };
        for i in region.from..region.to {
            let Part::Marker { .. } = chunks[i].part else { continue };
            if !matches!(&self.text[chunks[i].span.range()], "在" | "于") {
                continue;
            }
            let after = (i + 1..region.to)
                .take(4)
                .find(|&j| !matches!(chunks[j].part, Part::Skip | Part::Time(_)));
            let Some(phrase) = after.filter(|&j| chunks[j].part == Part::Phrase) else { continue };
            let chunk = &chunks[phrase];
            let spot = chunk.placed && !self.is_meeting(phrase)
                || self.rules.words.end_in_spot(&self.text[chunk.span.range()]);
            if !(sight.takes(phrase, accepts) || spot) || taken(event, chunk.span) {
                continue;
            }
            for member in self.clauses.members(chunk) {
                match member.head {
                    Head::Mention(m) if self.mentions.all[m].kind == MentionKind::Place => {
                        event.places.push(self.of_mention(m));
                    }
                    Head::Common if spot => event.places.push(Filler {
                        span: Some(member.span),
                        mention: None,
                        entity: None,
                        value: None,
                        basis: Basis::Phrase,
                    }),
                    Head::Mention(m)
                        if chunk.placed
                            && self.mentions.all[m].kind == MentionKind::Organization =>
                    {
                        event.places.push(self.of_mention(m));
                    }
                    _ => {}
                }
            }
        }
    }

    fn is_meeting(&self, chunk: usize) -> bool {
        let chunk = &self.clauses.chunks[chunk];
        let words = &self.text[chunk.span.range()];
        let mention = self.clauses.members(chunk).iter().any(|m| {
            matches!(m.head, Head::Mention(m) if self.mentions.all[m].kind == MentionKind::Meeting)
        });
        mention || words.ends_with('会') || words.ends_with("会议") || words.ends_with("活动")
    }

    /// 新北—岚皋…联席会: the places joined in a meeting's name take part in it.
    pub(super) fn meeting_parties(&self, kind: Kind, event: &mut Event) {
        let known = &self.rules.known;
        let (Some(name), Some(party)) = (known.event_name, known.party) else { return };
        if Some(kind) != known.hold {
            return;
        }
        let spans: Vec<Span<Clean>> = event
            .arguments
            .iter()
            .filter(|a| a.role == name)
            .filter_map(|a| a.filler.span)
            .collect();
        for span in spans {
            let from = self.mentions.all.partition_point(|m| m.span.start < span.start);
            let parties: Vec<usize> = (from..self.mentions.all.len())
                .take_while(|&m| self.mentions.all[m].span.start < span.end)
                .filter(|&m| {
                    let mention = &self.mentions.all[m];
                    let name =
                        matches!(mention.kind, MentionKind::Place | MentionKind::Organization);
                    name && span.contains(mention.span) && mention.span != span
                })
                .collect();
            let joined = parties.windows(2).any(|w| {
                let between = &self.text
                    [self.mentions.all[w[0]].span.end..self.mentions.all[w[1]].span.start];
                matches!(between, "—" | "-" | "－" | "·" | "与" | "和" | "、" | "——")
            });
            if joined {
                for m in parties {
                    event.arguments.push(Argument { role: party, filler: self.of_mention(m) });
                }
            }
        }
    }
}
