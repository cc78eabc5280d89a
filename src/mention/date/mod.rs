//! Words of time to expressions of time.
//!
//! In: what the rows of the tables of time read. Out: [`Expression`]s, which do not overlap.
//! Holds: an expression is put together from pieces that stand side by side, coarse before fine (去年 + 8月 + 2日 + 上午),
//! or is a range of two such, a length, or a word that points to a time; its prepositions are inside.
//! Next stage: [`crate::resolve`], which knows the anchors.

mod chain;
mod compose;
mod evaluate;
mod field;
mod frame;
mod operand;
mod point;
mod range;
mod template;

pub(crate) use field::Point;
pub(crate) use point::{Count, Expression, Granularity, Length, Meaning, Offset, Open, Unit};

pub(crate) use compose::DateMemory;
use template::Template;

use self::frame::Frames;
use super::{Mention, propose::candidates::Candidates};
use crate::rules::{Column, Fault, Form, Schema, Tables, one_of};
use crate::{Convention, document::MentionKind};

/// The tables of words of time: date.tsv, festival.tsv, date_word.tsv, period.tsv and era.tsv are one table in five files.
pub(crate) const DATE: Schema = Schema {
    name: "date",
    form: Form::Pattern,
    key: "id",
    columns: &[
        Column::required("id"),
        Column::required("value"),
        Column::optional("bind").checked(|cell| one_of(cell, template::BINDS)),
        Column::optional("convention").checked(|cell| one_of(cell, &["news", "pfr98"])),
        Column::optional("not"),
    ],
};

/// Prepositions and suffixes of dates.
pub(crate) const DATE_FRAME: Schema = Schema {
    name: "date_frame",
    form: Form::Plain,
    key: "id",
    columns: &[
        Column::required("id"),
        Column::required("of"),
        Column::optional("before"),
        Column::optional("after"),
        Column::required("value"),
        Column::optional("left"),
        Column::optional("not_left"),
        Column::optional("not_right"),
        Column::required("example"),
    ],
};

/// What the stage knows from the tables of time.
#[derive(Debug)]
pub(crate) struct DateRules {
    table: u16,
    /// By row of the table.
    templates: Vec<Template>,
    /// By row: whose guidelines mark its words, if not everybody's.
    conventions: Vec<Option<Convention>>,
    frames: Frames,
}

impl DateRules {
    /// Reads the values of all rows.
    ///
    /// # Errors
    ///
    /// Every value that cannot be read, with its place.
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut templates = Vec::new();
        let conventions =
            tables.rows("date").map(|r| r.cell("convention").parse::<Convention>().ok()).collect();
        for row in tables.rows("date") {
            match Template::parse(row.cell("value"), row.cell("bind"), row.rank()) {
                Ok(template) => templates.push(template),
                Err((byte, message)) => faults.push(row.fault("value", byte, message)),
            }
        }
        let frames = Frames::compile(tables, &mut faults);
        match faults.is_empty() {
            true => Ok(DateRules { table: tables.index("date"), templates, conventions, frames }),
            false => Err(faults),
        }
    }
}

/// Proposes the expressions to the lattice, each as an exact candidate.
pub(crate) fn propose(expressions: &[Expression], candidates: &mut Candidates) {
    for expression in expressions {
        candidates.propose_exact(expression.span, Some(MentionKind::Date), expression.rule);
        for fired in expression.fired.iter().filter(|f| f.rule != expression.rule) {
            candidates.add(fired.rule, fired.key, fired.weight);
        }
    }
}

/// Keeps the expressions that the lattice has chosen.
pub(crate) fn keep_chosen(expressions: &mut Vec<Expression>, mentions: &[Mention]) {
    expressions.retain(|e| {
        let at = mentions.partition_point(|m| m.span.start < e.span.start);
        mentions.get(at).is_some_and(|m| m.kind == MentionKind::Date && m.span == e.span)
    });
}
