//! Whether time grows with the length of a text and not faster, on texts that no one wrote to be read.
//!
//! `cargo bench --bench growth` prints for each the nanoseconds a byte takes, of a short text and of one eight times as
//! long, for cleaning and for the whole extraction; it fails where the longer one takes three times as long a byte.

use std::{hint::black_box, time::Instant};

use yaowen::{Extractor, text};

/// What the texts repeat.
const PIECES: [(&str, &str); 29] = [
    (
        "news",
        "8月2日至3日，余杭区委副书记、区长沈怀远率领代表团到台江县考察产业协作，县长吴秀兰陪同。",
    ),
    ("district", "县"),
    ("surname", "王"),
    ("digit", "1"),
    ("comma", "，"),
    ("ordinal", "第"),
    ("title", "市长"),
    ("list of names", "王明、"),
    ("speech", "表示"),
    ("preposition", "在"),
    ("open bracket", "（"),
    ("open quotation", "“"),
    ("open range", "２日至"),
    ("firm", "某某公司"),
    ("list of bodies", "县委、"),
    ("brackets", "（(《【"),
    ("closed brackets", "）)》】"),
    ("tags", "<div><p>"),
    ("open tags", "<a title=\"<"),
    ("references", "&amp;amp;"),
    ("comments", "<!-- "),
    ("blanks", "县 长 "),
    ("line ends", "县\n长\n"),
    ("readings", "區(qū)"),
    ("torn readings", "域?qū)"),
    ("labels", "来源：编辑：作者 "),
    ("lost bytes", "\u{fffd}县"),
    ("misread", "ä¸\u{ad}å\u{9b}½"),
    ("not Chinese", "The mayor met the delegation. "),
];

const SHORT: usize = 16_000;
const TIMES: usize = 8;

/// Nanoseconds a byte takes, the least of three rounds.
fn nanoseconds(text: &str, mut work: impl FnMut(&str)) -> f64 {
    let round = |_| {
        let start = Instant::now();
        work(text);
        start.elapsed().as_secs_f64()
    };
    (0..3).map(round).fold(f64::INFINITY, f64::min) * 1e9 / text.len() as f64
}

fn main() {
    let extractor = Extractor::new();
    let mut work = extractor.workspace();
    extractor.extract_with(&mut work, PIECES[0].1);
    let times = format!("{TIMES} times");
    println!("ns a byte of {SHORT:<27}{:>12}{times:>12}  {:>12}{times:>12}", "clean", "extract");
    let mut steep = Vec::new();
    for (name, piece) in PIECES {
        let repeated = |bytes: usize| piece.repeat(bytes / piece.len());
        let (short, long) = (repeated(SHORT), repeated(SHORT * TIMES));
        let mut row = format!("{name:40}");
        for stage in ["clean", "extract"] {
            let mut read = |text: &str| match stage {
                "clean" => drop(black_box(text::clean(text))),
                _ => drop(black_box(extractor.extract_with(&mut work, text))),
            };
            let (short, long) = (nanoseconds(&short, &mut read), nanoseconds(&long, &mut read));
            row += &format!("{short:12.0}{long:12.0}  ");
            // Of so little time a tick of the machine is a large part.
            if long > 3.0 * short.max(50.0) {
                steep.push(format!("{name}: {stage}"));
            }
        }
        println!("{row}");
    }
    assert!(steep.is_empty(), "time grows faster than the text: {steep:?}");
}
