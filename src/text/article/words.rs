//! What names of elements and lines above parts of a page say (`page_class.tsv`, `page_label.tsv`).

use std::{
    collections::{HashMap, HashSet},
    str::FromStr,
};

use bitflags::bitflags;
use daachorse::CharwiseDoubleArrayAhoCorasick;
use once_cell::sync::Lazy;

use super::{scan, tree::is_blank};
use crate::text::table::{Table, table};

bitflags! {
    /// What is said of a stretch of a page.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub(super) struct Zones: u16 {
        /// The text of the article.
        const BODY = 1;
        /// The headline.
        const TITLE = 1 << 1;
        /// Who published the article, and when.
        const BYLINE = 1 << 2;
        /// When it was published.
        const TIME = 1 << 3;
        /// Where it was published.
        const OUTLET = 1 << 4;
        /// Who wrote it.
        const AUTHOR = 1 << 5;
        /// The way around the site.
        const NAVIGATION = 1 << 6;
        /// Other articles.
        const RELATED = 1 << 7;
        /// What readers write.
        const COMMENT = 1 << 8;
        /// Advertisements.
        const ADVERT = 1 << 9;
        /// Buttons.
        const SHARE = 1 << 10;
        /// What stands at the foot of all pages of a site.
        const FOOTER = 1 << 11;
        /// The words to a picture.
        const CAPTION = 1 << 12;
        /// Not shown.
        const HIDDEN = 1 << 13;
        /// Bold, large, or in the middle of the line.
        const EMPHASIS = 1 << 14;

        /// What is no part of an article.
        const APART = Self::NAVIGATION.bits()
            | Self::RELATED.bits()
            | Self::COMMENT.bits()
            | Self::ADVERT.bits()
            | Self::SHARE.bits()
            | Self::FOOTER.bits();
    }
}

/// Reads the word of one zone in a table.
impl FromStr for Zones {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Zones::from_name(&word.to_uppercase()).ok_or_else(|| format!("there is no zone `{word}`"))
    }
}

impl Zones {
    /// Returns what the name of an element says.
    pub(super) fn of_element(name: &str) -> Self {
        match name {
            "article" | "main" => Zones::BODY,
            "nav" | "header" => Zones::NAVIGATION,
            "aside" => Zones::RELATED,
            "footer" => Zones::FOOTER,
            "figcaption" | "caption" => Zones::CAPTION,
            "time" => Zones::TIME,
            "b" | "strong" | "big" | "center" | "h1" | "h2" | "h3" => Zones::EMPHASIS,
            _ => Zones::default(),
        }
    }
}

const CLASSES: Table = table!("page_class.tsv");
const LABELS: Table = table!("page_label.tsv");
const WORDS: Table = table!("page_word.tsv");

struct Classes {
    whole: HashMap<&'static str, Zones>,
    part: Vec<(&'static str, Zones)>,
}

static CLASS: Lazy<Classes> = Lazy::new(|| {
    let mut classes = Classes { whole: HashMap::new(), part: Vec::new() };
    for [zone, whole, part] in CLASSES.rows(["zone", "whole", "part"]) {
        let zone: Zones = zone.word();
        for word in whole.list() {
            *classes.whole.entry(word).or_default() |= zone;
        }
        classes.part.extend(part.list().map(|w| (w, zone)));
    }
    classes
});

/// Returns what the attributes of an element say of its text. `known` keeps what names say, for a page repeats them.
pub(super) fn zones_of<'p>(attributes: &'p str, known: &mut HashMap<&'p str, Zones>) -> Zones {
    let mut zones = Zones::default();
    if attributes.len() < 4 {
        return zones;
    }
    for (name, value) in scan::attributes(attributes) {
        let value = &attributes[value];
        if name.eq_ignore_ascii_case("class")
            || name.eq_ignore_ascii_case("id")
            || name.eq_ignore_ascii_case("itemprop")
        {
            zones |= *known.entry(value).or_insert_with(|| zones_of_name(value));
        } else if name.eq_ignore_ascii_case("style") && hides(value)
            || name.eq_ignore_ascii_case("hidden") && value.is_empty()
        {
            zones |= Zones::HIDDEN;
        } else if name.eq_ignore_ascii_case("align") && value.eq_ignore_ascii_case("center")
            || name.eq_ignore_ascii_case("size") && matches!(value, "4" | "5" | "6" | "7" | "+2")
        {
            zones |= Zones::EMPHASIS;
        }
    }
    zones
}

/// Returns whether a style hides its element.
fn hides(style: &str) -> bool {
    memchr::memmem::find(style.as_bytes(), b"display").is_some_and(|at| {
        let value = style[at + "display".len()..].trim_start_matches([' ', ':']);
        value.starts_with("none")
    })
}

/// Longest class or id that is looked at, in bytes.
const NAME: usize = 120;

fn zones_of_name(name: &str) -> Zones {
    let mut zones = Zones::default();
    let name = &name[..name.floor_char_boundary(NAME)];
    let lower = name.to_ascii_lowercase();
    for (part, zone) in &CLASS.part {
        if lower.contains(part) {
            zones |= *zone;
        }
    }
    // A sure name of the article is not meant otherwise: <div id="articlebody" class="share-pop">.
    if zones == Zones::BODY {
        return zones;
    }
    let mut add = |word: &str| {
        if let Some(zone) = CLASS.whole.get(word) {
            zones |= *zone;
        }
    };
    let bytes = name.as_bytes();
    let mut from = 0;
    for at in 0..=bytes.len() {
        let border = at == bytes.len()
            || !bytes[at].is_ascii_alphabetic()
            || at > 0 && bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
        if border {
            if from < at {
                add(&lower[from..at]);
            }
            from = at + usize::from(at < bytes.len() && !bytes[at].is_ascii_alphabetic());
        }
    }
    zones
}

/// Returns the words of a use.
pub(super) fn of_use(of: &str) -> impl Iterator<Item = &'static str> {
    let rows = WORDS.rows(["use", "words"]).filter(move |row| row[0].text() == of);
    rows.flat_map(|[_, words]| words.list())
}

static LABEL: Lazy<HashMap<&'static str, Zones>> = Lazy::new(|| words("line").collect());

/// Words that a line of another part has in it.
static WITHIN: Lazy<CharwiseDoubleArrayAhoCorasick<u16>> = Lazy::new(|| {
    let words = words("within").map(|(word, zone)| (word, zone.bits()));
    CharwiseDoubleArrayAhoCorasick::with_values(words).expect("the words are tested")
});

fn words(place: &str) -> impl Iterator<Item = (&'static str, Zones)> {
    let rows = LABELS.rows(["zone", "place", "words"]);
    rows.filter(move |row| row[1].text() == place).flat_map(|[zone, _, words]| {
        let zone: Zones = zone.word();
        words.list().map(move |w| (w, zone))
    })
}

/// Returns what a short line is, by the words in it; the line is Simplified.
pub(super) fn within(line: &str) -> Zones {
    let found = WITHIN.find_overlapping_iter(line).map(|m| m.value());
    Zones::from_bits_truncate(found.fold(0, |all, zones| all | zones))
}

/// The lengths of the labels in characters.
static LENGTHS: Lazy<HashSet<usize>> =
    Lazy::new(|| LABEL.keys().map(|w| w.chars().count()).collect());

/// Most characters of a line that is a label.
pub(super) const LABELLED: usize = 24;

/// Most characters before a label that say what it is of: 国内新闻排行榜.
const OF: usize = 6;

/// Returns what stands below a line of a page, if it is a label; the line is Simplified.
pub(super) fn label(line: &str) -> Zones {
    let mark = |c: char| {
        is_blank(c) || !c.is_alphanumeric() || c.is_ascii_digit() || matches!(c, '共' | '条' | '个')
    };
    let line = line.trim_matches(mark);
    let line = line.strip_suffix("更多").unwrap_or(line).trim_end_matches(mark);
    let starts: Vec<usize> = line.char_indices().map(|c| c.0).take(LABELLED + 1).collect();
    if starts.is_empty() || starts.len() > LABELLED {
        return Zones::default();
    }
    if let Some(zone) = LABEL.get(line) {
        return *zone;
    }
    let len = starts.len();
    (3..len)
        .filter(|n| len - n <= OF && LENGTHS.contains(n))
        .find_map(|n| LABEL.get(&line[starts[len - n]..]))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_holds_in_its_example_and_not_in_its_look_alike() {
        for row in CLASSES.rows(["id", "zone", "example", "not"]) {
            let zone: Zones = row[1].word();
            let [id, _, example, not] = row.map(|cell| cell.text());
            assert!(zones_of_name(example).intersects(zone), "{id}: {example}");
            assert!(!zones_of_name(not).intersects(zone), "{id}: {not}");
        }
    }

    #[test]
    fn every_label_holds_in_its_example_and_not_in_its_look_alike() {
        for row in LABELS.rows(["id", "zone", "example", "not"]) {
            let zone: Zones = row[1].word();
            let [id, _, example, not] = row.map(|cell| cell.text());
            let read = |line: &str| label(line) | within(line);
            assert_eq!(read(&example.replace("[[", "").replace("]]", "")), zone, "{id}");
            assert_eq!(read(not), Zones::default(), "{id}: {not}");
        }
    }

    #[test]
    fn every_word_beside_articles_stands_in_its_example() {
        for row in WORDS.rows(["id", "use", "example"]) {
            let [id, of, example] = row.map(|cell| cell.text());
            let word = example.split("[[").nth(1).and_then(|e| e.split("]]").next()).unwrap();
            assert!(of_use(of).any(|w| w == word), "{id}: {word}");
        }
    }

    #[test]
    fn words_of_names_are_parted_by_marks_digits_and_capitals() {
        let zones_of = |attributes| zones_of(attributes, &mut HashMap::new());
        for name in ["news-comment", "newsComment", "comment2", "box_comment box"] {
            assert!(zones_of_name(name).intersects(Zones::COMMENT), "{name}");
        }
        assert!(zones_of(" style=\"color:red; display: none\"").intersects(Zones::HIDDEN));
        assert!(zones_of(" title=\"nav\"").is_empty());
    }

    #[test]
    fn labels_have_marks_numbers_and_what_they_are_of_around_them() {
        for line in ["【相关阅读】", "相关阅读：", "国内新闻排行榜", "相关阅读 更多>>"]
        {
            assert_eq!(label(line), Zones::RELATED, "{line}");
        }
        assert_eq!(label("热门评论（28）"), Zones::COMMENT);
        assert_eq!(label("县长调研防汛"), Zones::default());
    }
}
