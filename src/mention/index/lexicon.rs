//! The lexicons of names: what their tables look like.
//!
//! In: nothing. Out: schemas for [`crate::tables`]. Holds: each closed set of words is named here once.

use crate::{
    closed_set::closed_set,
    document::EntityKind,
    rules::{Column, FORCE, Form, Schema, is_value, one_of},
};

closed_set! {
    /// How the last part of a place's name makes a name.
    pub(crate) enum PlaceSuffixKind {
        /// 市, 州, 县 behind a name no table has.
        Division = "division",
        /// 村, 镇, 街道: joins a chain of divisions.
        Settlement = "settlement",
        /// 路, 大道.
        Road = "road",
        /// 河, 山, 湖.
        Nature = "nature",
        /// 大桥, 广场, 机场.
        Site = "site",
        /// 开发区, 高新区.
        Zone = "zone",
    }
}

closed_set! {
    /// Where a part of a title stands.
    pub(crate) enum TitlePart {
        /// Before the head: 副.
        Prefix = "prefix",
        /// Behind it: 助理.
        Suffix = "suffix",
    }
}

closed_set! {
    /// What a short form of places is.
    pub(crate) enum ShortForm {
        /// 长三角, 中东.
        Region = "region",
        /// 苏陕.
        Compound = "compound",
        /// 中, 美.
        Country = "country",
        /// 苏, 陕.
        Single = "single",
        /// 亚, 欧.
        Continent = "continent",
    }
}

closed_set! {
    /// What must stand before the last part of an organisation's name.
    pub(crate) enum SuffixNeeds {
        Place = "place",
        Name = "name",
        Either = "either",
        Nothing = "nothing",
    }
}

closed_set! {
    /// What must stand beside a trade to make a firm.
    pub(crate) enum TradeNeeds {
        /// A name that no dictionary has: 霖晶|科技.
        Name = "name",
        /// Such a name or a place: 甘南|城投.
        Place = "place",
        /// Such a name, and a word that only stands beside companies: 白鹭|投资|公告.
        Cue = "cue",
    }
}

closed_set! {
    /// What a word behind a name makes of it: a thing named after it, and no name of its own.
    pub(crate) enum ContextEffect {
        /// 邓小平理论: of a person.
        Namesake = "namesake",
        /// 苏陕协作: of places in one word.
        Programme = "programme",
        /// 国务院常务会议: of a body.
        Assembly = "assembly",
        /// 公告, 股东: nothing of its own, but what stands before it is a firm.
        Firm = "firm",
        /// 质押, 持有: nothing of its own, but what stands before it, a person or a firm, deals in shares.
        Dealer = "dealer",
    }
}

closed_set! {
    /// What a surname is.
    pub(crate) enum SurnameClass {
        /// Among the most frequent.
        Common = "common",
        /// Of two characters.
        Compound = "compound",
        /// Of Japanese.
        Japanese = "japanese",
        /// Seldom borne.
        Rare = "rare",
    }
}

closed_set! {
    /// Where a character stands in given names.
    pub(crate) enum GivenPlace {
        /// First and last.
        Both = "both",
        /// First of two.
        First = "first",
        /// Second of two.
        Second = "second",
        /// Seldom anywhere.
        Rare = "rare",
    }
}

/// Whether a word of the row is an everyday word as well (平安, 资源) and needs context.
const WORD: Column = Column::optional("word").checked(|c| one_of(c, &["yes"]));

/// How strongly a character speaks for a name, from 1 to 3.
const STRENGTH: Column = Column::required("strength").checked(|c| one_of(c, &["1", "2", "3"]));

/// Names that a user registers, of any kind.
pub(crate) const NAME: Schema = Schema {
    name: "name",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("kind").checked(|cell| match cell {
            "title" => Ok(()),
            _ => match cell.parse::<EntityKind>() {
                Ok(_) => Ok(()),
                Err(error) => Err(error.to_string().replacen("expected ", "expected title, ", 1)),
            },
        }),
        Column::optional("full"),
        FORCE,
    ],
};

/// Countries and territories.
pub(crate) const COUNTRY: Schema = Schema {
    name: "country",
    form: Form::Lexicon("name;aliases;capital"),
    key: "key",
    columns: &[
        Column::required("key"),
        Column::required("name"),
        Column::optional("aliases"),
        Column::optional("capital"),
        FORCE,
    ],
};

/// Provinces, cities and counties of China.
pub(crate) const DIVISION: Schema = Schema {
    name: "division",
    form: Form::Lexicon("name;short"),
    key: "key",
    columns: &[
        Column::required("key"),
        Column::required("name"),
        Column::required("level").checked(|c| one_of(c, &["province", "city", "county"])),
        Column::optional("within"),
        Column::optional("short"),
        WORD,
        FORCE,
    ],
};

/// Divisions that were renamed, merged or raised.
pub(crate) const DIVISION_FORMER: Schema = Schema {
    name: "division_former",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[Column::required("name"), Column::optional("now"), FORCE],
};

/// Towns, townships and subdistricts.
pub(crate) const TOWN: Schema = Schema {
    name: "town",
    form: Form::Lexicon("name"),
    key: "key",
    columns: &[
        Column::required("key"),
        Column::required("name"),
        Column::required("within"),
        FORCE,
    ],
};

/// Mountains, waters, zones and landmarks of China.
pub(crate) const PLACE_CN: Schema = Schema {
    name: "place_cn",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class"),
        Column::optional("within"),
        WORD,
        FORCE,
    ],
};

/// Cities, states, waters and landmarks abroad.
pub(crate) const FOREIGN_PLACE: Schema = Schema {
    name: "foreign_place",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::optional("country"),
        Column::required("class"),
        WORD,
        FORCE,
    ],
};

/// Short forms of places, alone (沪) or together (苏陕), and regions.
pub(crate) const PLACE_SHORT: Schema = Schema {
    name: "place_short",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::optional("means"),
        Column::required("form").checked(is_value::<ShortForm>),
        WORD,
        FORCE,
    ],
};

/// The nationalities of China.
pub(crate) const ETHNIC: Schema = Schema {
    name: "ethnic",
    form: Form::Lexicon("name;short"),
    key: "name",
    columns: &[Column::required("name"), Column::required("short")],
};

const BODY: &[Column] = &[
    Column::required("name"),
    Column::required("full"),
    Column::required("class"),
    Column::optional("within"),
    WORD,
    FORCE,
];

/// Central and well-known public bodies, with their short forms.
pub(crate) const PUBLIC_BODY: Schema =
    Schema { name: "public_body", form: Form::Lexicon("name"), key: "name", columns: BODY };

/// Well-known firms, media, schools, clubs, with their short forms.
pub(crate) const ORGANIZATION: Schema =
    Schema { name: "organization", form: Form::Lexicon("name"), key: "name", columns: BODY };

/// Last parts of the names of organisations.
pub(crate) const ORG_SUFFIX: Schema = Schema {
    name: "org_suffix",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class"),
        Column::required("needs").checked(is_value::<SuffixNeeds>),
    ],
};

/// What firms do, as the last word of their short names.
pub(crate) const TRADE: Schema = Schema {
    name: "trade",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[Column::required("name"), Column::required("needs").checked(is_value::<TradeNeeds>)],
};

/// Surnames; looked up, not searched.
pub(crate) const SURNAME: Schema = Schema {
    name: "surname",
    form: Form::Plain,
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class").checked(is_value::<SurnameClass>),
    ],
};

/// Characters of given names; looked up, not searched.
pub(crate) const GIVEN_CHAR: Schema = Schema {
    name: "given_char",
    form: Form::Plain,
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class").checked(is_value::<GivenPlace>),
        STRENGTH,
    ],
};

/// Characters that render foreign names; looked up, not searched.
pub(crate) const TRANSLIT_CHAR: Schema = Schema {
    name: "translit_char",
    form: Form::Plain,
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("position").checked(|cell| {
            cell.split(';').try_for_each(|c| one_of(c, &["start", "middle", "end"]))
        }),
        STRENGTH,
    ],
};

/// Heads of titles and posts.
pub(crate) const TITLE: Schema = Schema {
    name: "title",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("family"),
        Column::required("stands").checked(|c| one_of(c, &["post", "rank"])),
        Column::required("with").checked(|c| one_of(c, &["organization", "place", "either"])),
        FORCE,
    ],
};

/// What stands before or after the head of a title.
pub(crate) const TITLE_PART: Schema = Schema {
    name: "title_part",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("part").checked(is_value::<TitlePart>),
        Column::required("class")
            .checked(|c| one_of(c, &["rank", "time", "field", "acting", "honorary", "helper"])),
    ],
};

/// Last parts of the names of places.
pub(crate) const PLACE_SUFFIX: Schema = Schema {
    name: "place_suffix",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class").checked(is_value::<PlaceSuffixKind>),
    ],
};

/// Context words: what each adds to a name that stands before or after it.
pub(crate) const CONTEXT: Schema = Schema {
    name: "context",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::optional("before_person").checked(number),
        Column::optional("before_place").checked(number),
        Column::optional("before_organization").checked(number),
        Column::optional("after_person").checked(number),
        Column::optional("after_place").checked(number),
        Column::optional("after_organization").checked(number),
        Column::optional("makes").checked(is_value::<ContextEffect>),
    ],
};

/// Weights of the features that are set by hand.
pub(crate) const WEIGHT: Schema = Schema {
    name: "weight",
    form: Form::Plain,
    key: "id",
    columns: &[
        Column::required("id"),
        Column::required("weight").checked(number),
        Column::optional("example"),
        Column::optional("not"),
    ],
};

fn number(cell: &str) -> Result<(), String> {
    match cell.parse::<f32>() {
        Ok(number) if number.is_finite() => Ok(()),
        _ => Err(format!("expected a number, found `{cell}`")),
    }
}
