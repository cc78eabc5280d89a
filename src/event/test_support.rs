//! What the unit tests of this stage share.

use once_cell::sync::Lazy;

use super::{Context, EventRules, Events, chunk::Chunks, token::Tokens};
use crate::{Document, Extractor, Tables, Workspace, text};

static RULES: Lazy<EventRules> =
    Lazy::new(|| EventRules::compile(&Tables::built_in(), None).expect("the tables are tested"));

/// Returns what a test makes of a text that the stages before have read.
pub(super) fn read<T>(
    clean: &str,
    test: impl FnOnce(&EventRules, Context<'_>, &mut Events) -> T,
) -> T {
    let text = text::clean(clean);
    let mut work = Workspace::default();
    Extractor::new().before_events(&mut work, &text, None);
    let (context, events) = work.context(&text);
    test(&RULES, context, events)
}

/// Returns what a test makes of the tokens and chunks of a sentence.
pub(super) fn chunked<T>(
    sentence: &str,
    test: impl FnOnce(&EventRules, Context<'_>, &Tokens, &Chunks) -> T,
) -> T {
    read(sentence, |rules, context, events| {
        rules.build(context, None, events);
        test(rules, context, &events.scratch.tokens, &events.scratch.chunks)
    })
}

/// Returns the record of a text with the events that the set rules find.
pub(super) fn by_rules(text: &str) -> Document {
    let extractor = Extractor::builder().set_rules().build().expect("the tables are tested");
    extractor.extract(text)
}

/// Returns the events as `type role=words …`, time and places at the end.
pub(super) fn told(document: &Document) -> Vec<String> {
    let event = |e: &crate::document::Event| {
        let mut out = e.kind.clone();
        for argument in &e.arguments {
            let words = argument.words.as_ref().map_or("*", |w| &w.text);
            out += &format!(" {}={words}", argument.role);
        }
        out.extend(e.time.iter().map(|t| format!(" time={}", t.value)));
        let places = e.places.iter().filter_map(|p| p.words.as_ref());
        out.extend(places.map(|w| format!(" place={}", w.text)));
        out
    };
    document.events.iter().map(event).collect()
}
