//! The view for spreadsheets: one row an event.

use std::io::{self, Write};

use super::view::View;
use crate::document::Document;

const HEADER: [&str; 18] = [
    "document",
    "event",
    "type",
    "trigger",
    "start",
    "end",
    "who",
    "arguments",
    "time",
    "time_basis",
    "places",
    "polarity",
    "modality",
    "tense",
    "level",
    "speaker",
    "confidence",
    "rules",
];

/// Roles that say who acts, in order of preference.
const ACTORS: [&str; 12] = [
    "agent",
    "speaker",
    "party",
    "host",
    "issuer",
    "authority",
    "acquirer",
    "investor",
    "holder",
    "company",
    "winner",
    "plaintiff",
];

/// Writes the document's events as rows; lists in a cell are joined by `; `.
pub(super) fn rows(document: &Document, header: bool, out: &mut impl Write) -> io::Result<()> {
    let view = View::new(document);
    let mut csv = csv::Writer::from_writer(out);
    if header {
        csv.write_record(HEADER)?;
    }
    for event in &document.events {
        let roles = view.roles(event);
        let who =
            ACTORS.iter().find_map(|a| roles.iter().find(|r| r.0 == *a)).map(|r| r.1.join("; "));
        let arguments: Vec<String> = roles
            .iter()
            .flat_map(|(role, fillers)| fillers.iter().map(move |f| format!("{role}={f}")))
            .collect();
        let speaker = event.attribution.as_ref().and_then(|a| a.speaker.as_deref());
        csv.write_record([
            document.id.as_str(),
            &event.id,
            &event.kind,
            &event.trigger.text,
            &event.trigger.start.to_string(),
            &event.trigger.end.to_string(),
            &who.unwrap_or_default(),
            &arguments.join("; "),
            &event.time.as_ref().map(|t| t.value.to_string()).unwrap_or_default(),
            event.time.as_ref().map_or("", |t| t.basis.as_str()),
            &view.places(event).join("; "),
            event.polarity.as_str(),
            event.modality.as_str(),
            event.tense.as_str(),
            event.level.as_str(),
            speaker.and_then(|id| view.document.entity(id)).map_or("", |e| &e.name),
            &format!("{:.2}", event.confidence),
            &event.rules.join("; "),
        ])?;
    }
    csv.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, Input};

    #[test]
    fn each_event_is_a_row_below_one_header() {
        let input = Input::new("昨日，市长王晓明会见了李卫国。").id("a,1");
        let document = Extractor::new().extract(input);
        let mut out = Vec::new();
        rows(&document, true, &mut out).unwrap();
        rows(&document, false, &mut out).unwrap();
        let mut read = csv::Reader::from_reader(out.as_slice());
        assert_eq!(read.headers().unwrap(), &HEADER[..]);
        let read: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
        assert_eq!(read.len(), 2 * document.events.len());
        let event = &document.events[0];
        assert_eq!(
            (&read[0][0], &read[0][2], &read[0][3]),
            ("a,1", event.kind.as_str(), event.trigger.text.as_str())
        );
        assert_eq!(read[0][13], *event.tense.as_str());
    }
}
