//! The day a text speaks from: its dateline, else the date handed in with it, else a line that says when it was published.

use jiff::civil::Date;

use super::{
    calendar::{add_months, date},
    date_context::DateContext,
    discourse::{Anchor, Discourse},
    point::{PointResolver, Sources},
};
use crate::{
    document::{AnchorSource, Anchored},
    input::Moment,
    mention::date::{Count, Meaning, Point},
    segment::layout,
};

/// The day a text speaks from, and where it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextAnchor {
    pub(super) moment: Moment,
    pub(super) source: AnchorSource,
    /// Index of its expression, if it has one.
    pub(super) index: Option<usize>,
}

impl TextAnchor {
    /// Returns whether it is the dateline, and that is an expression.
    pub(super) fn is_dateline(&self, index: usize) -> bool {
        self.source == AnchorSource::Dateline && self.index == Some(index)
    }
}

impl From<TextAnchor> for Anchor {
    fn from(TextAnchor { moment, source, index }: TextAnchor) -> Self {
        let how = match source {
            AnchorSource::Dateline => Anchored::Dateline,
            AnchorSource::Published => Anchored::Published,
            _ => Anchored::Given,
        };
        Anchor { moment, how, index }
    }
}

/// Returns the day the text speaks from.
pub(super) fn text_anchor(
    sources: Sources<'_>,
    discourse: &Discourse,
    contexts: &[DateContext],
    given: Option<(Moment, AnchorSource)>,
) -> Option<TextAnchor> {
    let points = || {
        sources.expressions.iter().enumerate().filter_map(|(index, e)| match &e.meaning {
            Meaning::Point(point) => Some((index, e.span, point)),
            _ => None,
        })
    };
    let published = points().find_map(|(index, span, point)| {
        let full = matches!(point.year, Some(Count::At(_)))
            && point.month.is_some()
            && point.day.is_some();
        if !full || !layout::is_publication_line(sources.layout, sources.text, span) {
            return None;
        }
        let mut resolver = PointResolver::new(sources, discourse, contexts[index]);
        let date = resolver.resolve(point)?.days?.0;
        let moment = Moment { date, time: None };
        Some(TextAnchor { moment, source: AnchorSource::Published, index: Some(index) })
    });
    let base = given.map(|g| g.0).or(published.map(|p| p.moment));
    let dateline = points().find_map(|(index, span, point)| {
        if !layout::is_date_of_dateline(sources.layout, sources.text, span) {
            return None;
        }
        let date = dateline_day(point, base, discourse.only_year.map(|y| y.0))?;
        let moment = Moment { date, time: None };
        Some(TextAnchor { moment, source: AnchorSource::Dateline, index: Some(index) })
    });
    let given = given.map(|(moment, source)| TextAnchor { moment, source, index: None });
    dateline.or(given).or(published)
}

/// Returns the day of 本报北京8月2日电: the last such day up to the day after the date the text was handed in with.
fn dateline_day(point: &Point, base: Option<Moment>, only_year: Option<i32>) -> Option<Date> {
    let Some(Count::At(day)) = point.day else { return None };
    let day = day as u8;
    let base = base.map(|b| b.date.tomorrow().unwrap_or(b.date));
    let up_to_base = |d: &Date| base.is_none_or(|base| *d <= base);
    match (point.year, point.month, base) {
        (Some(Count::At(year)), Some(Count::At(month)), _) => date(year, month as u8, day),
        (_, Some(Count::At(month)), Some(base)) => {
            let year: i32 = base.year().into();
            let same = date(year, month as u8, day).filter(up_to_base);
            same.or_else(|| date(year - 1, month as u8, day))
        }
        (_, Some(Count::At(month)), None) => date(only_year?, month as u8, day),
        (_, None, Some(base)) => {
            let same = date(base.year().into(), base.month() as u8, day).filter(up_to_base);
            same.or_else(|| {
                let before = add_months(base.first_of_month(), -1)?;
                date(before.year().into(), before.month() as u8, day)
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_is_of_the_last_such_day() {
        let point = |month, day| Point {
            month: Some(Count::At(month)),
            day: Some(Count::At(day)),
            ..Point::default()
        };
        let given = Moment::day(2023, 1, 5);
        assert_eq!(dateline_day(&point(1, 4), given, None), date(2023, 1, 4));
        assert_eq!(dateline_day(&point(12, 30), given, None), date(2022, 12, 30));
        assert_eq!(dateline_day(&point(12, 30), None, Some(2019)), date(2019, 12, 30));
        assert_eq!(dateline_day(&point(12, 30), None, None), None);
        let day_only = Point { month: None, ..point(1, 30) };
        assert_eq!(dateline_day(&day_only, given, None), date(2022, 12, 30));
    }
}
