//! The record: ids are given, clean spans become spans of the original.

use crate::{
    Clean, Document, Input, Span,
    document::{self, Basis, EventTime, Words},
    event::{self, EventRules, Events, Filler},
    mention::FeatureHit,
    resolve::{Entity, Post},
    rules::Tables,
    text::Text,
};

/// Returns an empty document of an input.
pub(crate) fn document(input: &Input<'_>) -> Document {
    Document { schema: 1, id: input.id.to_owned(), ..Document::default() }
}

/// Says in the document what the page says of itself, and what of it was repaired, removed or marked.
pub(crate) fn page(text: &Text<'_>, document: &mut Document) {
    document.boilerplate = text
        .boilerplate()
        .iter()
        .filter(|f| f.field != document::Field::Page && !f.value.is_empty())
        .map(|f| {
            let value = text.to_original(f.value);
            document::Boilerplate {
                field: f.field,
                value: text.boilerplate_value(f).into_owned(),
                start: value.start,
                end: value.end,
            }
        })
        .collect();
    document.notes = text
        .notes()
        .iter()
        .map(|n| document::Note { kind: n.kind, start: n.span.start, end: n.span.end })
        .collect();
}

/// Adds what is found in a text, or in one story of it, to the document. Ids go on where those of the document end.
pub(crate) fn record(
    tables: &Tables,
    rules: &EventRules,
    found: event::Context<'_>,
    events: &Events,
    explain: bool,
    document: &mut Document,
) {
    let ids = Ids {
        mentions: document.mentions.len(),
        entities: document.entities.len(),
        events: document.events.len(),
    };
    let writer = Writer { tables, rules, found, explain, ids };
    let event::Context { mentions, resolved, .. } = found;
    document.mentions.reserve(mentions.all.len());
    document.entities.reserve(resolved.entities.len());
    document.events.reserve(events.all.len());
    if document.anchor.is_none() {
        let anchor = |(moment, from): (crate::Moment, _)| document::Anchor {
            date: moment.to_string(),
            from,
        };
        document.anchor = resolved.anchor.map(anchor);
    }
    document.mentions.extend((0..mentions.all.len()).map(|i| writer.mention(i)));
    for (i, entity) in resolved.entities.iter().enumerate() {
        document.entities.push(writer.entity(i, entity));
        if let Some(outer) = entity.within {
            document.links.push(document::Link {
                kind: document::LinkKind::Within,
                from: ids.entity(i),
                to: ids.entity(outer),
            });
        }
    }
    for &(kind, from, to) in &resolved.links {
        let (from, to) = (ids.entity(from), ids.entity(to));
        document.links.push(document::Link { kind, from, to });
    }
    document.events.extend(events.all.iter().enumerate().map(|(i, e)| writer.event(i, e)));
    for &(kind, from, to) in &events.links {
        document.links.push(document::Link { kind, from: ids.event(from), to: ids.event(to) });
    }
}

/// How many mentions, entities and events the document has already.
#[derive(Debug, Clone, Copy)]
struct Ids {
    mentions: usize,
    entities: usize,
    events: usize,
}

impl Ids {
    fn mention(self, index: usize) -> String {
        numbered('m', self.mentions + index)
    }

    fn entity(self, index: usize) -> String {
        numbered('n', self.entities + index)
    }

    fn event(self, index: usize) -> String {
        numbered('v', self.events + index)
    }
}

/// Returns the letter and the number of what stands at an index, counted from 1: a record names thousands, and the
/// formatting machinery would cost more than finding them.
fn numbered(letter: char, index: usize) -> String {
    let number = index + 1;
    let mut place = 1;
    while number / place >= 10 {
        place *= 10;
    }
    let mut id = String::with_capacity(8);
    id.push(letter);
    while place > 0 {
        id.push(char::from(b'0' + (number / place % 10) as u8));
        place /= 10;
    }
    id
}

struct Writer<'a> {
    tables: &'a Tables,
    rules: &'a EventRules,
    /// What the stages before the events found.
    found: event::Context<'a>,
    explain: bool,
    ids: Ids,
}

impl Writer<'_> {
    fn mention(&self, index: usize) -> document::Mention {
        let event::Context { text, mentions, resolved, .. } = self.found;
        let mention = &mentions.all[index];
        let span = text.to_original(mention.span);
        document::Mention {
            id: self.ids.mention(index),
            kind: mention.kind,
            start: span.start,
            end: span.end,
            text: self.clean(mention.span),
            entity: resolved.entity_of[index].map(|(e, _)| self.ids.entity(e)),
            rule: self.tables.row(mention.rule).name(),
            score: mention.score,
            evidence: if self.explain { self.evidence(&mention.evidence) } else { Vec::new() },
            rival: mention.rival.as_ref().filter(|_| self.explain).map(|r| document::Rival {
                kind: r.kind,
                text: self.clean(r.span),
                score: r.score,
                evidence: self.evidence(&r.evidence),
            }),
            date: resolved.dates[index].as_ref().map(|d| {
                let from = d.from.iter().map(|&m| self.ids.mention(m)).collect();
                document::DateValue { from, ..d.value.clone() }
            }),
        }
    }

    fn entity(&self, index: usize, entity: &Entity) -> document::Entity {
        let post = |p: &Post| document::Post {
            title: p.title.clone(),
            organization: p.organization.map(|o| self.ids.entity(o)),
            mention: self.ids.mention(p.mention),
            status: p.status.clone(),
        };
        document::Entity {
            id: self.ids.entity(index),
            kind: entity.kind,
            name: entity.name.clone(),
            mentions: entity.mentions.iter().map(|&m| self.ids.mention(m)).collect(),
            posts: entity.posts.iter().map(post).collect(),
            within: entity.within.map(|e| self.ids.entity(e)),
            gazetteer: entity.gazetteer.map(|r| self.tables.row(r).name()),
            members: entity.members.iter().map(|&e| self.ids.entity(e)).collect(),
        }
    }

    fn event(&self, index: usize, event: &event::Event) -> document::Event {
        let event::Context { text, segmented, mentions, .. } = self.found;
        let kind = self.rules.kind(event.kind);
        let sentence = text.to_original(segmented.sentences[event.sentence].span);
        let arguments = |all: &[event::Argument]| -> Vec<document::Argument> {
            all.iter().map(|a| self.argument(event, a)).collect()
        };
        let place = |p: &Filler| {
            let (words, entity, mention, basis) = self.filler(p);
            let evidence = self.decided(event, p.span);
            document::EventPlace { words, entity, mention, basis, evidence }
        };
        document::Event {
            id: self.ids.event(index),
            kind: kind.name.clone(),
            trigger: self.words(event.trigger),
            also: event
                .also
                .iter()
                .map(|other| document::Restatement {
                    words: self.words(other.trigger),
                    arguments: arguments(&other.arguments),
                })
                .collect(),
            arguments: arguments(&event.arguments),
            time: event.time.as_ref().map(|t| EventTime {
                value: t.value.clone(),
                mention: t.mention.map(|m| self.ids.mention(m)),
                words: t.mention.map(|m| self.words(mentions.all[m].span)),
                basis: t.basis,
                evidence: self.decided(event, t.mention.map(|m| mentions.all[m].span)),
            }),
            places: event.places.iter().map(place).collect(),
            polarity: event.polarity,
            modality: event.modality,
            tense: event.tense,
            level: event.level,
            attribution: event.attribution.map(|(speaker, event)| document::Attribution {
                speaker: speaker.map(|e| self.ids.entity(e)),
                event: event.map(|e| self.ids.event(e)),
            }),
            sentence: [sentence.start, sentence.end],
            confidence: event.confidence,
            evidence: self.decided(event, Some(event.trigger)),
            rules: event.rules.iter().map(|&r| self.tables.row(r).name()).collect(),
            codes: kind.codes.clone(),
        }
    }

    fn argument(&self, event: &event::Event, argument: &event::Argument) -> document::Argument {
        let (words, entity, mention, basis) = self.filler(&argument.filler);
        let value = argument.filler.value.and_then(|m| self.found.resolved.quantities.get(m));
        document::Argument {
            role: self.rules.role_name(argument.role).to_owned(),
            words,
            entity,
            mention,
            value: value.cloned().flatten(),
            basis,
            evidence: self.decided(event, argument.filler.span),
        }
    }

    fn clean(&self, span: Span<Clean>) -> String {
        self.found.text.clean()[span.range()].to_owned()
    }

    fn words(&self, span: Span<Clean>) -> Words {
        let span = self.found.text.whole_clean(span);
        let original = self.found.text.to_original(span);
        Words { start: original.start, end: original.end, text: self.clean(span) }
    }

    fn filler(&self, filler: &Filler) -> (Option<Words>, Option<String>, Option<String>, Basis) {
        (
            filler.span.map(|s| self.words(s)),
            filler.entity.map(|e| self.ids.entity(e)),
            filler.mention.map(|m| self.ids.mention(m)),
            filler.basis,
        )
    }

    /// The learned rows that decided on the words of an event's trigger or part.
    fn decided(&self, event: &event::Event, words: Option<Span<Clean>>) -> Vec<document::Evidence> {
        let of_words = |e: &&(Span<Clean>, Vec<FeatureHit>)| Some(e.0) == words;
        event.evidence.iter().find(of_words).map_or_else(Vec::new, |e| self.evidence(&e.1))
    }

    fn evidence(&self, fired: &[FeatureHit]) -> Vec<document::Evidence> {
        debug_assert!(self.explain);
        fired
            .iter()
            .map(|f| {
                let row = self.tables.row(f.rule);
                document::Evidence {
                    rule: row.name(),
                    at: row.at(),
                    key: self.clean(f.key),
                    weight: f.weight,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Extractor;

    #[test]
    fn ids_count_from_one() {
        assert_eq!(
            [0, 8, 9, 99, 1233].map(|i| numbered('m', i)),
            ["m1", "m9", "m10", "m100", "m1234"]
        );
    }

    #[test]
    fn spans_are_those_of_the_original_and_texts_are_clean() {
        let original = "昨日，縣長王曉明到訪江州市。";
        let document = Extractor::new().extract(original);
        let person = document.mentions.iter().find(|m| m.text == "王晓明").unwrap();
        assert_eq!(&original[person.start..person.end], "王曉明");
        assert_eq!(document.entity(person.entity.as_deref().unwrap()).unwrap().name, "王晓明");
        assert!(document.events.iter().all(|e| e.sentence == [0, original.len()]));
    }
}
