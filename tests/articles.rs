//! Whole articles: what the program finds against what a careful reader finds (`tests/articles/README.md`).
//!
//! `cargo test --test articles -- --nocapture` prints the table; with `YAOWEN_MISSES=1` also what is missed and what is
//! too much.

// Without the learned rows other figures hold.
#![cfg(feature = "learned")]

mod scoring;

use std::{collections::BTreeSet, fs, path::PathBuf};

use scoring::{Expected, Scores};
use yaowen::{Document, Extractor, Input, document::MentionKind};

struct Article {
    name: String,
    text: String,
    expected: Vec<Vec<String>>,
}

fn articles() -> Vec<Article> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/articles"));
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .filter_map(|e| {
            Some(e.unwrap().file_name().to_str()?.strip_suffix(".expect.tsv")?.to_owned())
        })
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            // The page of the README ships with the examples.
            let page = folder.join(format!("{name}.txt"));
            let shipped = folder.join(format!("../../examples/{name}.txt"));
            let text = fs::read_to_string(page).or_else(|_| fs::read_to_string(shipped)).unwrap();
            let expected = fs::read_to_string(folder.join(format!("{name}.expect.tsv"))).unwrap();
            let lines = expected.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
            let expected = lines.map(|l| l.split('\t').map(str::to_owned).collect()).collect();
            Article { name, text, expected }
        })
        .collect()
}

impl Article {
    fn document(&self, extractor: &Extractor) -> Document {
        let mut input = Input::new(&self.text).id(&self.name);
        let anchor =
            self.expected.iter().find(|l| l[0] == "anchor").expect("each article says its anchor");
        // `DATE given`, or `DATE dateline given DATE`.
        let source = anchor[2..].join(" ");
        if let Some(given) = source.split_once("given").map(|(_, date)| date.trim()) {
            let date = if given.is_empty() { anchor[1].as_str() } else { given };
            input = input.date(date.parse().unwrap());
        }
        extractor.extract(input)
    }

    fn lines(&self, kind: &str) -> Vec<&[String]> {
        self.expected.iter().filter(|l| l[0] == kind).map(|l| &l[1..]).collect()
    }
}

/// Pairs what is expected with what is found, each once; `optional` costs nothing and earns nothing.
fn pair(
    scores: &mut Scores,
    (article, kind): (&str, &'static str),
    expected: &[String],
    optional: &[String],
    mut found: Vec<String>,
    same: impl Fn(&str, &str) -> bool,
) {
    let mut right = 0;
    for line in expected {
        match found.iter().position(|f| same(line, f)) {
            Some(at) => {
                found.swap_remove(at);
                right += 1;
            }
            None => scores.wrong.push(format!("{article}: missed {kind} {line}")),
        }
    }
    for line in optional {
        if let Some(at) = found.iter().position(|f| same(line, f)) {
            found.swap_remove(at);
        }
    }
    scores.of(kind).count(right, expected.len(), right + found.len());
    scores.wrong.extend(found.iter().map(|f| format!("{article}: too much {kind} {f}")));
}

fn surfaces(document: &Document, kind: MentionKind) -> Vec<String> {
    let mut surfaces: Vec<String> =
        document.mentions.iter().filter(|m| m.kind == kind).map(|m| m.text.clone()).collect();
    surfaces.sort();
    surfaces.dedup();
    surfaces
}

fn posts(document: &Document) -> Vec<String> {
    let name = |id: &str| document.entity(id).map_or("-", |e| e.name.as_str()).to_owned();
    let posts = document.entities.iter().flat_map(|e| e.posts.iter().map(move |p| (e, p)));
    posts
        .map(|(e, p)| {
            format!(
                "{}|{}|{}",
                e.name,
                p.title,
                p.organization.as_deref().map_or("-".to_owned(), name)
            )
        })
        .collect()
}

/// 岚皋县 and 岚皋, 县委 and 岚皋县委 are the same here.
fn same_post(expected: &str, found: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (expected.split('|').collect(), found.split('|').collect());
    let alike = |x: &str, y: &str| {
        x == y || x.ends_with(y) || y.ends_with(x) || x.starts_with(y) || y.starts_with(x)
    };
    a[0] == b[0] && a[1] == b[1] && alike(a[2], b[2])
}

fn measure(scores: &mut Scores, article: &Article, document: &Document) {
    let name = article.name.as_str();
    let first = |kind: &str| article.lines(kind).iter().map(|l| l[0].clone()).collect::<Vec<_>>();
    for (label, maybe, kind) in [
        ("person", "person?", MentionKind::Person),
        ("organization", "organization?", MentionKind::Organization),
        ("place", "place?", MentionKind::Place),
        ("title", "title?", MentionKind::Title),
    ] {
        let (expected, optional) = (first(label), first(maybe));
        let found = surfaces(document, kind);
        pair(scores, (name, label), &expected, &optional, found, |a, b| a == b);
    }

    let date = |kind: &str| article.lines(kind).iter().map(|l| l.join(" => ")).collect::<Vec<_>>();
    let dates = document.mentions.iter();
    let dates = dates.filter_map(|m| Some(format!("{} => {}", m.text, m.date.as_ref()?.value)));
    let dates: BTreeSet<String> = dates.collect();
    let dates = dates.into_iter().collect();
    pair(scores, (name, "date"), &date("date"), &date("date?"), dates, |a, b| a == b);

    let (expected, optional) = (first("post"), first("post?"));
    pair(scores, (name, "post"), &expected, &optional, posts(document), same_post);

    let (expected, optional) = (first("event"), first("event?"));
    scores.events(name, &read(&expected), &read(&optional), document);
}

fn read(lines: &[String]) -> Vec<Expected<'_>> {
    lines.iter().map(|line| Expected::read(line)).collect()
}

/// What has been reached; a change that loses ground says why.
const FLOORS: [(&str, f64); 11] = [
    ("person", 0.95),
    ("organization", 0.91),
    ("place", 0.92),
    ("title", 0.89),
    ("date", 0.84),
    ("post", 0.87),
    ("event", 0.85),
    ("argument", 0.65),
    ("time", 0.64),
    ("place of event", 0.43),
    ("standing", 0.78),
];

#[test]
fn a_careful_reader_is_approached() {
    let extractor = Extractor::new();
    let mut scores = Scores::default();
    for article in articles() {
        measure(&mut scores, &article, &article.document(&extractor));
    }
    scores.check(&FLOORS);
}
