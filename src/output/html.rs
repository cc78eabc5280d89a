//! The view for a browser: the text with its mentions marked, and a table of the events.

use std::fmt::Write;

use super::view::View;
use crate::document::{Document, MentionKind};

/// What stands before the first document.
pub(super) const HEAD: &str = r#"<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>yaowen</title>
<style>
body { font: 16px/1.9 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
p { margin: .4em 0; }
mark { background: none; border-bottom: 3px solid; padding: 0 1px; }
.person { border-color: #c0392b; } .organization { border-color: #2471a3; } .place { border-color: #1e8449; }
.title { border-color: #b7950b; } .date { border-color: #7d3c98; } b { background: #fdebd0; }
table { border-collapse: collapse; font-size: 14px; line-height: 1.5; } td, th { border: 1px solid #ccc; padding: 2px 8px; text-align: left; vertical-align: top; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } b { background: #5d4521; } }
</style>
"#;

/// What stands after the last document.
pub(super) const FOOT: &str = "</html>\n";

/// Returns the part of the page that tells one document.
pub(super) fn article(source: &str, document: &Document) -> String {
    let view = View::new(document);
    let mut out = String::with_capacity(source.len() * 3);
    let _ = write!(out, "<article>\n<h2>{}</h2>\n", escape(&document.id));
    body(source, document, &mut out);
    table(&view, &mut out);
    out.push_str("</article>\n");
    out
}

/// The text as given, mentions and triggers in marks; one pass over borders that are sorted once.
fn body(source: &str, document: &Document, out: &mut String) {
    // (byte, closes before opens, longer opens first) and the tag.
    let mut borders: Vec<(usize, u8, usize, String)> = Vec::new();
    let (mut until, mut triggered) = (0, 0);
    let mut names: Vec<_> = document.mentions.iter().filter(|m| is_name(m.kind)).collect();
    names.sort_by_key(|m| (m.start, m.end));
    for mention in names {
        if mention.start < until {
            continue;
        }
        until = mention.end;
        let value = mention.date.as_ref().map_or(mention.text.clone(), |d| d.value.to_string());
        let kind = mention.kind.word();
        let tag = format!(
            "<mark class=\"{kind}\" title=\"{kind} {} {}\">",
            escape(&value),
            escape(&mention.rule)
        );
        borders.push((mention.start, 1, 0, tag));
        borders.push((mention.end, 0, 0, "</mark>".to_owned()));
    }
    let of_names = borders.len();
    for event in &document.events {
        let (start, end) = (event.trigger.start, event.trigger.end);
        // A trigger across the border of a name cannot be marked; the names' borders stand in order.
        let next = borders[..of_names].partition_point(|b| b.0 <= start);
        if next < of_names && borders[next].0 < end || start < triggered {
            continue;
        }
        triggered = end;
        borders.push((start, 1, 1, format!("<b title=\"{}\">", escape(&event.kind))));
        borders.push((end, 0, 1, "</b>".to_owned()));
    }
    borders.sort_by_key(|b| (b.0, b.1, if b.1 == 0 { 1 - b.2 } else { b.2 }));
    out.push_str("<p>");
    let mut at = 0;
    for (byte, _, _, tag) in &borders {
        paragraphs(&source[at..*byte], out);
        out.push_str(tag);
        at = *byte;
    }
    paragraphs(&source[at..], out);
    out.push_str("</p>\n");
}

fn is_name(kind: MentionKind) -> bool {
    use MentionKind::{Date, Organization, Person, Place, Title};
    matches!(kind, Person | Organization | Place | Title | Date)
}

fn paragraphs(text: &str, out: &mut String) {
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str("</p>\n<p>");
        }
        out.push_str(&escape(line));
    }
}

fn table(view: &View<'_>, out: &mut String) {
    out.push_str("<table>\n<tr><th>time<th>type<th>trigger<th>who and what<th>place<th>standing\n");
    for event in &view.document.events {
        let roles: Vec<String> = view
            .roles(event)
            .iter()
            .map(|(role, fillers)| format!("{role} {}", fillers.join("、")))
            .collect();
        let _ = writeln!(
            out,
            "<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{} {} {}",
            escape(&event.time.as_ref().map(|t| t.value.to_string()).unwrap_or_default()),
            escape(&event.kind),
            escape(&event.trigger.text),
            escape(&roles.join(" | ")),
            escape(&view.places(event).join("、")),
            event.level,
            event.polarity,
            event.modality,
        );
    }
    out.push_str("</table>\n");
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}
