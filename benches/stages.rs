//! The stages that are usable alone, each against `jieba-rs` `cut(hmm = true)` on the same text.

mod peer;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn stages(c: &mut Criterion) {
    let text = peer::text();
    peer::ratio("stage/text", &text, || {
        black_box(yaowen::text::clean(black_box(&text)));
    });
    let mut group = c.benchmark_group("stage/text");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("yaowen", |b| b.iter(|| black_box(yaowen::text::clean(black_box(&text)))));
    group.bench_function("jieba-rs", |b| b.iter(|| peer::cut(&text)));
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
