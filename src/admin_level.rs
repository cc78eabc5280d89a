//! Administrative levels of China, as the characters that end the names of divisions and begin what belongs to them:
//! 省, 市, 县, 区 of 县委 and 区领导.

/// The characters of the levels.
pub(crate) const LEVELS: [char; 8] = ['省', '市', '县', '区', '州', '旗', '镇', '乡'];

/// Returns the level that words begin with.
pub(crate) fn leading_level(words: &str) -> Option<char> {
    words.chars().next().filter(|c| LEVELS.contains(c))
}

/// Returns the level that a name ends with.
pub(crate) fn trailing_level(name: &str) -> Option<char> {
    name.chars().next_back().filter(|c| LEVELS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_begin_and_end_words() {
        assert_eq!(leading_level("县委"), Some('县'));
        assert_eq!(trailing_level("明湖区"), Some('区'));
        assert_eq!(leading_level("公司"), None);
    }
}
