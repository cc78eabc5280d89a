//! How much memory a text takes beside itself, in bytes for each of its bytes, the record included. Allocations are
//! counted, so a loaded machine changes nothing.

use yaowen::Extractor;

mod hostile;

#[global_allocator]
static ALLOCATED: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Most bytes of memory for each byte of news, and of text that is made to take as much as possible.
const OF_NEWS: f64 = 90.0;
const OF_HOSTILE: f64 = 200.0;

/// Bytes of the news and of the other texts: more than those from which on memory is given back stage by stage.
const NEWS_LENGTH: usize = 9 << 17;
const LENGTH: usize = 1 << 18;

/// Every so many texts are tried here, all of them in `cargo bench --bench hostile`.
const STEP: usize = 6;

/// Returns how many bytes were allocated at most for each byte of the text.
fn taken(extractor: &Extractor, text: &str) -> f64 {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let document = extractor.extract(text);
    let most = ALLOCATED.peak_usage() - before;
    drop(document);
    most as f64 / text.len() as f64
}

/// One test, for the count is one for the process.
#[test]
fn memory_is_bounded() {
    let extractor = Extractor::new();
    let news = hostile::news(NEWS_LENGTH);
    let short = &news[..news.floor_char_boundary(10_000)];
    extractor.extract(short);
    let of_news = taken(&extractor, &news);
    println!("{of_news:6.1} news");
    assert!(of_news <= OF_NEWS, "{of_news:.1} bytes for a byte of news");
    // A text in one line without marks.
    let line = news.replace(['\n', '。', '，'], "");
    let mut worst =
        ("one line".to_owned(), taken(&extractor, &line[..line.floor_char_boundary(LENGTH)]));
    for (name, text) in hostile::texts(LENGTH).into_iter().step_by(STEP) {
        let of_text = taken(&extractor, &text);
        println!("{of_text:6.1} {name}");
        if of_text > worst.1 {
            worst = (name, of_text);
        }
    }
    assert!(worst.1 <= OF_HOSTILE, "{:.1} bytes for a byte of {}", worst.1, worst.0);
    // Nothing is kept for the next text.
    let mut work = extractor.workspace();
    extractor.extract_with(&mut work, short);
    let before = ALLOCATED.current_usage();
    extractor.extract_with(&mut work, news.as_str());
    let kept = ALLOCATED.current_usage().saturating_sub(before);
    assert!(kept < 1 << 20, "{kept} bytes are kept");
}
