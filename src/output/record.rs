//! The record: ids are given, clean spans become spans of the original.

use crate::{
    Clean, Document, Input, Span,
    document::{self, Basis, EventTime, Words},
    event::{self, EventRules, Events, Filler},
    mention::{FeatureHit, Mentions},
    resolve::Resolved,
    rules::Tables,
    segment::Segmented,
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
#[expect(clippy::too_many_arguments, reason = "each is the result of one stage")]
pub(crate) fn record(
    tables: &Tables,
    rules: &EventRules,
    text: &Text<'_>,
    segmented: &Segmented,
    mentions: &Mentions,
    resolved: &Resolved,
    events: &Events,
    explain: bool,
    document: &mut Document,
) {
    let ids = Ids {
        mentions: document.mentions.len(),
        entities: document.entities.len(),
        events: document.events.len(),
    };
    let writer = Writer { tables, text, explain, ids };
    let mention_id = |i| ids.mention(i);
    let entity_id = |i| ids.entity(i);
    let event_id = |i| ids.event(i);
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
    for (i, mention) in mentions.all.iter().enumerate() {
        let span = text.to_original(mention.span);
        document.mentions.push(document::Mention {
            id: mention_id(i),
            kind: mention.kind,
            start: span.start,
            end: span.end,
            text: writer.clean(mention.span),
            entity: resolved.entity_of[i].map(|(e, _)| entity_id(e)),
            rule: tables.row(mention.rule).name(),
            score: mention.score,
            evidence: if explain { writer.evidence(&mention.evidence) } else { Vec::new() },
            rival: mention.rival.as_ref().filter(|_| explain).map(|r| document::Rival {
                kind: r.kind,
                text: writer.clean(r.span),
                score: r.score,
                evidence: writer.evidence(&r.evidence),
            }),
            date: resolved.dates[i].as_ref().map(|d| {
                let from = d.from.iter().map(|&m| mention_id(m)).collect();
                document::DateValue { from, ..d.value.clone() }
            }),
        });
    }
    for (i, entity) in resolved.entities.iter().enumerate() {
        document.entities.push(document::Entity {
            id: entity_id(i),
            kind: entity.kind,
            name: entity.name.clone(),
            mentions: entity.mentions.iter().map(|&m| mention_id(m)).collect(),
            posts: entity
                .posts
                .iter()
                .map(|p| document::Post {
                    title: p.title.clone(),
                    organization: p.organization.map(entity_id),
                    mention: mention_id(p.mention),
                    status: p.status.clone(),
                })
                .collect(),
            within: entity.within.map(entity_id),
            gazetteer: entity.gazetteer.map(|r| tables.row(r).name()),
            members: entity.members.iter().map(|&e| entity_id(e)).collect(),
        });
        if let Some(outer) = entity.within {
            document.links.push(document::Link {
                kind: document::LinkKind::Within,
                from: entity_id(i),
                to: entity_id(outer),
            });
        }
    }
    for &(kind, from, to) in &resolved.links {
        let (from, to) = (entity_id(from), entity_id(to));
        document.links.push(document::Link { kind, from, to });
    }
    let argument = |a: &event::Argument, event: &event::Event| {
        let (words, entity, mention, basis) = writer.filler(&a.filler);
        document::Argument {
            role: rules.role_name(a.role).to_owned(),
            words,
            entity,
            mention,
            value: a.filler.value.and_then(|m| resolved.quantities.get(m)?.clone()),
            basis,
            evidence: writer.decided(event, a.filler.span),
        }
    };
    for (i, event) in events.all.iter().enumerate() {
        let kind = rules.kind(event.kind);
        let sentence = text.to_original(segmented.sentences[event.sentence].span);
        document.events.push(document::Event {
            id: event_id(i),
            kind: kind.name.clone(),
            trigger: writer.words(event.trigger),
            also: event
                .also
                .iter()
                .map(|other| document::Restatement {
                    words: writer.words(other.trigger),
                    arguments: other.arguments.iter().map(|a| argument(a, event)).collect(),
                })
                .collect(),
            arguments: event.arguments.iter().map(|a| argument(a, event)).collect(),
            time: event.time.as_ref().map(|t| EventTime {
                value: t.value.clone(),
                mention: t.mention.map(mention_id),
                words: t.mention.map(|m| writer.words(mentions.all[m].span)),
                basis: t.basis,
                evidence: writer.decided(event, t.mention.map(|m| mentions.all[m].span)),
            }),
            places: event
                .places
                .iter()
                .map(|p| {
                    let (words, entity, mention, basis) = writer.filler(p);
                    let evidence = writer.decided(event, p.span);
                    document::EventPlace { words, entity, mention, basis, evidence }
                })
                .collect(),
            polarity: event.polarity,
            modality: event.modality,
            tense: event.tense,
            level: event.level,
            attribution: event.attribution.map(|(speaker, event)| document::Attribution {
                speaker: speaker.map(entity_id),
                event: event.map(event_id),
            }),
            sentence: [sentence.start, sentence.end],
            confidence: event.confidence,
            evidence: writer.decided(event, Some(event.trigger)),
            rules: event.rules.iter().map(|&r| tables.row(r).name()).collect(),
            codes: kind.codes.clone(),
        });
    }
    for &(kind, from, to) in &events.links {
        document.links.push(document::Link { kind, from: event_id(from), to: event_id(to) });
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
    text: &'a Text<'a>,
    explain: bool,
    ids: Ids,
}

impl Writer<'_> {
    fn clean(&self, span: Span<Clean>) -> String {
        self.text.clean()[span.range()].to_owned()
    }

    fn words(&self, span: Span<Clean>) -> Words {
        let span = self.text.whole_clean(span);
        let original = self.text.to_original(span);
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
