//! Events of one to three sentences (`tests/cases/events.tsv`): what is told, by whom, when and how.
//!
//! `cargo test --test events -- --nocapture` prints the table; with `YAOWEN_MISSES=1` also what is missed and what is
//! too much.

// Without the learned rows other figures hold.
#![cfg(feature = "learned")]

mod scoring;

use scoring::{Expected, Scores};
use yaowen::{Extractor, Input};

/// What has been reached; a change that loses ground says why.
const FLOORS: [(&str, f64); 5] = [
    ("event", 0.83),
    ("argument", 0.68),
    ("time", 0.81),
    ("place of event", 0.61),
    ("standing", 0.79),
];

#[test]
fn cases_are_told() {
    let extractor = Extractor::new();
    let mut scores = Scores::default();
    let lines = include_str!("cases/events.tsv").lines();
    for line in lines.filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with("id\t")) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, text, date, events, _] = cells[..] else { panic!("five cells: {line}") };
        let events: Vec<&str> = match events {
            "none" => Vec::new(),
            events => events.split(" && ").collect(),
        };
        let optional = events.iter().filter_map(|event| event.strip_prefix('?'));
        let optional: Vec<Expected<'_>> = optional.map(Expected::read).collect();
        let expected = events.iter().filter(|event| !event.starts_with('?'));
        let expected: Vec<Expected<'_>> = expected.map(|event| Expected::read(event)).collect();
        let mut input = Input::new(text);
        if !date.is_empty() {
            input = input.date(date.parse().unwrap());
        }
        scores.events(id, &expected, &optional, &extractor.extract(input));
    }
    scores.check(&FLOORS);
}
