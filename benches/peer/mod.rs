//! The text all benches run on, and jieba-rs beside them.

use std::{fs, hint::black_box, time::Instant};

use jieba_rs::Jieba;
use once_cell::sync::Lazy;

static JIEBA: Lazy<Jieba> = Lazy::new(Jieba::new);

/// Returns the file named by `YAOWEN_BENCH_TEXT`, else the articles of the tests; articles are split by empty lines.
pub(crate) fn text() -> String {
    if let Ok(path) = std::env::var("YAOWEN_BENCH_TEXT") {
        return fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/articles");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the tests' articles").map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let articles: Vec<String> =
        paths.iter().map(|p| fs::read_to_string(p).unwrap().trim().to_owned()).collect();
    articles.join("\n\n")
}

/// Cuts the text line by line, as jieba-rs is fastest, with its hidden Markov model.
pub(crate) fn cut(text: &str) {
    for line in text.lines() {
        black_box(JIEBA.cut(black_box(line), true));
    }
}

/// Prints how fast `ours` is beside [`cut`]: the median of 21 rounds in turn.
pub(crate) fn ratio(name: &str, text: &str, mut ours: impl FnMut()) {
    cut(text);
    ours();
    let mut ratios: Vec<f64> = (0..21)
        .map(|_| {
            let start = Instant::now();
            cut(text);
            let theirs = start.elapsed();
            let start = Instant::now();
            ours();
            theirs.as_secs_f64() / start.elapsed().as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "{name}: {:.3} times jieba-rs cut(hmm = true) on {} bytes (median of 21 rounds in turn, {:.2} to {:.2})",
        ratios[10],
        text.len(),
        ratios[0],
        ratios[20]
    );
}
