//! Examples of a row: `[[8月2日]]，常州高新区 => 2023-08-02`.

use crate::{Original, Span};

/// A text that a row must read, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    /// The text without its marks.
    pub(crate) text: String,
    /// What stood between `[[` and `]]`, in bytes of `text`.
    pub(crate) marks: Vec<Span<Original>>,
    /// What stood behind `=>`: what the marked words mean.
    pub(crate) meaning: Option<String>,
    /// Where the example begins in its cell, in bytes.
    pub(crate) byte: usize,
}

/// Returns the examples of a cell, which ` || ` separates.
///
/// # Errors
///
/// A mark that is opened or closed alone, or holds nothing: its byte in the cell, and the message.
pub(crate) fn examples(cell: &str) -> Result<Vec<Example>, (usize, String)> {
    let mut all = Vec::new();
    let mut byte = 0;
    for example in cell.split(" || ") {
        all.push(read(example).map_err(|(at, message)| (byte + at, message))?);
        all.last_mut().expect("it was just added").byte = byte;
        byte += example.len() + " || ".len();
    }
    Ok(all)
}

fn read(example: &str) -> Result<Example, (usize, String)> {
    let (marked, meaning) = match example.rsplit_once(" => ") {
        Some((marked, meaning)) => (marked, Some(meaning.to_owned())),
        None => (example, None),
    };
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut rest = marked;
    let at = |rest: &str| marked.len() - rest.len();
    while let Some((before, behind)) = rest.split_once("[[") {
        let Some((inside, after)) = behind.split_once("]]") else {
            return Err((at(rest) + before.len(), "`[[` without `]]`".to_owned()));
        };
        if inside.is_empty() {
            return Err((at(rest) + before.len(), "`[[]]` marks nothing".to_owned()));
        }
        text.push_str(before);
        marks.push(Span::new(text.len(), text.len() + inside.len()));
        text.push_str(inside);
        rest = after;
    }
    if let Some(alone) = rest.find("]]") {
        return Err((at(rest) + alone, "`]]` without `[[`".to_owned()));
    }
    text.push_str(rest);
    Ok(Example { text, marks, meaning, byte: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_meanings_are_read() {
        let all = examples("[[8月2日]]，雨 => 2023-08-02 || 自[[1日]]至[[2日]]").unwrap();
        assert_eq!((all[0].text.as_str(), all[1].text.as_str()), ("8月2日，雨", "自1日至2日"));
        assert_eq!(all[0].marks, [Span::new(0, "8月2日".len())]);
        assert_eq!(all[0].meaning.as_deref(), Some("2023-08-02"));
        assert_eq!(
            all[1].marks.iter().map(|m| &all[1].text[m.range()]).collect::<Vec<_>>(),
            ["1日", "2日"]
        );
        assert_eq!(all[1].byte, "[[8月2日]]，雨 => 2023-08-02 || ".len());
    }

    #[test]
    fn a_mark_alone_is_placed() {
        assert_eq!(examples("一 || 二[[三").unwrap_err().0, "一 || 二".len());
        assert_eq!(examples("[[一]]二]]").unwrap_err().0, "[[一]]二".len());
        assert_eq!(examples("一[[]]").unwrap_err().0, "一".len());
    }
}
