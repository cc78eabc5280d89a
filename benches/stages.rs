//! The stages that are usable alone, each against `jieba-rs` `cut(hmm = true)` on the same text.
//!
//! Cleaning is timed on four texts: clean ones, the same in Traditional characters with readings behind them
//! (`國(guó)`), the articles as they stand, of which some are damaged, and the clean ones as pages of HTML; each many times
//! over, for once is too short a time.

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
    let pages = clean.split("\n\n").map(page).collect::<Vec<_>>().join("\n\n");
    for (name, text) in
        [("clean", clean), ("traditional", traditional), ("articles", articles), ("pages", pages)]
    {
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

/// Returns an article as a page of HTML: menus, lists of links, scripts and comments around it, and its lines as paragraphs.
fn page(article: &str) -> String {
    let links = |class: &str, count: usize| {
        let link =
            "<li><a href=\"/a/20240305/188.html\" target=\"_blank\">县城新添三座公园</a></li>\n";
        format!("<div class=\"{class}\"><ul>{}</ul></div>\n", link.repeat(count))
    };
    let script = "<script>var shown = window.shown || []; shown.push('<p>a</p>');</script>\n";
    let paragraphs: String = article.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    let mut lines = article.lines();
    let title = lines.next().unwrap_or_default();
    [
        format!("<html><head><title>{title}_江州网</title>{}</head><body>\n", script.repeat(20)),
        links("nav", 40),
        format!("<div class=\"main\"><h1>{title}</h1>\n<div class=\"content\">{paragraphs}</div></div>\n"),
        links("related", 60),
        "<div class=\"comment\"><p>路什么时候修好？</p><a>回复</a></div>\n".repeat(20),
        "</body></html>".to_owned(),
    ]
    .concat()
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
