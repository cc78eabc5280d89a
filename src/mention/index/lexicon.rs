//! The lexicons of names: what their tables look like.
//!
//! In: nothing. Out: schemas for [`crate::tables`]. Holds: each closed set of words is named here once.

use crate::{
    document::EntityKind,
    rules::{Column, Form, Schema, one_of},
};

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
            _ => match EntityKind::from_word(cell) {
                Some(_) => Ok(()),
                None => {
                    let kinds: Vec<&str> = EntityKind::ALL.iter().map(|k| k.word()).collect();
                    Err(format!("expected title, {}, found `{cell}`", kinds.join(", ")))
                }
            },
        }),
        Column::optional("full"),
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
    ],
};

/// Divisions that were renamed, merged or raised.
pub(crate) const DIVISION_FORMER: Schema = Schema {
    name: "division_former",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[Column::required("name"), Column::optional("now")],
};

/// Towns, townships and subdistricts.
pub(crate) const TOWN: Schema = Schema {
    name: "town",
    form: Form::Lexicon("name"),
    key: "key",
    columns: &[Column::required("key"), Column::required("name"), Column::required("within")],
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
        Column::required("form")
            .checked(|c| one_of(c, &["region", "compound", "country", "single", "continent"])),
        WORD,
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
        Column::required("needs").checked(|c| one_of(c, &["name", "place", "either", "nothing"])),
    ],
};

/// What firms do, as the last word of their short names.
pub(crate) const TRADE: Schema = Schema {
    name: "trade",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("needs").checked(|c| one_of(c, &["name", "place", "cue"])),
    ],
};

/// Surnames; looked up, not searched.
pub(crate) const SURNAME: Schema = Schema {
    name: "surname",
    form: Form::Plain,
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class")
            .checked(|c| one_of(c, &["common", "compound", "japanese", "rare"])),
    ],
};

/// Characters of given names; looked up, not searched.
pub(crate) const GIVEN_CHAR: Schema = Schema {
    name: "given_char",
    form: Form::Plain,
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("class").checked(|c| one_of(c, &["both", "first", "second", "rare"])),
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
    ],
};

/// What stands before or after the head of a title.
pub(crate) const TITLE_PART: Schema = Schema {
    name: "title_part",
    form: Form::Lexicon("name"),
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("part").checked(|c| one_of(c, &["prefix", "suffix"])),
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
        Column::required("class")
            .checked(|c| one_of(c, &["division", "settlement", "road", "nature", "site", "zone"])),
    ],
};

/// Words beside names, and what each says about a name that stands before or after it.
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
        Column::optional("makes")
            .checked(|c| one_of(c, &["namesake", "programme", "assembly", "firm", "dealer"])),
    ],
};

/// What features of a candidate bring.
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
