//! Where an event takes place, and who meets in a meeting that is named by its places.

use super::{EventBuilder, Site};
use crate::{
    Clean, Span,
    document::MentionKind,
    event::{
        Argument, Event, Filler,
        chunk::{ChunkKind, Head},
        frame::FillerKinds,
        frame_match::Scope,
        ontology::{EventKind, RoleUse, Trait},
        word_classes::WordList,
    },
};

/// How many chunks behind 在 the place may stand.
const REACH: usize = 4;

impl EventBuilder<'_> {
    /// Where it happened, by the words for what it happened to: 泉州一家鞋厂起火.
    pub(super) fn place_in_argument(&self, row: &EventKind, event: &mut Event) {
        if !event.places.is_empty() || !row.is(Trait::PlaceInArgument) {
            return;
        }
        let phrases = event.arguments.iter().filter(|a| a.filler.mention.is_none());
        let place = phrases.filter_map(|a| a.filler.span).find_map(|span| {
            let all = &self.context.mentions.all;
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
        event.places.extend(place.map(|m| self.mention_filler(m)));
    }

    /// Places marked in the clause that the frame did not take.
    pub(super) fn marked_places(&self, scope: Scope, event: &mut Event) {
        let chunks = &self.chunks.all;
        let matcher = self.matcher(scope);
        for i in scope.from..scope.to {
            let is_marker = matches!(chunks[i].kind, ChunkKind::Marker { .. });
            if !is_marker || !chunks[i].word.is(WordList::Locative) {
                continue;
            }
            let after = (i + 1..scope.to)
                .take(REACH)
                .find(|&j| !matches!(chunks[j].kind, ChunkKind::Skip | ChunkKind::Time(_)));
            let phrase = after.filter(|&j| chunks[j].kind == ChunkKind::Phrase);
            let Some(phrase) = phrase else { continue };
            let chunk = &chunks[phrase];
            let words = self.words(phrase);
            let is_location = chunk.placed && !self.is_meeting(phrase)
                || self.rules.words.ends_in(words, WordList::LocationEnd);
            if !(is_location || matcher.takes(phrase, FillerKinds::PLACE))
                || has_part(event, chunk.span)
            {
                continue;
            }
            for member in self.chunks.members(chunk) {
                match member.head {
                    Head::Mention(m)
                        if self.context.kind_of(m) == MentionKind::Place
                            || chunk.placed
                                && self.context.kind_of(m) == MentionKind::Organization =>
                    {
                        event.places.push(self.mention_filler(m));
                    }
                    Head::Common if is_location => event.places.push(Filler::phrase(member.span)),
                    _ => {}
                }
            }
        }
    }

    fn is_meeting(&self, chunk: usize) -> bool {
        let members = self.chunks.members(&self.chunks.all[chunk]);
        members.iter().any(|m| {
            matches!(m.head, Head::Mention(m) if self.context.kind_of(m) == MentionKind::Meeting)
        }) || self.rules.words.ends_in(self.words(chunk), WordList::MeetingEnd)
    }

    /// 新北—岚皋…联席会: the places joined in a meeting's name take part in it.
    pub(super) fn meeting_parties(&self, site: Site<'_>, event: &mut Event) {
        let ontology = &self.rules.ontology;
        let party = ontology.role_for(site.kind, RoleUse::Party);
        let (Some(role), true) = (party, site.row.is(Trait::Meeting)) else { return };
        let all = &self.context.mentions.all;
        let names = self.with_use(event, RoleUse::EventName).filter_map(|f| f.span);
        let names: Vec<Span<Clean>> = names.collect();
        for name in names {
            let from = all.partition_point(|m| m.span.start < name.start);
            let parties: Vec<usize> = (from..all.len())
                .take_while(|&m| all[m].span.start < name.end)
                .filter(|&m| {
                    matches!(all[m].kind, MentionKind::Place | MentionKind::Organization)
                        && name.contains(all[m].span)
                        && all[m].span != name
                })
                .collect();
            let joined = parties.windows(2).any(|pair| {
                let between = self.text.get(all[pair[0]].span.end..all[pair[1]].span.start);
                between.is_some_and(|b| self.rules.words.of(b).is(WordList::PartyJoiner))
            });
            if joined {
                let fillers = parties.into_iter().map(|m| self.mention_filler(m));
                event.arguments.extend(fillers.map(|filler| Argument { role, filler }));
            }
        }
    }
}

/// Returns whether a place or an argument of the event overlaps words.
fn has_part(event: &Event, words: Span<Clean>) -> bool {
    let places = event.places.iter();
    let mut fillers = places.chain(event.arguments.iter().map(|a| &a.filler));
    fillers.any(|f| f.span.is_some_and(|s| s.overlaps(words)))
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::event::test_support::{by_rules, told};

    #[test]
    fn a_marked_phrase_is_the_place() {
        let events = told(&by_rules("双方在北京签署协议。"));
        assert!(events[0].ends_with("place=北京"), "{events:?}");
    }

    #[test]
    fn the_words_for_what_burns_say_where() {
        let events = told(&by_rules("泉州一家鞋厂起火。"));
        assert!(events[0].ends_with("place=泉州"), "{events:?}");
    }
}
