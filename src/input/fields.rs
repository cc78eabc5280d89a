//! The further fields of an input line, carried into its record as they are written.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// Fields of an input line beside `id`, `text` and `date`: names with values in JSON, in the order of the line.
///
/// Values are kept as they are written, blanks between their parts aside, so that numbers of any size come out unchanged.
///
/// # Examples
///
/// ```
/// use yaowen::JsonLine;
///
/// let line = JsonLine::read(r#"{"text":"县长昨日到访。","url":"http://a.example/1","hits":12345678901234567890123}"#)?;
/// assert_eq!(line.fields().get("url"), Some("\"http://a.example/1\""));
/// assert_eq!(line.fields().get("hits"), Some("12345678901234567890123"));
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, Box<RawValue>)>);

impl Fields {
    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of fields.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the value of a field, as JSON.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|field| field.0 == name).map(|field| field.1)
    }

    /// Returns the fields: names, and values as JSON.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.get()))
    }

    /// Adds a field.
    pub(super) fn push(&mut self, name: &str, value: &RawValue) {
        let value = RawValue::from_string(compact(value.get()));
        self.0.push((name.to_owned(), value.expect("JSON without blanks is JSON")));
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;

        impl<'de> Visitor<'de> for Map {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    fields.push(&name, &value);
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Map)
    }
}

/// Returns JSON without the blanks between its parts: a record has to stay on one line.
fn compact(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    let kept = json.chars().filter(|&c| {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            true
        } else {
            quoted = c == '"';
            !matches!(c, ' ' | '\t' | '\r' | '\n')
        }
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_as_they_were_written() {
        let json = "{\"b\": [1.50, {\"c\": \"x \\\" y\\\\\"}],\n \"a\": 1e400}";
        let fields: Fields = serde_json::from_str(json).unwrap();
        let written = serde_json::to_string(&fields).unwrap();
        assert_eq!(written, r#"{"b":[1.50,{"c":"x \" y\\"}],"a":1e400}"#);
        assert_eq!(serde_json::from_str::<Fields>(&written).unwrap(), fields);
    }
}
