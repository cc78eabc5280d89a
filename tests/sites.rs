//! Pages of our own in the manner of many kinds of sites: what is read as the article, and what the page says of it.
//!
//! Each `tests/sites/NAME.html` has a `NAME.txt` beside it, reviewed like code: the clean text line by line, then the fields, then
//! what was set aside and why. `UPDATE_EXPECT=1 cargo test --test sites` writes them again.

use std::{fmt::Write, fs, path::Path};

use expect_test::expect_file;
use yaowen::{
    Extractor,
    text::{self, Role},
};

/// Returns what is read of a page, for people.
fn view(page: &str) -> String {
    let mut out = String::new();
    let clean = text::clean(page);
    out.push_str(clean.clean());
    out.push_str("\n\n");
    for boilerplate in clean.boilerplate().iter().filter(|f| !f.value.is_empty()) {
        writeln!(out, "{}: {}", boilerplate.field, clean.boilerplate_value(boilerplate)).unwrap();
    }
    out.push('\n');
    for part in text::article(page).iter().flat_map(|a| a.parts()) {
        if let Role::Aside(aside) = part.role {
            writeln!(out, "- {}: {}", aside.as_str(), part.text(page)).unwrap();
        }
    }
    out
}

#[test]
fn pages_of_many_kinds_of_sites_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut pages: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    pages.retain(|p| p.extension().is_some_and(|e| e == "html"));
    pages.sort();
    assert!(pages.len() >= 12);
    for page in pages {
        let (source, _) = text::decode(&fs::read(&page).unwrap());
        expect_file![page.with_extension("txt")].assert_eq(&view(&source));
    }
}

#[test]
fn every_part_is_a_stretch_of_the_page_and_what_is_kept_maps_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    for name in ["portal", "county", "taiwan"] {
        let page = fs::read_to_string(folder.join(name).with_extension("html")).unwrap();
        let article = text::article(&page).unwrap();
        let mut end = 0;
        for part in article.parts() {
            assert!(end <= part.span.start && part.span.end <= page.len());
            assert!(page.get(part.span.range()).is_some());
            end = part.span.end;
        }
        let clean = text::clean(&page);
        for span in article.body() {
            let text = clean.to_original(clean.to_clean(span));
            assert_eq!(text, span, "{name}: {}", &page[span.range()]);
        }
    }
}

/// Returns the source of a page of ours.
fn source(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    text::decode(&fs::read(folder.join(name).with_extension("html")).unwrap()).0
}

#[test]
fn what_stands_outside_the_article_brings_no_names_and_no_events() {
    let extractor = Extractor::new();
    for name in ["portal", "taiwan", "newspaper", "broker"] {
        let page = source(name);
        let article = text::article(&page).unwrap();
        let document = extractor.extract(&page);
        assert!(!document.events.is_empty(), "{name}");
        let kept = |start: usize| {
            article.parts().iter().any(|p| match p.role {
                Role::Title | Role::Body => p.span.range().contains(&start),
                _ => false,
            })
        };
        for event in &document.events {
            assert!(kept(event.trigger.start), "{name}: {:?}", event.trigger);
        }
        for mention in document.mentions.iter().filter(|m| m.date.is_none()) {
            assert!(kept(mention.start), "{name}: {}", mention.text);
        }
        let anchor = document.anchor.unwrap();
        assert_eq!(anchor.date.get(..10), Some("2024-03-05"), "{name}");
    }
}

#[test]
fn pages_without_one_article_say_so_and_their_stories_are_told_apart() {
    let extractor = Extractor::new();
    for (name, kind) in
        [("list", "list"), ("forum", "forum"), ("ticker", "ticker"), ("gallery", "gallery")]
    {
        let page = source(name);
        let document = extractor.extract(&page);
        let note = &document.notes[0];
        assert_eq!((note.kind.as_str(), note.start, note.end), (kind, 0, page.len()), "{name}");
        // Ids go on from story to story, and each that is named exists.
        let ids: Vec<&str> = document.entities.iter().map(|e| e.id.as_str()).collect();
        let named = document.mentions.iter().filter_map(|m| m.entity.as_deref());
        named.for_each(|id| assert!(ids.contains(&id), "{name}: {id}"));
        for (i, mention) in document.mentions.iter().enumerate() {
            assert_eq!(mention.id, format!("m{}", i + 1));
            assert!(page.get(mention.start..mention.end).is_some());
        }
    }
    // A day without a date is counted from the day of its own post: 昨天, 前天.
    let forum = extractor.extract(&source("forum"));
    let day = |text: &str| {
        let mention = forum.mentions.iter().find(|m| m.text == text).unwrap();
        mention.date.as_ref().unwrap().value.clone()
    };
    assert_eq!(day("昨天"), "2024-03-04");
    assert_eq!(day("前天"), "2024-03-03");
    // Nobody is carried from one story to the next.
    let list = extractor.extract(&source("list"));
    for event in &list.events {
        let line = |at: usize| source("list")[..at].matches('\n').count();
        let told = event.arguments.iter().filter_map(|a| a.words.as_ref());
        told.for_each(|w| assert_eq!(line(w.start), line(event.trigger.start), "{}", w.text));
    }
}
