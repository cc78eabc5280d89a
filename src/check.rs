//! Tables against their own examples, with the whole way at hand.
//!
//! In: [`Tables`]. Out: every row whose example or look-alike does not hold.
//! Holds: the engine says what a row reads; the document says what it means, by the rows it names.

use crate::{
    Document, Error, Extractor, Input, Moment, Tables,
    document::{Event, Mention},
    rules::{self, Claim, Fault},
};

impl Tables {
    /// Runs every example and every look-alike of these tables.
    ///
    /// - What an example marks, `[[8月2日]]`, the row must read, exactly that; in a look-alike (column `not`) it must read
    ///   nothing.
    /// - `=> 2023-08-02` must be what comes out: a date's value or type, a mention's kind or the name it stands for, an
    ///   event's type, standing or role, found at the marked words by this row. The day it is read on stands in the head
    ///   of the file: `# anchor: 2023-08-03`.
    /// - The words of a lexicon are shown in the carrier sentence of the file.
    ///
    /// A user's tables are tried on top of the built-in ones.
    ///
    /// # Errors
    ///
    /// Every fault of every row, with file, line and column.
    ///
    /// # Examples
    ///
    /// ```
    /// use yaowen::Tables;
    ///
    /// let head = "# carrier: 记者从{name}获悉。\n";
    /// Tables::parse("name.tsv", &format!("{head}name\tkind\n要闻实验室\torganization\n"))?.check()?;
    /// # Ok::<(), yaowen::Error>(())
    /// ```
    pub fn check(&self) -> Result<(), Error> {
        let built_in = self.is_built_in();
        let builder = Extractor::builder().explain(true);
        let extractor = match built_in {
            true => builder.build()?,
            false => builder.tables(self.clone()).build()?,
        };
        let mut faults = Vec::new();
        let claims = rules::check(
            extractor.tables(),
            extractor.rules(),
            |row| row.source().built_in == built_in,
            &mut faults,
        );
        let mut work = extractor.workspace();
        for claim in claims {
            let mut input = Input::new(&claim.example.text);
            if let Some((line, column, day)) = &claim.row.source().head.anchor {
                match day.parse::<Moment>() {
                    Ok(day) => input = input.date(day),
                    Err(error) => {
                        let path = &claim.row.source().path;
                        faults.push(Fault::new(path, *line, *column, error.to_string()));
                        continue;
                    }
                }
            }
            let document = extractor.extract_with(&mut work, input);
            if let Some(message) = broken(&claim, &document) {
                faults.push(claim.row.fault(claim.column, claim.example.byte, message));
            }
        }
        faults.sort();
        faults.dedup();
        if faults.is_empty() { Ok(()) } else { Err(Error::tables(faults)) }
    }
}

/// Returns what is wrong with the claim, if anything.
fn broken(claim: &Claim<'_>, document: &Document) -> Option<String> {
    let rule = claim.row.name();
    let mentions: Vec<&Mention> =
        document.mentions.iter().filter(|m| names_rule(m, document, &rule)).collect();
    let events: Vec<&Event> = document.events.iter().filter(|e| e.rules.contains(&rule)).collect();
    if claim.column == "not" {
        let found = mentions.first().map(|m| m.text.as_str());
        let found = found.or_else(|| events.first().map(|e| e.trigger.text.as_str()));
        return found.map(|words| format!("`{words}` in the look-alike comes from this row"));
    }
    for mark in &claim.example.marks {
        let words = &claim.example.text[mark.range()];
        let at = |start: usize, end: usize| start < mark.end && mark.start < end;
        let mut meanings: Vec<&str> = Vec::new();
        for mention in mentions.iter().filter(|m| at(m.start, m.end)) {
            meanings.push(mention.kind.word());
            if let Some(date) = &mention.date {
                meanings.extend([date.value.as_str(), date.kind.word()]);
            }
            let entity = mention.entity.as_ref();
            let entity = entity.and_then(|id| document.entities.iter().find(|e| e.id == *id));
            meanings.extend(entity.map(|e| e.name.as_str()));
        }
        for event in &events {
            meanings.extend([
                event.kind.as_str(),
                event.modality.word(),
                event.polarity.word(),
                event.tense.word(),
                event.level.word(),
            ]);
            for argument in &event.arguments {
                if argument.words.as_ref().is_some_and(|w| at(w.start, w.end)) {
                    meanings.push(&argument.role);
                }
            }
        }
        if meanings.is_empty() {
            return Some(format!("nothing comes out of `{words}` by this row"));
        }
        if let Some(meaning) = &claim.example.meaning
            && !meanings.contains(&meaning.as_str())
        {
            let meanings = meanings.join(", ");
            return Some(format!("expected `{words}` to mean `{meaning}`, found `{meanings}`"));
        }
    }
    None
}

/// Returns whether a mention, or what it stands for, was decided by the rule.
fn names_rule(mention: &Mention, document: &Document, rule: &str) -> bool {
    mention.rule == rule
        || mention.evidence.iter().any(|e| e.rule == rule)
        || document
            .entities
            .iter()
            .any(|e| e.gazetteer.as_deref() == Some(rule) && mention.entity.as_ref() == Some(&e.id))
}
