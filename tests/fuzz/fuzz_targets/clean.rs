//! Any text is cleaned once and for all, and every character of the clean text has bytes of the original, in order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yaowen::{Span, text};

fuzz_target!(|original: &str| {
    let clean = text::clean_whole(original);
    let mut before = Span::new(0, 0);
    for (at, c) in clean.clean().char_indices() {
        let span = clean.to_original(Span::new(at, at + c.len_utf8()));
        assert!(original.get(span.range()).is_some_and(|text| !text.is_empty()), "{span:?}");
        assert!(before.start <= span.start && before.end <= span.end, "{before:?} {span:?}");
        before = span;
    }
    for note in clean.notes() {
        assert!(original.get(note.span.range()).is_some(), "{note:?}");
    }
    for boilerplate in clean.boilerplate() {
        assert!(clean.clean().get(boilerplate.span.range()).is_some(), "{boilerplate:?}");
        clean.boilerplate_value(boilerplate);
    }
    let again = text::clean_whole(clean.clean());
    assert_eq!(again.clean(), clean.clean());
    // The article of a page, where the text is one.
    let page = text::clean(original);
    if let Some(article) = text::article(original) {
        for part in article.parts() {
            part.text(original);
        }
    }
    page.to_original(Span::new(0, page.clean().len()));
});
