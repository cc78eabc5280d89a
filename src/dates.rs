//! The stage of dates alone: [`dates`].
//!
//! In: any text, and the day it speaks from where that is known. Out: [`DateMention`]s with values.
//! Holds: what the full pipeline finds as dates, without the other names that could win over them.

use once_cell::sync::Lazy;
use regex_automata::util::pool::Pool;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

use crate::{
    Moment, Preference,
    document::DateValue,
    mention::date::{DATE, DATE_FRAME, DateMemory, DateRules, Expression},
    options::Options,
    resolve::{
        self,
        date::{DATE_CUE, DATE_REFERENCE_WORD, DAY_PART, DateResolver, Dates, LUNAR},
    },
    rules::{Fault, Matches, PART, RuleId, Rules, Tables},
    segment::LAYOUT_WORD,
    tables::BUILT_IN,
    text,
};

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateMention {
    /// First byte in the text as it was given.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its words, clean Simplified text.
    pub text: String,
    /// Id of the rule row that leads it.
    pub rule: String,
    /// What it means. Its `from` names other dates of the list, `d1` being the first.
    #[serde(flatten)]
    pub date: DateValue,
}

/// Tables, automaton and calendar of the date stage.
pub(crate) struct Stage {
    /// By table and row: the id as it is printed.
    names: Vec<Vec<String>>,
    rules: Rules,
    date: DateRules,
    resolver: DateResolver,
    /// Memory that is not in use.
    pool: Pool<Scratch, fn() -> Scratch>,
}

static STAGE: Lazy<Stage> =
    Lazy::new(|| Stage::built_in().expect("the built-in tables are tested"));

/// Memory that is reused from text to text: above all the automaton's states, which cost more to build than to walk.
#[derive(Default)]
struct Scratch {
    matches: Matches,
    date: DateMemory,
    expressions: Vec<Expression>,
    found: Dates,
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stage").finish_non_exhaustive()
    }
}

/// The tables of the stage.
const TABLES: [&str; 8] = [
    PART.name,
    DATE.name,
    DATE_FRAME.name,
    DATE_CUE.name,
    DATE_REFERENCE_WORD.name,
    DAY_PART.name,
    LAYOUT_WORD.name,
    LUNAR.name,
];

impl Stage {
    fn built_in() -> Result<Self, Vec<Fault>> {
        let files: Vec<_> = BUILT_IN
            .iter()
            .filter(|t| TABLES.contains(&t.0.name))
            .map(|t| (t.0, t.1, Cow::Borrowed(t.2)))
            .collect();
        Stage::compile(&Tables::load(&files)?)
    }

    /// Returns the stage of tables that have more than it needs.
    ///
    /// # Errors
    ///
    /// Every fault of its tables.
    pub(crate) fn of(tables: &Tables) -> Result<Self, Vec<Fault>> {
        Stage::compile(&tables.only(&TABLES))
    }

    fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        let rules = Rules::compile(tables)?;
        let date = DateRules::compile(tables)?;
        let resolver = DateResolver::compile(tables)?;
        let count = tables.tables.len() as u16;
        let names = (0..count).map(|t| tables.rows_at(t).map(|r| r.name()).collect()).collect();
        let pool = Pool::new(Scratch::default as fn() -> Scratch);
        Ok(Stage { names, rules, date, resolver, pool })
    }

    fn name(&self, rule: RuleId) -> &str {
        &self.names[usize::from(rule.table)][rule.row as usize]
    }
}

/// Returns the dates of a text with their values, by start.
///
/// This is the date stage of [`Extractor::extract`](crate::Extractor::extract) by itself, without words and names.
/// Whoever needs people and events, too, asks the extractor and gets the dates with them; dates by tables of one's own are
/// read by [`Extractor::dates`](crate::Extractor::dates).
///
/// # Arguments
///
/// * `text` - any text, clean or not.
/// * `anchor` - the day the text speaks from, such as the day of publication, with a time of day if known. A dateline in
///   the text goes before it.
///
/// # Examples
///
/// Days are counted from the day the text speaks from:
///
/// ```
/// let anchor = Some("2023-08-03".parse()?);
/// let dates = yaowen::dates("昨日上午，新馆开放；下周二起免票。", anchor);
/// assert_eq!(dates[0].date.value, "2023-08-02");
/// assert_eq!(dates[0].date.part_of_day.as_deref(), Some("上午"));
/// assert_eq!(dates[1].date.value, "2023-08-08/..");
/// # Ok::<(), yaowen::Error>(())
/// ```
///
/// Dates go on from those before them: a bare day takes month and year from one, 当天 the day itself. `from` says from which
/// date:
///
/// ```
/// let dates = yaowen::dates("2019年3月30日，船队启航。次日，风浪很大。4月2日，船队返航。", None);
/// let values: Vec<String> = dates.iter().map(|d| d.date.value.to_string()).collect();
/// assert_eq!(values, ["2019-03-30", "2019-03-31", "2019-04-02"]);
/// assert_eq!(dates[1].date.from, ["d1"]);
/// ```
///
/// The dateline goes before the day of publication:
///
/// ```
/// let text = "新华社西宁8月2日电　青海湖裸鲤昨天开始洄游。";
/// let dates = yaowen::dates(text, Some("2023-08-05".parse()?));
/// assert_eq!(dates[1].date.value, "2023-08-01");
/// # Ok::<(), yaowen::Error>(())
/// ```
///
/// Ranges, open ends, parts of the year, lengths and repeated times have values of their own:
///
/// ```
/// let anchor = Some("2023-08-03".parse()?);
/// for (text, value) in [
///     ("8月2日至3日", "2023-08-02/2023-08-03"),
///     ("上午9时至11时30分", "2023-08-03T09/2023-08-03T11:30"),
///     ("自2017年以来", "2017/.."),
///     ("截至7月31日", "../2023-07-31"),
///     ("去年三季度", "2022-35"),
///     ("上世纪九十年代", "199X"),
///     ("“十四五”期间", "2021/2025"),
///     ("8月中旬", "2023-08-11/2023-08-20"),
///     ("两个半小时", "PT2.5H"),
///     ("每周一", "R/XXXX-WXX-1"),
///     ("近年来", "PAST_REF"),
/// ] {
///     let dates = yaowen::dates(text, anchor);
///     assert_eq!((dates.len(), dates[0].date.value.to_string().as_str()), (1, value), "{text}");
/// }
/// # Ok::<(), yaowen::Error>(())
/// ```
///
/// Lunar dates and feasts are converted, eras and dynasties, too:
///
/// ```
/// let anchor = Some("2023-08-03".parse()?);
/// for (text, value) in [
///     ("2024年中秋节", "2024-09-17"),
///     ("农历二〇二三年闰二月十五", "2023-04-05"),
///     ("民国二十六年", "1937"),
///     ("康熙二十年", "1681"),
///     ("公元前221年", "-0220"),
/// ] {
///     assert_eq!(yaowen::dates(text, anchor)[0].date.value, value, "{text}");
/// }
/// # Ok::<(), yaowen::Error>(())
/// ```
///
/// Look-alikes are no dates:
///
/// ```
/// for text in ["五一路", "主队3:2取胜", "他一点也不着急", "4/5G网络", "13月2日", "建校30周年", "第3届大会"] {
///     assert!(yaowen::dates(text, None).is_empty(), "{text}");
/// }
/// ```
pub fn dates(text: &str, anchor: Option<Moment>) -> Vec<DateMention> {
    dates_leaning(text, anchor, Preference::Past)
}

/// Returns the dates of a text with their values, as [`dates`] does, with a choice which way an open date leans.
///
/// # Examples
///
/// ```
/// use yaowen::Preference;
///
/// let anchor = Some("2023-08-03".parse()?);
/// let reported = yaowen::dates_leaning("周一", anchor, Preference::Past);
/// let planned = yaowen::dates_leaning("周一", anchor, Preference::Future);
/// assert_eq!(reported[0].date.value, "2023-07-31");
/// assert_eq!(planned[0].date.value, "2023-08-07");
/// # Ok::<(), yaowen::Error>(())
/// ```
pub fn dates_leaning(
    text: &str,
    anchor: Option<Moment>,
    preference: Preference,
) -> Vec<DateMention> {
    let options = Options { preference, ..Options::default() };
    STAGE.read(text, anchor, options)
}

impl Stage {
    /// Returns the dates of a text with their values, by start.
    pub(crate) fn read(
        &self,
        text: &str,
        anchor: Option<Moment>,
        options: Options,
    ) -> Vec<DateMention> {
        let text = text::clean(text);
        let clean = text.clean();
        let mut scratch = self.pool.get();
        let Scratch { matches, date, expressions, found } = &mut *scratch;
        let Options { convention, preference, .. } = options;
        self.rules.scan(clean, matches);
        self.date.find(&self.rules, clean, &matches.all, convention, date, expressions);
        let given = resolve::given(&text, anchor);
        self.resolver.resolve(clean, expressions, given, preference, found);
        let originals: Vec<_> = text.all_to_original(expressions.iter().map(|e| e.span)).collect();
        // A mended run of the original cannot be divided, so of the dates that lie in it the first one stays.
        let mut end = 0;
        for ((value, span), expression) in
            found.values.iter_mut().zip(&originals).zip(&*expressions)
        {
            match value {
                Some(_) if span.start < end || !text.is_whole(expression.span) => *value = None,
                Some(_) => end = span.end,
                None => {}
            }
        }
        // Expressions that can be no date are left out of the list, so their places move.
        let mut place = 0;
        let places: Vec<Option<usize>> = found
            .values
            .iter()
            .map(|v| {
                place += usize::from(v.is_some());
                v.is_some().then_some(place)
            })
            .collect();
        let dates = expressions.iter().zip(originals).zip(found.values.drain(..));
        let mut list = Vec::with_capacity(place);
        list.extend(dates.filter_map(|((expression, span), value)| {
            let (mut date, from) = value?;
            date.from = from.iter().filter_map(|f| Some(format!("d{}", places[*f]?))).collect();
            Some(DateMention {
                start: span.start,
                end: span.end,
                text: clean[expression.span.range()].to_owned(),
                rule: self.name(expression.rule).to_owned(),
                date,
            })
        }));
        list
    }
}
