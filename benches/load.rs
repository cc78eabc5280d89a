//! From tables to a ready extractor: what a user waits for who brings tables of one's own, beside loading `jieba-rs`.
//!
//! The extractor without own tables is built once a process; its first use costs the same.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jieba_rs::Jieba;
use yaowen::{Extractor, Tables};

fn load(c: &mut Criterion) {
    let own = Tables::parse("name.tsv", "name\tkind\n海棠湾实验室\torganization\n")
        .expect("the table has no fault");
    let build = || Extractor::builder().tables(own.clone()).build().expect("it adds a name");
    assert!(build().rule("name.海棠湾实验室").is_some());
    let mut group = c.benchmark_group("load");
    group.sample_size(10);
    group.bench_function("yaowen", |b| b.iter(|| black_box(build())));
    group.bench_function("jieba-rs", |b| b.iter(|| black_box(Jieba::new())));
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
