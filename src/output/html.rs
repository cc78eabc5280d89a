//! The view for a browser: the text with its mentions marked, and a table of the events.

use maud::{Markup, PreEscaped, Render, html};

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

/// Returns the part of the page with one document.
pub(super) fn article(source: &str, document: &Document) -> String {
    let article = html! {
        article {
            "\n" h2 { (document.id) } "\n"
            p { (PreEscaped(body(source, document))) } "\n"
            (table(&View::new(document))) "\n"
        }
        "\n"
    };
    article.into_string()
}

/// Returns the text as given, mentions and triggers in marks; one pass over borders that are sorted once.
fn body(source: &str, document: &Document) -> String {
    // (byte, closes before opens, longer opens first) and the tag.
    let mut borders: Vec<(usize, u8, usize, Markup)> = Vec::new();
    let close = |tag: &str| PreEscaped(tag.to_owned());
    let (mut until, mut triggered) = (0, 0);
    let mut names: Vec<_> = document.mentions.iter().filter(|m| is_name(m.kind)).collect();
    names.sort_by_key(|m| (m.start, m.end));
    for mention in names {
        if mention.start < until {
            continue;
        }
        until = mention.end;
        let value = mention.date.as_ref().map_or(mention.text.clone(), |d| d.value.to_string());
        let kind = mention.kind;
        let tag = html! { mark class=(kind) title={ (kind) " " (value) " " (mention.rule) }; };
        borders.push((mention.start, 1, 0, tag));
        borders.push((mention.end, 0, 0, close("</mark>")));
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
        borders.push((start, 1, 1, html! { b title=(event.kind); }));
        borders.push((end, 0, 1, close("</b>")));
    }
    borders.sort_by_key(|b| (b.0, b.1, if b.1 == 0 { 1 - b.2 } else { b.2 }));
    let mut out = String::with_capacity(source.len() * 3);
    let mut at = 0;
    for (byte, _, _, tag) in &borders {
        paragraphs(&source[at..*byte], &mut out);
        out.push_str(&tag.0);
        at = *byte;
    }
    paragraphs(&source[at..], &mut out);
    out
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
        line.render_to(out);
    }
}

fn table(view: &View<'_>) -> Markup {
    html! {
        table {
            "\n" tr;
            th; "time" th; "type" th; "trigger" th; "who and what" th; "place" th; "standing" "\n"
            @for event in &view.document.events {
                tr;
                td; @if let Some(time) = &event.time { (time.value) }
                td; (event.kind)
                td; (event.trigger.text)
                td;
                @for (i, (role, fillers)) in view.roles(event).iter().enumerate() {
                    @if i > 0 { " | " }
                    (role) " " (fillers.join("、"))
                }
                td; (view.places(event).join("、"))
                td; (event.level) " " (event.polarity) " " (event.modality) "\n"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Extractor;

    #[test]
    fn names_and_triggers_are_marked_and_all_else_is_escaped() {
        let source = "昨日，市长王晓明会见了<李卫国>。\n\"A&B\"";
        let page = article(source, &Extractor::new().extract(crate::Input::new(source).id("<1>")));
        assert!(
            page.starts_with(
                "<article>\n<h2>&lt;1&gt;</h2>\n<p><mark class=\"date\" title=\"date "
            )
        );
        assert!(page.contains(">王晓明</mark><b title=\"meet.talk\">会见</b>了&lt;"), "{page}");
        assert!(
            page.contains("</p>\n<p>&quot;A&amp;B&quot;</p>\n<table>\n<tr><th>time<th>type<th>")
        );
        assert!(page.ends_with("\n</table>\n</article>\n"));
    }
}
