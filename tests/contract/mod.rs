//! What holds for the record of any text; used by the laws and by the fuzz targets.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;
use yaowen::{
    Document,
    document::{Mention, MentionKind},
};

const FIVE: [MentionKind; 5] = [
    MentionKind::Person,
    MentionKind::Organization,
    MentionKind::Place,
    MentionKind::Title,
    MentionKind::Date,
];

/// A record with what its spans and ids are checked against.
struct Checked<'a> {
    text: &'a str,
    document: &'a Document,
    /// Borders of grapheme clusters.
    clusters: HashSet<usize>,
    mentions: HashSet<&'a str>,
    entities: HashSet<&'a str>,
    events: HashSet<&'a str>,
}

/// Fails when the document breaks the contract.
pub(crate) fn sound(text: &str, document: &Document) {
    let checked = Checked {
        text,
        document,
        clusters: text.grapheme_indices(true).flat_map(|(at, c)| [at, at + c.len()]).collect(),
        mentions: document.mentions.iter().map(|m| m.id.as_str()).collect(),
        entities: document.entities.iter().map(|e| e.id.as_str()).collect(),
        events: document.events.iter().map(|e| e.id.as_str()).collect(),
    };
    checked.mentions();
    checked.entities();
    checked.events();
    checked.links();
    for note in &document.notes {
        checked.on_border(note.start, note.end);
    }
}

impl Checked<'_> {
    fn on_border(&self, start: usize, end: usize) {
        let text = self.text;
        assert!(start < end && end <= text.len(), "{start}..{end} lies in the text");
        assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{start}..{end} is on character borders"
        );
    }

    fn whole(&self, start: usize, end: usize) {
        self.on_border(start, end);
        assert!(
            self.clusters.contains(&start) && self.clusters.contains(&end),
            "{start}..{end} divides no grapheme cluster of {:?}",
            self.text
        );
    }

    fn is_entity(&self, id: &str) {
        assert!(self.entities.contains(id), "there is no entity {id}");
    }

    fn is_mention(&self, id: &str) {
        assert!(self.mentions.contains(id), "there is no mention {id}");
    }

    fn mentions(&self) {
        let all = &self.document.mentions;
        let mut names: Vec<&Mention> = all.iter().filter(|m| FIVE.contains(&m.kind)).collect();
        names.sort_by_key(|m| m.start);
        for [a, b] in names.array_windows() {
            assert!(a.end <= b.start, "names overlap: {} {}", a.text, b.text);
        }
        for mention in all {
            self.whole(mention.start, mention.end);
            assert!(!mention.rule.is_empty());
            assert_eq!(mention.date.is_some(), mention.kind == MentionKind::Date, "{mention:?}");
            mention.entity.iter().for_each(|e| self.is_entity(e.as_str()));
            let from = mention.date.iter().flat_map(|d| &d.from);
            from.for_each(|m| self.is_mention(m.as_str()));
        }
    }

    fn entities(&self) {
        for entity in &self.document.entities {
            entity.mentions.iter().for_each(|m| self.is_mention(m.as_str()));
            let others = entity.within.iter().chain(&entity.members);
            others.for_each(|e| self.is_entity(e.as_str()));
            for post in &entity.posts {
                self.is_mention(post.mention.as_str());
                post.organization.iter().for_each(|e| self.is_entity(e.as_str()));
            }
        }
    }

    fn events(&self) {
        for event in &self.document.events {
            self.whole(event.trigger.start, event.trigger.end);
            event.also.iter().for_each(|t| self.whole(t.words.start, t.words.end));
            let time = event.time.iter().filter_map(|t| t.words.as_ref());
            time.for_each(|w| self.whole(w.start, w.end));
            self.on_border(event.sentence[0], event.sentence[1]);
            assert!(!event.rules.is_empty());
            assert!((0.0..=1.0).contains(&event.confidence));
            for argument in &event.arguments {
                assert!(
                    argument.words.is_some() || argument.entity.is_some(),
                    "an argument is words or an entity"
                );
                argument.words.iter().for_each(|w| self.whole(w.start, w.end));
                argument.mention.iter().for_each(|m| self.is_mention(m.as_str()));
                argument.entity.iter().for_each(|e| self.is_entity(e.as_str()));
            }
            for place in &event.places {
                place.words.iter().for_each(|w| self.whole(w.start, w.end));
                place.entity.iter().for_each(|e| self.is_entity(e.as_str()));
            }
            if let Some(attribution) = &event.attribution {
                attribution.speaker.iter().for_each(|e| self.is_entity(e.as_str()));
                let told_in = attribution.event.iter();
                told_in.for_each(|e| assert!(self.events.contains(e.as_str())));
            }
        }
    }

    fn links(&self) {
        for link in &self.document.links {
            for id in [&link.from, &link.to] {
                let known =
                    self.entities.contains(id.as_str()) || self.events.contains(id.as_str());
                assert!(known, "link to {id}");
            }
        }
    }
}

/// Fails when dates by themselves overlap or divide a grapheme cluster.
pub(crate) fn dates_are_sound(text: &str) {
    let clusters: HashSet<usize> =
        text.grapheme_indices(true).flat_map(|(at, c)| [at, at + c.len()]).collect();
    let mut end = 0;
    let dates = yaowen::dates(text, None);
    for date in &dates {
        assert!(end <= date.start && date.start < date.end, "{date:?} {text:?}");
        assert!(
            clusters.contains(&date.start) && clusters.contains(&date.end),
            "{date:?} {text:?}"
        );
        assert!(date.date.from.iter().all(|id| id[1..].parse::<usize>().unwrap() <= dates.len()));
        end = date.end;
    }
}
