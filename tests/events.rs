//! Events of one to three sentences (`tests/cases/events.tsv`): what is told, by whom, when and how.
//!
//! `cargo test --test events -- --nocapture` prints the table; with `YAOWEN_MISSES=1` also what is missed and what is
//! too much.

use std::collections::BTreeMap;

use yaowen::{
    Document, Extractor, Input,
    document::{Event, Level},
};

/// One line of the file.
struct Case<'a> {
    id: &'a str,
    text: &'a str,
    date: &'a str,
    expected: Vec<Told<'a>>,
}

/// An expected event.
struct Told<'a> {
    kind: &'a str,
    trigger: &'a str,
    arguments: Vec<(&'a str, &'a str)>,
    time: &'a str,
    places: Vec<&'a str>,
    standing: Vec<&'a str>,
}

fn cases() -> Vec<Case<'static>> {
    let lines = include_str!("cases/events.tsv").lines();
    lines
        .filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with("id\t"))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let expected = match cells[3] {
                "none" => Vec::new(),
                told => told.split(" && ").map(read).collect(),
            };
            Case { id: cells[0], text: cells[1], date: cells[2], expected }
        })
        .collect()
}

fn read(told: &str) -> Told<'_> {
    let mut parts = told.split('|');
    let mut next = || parts.next().unwrap_or_default();
    Told {
        kind: next(),
        trigger: next(),
        arguments: list(next(), ';').iter().filter_map(|a| a.split_once('=')).collect(),
        time: next(),
        places: list(next(), ';'),
        standing: list(next(), '/'),
    }
}

fn list(cell: &str, on: char) -> Vec<&str> {
    cell.split(on).filter(|s| !s.is_empty()).collect()
}

/// Right, expected and found of one part of a record.
#[derive(Default)]
struct Score {
    right: usize,
    expected: usize,
    found: usize,
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.expected + self.found).max(1) as f64
    }
}

#[derive(Default)]
struct Scores {
    by_part: BTreeMap<&'static str, Score>,
    wrong: Vec<String>,
}

impl Scores {
    fn count(&mut self, part: &'static str, right: usize, expected: usize, found: usize) {
        let score = self.by_part.entry(part).or_default();
        score.right += right;
        score.expected += expected;
        score.found += found;
    }

    fn case(&mut self, case: &Case<'_>, document: &Document) {
        let mut left: Vec<&Event> = document.events.iter().collect();
        let mut wrong = Vec::new();
        let mut right = 0;
        for told in &case.expected {
            let found = left.iter().position(|event| {
                let trigger = event.trigger.text.as_str();
                told.kind == event.kind
                    && (told.trigger.contains(trigger) || trigger.contains(told.trigger))
            });
            let Some(found) = found else {
                wrong.push(format!("missed {} {}", told.kind, told.trigger));
                continue;
            };
            right += 1;
            self.event(told, left.remove(found), document, &mut wrong);
        }
        // What is told inside somebody's words may be listed or not.
        let more = left.iter().filter(|e| e.level != Level::Embedded);
        let too_much = more.clone().count();
        wrong.extend(more.map(|e| format!("too much: {} {}", e.kind, e.trigger.text)));
        self.count("event", right, case.expected.len(), right + too_much);
        if !wrong.is_empty() {
            self.wrong.push(format!("{} {}", case.id, case.text));
            self.wrong.extend(wrong.into_iter().map(|w| format!("    {w}")));
        }
    }

    fn event(
        &mut self,
        told: &Told<'_>,
        event: &Event,
        document: &Document,
        wrong: &mut Vec<String>,
    ) {
        let kind = told.kind;
        let mut right = 0;
        for &(role, words) in &told.arguments {
            let places = event.places.iter().map(|p| ("place", &p.words, &p.entity));
            let arguments = event.arguments.iter().map(|a| (a.role.as_str(), &a.words, &a.entity));
            let met = arguments.chain(places).any(|(r, w, entity)| {
                as_good(role, r)
                    && (w.as_ref().is_some_and(|w| same_words(words, &w.text))
                        || entity.as_ref().is_some_and(|e| stands_for(document, e, words)))
            });
            right += usize::from(met);
            if !met {
                wrong.push(format!("{kind}: {role}={words} missed, found {}", parts(event)));
            }
        }
        self.count("argument", right, told.arguments.len(), told.arguments.len());
        let time = event.time.as_ref().map_or("", |t| t.value.as_str());
        let met = time == told.time;
        self.count("time", usize::from(met), 1, 1);
        if !met {
            wrong.push(format!("{kind}: time `{}`, found `{time}`", told.time));
        }
        let found = |place: &str| {
            event.places.iter().any(|p| {
                p.words.as_ref().is_some_and(|w| same_words(place, &w.text))
                    || p.entity.as_ref().is_some_and(|e| stands_for(document, e, place))
            })
        };
        let met = told.places.iter().filter(|p| found(p)).count();
        self.count("place", met, told.places.len(), event.places.len().max(met));
        if met < told.places.len() || event.places.len() > told.places.len() {
            wrong.push(format!("{kind}: places {:?}, found {}", told.places, parts(event)));
        }
        let stands = [event.polarity.word(), event.modality.word(), event.level.word()];
        let plain = ["positive", "asserted", "main"];
        let mut found: Vec<&str> = stands.into_iter().filter(|s| !plain.contains(s)).collect();
        let mut expected = told.standing.clone();
        found.sort_unstable();
        expected.sort_unstable();
        self.count("standing", usize::from(found == expected), 1, 1);
        if found != expected {
            wrong.push(format!("{kind}: stands {expected:?}, found {found:?}"));
        }
    }
}

/// The sides of a symmetrical act may be told either way.
fn as_good(expected: &str, found: &str) -> bool {
    const SIDES: [&str; 3] = ["party", "counterpart", "agent"];
    expected == found || SIDES.contains(&expected) && SIDES.contains(&found)
}

/// Returns whether two phrases share at least half of the longer one, one being part of the other.
fn same_words(expected: &str, found: &str) -> bool {
    if let Some((first, last)) = expected.split_once('…') {
        return found.starts_with(first) && found.ends_with(last);
    }
    let (short, long) = match expected.len() < found.len() {
        true => (expected, found),
        false => (found, expected),
    };
    long.contains(short) && short.len() * 2 >= long.len()
}

fn stands_for(document: &Document, entity: &str, words: &str) -> bool {
    let entity = document.entities.iter().find(|e| e.id == entity);
    entity.is_some_and(|entity| {
        let mentions = document.mentions.iter().filter(|m| entity.mentions.contains(&m.id));
        entity.name == words || mentions.into_iter().any(|m| m.text == words)
    })
}

fn parts(event: &Event) -> String {
    let arguments = event.arguments.iter().map(|a| (a.role.as_str(), &a.words));
    let places = event.places.iter().map(|p| ("place", &p.words));
    let parts = arguments.chain(places).map(|(role, words)| {
        format!("{role}={}", words.as_ref().map_or("(left out)", |w| &w.text))
    });
    parts.collect::<Vec<_>>().join(";")
}

/// What has been reached; a change that loses ground says why.
const FLOORS: [(&str, f64); 5] =
    [("event", 0.85), ("argument", 0.7), ("time", 0.94), ("place", 0.8), ("standing", 0.94)];

#[test]
fn cases_are_told() {
    let extractor = Extractor::new();
    let mut scores = Scores::default();
    for case in cases() {
        let mut input = Input::new(case.text);
        if !case.date.is_empty() {
            input = input.date(case.date.parse().unwrap());
        }
        scores.case(&case, &extractor.extract(input));
    }
    if std::env::var_os("YAOWEN_MISSES").is_some() {
        scores.wrong.iter().for_each(|w| println!("{w}"));
    }
    let mut lost = Vec::new();
    for (part, floor) in FLOORS {
        let score = &scores.by_part[part];
        let Score { right, expected, found } = score;
        println!(
            "{part:10} expected {expected:3}  found {found:3}  right {right:3}  F1 {:.3}",
            score.f1()
        );
        if score.f1() < floor {
            lost.push(format!("{part} {:.3} is below {floor}", score.f1()));
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
}
