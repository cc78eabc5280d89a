//! Whole articles: what the program finds against what a careful reader finds (`tests/articles/README.md`), and the
//! page it prints, kept in `tests/pages`.
//!
//! `cargo test --test articles -- --nocapture` prints the table; with `YAOWEN_MISSES=1` also what is missed and what is
//! too much. `UPDATE_EXPECT=1` rewrites the pages, which are read line by line before they are committed.

// Without the learned rows other figures hold.
#![cfg(feature = "learned")]

use std::{collections::BTreeMap, fs, path::PathBuf};

use yaowen::{
    Document, Extractor, Input,
    document::MentionKind,
    output::{Format, Writer},
};

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

/// Right, expected and found of one kind of fact, and what went wrong.
#[derive(Default)]
struct Score {
    right: usize,
    expected: usize,
    found: usize,
    wrong: Vec<String>,
}

impl Score {
    /// Pairs what is expected with what is found, each once; `optional` costs nothing and earns nothing.
    fn add<T>(
        &mut self,
        article: &str,
        expected: &[String],
        optional: &[String],
        mut found: Vec<T>,
        same: impl Fn(&str, &T) -> bool,
        show: impl Fn(&T) -> String,
    ) {
        for line in expected {
            self.expected += 1;
            match found.iter().position(|f| same(line, f)) {
                Some(at) => {
                    found.swap_remove(at);
                    self.right += 1;
                    self.found += 1;
                }
                None => self.wrong.push(format!("{article}: missed {line}")),
            }
        }
        for line in optional {
            if let Some(at) = found.iter().position(|f| same(line, f)) {
                found.swap_remove(at);
            }
        }
        self.found += found.len();
        self.wrong.extend(found.iter().map(|f| format!("{article}: too much {}", show(f))));
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.expected + self.found).max(1) as f64
    }
}

fn surfaces(document: &Document, kind: MentionKind) -> Vec<String> {
    let mut surfaces: Vec<String> =
        document.mentions.iter().filter(|m| m.kind == kind).map(|m| m.text.clone()).collect();
    surfaces.sort();
    surfaces.dedup();
    surfaces
}

fn posts(document: &Document) -> Vec<String> {
    let name = |id: &str| {
        document.entities.iter().find(|e| e.id == id).map_or("-", |e| e.name.as_str()).to_owned()
    };
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

fn measure() -> BTreeMap<&'static str, Score> {
    let extractor = Extractor::new();
    let mut scores: BTreeMap<&'static str, Score> = BTreeMap::new();
    for article in articles() {
        let document = article.document(&extractor);
        let first =
            |kind: &str| article.lines(kind).iter().map(|l| l[0].clone()).collect::<Vec<_>>();
        for (label, maybe, kind) in [
            ("person", "person?", MentionKind::Person),
            ("organization", "organization?", MentionKind::Organization),
            ("place", "place?", MentionKind::Place),
            ("title", "title?", MentionKind::Title),
        ] {
            scores.entry(label).or_default().add(
                &article.name,
                &first(label),
                &first(maybe),
                surfaces(&document, kind),
                |a, b| a == b,
                String::clone,
            );
        }
        let date =
            |kind: &str| article.lines(kind).iter().map(|l| l.join(" => ")).collect::<Vec<_>>();
        let mut dates: Vec<String> = document
            .mentions
            .iter()
            .filter_map(|m| m.date.as_ref().map(|d| format!("{} => {}", m.text, d.value)))
            .collect();
        dates.sort();
        dates.dedup();
        scores.entry("date").or_default().add(
            &article.name,
            &date("date"),
            &date("date?"),
            dates,
            |a, b| a == b,
            String::clone,
        );
        scores.entry("post").or_default().add(
            &article.name,
            &first("post"),
            &first("post?"),
            posts(&document),
            |a, b| same_post(a, b),
            String::clone,
        );
        let events: Vec<_> = document.events.iter().collect();
        scores.entry("event").or_default().add(
            &article.name,
            &first("event"),
            &first("event?"),
            events,
            |line, event| {
                let parts: Vec<&str> = line.split('|').collect();
                let trigger = event.trigger.text.as_str();
                parts[0] == event.kind && (parts[1].contains(trigger) || trigger.contains(parts[1]))
            },
            |event| format!("{}|{}", event.kind, event.trigger.text),
        );
    }
    scores
}

/// What has been reached; a change that loses ground says why.
const FLOORS: [(&str, f64); 7] = [
    ("person", 0.95),
    ("organization", 0.91),
    ("place", 0.92),
    ("title", 0.89),
    ("date", 0.84),
    ("post", 0.87),
    ("event", 0.87),
];

#[test]
fn a_careful_reader_is_approached() {
    let scores = measure();
    let mut lost = Vec::new();
    for (kind, floor) in FLOORS {
        let score = &scores[kind];
        println!(
            "{kind:14} expected {:3}  found {:3}  right {:3}  F1 {:.3}",
            score.expected,
            score.found,
            score.right,
            score.f1()
        );
        if std::env::var_os("YAOWEN_MISSES").is_some() {
            score.wrong.iter().for_each(|w| println!("    {w}"));
        }
        if score.f1() < floor {
            lost.push(format!("{kind} {:.3} is below {floor}", score.f1()));
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn pages_are_printed_as_reviewed() {
    let extractor = Extractor::new();
    for article in articles() {
        let mut page = Vec::new();
        let mut writer = Writer::new(&mut page, Format::Text);
        writer.write(&article.text, &article.document(&extractor)).unwrap();
        writer.finish().unwrap();
        let file = format!("{}/tests/pages/{}.txt", env!("CARGO_MANIFEST_DIR"), article.name);
        expect_test::expect_file![file].assert_eq(&String::from_utf8(page).unwrap());
    }
}
