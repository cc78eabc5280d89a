//! What the lines before the header of a table say.

/// What the lines before the header say: `# carrier: …`, `# table: …`, and somewhere `anchor date 2023-08-03`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// The sentence that each word of a lexicon is shown in, with `{name}` for the word: line, column and text.
    pub(crate) carrier: Option<(u32, u32, String)>,
    /// The day the examples are read on: line, column and text.
    pub(crate) anchor: Option<(u32, u32, String)>,
    /// The table that the rows belong to, where the file's name does not say so: line, column and text.
    pub(crate) table: Option<(u32, u32, String)>,
}

/// What stands before the day the examples are read on.
const ANCHOR: &str = "anchor date ";

impl Head {
    /// Returns what the head of a file says.
    pub(crate) fn read(text: &str) -> Self {
        let mut head = Head::default();
        for (line, number) in text.lines().zip(1u32..) {
            let line = line.trim_start_matches('\u{feff}');
            let Some(comment) = line.strip_prefix('#') else {
                if line.is_empty() { continue } else { break }
            };
            if let Some((before, day)) = comment.split_once(ANCHOR) {
                let column = 1 + before.chars().count() + ANCHOR.len() + 1;
                let day = day.chars().take("2023-08-03".len()).collect();
                head.anchor = Some((number, column as u32, day));
            }
            let Some((key, value)) = comment.split_once(':') else { continue };
            let slot = match key.trim() {
                "carrier" => &mut head.carrier,
                "table" => &mut head.table,
                _ => continue,
            };
            let value = value.trim_end();
            let blank = value.chars().take_while(|c| *c == ' ').count();
            let column = 1 + key.chars().count() + 1 + blank + 1;
            *slot = Some((number, column as u32, value.trim_start().to_owned()));
        }
        head
    }
}
