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

/// Fails when the document breaks the contract.
pub(crate) fn sound(text: &str, document: &Document) {
    let on_border = |start: usize, end: usize| {
        assert!(start < end && end <= text.len(), "{start}..{end} lies in the text");
        assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{start}..{end} is on character borders"
        );
    };
    let clusters: HashSet<usize> =
        text.grapheme_indices(true).flat_map(|(at, c)| [at, at + c.len()]).collect();
    let whole = |start: usize, end: usize| {
        on_border(start, end);
        assert!(
            clusters.contains(&start) && clusters.contains(&end),
            "{start}..{end} divides no grapheme cluster of {text:?}"
        );
    };
    let mentions: HashSet<&str> = document.mentions.iter().map(|m| m.id.as_str()).collect();
    let entities: HashSet<&str> = document.entities.iter().map(|e| e.id.as_str()).collect();
    let events: HashSet<&str> = document.events.iter().map(|e| e.id.as_str()).collect();
    let mut names: Vec<&Mention> =
        document.mentions.iter().filter(|m| FIVE.contains(&m.kind)).collect();
    names.sort_by_key(|m| m.start);
    for pair in names.windows(2) {
        assert!(pair[0].end <= pair[1].start, "names overlap: {} {}", pair[0].text, pair[1].text);
    }
    for mention in &document.mentions {
        whole(mention.start, mention.end);
        assert!(!mention.rule.is_empty());
        assert_eq!(mention.date.is_some(), mention.kind == MentionKind::Date, "{}", mention.text);
        assert!(mention.entity.iter().all(|e| entities.contains(e.as_str())));
        assert!(mention.date.iter().flat_map(|d| &d.from).all(|m| mentions.contains(m.as_str())));
    }
    for entity in &document.entities {
        assert!(entity.mentions.iter().all(|m| mentions.contains(m.as_str())));
        assert!(entity.within.iter().chain(&entity.members).all(|e| entities.contains(e.as_str())));
        for post in &entity.posts {
            assert!(mentions.contains(post.mention.as_str()));
            assert!(post.organization.iter().all(|e| entities.contains(e.as_str())));
        }
    }
    for event in &document.events {
        whole(event.trigger.start, event.trigger.end);
        event.also.iter().for_each(|t| whole(t.words.start, t.words.end));
        event.time.iter().filter_map(|t| t.words.as_ref()).for_each(|w| whole(w.start, w.end));
        on_border(event.sentence[0], event.sentence[1]);
        assert!(!event.rules.is_empty());
        assert!((0.0..=1.0).contains(&event.confidence));
        for argument in &event.arguments {
            assert!(
                argument.words.is_some() || argument.entity.is_some(),
                "an argument is words or an entity"
            );
            argument.words.iter().for_each(|w| whole(w.start, w.end));
            assert!(argument.mention.iter().all(|m| mentions.contains(m.as_str())));
            assert!(argument.entity.iter().all(|e| entities.contains(e.as_str())));
        }
        for place in &event.places {
            place.words.iter().for_each(|w| whole(w.start, w.end));
            assert!(place.entity.iter().all(|e| entities.contains(e.as_str())));
        }
        if let Some(attribution) = &event.attribution {
            assert!(attribution.speaker.iter().all(|e| entities.contains(e.as_str())));
            assert!(attribution.event.iter().all(|e| events.contains(e.as_str())));
        }
    }
    for link in &document.links {
        for id in [&link.from, &link.to] {
            assert!(entities.contains(id.as_str()) || events.contains(id.as_str()), "link to {id}");
        }
    }
    for note in &document.notes {
        on_border(note.start, note.end);
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
