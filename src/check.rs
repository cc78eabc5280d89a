//! Tables against their own examples, with the whole way at hand.
//!
//! In: [`Tables`]. Out: every row whose example or look-alike does not hold.
//! Holds: the engine says what a row reads; the document says what it means, by the rows it names.

use crate::{
    Document, Error, Extractor, Input, Moment, Original, Span, Tables, Workspace,
    document::{Event, Mention, Words},
    rules::{self, Claim, Fault},
    text,
};

impl Tables {
    /// Runs every example and every look-alike of these tables.
    ///
    /// - What an example marks, `[[8月2日]]`, the row must read, exactly that; in a look-alike (column `not`) it must read
    ///   nothing.
    /// - `=> 2023-08-02` must be what comes out at the marked words, by this row: a date's value or type, a mention's kind
    ///   or the name it stands for, an event's type or standing, or `agent=王晓明`; several are separated by `;`. The day
    ///   it is read on stands in the head of the file: `anchor date 2023-08-03`.
    /// - A row that code looks up (a weight) must fire on a reading at the marked words; words that its look-alike marks
    ///   must not come out by it.
    /// - `=> none` says that no date comes out of the marked words: the row keeps look-alikes out.
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
        let builder = Extractor::builder().explain(true).set_rules();
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
            if let Some(message) = broken(&claim, &document, &work) {
                faults.push(claim.row.fault(claim.column, claim.example.byte, message));
            }
        }
        faults.sort();
        faults.dedup();
        if faults.is_empty() { Ok(()) } else { Err(Error::tables(faults)) }
    }
}

/// Returns what is wrong with the claim, if anything.
fn broken(claim: &Claim<'_>, document: &Document, work: &Workspace) -> Option<String> {
    let rule = claim.row.name();
    let mentions: Vec<&Mention> =
        document.mentions.iter().filter(|m| names_rule(m, document, &rule)).collect();
    let events: Vec<&Event> = document.events.iter().filter(|e| e.rules.contains(&rule)).collect();
    if claim.column == "not" {
        if !claim.example.marks.is_empty() {
            // A wrong reading that the row helps to keep out.
            let wrong = |m: &&Mention| claim.example.marks.contains(&Span::new(m.start, m.end));
            let found = mentions.iter().copied().find(wrong);
            return found.map(|m| format!("`{}` comes out, as {}", m.text, m.kind));
        }
        let found = mentions.first().map(|m| m.text.as_str());
        let found = found.or_else(|| events.first().map(|e| e.trigger.text.as_str()));
        return found.map(|words| format!("`{words}` in the look-alike comes from this row"));
    }
    for mark in &claim.example.marks {
        let words = &claim.example.text[mark.range()];
        if claim.example.meaning.as_deref() == Some("none") {
            let mut dates = document.mentions.iter().filter(|m| m.date.is_some());
            match dates.find(|m| m.start < mark.end && mark.start < m.end) {
                Some(date) => return Some(format!("a date comes out of `{}`", date.text)),
                None => continue,
            }
        }
        let mut meanings: Vec<String> = Vec::new();
        for mention in mentions.iter().filter(|m| m.start < mark.end && mark.start < m.end) {
            meanings.extend(meanings_of_mention(mention, document, *mark));
        }
        for event in &events {
            meanings.extend(meanings_of_event(event));
        }
        let text = text::clean(&claim.example.text);
        let fires = || {
            work.readings().any(|(span, fired)| {
                text.to_original(span).overlaps(*mark)
                    && fired.iter().any(|f| f.rule == claim.row.id)
            })
        };
        if meanings.is_empty() && claim.example.meaning.is_none() && fires() {
            continue;
        }
        if meanings.is_empty() {
            return Some(format!("nothing comes out of `{words}` by this row"));
        }
        let wanted = claim.example.meaning.iter().flat_map(|m| m.split(';'));
        for meaning in wanted {
            if !meanings.iter().any(|m| m == meaning) {
                let found = meanings.join("`, `");
                return Some(format!("expected `{words}` to mean `{meaning}`, found `{found}`"));
            }
        }
    }
    None
}

/// A mention means its kind, its date and what it stands for, if it is all of the marked words or more.
fn meanings_of_mention(
    mention: &Mention,
    document: &Document,
    mark: Span<Original>,
) -> Vec<String> {
    if !Span::new(mention.start, mention.end).contains(mark) {
        return vec![format!("{} {}", mention.kind, mention.text)];
    }
    let mut meanings = vec![mention.kind.as_str().to_owned()];
    if let Some(date) = &mention.date {
        meanings.extend([date.value.to_string(), date.kind.as_str().to_owned()]);
    }
    let entity = mention.entity.as_ref();
    let entity = entity.and_then(|id| document.entity(id));
    meanings.extend(entity.map(|e| e.name.clone()));
    meanings
}

/// An event means its type, its standing, and `role=words` for each argument, place and time with words.
fn meanings_of_event(event: &Event) -> Vec<String> {
    let mut meanings = vec![
        event.kind.clone(),
        event.modality.to_string(),
        event.polarity.to_string(),
        event.tense.to_string(),
        event.level.to_string(),
    ];
    let mut add = |role: &str, words: Option<&Words>| {
        meanings.extend(words.map(|w| format!("{role}={}", w.text)));
    };
    event.arguments.iter().for_each(|a| add(&a.role, a.words.as_ref()));
    event.places.iter().for_each(|p| add("place", p.words.as_ref()));
    event.time.iter().for_each(|t| add("time", t.words.as_ref()));
    meanings
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
