//! Classes of lexicon entries: what kind of name or part of a name each is.
//!
//! In: matches of the shared automaton. Out: a [`LexiconClass`] for each match, looked up by row without any search.

use crate::mention::index::lexicon::{
    CONTEXT, COUNTRY, DIVISION, DIVISION_FORMER, FOREIGN_PLACE, ORG_SUFFIX, ORGANIZATION, PLACE_CN,
    PLACE_SHORT, PLACE_SUFFIX, PUBLIC_BODY, TITLE, TITLE_PART, TOWN, TRADE,
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

/// How the last part of a place's name makes a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceSuffixKind {
    /// 市, 州, 县 behind a name no table has.
    Division,
    /// 村, 镇, 街道: joins a chain of divisions.
    Settlement,
    /// 路, 大道.
    Road,
    /// 河, 山, 湖.
    Nature,
    /// 大桥, 广场, 机场.
    Site,
    /// 开发区, 高新区.
    Zone,
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

/// What must stand before the last part of an organisation's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SuffixNeeds {
    Place,
    Name,
    Either,
    Nothing,
}

/// What must stand beside a trade to make a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TradeNeeds {
    /// A name that no dictionary has: 霖晶|科技.
    Name,
    /// Such a name or a place: 甘南|城投.
    Place,
    /// Such a name, and a word that only stands beside companies: 白鹭|投资|公告.
    Cue,
}

/// Weights of a word beside names, for person, place and organisation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct ContextWeights {
    pub(crate) before: [f32; 3],
    pub(crate) after: [f32; 3],
    /// What it makes of the name before it.
    pub(crate) effect: Option<ContextEffect>,
}

/// What a word behind a name makes of it: a thing named after it, and no name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContextEffect {
    /// 邓小平理论: of a person.
    Namesake,
    /// 苏陕协作: of places in one word.
    Programme,
    /// 国务院常务会议: of a body.
    Assembly,
    /// 公告, 股东: nothing of its own, but what stands before it is a firm.
    Firm,
    /// 质押, 持有: nothing of its own, but what stands before it, a person or a firm, deals in shares.
    Dealer,
}

/// The classes of all rows of the lexicons of names.
#[derive(Debug)]
pub(crate) struct LexiconClasses {
    /// By table, then row: the class, and in bytes the length of the full name where shorter words are stems.
    classes: Vec<Vec<(LexiconClass, u16)>>,
    sides: Vec<ContextWeights>,
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
            match row.cell("form") {
                "single" => LexiconClass::DivisionLetter,
                "country" | "continent" => LexiconClass::CountryLetter,
                "compound" => LexiconClass::Compound { word },
                _ => LexiconClass::Region { word },
            }
        });
        let organization = |row: &Row<'_>, public| LexiconClass::Organization {
            word: row.cell("word") == "yes",
            public,
        };
        each(PUBLIC_BODY, &|row| organization(row, true));
        each(ORGANIZATION, &|row| organization(row, false));
        each(PLACE_SUFFIX, &|row| {
            LexiconClass::PlaceSuffix(match row.cell("class") {
                "division" => PlaceSuffixKind::Division,
                "settlement" => PlaceSuffixKind::Settlement,
                "road" => PlaceSuffixKind::Road,
                "nature" => PlaceSuffixKind::Nature,
                "zone" => PlaceSuffixKind::Zone,
                _ => PlaceSuffixKind::Site,
            })
        });
        each(TITLE, &|row| {
            LexiconClass::Title(match (row.cell("family"), row.cell("stands")) {
                ("kinship", _) => TitleKind::Kin,
                ("honorific", _) => TitleKind::Honorific,
                (_, "post") => TitleKind::Post,
                _ => TitleKind::Rank,
            })
        });
        each(TITLE_PART, &|row| match (row.cell("part"), row.cell("class")) {
            ("suffix", _) => LexiconClass::TitleSuffix,
            (_, "field") => LexiconClass::TitlePrefix(PrefixKind::Field),
            _ => LexiconClass::TitlePrefix(PrefixKind::Rank),
        });
        each(ORG_SUFFIX, &|row| LexiconClass::OrgSuffix {
            needs: match row.cell("needs") {
                "place" => SuffixNeeds::Place,
                "name" => SuffixNeeds::Name,
                "nothing" => SuffixNeeds::Nothing,
                _ => SuffixNeeds::Either,
            },
            firm: row.cell("class") == "company",
        });
        each(TRADE, &|row| {
            LexiconClass::Trade(match row.cell("needs") {
                "name" => TradeNeeds::Name,
                "place" => TradeNeeds::Place,
                _ => TradeNeeds::Cue,
            })
        });
        each(CONTEXT, &|_| LexiconClass::Context);
        let sides = tables
            .rows(CONTEXT.name)
            .map(|row| {
                let weight = |column: &str| row.cell(column).parse().unwrap_or(0.0);
                ContextWeights {
                    before: ["before_person", "before_place", "before_organization"].map(weight),
                    after: ["after_person", "after_place", "after_organization"].map(weight),
                    effect: match row.cell("makes") {
                        "namesake" => Some(ContextEffect::Namesake),
                        "programme" => Some(ContextEffect::Programme),
                        "assembly" => Some(ContextEffect::Assembly),
                        "firm" => Some(ContextEffect::Firm),
                        "dealer" => Some(ContextEffect::Dealer),
                        _ => None,
                    },
                }
            })
            .collect();
        let stems = tables
            .rows(DIVISION.name)
            .map(|row| LexiconClass::Stem {
                word: row.cell("word") == "yes",
                county: row.cell("level") == "county",
            })
            .collect();
        LexiconClasses { classes, sides, stems }
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
    pub(crate) fn side(&self, found: u32) -> ContextWeights {
        self.sides[found as usize]
    }
}
