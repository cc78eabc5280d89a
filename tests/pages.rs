//! Pages of our own in the manner of many kinds of sites: what is read as the article, and what the page says of it.
//!
//! Each `tests/pages/NAME.html` has a `NAME.txt` beside it, reviewed like code: the clean text line by line, then the fields, then
//! what was set aside and why. `UPDATE_EXPECT=1 cargo test --test pages` writes them again.

use std::{fmt::Write, fs, path::Path};

use expect_test::expect_file;
use yaowen::text::{self, Role};

/// Returns what is read of a page, for people.
fn view(page: &str) -> String {
    let mut out = String::new();
    let clean = text::clean(page);
    out.push_str(clean.clean());
    out.push_str("\n\n");
    for furniture in clean.furniture().iter().filter(|f| !f.value.is_empty()) {
        writeln!(out, "{}: {}", furniture.field, clean.furniture_value(furniture)).unwrap();
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
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
