//! The built-in tables: the `.tsv` files beside this one, one rule per row, in the format of `rules/README.md`.
//!
//! In: the files beside this one, and a user's. Out: [`Tables`].
//! Holds: a user's file goes through the same loader as ours. The tables of characters and pages (`form.tsv`, `page_class.tsv`,
//! …) are none of these: [`crate::text`] reads them itself, and a user cannot add to them.

use std::{borrow::Cow, fs, io, path::Path};

use once_cell::sync::Lazy;

use crate::{
    Error, event,
    mention::{
        date,
        index::{lexicon, name_words},
        learned, thing,
        thing::quantity,
    },
    resolve,
    rules::{DISABLE, Fault, Head, PART, REDIRECTS, Schema, Tables},
    segment,
};

macro_rules! built_in {
    ($($file:literal $schema:expr,)+) => {
        &[$(($schema, concat!("src/tables/", $file), include_str!($file)),)+]
    };
}

/// Every built-in table: its schema, its file and its text.
pub(crate) const BUILT_IN: &[(Schema, &str, &str)] = built_in! {
    "part.tsv" PART,
    "name.tsv" lexicon::NAME,
    "country.tsv" lexicon::COUNTRY,
    "division.tsv" lexicon::DIVISION,
    "division_former.tsv" lexicon::DIVISION_FORMER,
    "town.tsv" lexicon::TOWN,
    "place_cn.tsv" lexicon::PLACE_CN,
    "foreign_place.tsv" lexicon::FOREIGN_PLACE,
    "place_short.tsv" lexicon::PLACE_SHORT,
    "ethnic.tsv" lexicon::ETHNIC,
    "public_body.tsv" lexicon::PUBLIC_BODY,
    "organization.tsv" lexicon::ORGANIZATION,
    "place_suffix.tsv" lexicon::PLACE_SUFFIX,
    "org_suffix.tsv" lexicon::ORG_SUFFIX,
    "trade.tsv" lexicon::TRADE,
    "surname.tsv" lexicon::SURNAME,
    "given_char.tsv" lexicon::GIVEN_CHAR,
    "translit_char.tsv" lexicon::TRANSLIT_CHAR,
    "title.tsv" lexicon::TITLE,
    "title_part.tsv" lexicon::TITLE_PART,
    "thing.tsv" thing::THING,
    "thing_word.tsv" thing::THING_WORD,
    "pronoun.tsv" thing::PRONOUN,
    "quantity_unit.tsv" quantity::QUANTITY_UNIT,
    "quantity_word.tsv" quantity::QUANTITY_WORD,
    "context.tsv" lexicon::CONTEXT,
    "weight.tsv" lexicon::WEIGHT,
    "name_word.tsv" name_words::NAME_WORD,
    "date.tsv" date::DATE,
    "festival.tsv" date::DATE,
    "date_word.tsv" date::DATE,
    "period.tsv" date::DATE,
    "era.tsv" date::DATE,
    "date_frame.tsv" date::DATE_FRAME,
    "date_cue.tsv" resolve::date::DATE_CUE,
    "day_part.tsv" resolve::date::DAY_PART,
    "date_reference_word.tsv" resolve::date::DATE_REFERENCE_WORD,
    "layout_word.tsv" segment::LAYOUT_WORD,
    "lunar.tsv" resolve::date::LUNAR,
    "feature.tsv" learned::FEATURE,
    "ontology.tsv" event::ONTOLOGY,
    "role.tsv" event::ROLE,
    "trigger.tsv" event::TRIGGER,
    "trigger_open.tsv" event::TRIGGER_OPEN,
    "event_word.tsv" event::EVENT_WORD,
    "word_cluster.tsv" event::WORD_CLUSTER,
    "frame.tsv" event::FRAME,
    "standing.tsv" event::STANDING,
    "post_word.tsv" resolve::POST_WORD,
    "reference_word.tsv" resolve::REFERENCE_WORD,
    "disable.tsv" DISABLE,
    "redirects.tsv" REDIRECTS,
};

static LOADED: Lazy<Tables> = Lazy::new(|| {
    load().unwrap_or_else(|faults| panic!("the built-in tables are tested:\n{faults}"))
});

fn load() -> Result<Tables, Error> {
    let files: Vec<_> = BUILT_IN.iter().map(|t| (t.0, t.1, Cow::Borrowed(t.2))).collect();
    Tables::load(&files).map_err(Error::tables)
}

impl Tables {
    /// Returns the tables that come with the crate.
    pub fn built_in() -> Self {
        LOADED.clone()
    }

    /// Returns the rows of a user's table.
    ///
    /// Rows are added to the built-in table that a line `# table: title` in the head names, or else the file's name
    /// (`title.tsv`). The table `name` registers names of any kind; the table `disable` takes rules out by id.
    ///
    /// # Arguments
    ///
    /// * `file` - the file's name; faults and explanations print it.
    /// * `text` - the file's text.
    ///
    /// # Errors
    ///
    /// Every fault of the file, if it has any, with line and column. What shows only beside the built-in tables (an id
    /// that is taken, a pattern's unknown part) is found when the extractor is built, or by [`Tables::check`].
    ///
    /// # Examples
    ///
    /// ```
    /// use yaowen::Tables;
    ///
    /// let own = Tables::parse("name.tsv", "name\tkind\n要闻实验室\torganization\n")?;
    /// let error = Tables::parse("name.tsv", "name\tkind\n要闻实验室\tfirm\n").unwrap_err();
    /// assert_eq!((error.faults()[0].line, error.faults()[0].column), (2, 7));
    /// # Ok::<(), yaowen::Error>(())
    /// ```
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let schema = schema_of(file, text).map_err(|fault| Error::tables(vec![fault]))?;
        Tables::load_user(&[(schema, file, Cow::Owned(text.to_owned()))]).map_err(Error::tables)
    }

    /// Returns the rows of a user's file, or of all `.tsv` files of a folder; see [`Tables::parse`].
    ///
    /// # Errors
    ///
    /// A file that cannot be read or is not UTF-8; a folder without tables; else every fault of all files.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let error = |path: &Path, source| Error::read(path, source);
        let mut paths = vec![path.to_owned()];
        if path.is_dir() {
            let entries = fs::read_dir(path).and_then(|e| e.collect::<Result<Vec<_>, _>>());
            paths = entries.map_err(|e| error(path, e))?.iter().map(fs::DirEntry::path).collect();
            paths.retain(|p| p.extension().is_some_and(|e| e == "tsv"));
            paths.sort();
            if paths.is_empty() {
                let none = io::Error::new(io::ErrorKind::NotFound, "the folder has no .tsv file");
                return Err(error(path, none));
            }
        }
        let mut files = Vec::new();
        let mut faults = Vec::new();
        for path in &paths {
            let text = fs::read_to_string(path).map_err(|e| error(path, e))?;
            let name = path.display().to_string();
            match schema_of(&name, &text) {
                Ok(schema) => files.push((schema, name, text)),
                Err(fault) => faults.push(fault),
            }
        }
        let files: Vec<_> =
            files.iter().map(|(s, n, t)| (*s, n.as_str(), Cow::Owned(t.clone()))).collect();
        match Tables::load_user(&files) {
            Ok(tables) if faults.is_empty() => Ok(tables),
            Ok(_) => Err(Error::tables(faults)),
            Err(more) => {
                faults.extend(more);
                faults.sort();
                Err(Error::tables(faults))
            }
        }
    }
}

/// Returns the schema of the table that a user's file belongs to.
fn schema_of(file: &str, text: &str) -> Result<Schema, Fault> {
    let (line, column, name) = Head::read(text).table.unwrap_or_else(|| {
        let stem = Path::new(file).file_stem().unwrap_or_default();
        (1, 1, stem.to_string_lossy().into_owned())
    });
    // A table may have several files, and a user may name either.
    let file_of =
        |path: &str| Path::new(path).file_stem().is_some_and(|stem| stem == name.as_str());
    let found = BUILT_IN.iter().find(|t| t.0.name == name || file_of(t.1));
    found.map(|t| t.0).ok_or_else(|| {
        let mut names: Vec<&str> = BUILT_IN.iter().map(|t| t.0.name).collect();
        names.dedup();
        let message = format!(
            "there is no table `{name}`: name the file after one of {}, or say `# table: ` and its name in the head",
            names.join(", ")
        );
        Fault::new(file, line, column, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn built_in_tables_have_no_fault() {
        let tables = load().unwrap_or_else(|e| panic!("{e}"));
        Rules::compile(&tables).map_err(Error::tables).unwrap_or_else(|e| panic!("{e}"));
    }

    #[test]
    fn every_file_is_registered() {
        // Facts about characters and pages, read by the first stage, before there are rules; a user cannot add to them.
        let facts = [
            "fold.tsv",
            "fold_exception.tsv",
            "form.tsv",
            "furniture.tsv",
            "page_class.tsv",
            "page_label.tsv",
            "page_meta.tsv",
            "page_word.tsv",
            "reading.tsv",
        ];
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tables");
        for entry in fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let registered = BUILT_IN.iter().any(|t| t.1.ends_with(&format!("/{name}")));
            let known = registered || !name.ends_with(".tsv") || facts.contains(&name.as_str());
            assert!(known, "{name} is not in tables::BUILT_IN");
        }
    }
}
