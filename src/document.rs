//! What comes out: [`Document`] and its parts, serde-ready, in the contract's words.
//!
//! In: nothing; these are plain values. Every `start` and `end` is a byte of the text as the library got it
//! (see [`crate::Input`]), half-open, on character borders. `text` and `name` are clean Simplified text.

use serde::{Deserialize, Serialize};

use crate::input::Fields;
pub use crate::{decimal::Decimal, time_value::TimeValue};

/// The record of one text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Version of this form; 1.
    pub schema: u32,
    /// The id given with the input, else empty.
    pub id: String,
    /// The day the text speaks from, when there is one.
    pub anchor: Option<Anchor>,
    /// Names and other stretches of the text, in text order.
    pub mentions: Vec<Mention>,
    /// What the mentions stand for.
    pub entities: Vec<Entity>,
    /// Who did what, in text order of the triggers.
    pub events: Vec<Event>,
    /// How entities and events hang together.
    pub links: Vec<Link>,
    /// What of the text was repaired, removed or marked, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What the page says of itself: outlet, author, editor, time of publication.
    #[serde(rename = "furniture", default, skip_serializing_if = "Vec::is_empty")]
    pub boilerplate: Vec<Boilerplate>,
    /// The fields of the input line beside `id`, `text` and `date`, as they are written there.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub source: Fields,
}

/// The day the text speaks from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`.
    pub date: String,
    /// Where it was found.
    pub from: AnchorSource,
}

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All values, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the word that stands for the value in JSON and in tables.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Returns the value a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use closed_set;

closed_set! {
    /// Where the anchor date was found.
    AnchorSource {
        /// Handed over with the text.
        Given = "given",
        /// The dateline: 本报北京8月2日电.
        Dateline = "dateline",
        /// A line of the page that says when it was published.
        Published = "published",
        /// A full date told in the text itself.
        Text = "text",
    }
}

closed_set! {
    /// What a mention is. The first five are names and do not overlap.
    MentionKind {
        /// A person's name, without title.
        Person = "person",
        /// An organisation, its place prefix included.
        Organization = "organization",
        /// A place; adjacent places are a chain of mentions.
        Place = "place",
        /// A title or post (职务).
        Title = "title",
        /// A date, time, duration or set.
        Date = "date",
        /// A group of people that is no organisation: 代表团, 一行, 支医人员.
        Group = "group",
        /// A meeting or other gathering with a name.
        Meeting = "meeting",
        /// A programme or campaign: 苏陕协作.
        Program = "program",
        /// A project or works.
        Project = "project",
        /// A document, law or report.
        Document = "document",
        /// A product, work or model.
        Product = "product",
        /// A number with a unit.
        Quantity = "quantity",
        /// A pronoun that stands for somebody or something named before.
        Pronoun = "pronoun",
    }
}

closed_set! {
    /// What an entity is.
    EntityKind {
        /// A person.
        Person = "person",
        /// An organisation.
        Organization = "organization",
        /// A group of people.
        Group = "group",
        /// A place.
        Place = "place",
        /// A meeting.
        Meeting = "meeting",
        /// A programme.
        Program = "program",
        /// A project.
        Project = "project",
        /// A document.
        Document = "document",
        /// A product.
        Product = "product",
        /// Anything else that the text comes back to.
        Other = "other",
    }
}

closed_set! {
    /// What kind of time a date mention tells.
    DateType {
        /// One calendar unit: day, month, year, …
        Date = "date",
        /// A date with a clock time.
        Datetime = "datetime",
        /// A clock time without a date.
        Time = "time",
        /// From one to another, both included.
        Range = "range",
        /// A length of time.
        Duration = "duration",
        /// A repeated time.
        Set = "set",
        /// 目前, 日前, 不久: no date is invented.
        Deixis = "deixis",
    }
}

closed_set! {
    /// Which part of a longer stretch is meant: 年初, 月中, 年底.
    DateMod {
        /// The beginning.
        Start = "start",
        /// The middle.
        Mid = "mid",
        /// The end.
        End = "end",
    }
}

closed_set! {
    /// The calendar a date is told in.
    Calendar {
        /// The common one.
        Gregorian = "gregorian",
        /// The Chinese lunar one; the value is converted.
        Lunar = "lunar",
        /// Years counted by era or dynasty; the value is converted.
        Era = "era",
    }
}

closed_set! {
    /// How sure a date is by its own words.
    Qualifier {
        /// 约, 左右, 前后.
        Approximate = "approximate",
        /// 可能, 据信.
        Uncertain = "uncertain",
    }
}

closed_set! {
    /// What the value of a date was counted from.
    Anchored {
        /// Its own words are enough.
        Explicit = "explicit",
        /// A date told before it in the text.
        Discourse = "discourse",
        /// The dateline.
        Dateline = "dateline",
        /// The date given with the text.
        Given = "given",
        /// The publication line.
        Published = "published",
    }
}

closed_set! {
    /// Whether the event is told as done or as not done.
    Polarity {
        /// It is told as so.
        Positive = "positive",
        /// It is told as not so.
        Negative = "negative",
    }
}

closed_set! {
    /// How the event is put forward.
    Modality {
        /// As a fact.
        Asserted = "asserted",
        /// 将, 拟, 计划.
        Planned = "planned",
        /// 希望, 期待.
        Hoped = "hoped",
        /// 要求, 呼吁.
        Demanded = "demanded",
        /// 如果, 一旦.
        Hypothetical = "hypothetical",
        /// As a habit or rule.
        Generic = "generic",
    }
}

closed_set! {
    /// When the event lies, seen from the text.
    Tense {
        /// Before it.
        Past = "past",
        /// At it.
        Present = "present",
        /// After it.
        Future = "future",
        /// Not said.
        None = "none",
    }
}

closed_set! {
    /// Whose telling the event is.
    Level {
        /// The text's own.
        Main = "main",
        /// A speech act told by the text.
        Speech = "speech",
        /// Told only inside someone's speech.
        Embedded = "embedded",
    }
}

closed_set! {
    /// How a value was found.
    Basis {
        /// By its name.
        Name = "name",
        /// By a short form of its name.
        ShortName = "short_name",
        /// By a title that stands for its holder.
        Title = "title",
        /// By a pronoun.
        Pronoun = "pronoun",
        /// By a phrase that points back: 会议, 该公司.
        Anaphor = "anaphor",
        /// The subject of the clause before goes on.
        SharedSubject = "shared_subject",
        /// Its head stands in the member before: 县政府 after 岚皋县委、.
        ElidedHead = "elided_head",
        /// Left out by the text and carried on.
        Elided = "elided",
        /// By a group: 代表团, 一行.
        Group = "group",
        /// The words themselves, no name.
        Phrase = "phrase",
        /// Not said, but follows.
        Inferred = "inferred",
        /// Time: in the same clause.
        SameClause = "same_clause",
        /// Time: in the same sentence.
        SameSentence = "same_sentence",
        /// Time or place: from the event it lies within.
        Carried = "carried",
        /// Time: from an event named by the text (考察期间).
        EventAnchor = "event_anchor",
        /// Time: the day the text speaks from.
        Dateline = "dateline",
    }
}

closed_set! {
    /// How two entities or events hang together.
    LinkKind {
        /// `from` lies in `to`.
        Within = "within",
        /// `from` is told once for several `to`.
        Distributes = "distributes",
        /// `from` is a part of `to`.
        PartOf = "part_of",
        /// Both are the same.
        SameAs = "same_as",
        /// `from` brings about `to`.
        Cause = "cause",
        /// `from` comes after `to`.
        Follows = "follows",
    }
}

/// A stretch of the text that names or points to something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// `m1`, `m2`, … in text order.
    pub id: String,
    /// What it is.
    pub kind: MentionKind,
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
    /// Clean Simplified text.
    pub text: String,
    /// The entity it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Id of the rule row that proposed it.
    pub rule: String,
    /// Score of the reading: the sum over the rows that fired on it; see [`Mention::evidence`].
    pub score: f32,
    /// Rows that fired on it, strongest first; filled only when an explanation is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The best reading that lost against it; filled only when an explanation is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rival: Option<Rival>,
    /// What the date means; only on dates.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DateValue>,
}

/// One rule row that fired, with what it fired on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the row.
    pub rule: String,
    /// Table file and line of the row, `date.tsv:12`.
    pub at: String,
    /// The words it fired on.
    pub key: String,
    /// What it brought.
    pub weight: f32,
}

/// The best reading that lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rival {
    /// What it would have been; none for "no name".
    pub kind: Option<MentionKind>,
    /// Its words.
    pub text: String,
    /// Its score.
    pub score: f32,
    /// Its rows.
    pub evidence: Vec<Evidence>,
}

/// What a date means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateValue {
    /// What kind of time it is.
    #[serde(rename = "type")]
    pub kind: DateType,
    /// EDTF (ISO 8601-2) or ISO 8601-1.
    pub value: TimeValue,
    /// First day, `YYYY-MM-DD`, where days are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lo: Option<String>,
    /// Last day, `YYYY-MM-DD`, where days are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hi: Option<String>,
    /// Beginning, middle or end of it.
    #[serde(rename = "mod", default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<DateMod>,
    /// 上午, 晚, …: hours are not invented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of_day: Option<String>,
    /// The calendar it is told in.
    pub calendar: Calendar,
    /// How sure it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<Qualifier>,
    /// What it was counted from.
    pub anchored: Anchored,
    /// Ids of the mentions that day, month or year were taken from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
}

/// Somebody or something the text speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// `n1`, `n2`, … in the order of first mention.
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name, clean Simplified text.
    pub name: String,
    /// Ids of its mentions in text order.
    pub mentions: Vec<String>,
    /// Posts it holds; only persons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<Post>,
    /// The entity it lies in or belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Row of a gazetteer that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gazetteer: Option<String>,
    /// Entities it is made of, for groups such as 两地.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
}

/// A post (职务) a person holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The title without the organisation: 副书记.
    pub title: String,
    /// Id of the organisation or place it is held at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Id of the title's mention.
    pub mention: String,
    /// 原, 前, 时任, 代 and the like, where told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Who did what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// `v1`, `v2`, … in text order of the triggers.
    pub id: String,
    /// Leaf of the ontology: `visit.inspect`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The words that tell it.
    pub trigger: Words,
    /// The same event told again elsewhere in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Telling>,
    /// Who and what takes part.
    pub arguments: Vec<Argument>,
    /// When, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<EventTime>,
    /// Where, if known.
    pub places: Vec<EventPlace>,
    /// Told as done or not done.
    pub polarity: Polarity,
    /// How it is put forward.
    pub modality: Modality,
    /// When it lies, seen from the text.
    pub tense: Tense,
    /// Whose telling it is.
    pub level: Level,
    /// Who tells it, when it is not the text itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Attribution>,
    /// Bytes of the sentence it is told in, `[start, end]` in the original.
    pub sentence: [usize; 2],
    /// How likely the record is right as a whole (type, all parts, time), 0 to 1; by the set rules alone a rough measure of how
    /// much of it was found.
    pub confidence: f32,
    /// Ids of the rows that made it: trigger first, then frame and others.
    pub rules: Vec<String>,
    /// The learned rows that weighed most for it; only when an explanation is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Codes of other ontologies.
    pub codes: Codes,
}

/// A stretch of the original with its clean text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
    /// Clean Simplified text.
    pub text: String,
}

/// Words that tell an event again, with what they say of it: a headline, and the sentence that tells it in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// The trigger.
    #[serde(flatten)]
    pub words: Words,
    /// Who and what takes part by this telling; the event's own arguments are those of its fullest one.
    pub arguments: Vec<Argument>,
}

/// One who or what of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// Role, from the closed set of the ontology.
    pub role: String,
    /// Its words, when words of the text stand for it.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// The entity it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The mention its words are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// Its value, when typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Quantity>,
    /// How it was found.
    pub basis: Basis,
    /// The learned rows that weighed most for it; only when an explanation is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

closed_set! {
    /// How a number bounds what it counts.
    Bound {
        /// 超过, 至少, 多.
        AtLeast = "at_least",
        /// 不超过, 近.
        AtMost = "at_most",
        /// 约, 左右, 六七十.
        About = "about",
        /// The number itself.
        Exact = "exact",
    }
}

/// A number with a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number, exact.
    pub number: Decimal,
    /// ISO currency code, `person`, `percent` or the Chinese unit.
    pub unit: String,
    /// Whether the number is all there is.
    pub bound: Bound,
}

/// When an event took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventTime {
    /// EDTF value.
    pub value: TimeValue,
    /// The date mention, if one tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// First byte in the original, when words tell it.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// How it was found.
    pub basis: Basis,
    /// The learned rows that weighed most for it; only when an explanation is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Where an event took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventPlace {
    /// Its words, when words of the text stand for it.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// The entity it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The mention its words are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// How it was found.
    pub basis: Basis,
    /// The learned rows that weighed most for it; only when an explanation is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Who tells an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The speaking entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The speech event it is told in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// Codes of other ontologies for an event type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// CAMEO root or base codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cameo: Vec<String>,
    /// PLOVER event types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plover: Vec<String>,
    /// ACE 2005 event subtypes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ace2005: Vec<String>,
}

/// A tie between two entities or two events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What ties them.
    pub kind: LinkKind,
    /// Id of the one.
    pub from: String,
    /// Id of the other.
    pub to: String,
}

/// A stretch of the original that was repaired, removed or marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What was done, in one word: `pinyin`, `repaired`, `damaged`, ….
    pub kind: String,
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
}

/// What the page says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boilerplate {
    /// `outlet`, `author`, `editor`, `published`, ….
    pub field: String,
    /// Its value, clean Simplified text.
    pub value: String,
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
}
