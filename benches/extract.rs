//! The whole way against `jieba-rs` `cut(hmm = true)` on the same text.
//!
//! `YAOWEN_BENCH_TEXT=FILE cargo bench --bench extract` times any file. Before criterion's own figures a line tells the
//! ratio of the two, measured in turn in this process: the figure the README quotes.

mod peer;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use yaowen::Extractor;

fn extract(c: &mut Criterion) {
    let text = peer::text();
    let extractor = Extractor::new();
    let mut work = extractor.workspace();
    let articles: Vec<&str> = text.split("\n\n").filter(|a| !a.is_empty()).collect();
    assert!(
        articles.iter().any(|a| !extractor.extract(*a).events.is_empty()),
        "a text without an event times nothing"
    );
    peer::ratio("extract", &text, || {
        for article in &articles {
            black_box(extractor.extract_with(&mut work, *article));
        }
    });
    let mut group = c.benchmark_group("extract");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("yaowen", |b| {
        b.iter(|| {
            for article in &articles {
                black_box(extractor.extract_with(&mut work, *article));
            }
        });
    });
    group.bench_function("yaowen, no workspace of one's own", |b| {
        b.iter(|| {
            for article in &articles {
                black_box(extractor.extract(*article));
            }
        });
    });
    group.bench_function("jieba-rs", |b| b.iter(|| peer::cut(&text)));
    group.finish();
}

criterion_group!(benches, extract);
criterion_main!(benches);
