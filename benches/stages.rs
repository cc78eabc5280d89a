//! The stages that are usable alone, each against `jieba-rs` `cut(hmm = true)` on the same text.
//!
//! Cleaning is timed on three texts: clean ones, the same in Traditional characters with readings behind them
//! (`國(guó)`), and the articles as they stand, of which some are damaged; each many times over, for once is too short a time.

mod peer;

use std::{collections::HashMap, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// How often a text is cleaned in one round.
const TIMES: usize = 16;

fn stages(c: &mut Criterion) {
    let articles = peer::text();
    let clean = yaowen::text::clean(&articles).clean().to_owned();
    let traditional = with_readings(&clean);
    assert_eq!(yaowen::text::clean(&clean).clean(), clean);
    assert!(yaowen::text::clean(&traditional).notes().len() > clean.len() / 100);
    for (name, text) in [("clean", clean), ("traditional", traditional), ("articles", articles)] {
        let name = format!("stage/text/{name}");
        let text = vec![text; TIMES].join("\n\n");
        // One text at a time, as a program has them.
        let texts: Vec<&str> = text.split("\n\n").collect();
        let ours = || {
            for text in &texts {
                black_box(yaowen::text::clean(black_box(text)));
            }
        };
        peer::ratio(&name, &text, ours);
        let mut group = c.benchmark_group(&name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("yaowen", |b| b.iter(ours));
        group.bench_function("jieba-rs", |b| b.iter(|| peer::cut(&text)));
        group.finish();
    }
}

/// Dates of clean text, cleaning included: it is part of the stage.
fn dates(c: &mut Criterion) {
    let text = yaowen::text::clean(&peer::text()).clean().to_owned();
    let texts: Vec<&str> = text.split("\n\n").collect();
    let anchor = Some("2023-08-03".parse().expect("a day"));
    let ours = || {
        for text in &texts {
            black_box(yaowen::dates(black_box(text), anchor));
        }
    };
    peer::ratio("stage/dates", &text, ours);
    let mut group = c.benchmark_group("stage/dates");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("yaowen", |b| b.iter(ours));
    group.bench_function("jieba-rs", |b| b.iter(|| peer::cut(&text)));
    group.finish();
}

/// Returns the text in Traditional characters, with a reading behind every second one that has another form: sites print them
/// behind the characters of a list.
fn with_readings(text: &str) -> String {
    let fold = rows(include_str!("../src/tables/fold.tsv"));
    let readings: HashMap<&str, &str> =
        rows(include_str!("../src/tables/reading.tsv")).map(|[c, all]| (c, first(all))).collect();
    let mut traditional: HashMap<char, (&str, bool)> = HashMap::new();
    for [from, to] in fold {
        let listed = traditional.len().is_multiple_of(2);
        if let Some(to) = to.chars().next().filter(|_| readings.contains_key(from)) {
            traditional.entry(to).or_insert((from, listed));
        }
    }
    let mut out = String::new();
    for c in text.chars() {
        match traditional.get(&c) {
            None => out.push(c),
            Some((from, listed)) => {
                out.push_str(from);
                if *listed {
                    out.extend(["(", readings[from], ")"]);
                }
            }
        }
    }
    out
}

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 2]> {
    let rows = table.lines().filter(|l| !l.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once('\t').map(|(a, b)| [a, b]))
}

fn first(readings: &'static str) -> &'static str {
    readings.split(' ').next().unwrap_or_default()
}

criterion_group!(benches, stages, dates);
criterion_main!(benches);
