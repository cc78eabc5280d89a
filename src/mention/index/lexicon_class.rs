//! Classes of lexicon entries: what kind of name or part of a name each is.
//!
//! In: matches of the shared automaton. Out: a [`LexiconClass`] for each match, looked up by row without any search.

use std::{fmt::Debug, str::FromStr};

use crate::mention::index::lexicon::{
    CONTEXT, COUNTRY, DIVISION, DIVISION_FORMER, FOREIGN_PLACE, ORG_SUFFIX, ORGANIZATION, PLACE_CN,
    PLACE_SHORT, PLACE_SUFFIX, PUBLIC_BODY, ShortForm, TITLE, TITLE_PART, TOWN, TRADE, TitlePart,
};
pub(crate) use crate::mention::index::lexicon::{
    ContextEffect, PlaceSuffixKind, SuffixNeeds, TradeNeeds,
};
use crate::rules::{Match, Row, RuleId, Schema, Tables};

/// What a row of a lexicon says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LexiconClass {
    /// The full name of a division (岚皋县).
    Division,
    /// A division by its stem (岚皋); `word`: an everyday word as well; `county`: of a county, not of a city or province.
    Stem { word: bool, county: bool },
    /// A division's name of old.
    Former,
    /// A town, township or subdistrict.
    Town,
    /// A country, under any of its names, or its capital.
    Country,
    /// A place that is no division; `word`: an everyday word as well.
    Place { word: bool },
    /// A zone with a name in the table of places (高新区).
    Zone,
    /// One character for a country (中, 美).
    CountryLetter,
    /// One character for a province or city (苏, 陕).
    DivisionLetter,
    /// Several places in one word (苏陕); `word`: arises where two words meet as well (中以 in 其中以).
    Compound { word: bool },
    /// A region (长三角, 中东).
    Region { word: bool },
    /// The last part of the name of a place.
    PlaceSuffix(PlaceSuffixKind),
    /// The head of a title.
    Title(TitleKind),
    /// A part of a title before its head.
    TitlePrefix(PrefixKind),
    /// A part of a title behind its head.
    TitleSuffix,
    /// An organisation under its full or short name; `word`: an everyday word as well; `public`: a public body.
    Organization { word: bool, public: bool },
    /// The last part of the name of an organisation.
    OrgSuffix { needs: SuffixNeeds, firm: bool },
    /// What a firm does, at the end of its short name.
    Trade(TradeNeeds),
    /// A word beside names.
    Context,
}

/// How far a title is one without a name beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TitleKind {
    /// A post: 县长.
    Post,
    /// A rank or an occupation: 教授, 民警.
    Rank,
    /// A form of address: 先生, 同志.
    Honorific,
    /// A relative; announces a person and is no title: 妻子.
    Kin,
}

/// Parts of a title before its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrefixKind {
    /// 原, 时任, 代, 副, 常务, 名誉: part of the title whatever it is.
    Rank,
    /// 财务, 外交: the work it is about.
    Field,
}

/// Weights of a word beside names, for person, place and organisation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct ContextWeights {
    pub(crate) before: [f32; 3],
    pub(crate) after: [f32; 3],
    /// What it makes of the name before it.
    pub(crate) effect: Option<ContextEffect>,
}

/// The classes of all rows of the lexicons of names.
#[derive(Debug)]
pub(crate) struct LexiconClasses {
    /// By table, then row: the class, and in bytes the length of the full name where shorter words are stems.
    classes: Vec<Vec<(LexiconClass, u16)>>,
    contexts: Vec<ContextWeights>,
    /// What the stems of the divisions say.
    stems: Vec<LexiconClass>,
}

impl LexiconClasses {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let mut classes = vec![Vec::new(); tables.tables.len()];
        let mut each = |schema: Schema, class: &dyn Fn(&Row<'_>) -> LexiconClass| {
            classes[tables.index(schema.name) as usize] = tables
                .rows(schema.name)
                .map(|row| (class(&row), row.cell("name").len() as u16))
                .collect();
        };
        each(DIVISION, &|_| LexiconClass::Division);
        each(DIVISION_FORMER, &|_| LexiconClass::Former);
        each(TOWN, &|_| LexiconClass::Town);
        each(COUNTRY, &|_| LexiconClass::Country);
        each(FOREIGN_PLACE, &|row| LexiconClass::Place { word: row.cell("word") == "yes" });
        each(PLACE_CN, &|row| match row.cell("class") {
            "zone" => LexiconClass::Zone,
            _ => LexiconClass::Place { word: row.cell("word") == "yes" },
        });
        each(PLACE_SHORT, &|row| {
            let word = row.cell("word") == "yes";
            match value(row, "form") {
                ShortForm::Single => LexiconClass::DivisionLetter,
                ShortForm::Country | ShortForm::Continent => LexiconClass::CountryLetter,
                ShortForm::Compound => LexiconClass::Compound { word },
                ShortForm::Region => LexiconClass::Region { word },
            }
        });
        let organization = |row: &Row<'_>, public| LexiconClass::Organization {
            word: row.cell("word") == "yes",
            public,
        };
        each(PUBLIC_BODY, &|row| organization(row, true));
        each(ORGANIZATION, &|row| organization(row, false));
        each(PLACE_SUFFIX, &|row| LexiconClass::PlaceSuffix(value(row, "class")));
        each(TITLE, &|row| {
            LexiconClass::Title(match (row.cell("family"), row.cell("stands")) {
                ("kinship", _) => TitleKind::Kin,
                ("honorific", _) => TitleKind::Honorific,
                (_, "post") => TitleKind::Post,
                _ => TitleKind::Rank,
            })
        });
        each(TITLE_PART, &|row| match (value(row, "part"), row.cell("class")) {
            (TitlePart::Suffix, _) => LexiconClass::TitleSuffix,
            (TitlePart::Prefix, "field") => LexiconClass::TitlePrefix(PrefixKind::Field),
            (TitlePart::Prefix, _) => LexiconClass::TitlePrefix(PrefixKind::Rank),
        });
        each(ORG_SUFFIX, &|row| LexiconClass::OrgSuffix {
            needs: value(row, "needs"),
            firm: row.cell("class") == "company",
        });
        each(TRADE, &|row| LexiconClass::Trade(value(row, "needs")));
        each(CONTEXT, &|_| LexiconClass::Context);
        let stems = tables
            .rows(DIVISION.name)
            .map(|row| LexiconClass::Stem {
                word: row.cell("word") == "yes",
                county: row.cell("level") == "county",
            })
            .collect();
        LexiconClasses { classes, contexts: contexts(tables), stems }
    }

    /// Returns what a match says; nothing for rows of tables that are not of this module.
    pub(crate) fn class(&self, found: &Match) -> Option<LexiconClass> {
        let &(class, name) =
            self.classes[found.rule.table as usize].get(found.rule.row as usize)?;
        if class == LexiconClass::Division && found.span.len() < name as usize {
            return Some(self.stems[found.rule.row as usize]);
        }
        Some(class)
    }

    /// Returns what a row says; nothing for rows of tables that are not of this module.
    pub(crate) fn of(&self, rule: RuleId) -> Option<LexiconClass> {
        Some(self.classes[rule.table as usize].get(rule.row as usize)?.0)
    }

    /// Returns the weights of a word beside names.
    pub(crate) fn context(&self, found: u32) -> ContextWeights {
        self.contexts[found as usize]
    }
}

/// Returns the value of a cell that is a closed set.
fn value<T: FromStr<Err: Debug>>(row: &Row<'_>, column: &str) -> T {
    row.cell(column).parse().expect("the column was checked")
}

fn contexts(tables: &Tables) -> Vec<ContextWeights> {
    tables
        .rows(CONTEXT.name)
        .map(|row| {
            let weight = |column: &str| row.cell(column).parse().unwrap_or(0.0);
            ContextWeights {
                before: ["before_person", "before_place", "before_organization"].map(weight),
                after: ["after_person", "after_place", "after_organization"].map(weight),
                effect: row.cell("makes").parse().ok(),
            }
        })
        .collect()
}
