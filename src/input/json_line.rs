//! One line of JSON with a text.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{Fields, Input, Moment};
use crate::Error;

/// Most characters of a line that a message quotes.
const QUOTED: usize = 40;

/// A line of JSON that carries a text: `{"id":"a1","text":"…","date":"2023-08-04"}`.
///
/// `id` is a string or a number; it and `date` may be left out, be `null` or be empty. All other fields are carried along.
///
/// # Examples
///
/// ```
/// use yaowen::{Extractor, JsonLine};
///
/// let line = JsonLine::read(r#"{"id":"a1","text":"县长昨日到访。","date":"2023-08-04"}"#)?;
/// assert_eq!(Extractor::new().extract(line.input()).id, "a1");
/// let error = JsonLine::read(r#"{"id":"a2","text":null}"#).unwrap_err();
/// assert_eq!(error.to_string(), "expected a string `text`, found `null`");
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct JsonLine {
    pub(super) id: Option<String>,
    pub(super) text: String,
    pub(super) date: Option<Moment>,
    pub(super) fields: Fields,
}

impl JsonLine {
    /// Returns the line's text and what is said about it.
    ///
    /// # Errors
    ///
    /// When the line is no JSON object, one of its fields stands there twice or holds half of a surrogate pair; when `text`
    /// is no string, `id` neither string nor number, or `date` no date.
    pub fn read(line: &str) -> Result<Self, Error> {
        let (line, fault) = Self::read_undated(line)?;
        fault.map_or(Ok(line), Err)
    }

    /// Returns the line, without its date where that is none, and what is wrong with the date.
    pub(super) fn read_undated(line: &str) -> Result<(Self, Option<Error>), Error> {
        let object: Object<'_> = serde_json::from_str(line).map_err(|error| {
            // The position is one of the line, which has a number of its own.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let found = format!("`{}` ({message})", excerpt(line));
            Error::line("a JSON object", found)
        })?;
        let (mut id, mut text, mut date, mut fields) = (None, None, None, Fields::default());
        let mut names = HashSet::new();
        for (name, value) in &object.0 {
            if !names.insert(name) {
                return Err(Error::line("each field once", format!("`{name}` twice")));
            }
            match name.as_str() {
                "id" => id = read_id(value)?,
                "text" => text = Some(string("text", value)?),
                "date" if value.get() == "null" => {}
                "date" => date = Some(string("date", value)?).filter(|d| !d.is_empty()),
                _ if half_pair(value.get()) => return Err(no_unicode(name, value)),
                _ => fields.push(name, value),
            }
        }
        let text = text.ok_or_else(|| Error::line("a string `text`", "none".to_owned()))?;
        let (date, fault) = match date.map(|date| date.parse()).transpose() {
            Ok(date) => (date, None),
            Err(error) => (None, Some(error)),
        };
        Ok((JsonLine { id, text, date, fields }, fault))
    }

    /// Returns the input the line describes; its id is empty when the line has none.
    pub fn input(&self) -> Input<'_> {
        let input = Input::new(&self.text).id(self.id.as_deref().unwrap_or_default());
        match self.date {
            Some(date) => input.date(date),
            None => input,
        }
    }

    /// Returns the line's other fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }
}

/// An object's fields in their order, values as they are written.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;

        impl<'de> Visitor<'de> for Map {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Map).map(Object)
    }
}

fn read_id(value: &RawValue) -> Result<Option<String>, Error> {
    let json = value.get();
    match json.as_bytes()[0] {
        b'"' => Ok(Some(string("id", value)?).filter(|id| !id.is_empty())),
        b'-' | b'0'..=b'9' => Ok(Some(json.to_owned())),
        _ if json == "null" => Ok(None),
        _ => Err(wrong("a string or number `id`", value)),
    }
}

fn string(name: &str, value: &RawValue) -> Result<String, Error> {
    if half_pair(value.get()) {
        return Err(no_unicode(name, value));
    }
    serde_json::from_str(value.get()).map_err(|_| wrong(&format!("a string `{name}`"), value))
}

fn wrong(expected: &str, value: &RawValue) -> Error {
    Error::line(expected, format!("`{}`", excerpt(value.get())))
}

fn no_unicode(name: &str, value: &RawValue) -> Error {
    let found = format!("half of a surrogate pair in `{}`", excerpt(value.get()));
    Error::line(&format!("Unicode in `{name}`"), found)
}

/// Returns whether escapes of JSON name half of a surrogate pair, which JSON allows and no text has.
fn half_pair(json: &str) -> bool {
    let unit = |rest: &str| {
        let digits = rest.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        rest = &rest[at..];
        let escape = match unit(rest) {
            None => 2,
            Some(0xd800..=0xdbff) => match unit(&rest[6..]) {
                Some(0xdc00..=0xdfff) => 12,
                _ => return true,
            },
            Some(0xdc00..=0xdfff) => return true,
            Some(_) => 6,
        };
        rest = &rest[escape..];
    }
    false
}

/// Returns the first characters of a line.
fn excerpt(line: &str) -> String {
    let line = line.trim();
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        for (line, reason) in [
            ("", "expected a JSON object, found `` (EOF while parsing a value)"),
            (
                "[1]",
                "expected a JSON object, found `[1]` (invalid type: sequence, expected an object)",
            ),
            (
                r#"{"text":"a"} b"#,
                r#"expected a JSON object, found `{"text":"a"} b` (trailing characters)"#,
            ),
            (r#"{"id":"a"}"#, "expected a string `text`, found none"),
            (r#"{"text":["a"]}"#, r#"expected a string `text`, found `["a"]`"#),
            (r#"{"text":"a","text":"b"}"#, "expected each field once, found `text` twice"),
            (r#"{"text":"a","id":{}}"#, "expected a string or number `id`, found `{}`"),
            (r#"{"text":"a","date":3}"#, "expected a string `date`, found `3`"),
            (
                r#"{"text":"a","date":"2023年"}"#,
                "expected a date like 2023-08-04 or 2023-08-04T09:30:00, found `2023年`",
            ),
        ] {
            let error = JsonLine::read(line).unwrap_err();
            assert_eq!(error.to_string(), reason);
        }
        for (line, sound) in [
            (r#"{"text":"\ud83d a"}"#, false),
            (r#"{"text":"a","t":["\uDC00"]}"#, false),
            (r#"{"text":"\ud83d\ud83d\ude00"}"#, false),
            (r#"{"text":"\ud83d\ude00 \\ud83d \u4e2d","t":1e400}"#, true),
        ] {
            let read = JsonLine::read(line);
            assert_eq!(read.is_ok(), sound, "{line}");
            assert!(read.err().is_none_or(|error| error.to_string().contains("surrogate")));
        }
    }

    #[test]
    fn ids_are_strings_numbers_or_left_out() {
        for (line, id) in [
            (r#"{"text":"a","id":"x"}"#, Some("x")),
            (r#"{"text":"a","id":12345678901234567890123}"#, Some("12345678901234567890123")),
            (r#"{"text":"a","id":null,"date":null}"#, None),
            (r#"{"text":"a","id":"","date":""}"#, None),
        ] {
            assert_eq!(JsonLine::read(line).unwrap().id.as_deref(), id);
        }
    }
}
