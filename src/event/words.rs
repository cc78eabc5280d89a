//! Lists of words that are looked up once per word of the text.

use once_cell::sync::OnceCell;

/// Words in one string with blanks between; sorted when one is first looked up.
#[derive(Debug)]
pub(super) struct WordList {
    words: &'static str,
    sorted: OnceCell<Vec<&'static str>>,
}

impl WordList {
    pub(super) const fn new(words: &'static str) -> Self {
        WordList { words, sorted: OnceCell::new() }
    }

    /// Returns whether the list holds the word.
    pub(super) fn holds(&self, word: &str) -> bool {
        let sorted = self.sorted.get_or_init(|| {
            let mut words: Vec<&str> = self.words.split_ascii_whitespace().collect();
            words.sort_unstable();
            words
        });
        sorted.binary_search(&word).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        let list = WordList::new("在 会同 向");
        assert!(list.holds("会同") && list.holds("向") && !list.holds("会") && !list.holds(""));
    }
}
