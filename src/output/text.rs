//! The view for people: one line per event, people with posts, dates with values; and which row decided.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::view::View;
use crate::document::{Document, EntityKind, Evidence, Level, Mention, Modality, Polarity, Tense};

/// How the parts of a page stand out on a terminal.
struct Palette {
    heading: Style,
    time: Style,
    trigger: Style,
    name: Style,
}

impl Palette {
    const PLAIN: Palette = Palette {
        heading: Style::new(),
        time: Style::new(),
        trigger: Style::new(),
        name: Style::new(),
    };

    const COLORED: Palette = Palette {
        heading: Style::new().bold().underline(),
        time: AnsiColor::Magenta.on_default(),
        trigger: Style::new().bold(),
        name: AnsiColor::Cyan.on_default(),
    };
}

/// Returns the page of a document.
pub(super) fn page(document: &Document, colored: bool) -> String {
    let view = View::new(document);
    let palette = if colored { Palette::COLORED } else { Palette::PLAIN };
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = head(&view, &palette, &mut out)
        .and_then(|()| events(&view, &palette, &mut out))
        .and_then(|()| people(&view, &palette, &mut out))
        .and_then(|()| others(&view, &palette, &mut out))
        .and_then(|()| dates(&view, &palette, &mut out))
        .and_then(|()| explanations(&view, &mut out));
    out
}

type Written = Result<(), std::fmt::Error>;

fn head(view: &View<'_>, palette: &Palette, out: &mut String) -> Written {
    let document = view.document;
    if !document.id.is_empty() {
        let style = palette.heading;
        write!(out, "{style}{}{style:#}  ", document.id)?;
    }
    match &document.anchor {
        Some(anchor) => writeln!(out, "dated {} ({})", anchor.date, anchor.from)?,
        None => writeln!(out, "undated")?,
    }
    for line in &document.boilerplate {
        writeln!(out, "  {} {}", line.field, line.value)?;
    }
    Ok(())
}

fn events(view: &View<'_>, palette: &Palette, out: &mut String) -> Written {
    let heading = palette.heading;
    let document = view.document;
    if document.events.is_empty() {
        return writeln!(out, "\nNo events");
    }
    writeln!(out, "\n{heading}Events{heading:#}")?;
    let times =
        document.events.iter().map(|e| e.time.as_ref().map_or(1, |t| t.value.to_string().len()));
    let width = times.max().unwrap_or(1);
    for event in &document.events {
        let indent = if event.level == Level::Main { "" } else { "  " };
        let time = event.time.as_ref().map_or("-".to_owned(), |t| t.value.to_string());
        let (dated, bold) = (palette.time, palette.trigger);
        write!(
            out,
            "  {dated}{time:width$}{dated:#}  {indent}{} {bold}{}{bold:#}",
            event.kind, event.trigger.text
        )?;
        for (role, fillers) in view.roles(event) {
            write!(out, " | {role} {}", fillers.join("、"))?;
        }
        let places = view.places(event);
        if !places.is_empty() {
            write!(out, " | at {}", places.join("、"))?;
        }
        let mut factuality: Vec<&str> = Vec::new();
        if event.polarity == Polarity::Negative {
            factuality.push("not done");
        }
        if event.modality != Modality::Asserted {
            factuality.push(event.modality.as_str());
        }
        if event.tense == Tense::Future && event.modality == Modality::Asserted {
            factuality.push("future");
        }
        if event.level == Level::Embedded {
            let speaker = event.attribution.as_ref().and_then(|a| a.speaker.as_deref());
            factuality.push("told by");
            factuality.push(
                speaker.and_then(|id| view.document.entity(id)).map_or("a speaker", |e| &e.name),
            );
        }
        if !factuality.is_empty() {
            write!(out, " ({})", factuality.join(" "))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn people(view: &View<'_>, palette: &Palette, out: &mut String) -> Written {
    let heading = palette.heading;
    let mut people =
        view.document.entities.iter().filter(|e| e.kind == EntityKind::Person).peekable();
    if people.peek().is_some() {
        writeln!(out, "\n{heading}People{heading:#}")?;
    }
    for person in people {
        let posts = view.posts(person);
        let (name, gap) = (palette.name, if posts.is_empty() { "" } else { "  " });
        writeln!(out, "  {name}{}{name:#}{gap}{posts}", person.name)?;
    }
    Ok(())
}

fn others(view: &View<'_>, palette: &Palette, out: &mut String) -> Written {
    let heading = palette.heading;
    for (kind, title) in [
        (EntityKind::Organization, "Organisations"),
        (EntityKind::Place, "Places"),
        (EntityKind::Group, "Groups"),
        (EntityKind::Meeting, "Meetings"),
    ] {
        let named = view.document.entities.iter().filter(|e| e.kind == kind);
        let names: Vec<String> = named
            .map(|e| match e.within.as_deref().and_then(|id| view.document.entity(id)) {
                // 岚皋县 of 安康市, but not 岚皋县委 of 岚皋县, which its name says.
                Some(outer) if !e.name.starts_with(outer.name.as_str()) => {
                    format!("{} ({})", e.name, outer.name)
                }
                _ => e.name.clone(),
            })
            .collect();
        if !names.is_empty() {
            writeln!(out, "\n{heading}{title}{heading:#}\n  {}", names.join("、"))?;
        }
    }
    Ok(())
}

fn dates(view: &View<'_>, palette: &Palette, out: &mut String) -> Written {
    let heading = palette.heading;
    let mut dates =
        view.document.mentions.iter().filter_map(|m| Some((m, m.date.as_ref()?))).peekable();
    if dates.peek().is_some() {
        writeln!(out, "\n{heading}Dates{heading:#}")?;
    }
    for (mention, date) in dates {
        let style = palette.time;
        write!(out, "  {}  {style}{}{style:#}", mention.text, date.value)?;
        if let Some(modifier) = date.modifier {
            write!(out, " {modifier}")?;
        }
        if let Some(part) = &date.part_of_day {
            write!(out, " {part}")?;
        }
        let from: Vec<&str> = date
            .from
            .iter()
            .filter_map(|id| Some(view.document.mention(id)?.text.as_str()))
            .collect();
        match from.is_empty() {
            true => writeln!(out, "  ({})", date.anchored)?,
            false => writeln!(out, "  ({}: {})", date.anchored, from.join(", "))?,
        }
    }
    Ok(())
}

/// Which rows decided each mention and event, when the document carries them.
fn explanations(view: &View<'_>, out: &mut String) -> Written {
    let document = view.document;
    if document.mentions.iter().all(|m| m.evidence.is_empty()) {
        return Ok(());
    }
    writeln!(out, "\nWhy")?;
    for mention in &document.mentions {
        explanation(mention, out)?;
    }
    for event in &document.events {
        writeln!(out, "  {} {}: {}", event.kind, event.trigger.text, event.rules.join(", "))?;
    }
    Ok(())
}

fn explanation(mention: &Mention, out: &mut String) -> Written {
    writeln!(
        out,
        "  {} {} {:.1}: {}",
        mention.kind,
        mention.text,
        mention.score,
        rows(&mention.evidence)
    )?;
    if let Some(rival) = &mention.rival {
        let kind = rival.kind.map_or("no name", |k| k.as_str());
        writeln!(
            out,
            "    rather than {kind} {} {:.1}: {}",
            rival.text,
            rival.score,
            rows(&rival.evidence)
        )?;
    }
    Ok(())
}

fn rows(evidence: &[Evidence]) -> String {
    let rows =
        evidence.iter().map(|e| format!("{} ({}) `{}` {:+.1}", e.rule, e.at, e.key, e.weight));
    rows.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, Input, document};

    #[test]
    fn a_page_has_events_people_and_dates() {
        let date = "2023-08-04".parse().unwrap();
        let input =
            Input::new("8月2日至3日，市长王晓明会见了李卫国。昨日，双方签署协议。").id("a1");
        let document = Extractor::new().extract(input.date(date));
        let text = page(&document, false);
        assert!(text.starts_with("a1  dated 2023-08-04 (given)\n\nEvents\n"), "{text}");
        assert!(text.contains("\nPeople\n  王晓明  市长\n"), "{text}");
        assert!(text.contains("\nDates\n  8月2日至3日  2023-08-02/2023-08-03  ("), "{text}");
        // The types of the events stand below each other.
        let column = |event: &document::Event| {
            text.find(&event.kind).map(|at| at - text[..at].rfind('\n').unwrap())
        };
        assert!(
            document.events.len() > 1
                && document.events.iter().all(|e| column(e) == column(&document.events[0])),
            "{text}"
        );
        assert!(
            document
                .events
                .iter()
                .all(|e| e.time.as_ref().is_none_or(|t| t.value.to_string().is_ascii()))
        );
        assert!(!text.contains('\u{1b}') && page(&document, true).contains("\u{1b}["));
    }

    #[test]
    fn a_page_without_events_says_so() {
        assert_eq!(page(&Document::default(), false), "undated\n\nNo events\n");
    }
}
