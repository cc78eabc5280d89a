//! The output: [`Document`] and its parts, plain values that serde reads and writes.
//!
//! Every `start` and `end` is a byte offset into the text as it was passed in (see [`crate::Input`]), on a character
//! boundary; `end` is exclusive. `text` and `name` are clean Simplified text.

mod words;

use serde::{Deserialize, Serialize};

pub use self::words::{
    AnchorSource, Anchored, Basis, Bound, Calendar, DateMod, DateType, EntityKind, Level, LinkKind,
    MentionKind, Modality, Polarity, Qualifier, Tense,
};
use crate::input::Fields;
pub use crate::{
    decimal::Decimal,
    text::{Field, NoteKind},
    time_value::TimeValue,
};

/// The record of one text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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

impl Document {
    /// Returns the mention of an id.
    ///
    /// # Examples
    ///
    /// ```
    /// let document = yaowen::Extractor::new().extract("市长王晓明昨日到访。");
    /// let person = document.entities.iter().find(|e| e.name == "王晓明").unwrap();
    /// let mention = document.mention(&person.mentions[0]).unwrap();
    /// assert_eq!(mention.text, "王晓明");
    /// assert_eq!(document.mention("m99"), None);
    /// ```
    pub fn mention(&self, id: &str) -> Option<&Mention> {
        of_id(&self.mentions, id, |m| &m.id)
    }

    /// Returns the entity of an id.
    ///
    /// # Examples
    ///
    /// ```
    /// let document = yaowen::Extractor::new().extract("市长王晓明昨日到访。");
    /// let mention = document.mentions.iter().find(|m| m.text == "王晓明").unwrap();
    /// let person = document.entity(mention.entity.as_deref().unwrap()).unwrap();
    /// assert_eq!(person.posts[0].title, "市长");
    /// ```
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        of_id(&self.entities, id, |e| &e.id)
    }

    /// Returns the event of an id.
    ///
    /// # Examples
    ///
    /// ```
    /// let document = yaowen::Extractor::new().extract("昨日，市长王晓明会见了李卫国。");
    /// let meeting = document.event("v1").unwrap();
    /// assert_eq!(meeting.trigger.text, "会见");
    /// ```
    pub fn event(&self, id: &str) -> Option<&Event> {
        of_id(&self.events, id, |e| &e.id)
    }
}

/// Returns the item of an id. Ids are numbered in order, so it mostly stands at its number.
fn of_id<'d, T>(all: &'d [T], id: &str, id_of: impl Fn(&T) -> &String) -> Option<&'d T> {
    let number = id.get(1..).and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let there = all.get(number.wrapping_sub(1)).filter(|t| id_of(t) == id);
    there.or_else(|| all.iter().find(|t| id_of(t) == id))
}

/// The day the text speaks from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Anchor {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`.
    pub date: String,
    /// Where it was found.
    pub from: AnchorSource,
}

/// A stretch of the text that names or points to something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
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
    /// The calendar it is given in.
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
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Post {
    /// The title without the organisation: 副书记.
    pub title: String,
    /// Id of the organisation or place it is held at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Id of the title's mention.
    pub mention: String,
    /// 原, 前, 时任, 代 and the like, where the text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Who did what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// `v1`, `v2`, … in text order of the triggers.
    pub id: String,
    /// Leaf of the ontology: `visit.inspect`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The words that state it.
    pub trigger: Words,
    /// Other mentions of the same event in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Restatement>,
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
    /// Who states it: the text or a speaker in it.
    pub level: Level,
    /// Who states it, when it is not the text itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Attribution>,
    /// Bytes of the sentence that states it, `[start, end]` in the original.
    pub sentence: [usize; 2],
    /// How likely type, arguments, place and time are all right, 0 to 1; without learned weights a rough measure of how much
    /// was found.
    pub confidence: f32,
    /// Ids of the rows that made it: trigger first, then frame and others.
    pub rules: Vec<String>,
    /// The learned rows with the most weight for it; only with explanations on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Codes of other ontologies.
    pub codes: Codes,
}

/// A stretch of the original with its clean text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Words {
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
    /// Clean Simplified text.
    pub text: String,
}

/// Another mention of an event, with its arguments there: the headline, when the body gives the event in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Restatement {
    /// The trigger.
    #[serde(flatten)]
    pub words: Words,
    /// Who and what takes part by this mention; the arguments of the event are those of its fullest mention.
    pub arguments: Vec<Argument>,
}

/// One who or what of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
    /// The learned rows with the most weight for it; only with explanations on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A number with a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct EventTime {
    /// EDTF value.
    pub value: TimeValue,
    /// The date mention that gives it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// The words that give it, if any.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// How it was found.
    pub basis: Basis,
    /// The learned rows with the most weight for it; only with explanations on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Where an event took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
    /// The learned rows with the most weight for it; only with explanations on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Who states an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attribution {
    /// The speaking entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The speech event that states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// Codes of other ontologies for an event type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Note {
    /// What was done.
    pub kind: NoteKind,
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
}

/// What the page says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Boilerplate {
    /// What of the page it says.
    pub field: Field,
    /// Its value, clean Simplified text.
    pub value: String,
    /// First byte in the original.
    pub start: usize,
    /// One past the last byte in the original.
    pub end: usize,
}
