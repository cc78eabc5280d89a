//! Texts that are made to cost as much as possible, beside news: time and memory for each byte.
//!
//! `cargo bench --bench hostile` marks a text that costs more than five times the time of news, or more memory than is
//! promised, with `!`. Two still take more memory: 会见王明 and 希望 without end, of which every word or every
//! second one is an event with a record of its own.

use std::{hint::black_box, time::Instant};

use yaowen::Extractor;

#[path = "../tests/hostile/mod.rs"]
mod hostile;

#[global_allocator]
static ALLOCATED: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Bytes of each text.
const LENGTH: usize = 1 << 20;

/// Most time for a byte, in that of news, and most bytes of memory, for news and for any text.
const TIMES_NEWS: f64 = 5.0;
const OF_NEWS: f64 = 90.0;
const OF_HOSTILE: f64 = 200.0;

/// Returns nanoseconds and bytes of memory for each byte of the text.
fn cost(extractor: &Extractor, text: &str) -> (f64, f64) {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let start = Instant::now();
    let document = black_box(extractor.extract(text));
    let time = start.elapsed();
    let most = ALLOCATED.peak_usage() - before;
    drop(document);
    let length = text.len() as f64;
    (time.as_secs_f64() * 1e9 / length, most as f64 / length)
}

fn main() {
    let extractor = Extractor::new();
    let news = hostile::news(LENGTH);
    extractor.extract(&news[..news.floor_char_boundary(100_000)]);
    let (time_of_news, memory_of_news) = cost(&extractor, &news);
    println!("{:>8} {:>6} {:>6}  text", "ns/byte", "x news", "memory");
    println!("{time_of_news:8.0} {:6.2} {memory_of_news:6.1}  news", 1.0);
    assert!(memory_of_news <= OF_NEWS, "{memory_of_news:.1} bytes for a byte of news");
    for (name, text) in hostile::texts(LENGTH) {
        let (time, memory) = cost(&extractor, &text);
        let times = time / time_of_news;
        let beyond = if times > TIMES_NEWS || memory > OF_HOSTILE { "!" } else { "" };
        println!("{time:8.0} {times:6.2} {memory:6.1}  {name} {beyond}");
    }
}
