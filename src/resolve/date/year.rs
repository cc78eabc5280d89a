//! The year of a point: from its words, else from the discourse, else from the anchor.

use jiff::civil::Date;

use super::{
    calendar::{date, days_apart, days_since},
    discourse::{Anchor, DatedMention},
    point::PointResolver,
    tense::Tense,
};
use crate::{
    document::Anchored,
    mention::date::{Count, Granularity, Point},
    options::Preference,
};

/// What is known of the year.
pub(super) enum Year {
    Known(i32),
    Unknown,
}

impl PointResolver<'_> {
    /// Returns the year of a point.
    pub(super) fn year(&mut self, p: &Point) -> Option<Year> {
        if let Some((place, length)) = p.cycle {
            let now = self.anchor().map_or(2000, |a| i32::from(a.moment.date.year()));
            let length = i32::from(length);
            let offset = (now - 4 - i32::from(place)).rem_euclid(length);
            let back = now - offset;
            return Some(Year::Known(if offset > length / 2 { back + length } else { back }));
        }
        Some(match p.year {
            Some(Count::At(n)) => Year::Known(match p.era {
                Some((0, 0)) => 1 - n,
                Some((first, _)) => first + n - 1,
                None => n,
            }),
            Some(Count::FromAnchor(n)) => match self.anchor() {
                Some(anchor) => Year::Known(i32::from(anchor.moment.date.year()) + n),
                None => Year::Unknown,
            },
            Some(Count::FromDiscourse(n)) => match self.antecedent(Granularity::Year) {
                Some((_, day)) => Year::Known(i32::from(day.year()) + n),
                None => Year::Unknown,
            },
            None if matches!(p.month, Some(Count::FromAnchor(_) | Count::FromDiscourse(_))) => {
                Year::Known(0)
            }
            None => self.year_of_discourse(p),
        })
    }

    /// The year of 8月2日, 中秋节, 上半年: that of the dates before it, else that of the anchor.
    fn year_of_discourse(&mut self, p: &Point) -> Year {
        let anchor = self.discourse.anchor_at(&self.context);
        let before = self.discourse.last_in_paragraph(Granularity::Year, &self.context).cloned();
        if let Some(before) = before
            && let Some(year) = self.year_of_antecedent(p, &before, anchor.as_ref())
        {
            self.took(Anchored::Discourse, Some(before.index));
            return Year::Known(year);
        }
        let Some(anchor) = anchor else {
            let before = self.discourse.recent().find(|d| d.explicit_year && !d.quoted);
            let before = before.map(|d| (i32::from(d.days.1.year()), d.index));
            return match self.discourse.only_year.or(before) {
                Some((year, index)) => {
                    self.took(Anchored::Discourse, Some(index));
                    Year::Known(year)
                }
                None => Year::Unknown,
            };
        };
        self.took(anchor.how, anchor.index);
        let now = anchor.moment.date;
        let year: i32 = now.year().into();
        let in_calendar = p.month.is_some() || p.term.is_some() || p.easter.is_some() || p.lunar;
        Year::Known(if in_calendar { self.nearest_to_tense(p, now, year) } else { year })
    }

    /// Returns the year that a point shares with the date before it in its paragraph, if it does.
    fn year_of_antecedent(
        &self,
        p: &Point,
        before: &DatedMention,
        anchor: Option<&Anchor>,
    ) -> Option<i32> {
        if before.explicit_year
            && (!before.background || anchor.is_none())
            && !anchor.is_some_and(|a| self.is_news_of(p, a.moment.date))
        {
            let day = before.days.1;
            return Some(match p.lunar && p.month == Some(Count::At(12)) {
                true => self.nearest_twelfth_month(day),
                false => year_after(p, day),
            });
        }
        self.last_year_going_on(p, before, anchor?.moment.date)
    }

    /// 去年国庆期间住院，11月初出院: what lies ahead in this year, and behind the day before it in the last, was then.
    fn last_year_going_on(&self, p: &Point, before: &DatedMention, now: Date) -> Option<i32> {
        let year: i32 = before.days.1.year().into();
        if before.granularity < Granularity::Month
            || before.background
            || year + 1 != i32::from(now.year())
            || self.tense() == Some(Tense::Future)
        {
            return None;
        }
        let starts = |year: i32| self.days_within(p, year).map(|d| d.0);
        (starts(year + 1)? > now && starts(year)? >= before.days.1).then_some(year)
    }

    /// 除夕 and 腊月 beside a day early in the year are those of the lunar year that ends then.
    fn nearest_twelfth_month(&self, day: Date) -> i32 {
        let year: i32 = day.year().into();
        let gap = |y: &i32| {
            let last = self.sources.lunar.year_days(*y).map(|days| days.1);
            last.map_or(i32::MAX, |last| days_apart(last, day))
        };
        [year - 1, year].into_iter().min_by_key(gap).unwrap_or(year)
    }

    /// Returns whether a day lies so near the anchor, 10 days back to 3 ahead, that news is about it.
    fn is_news_of(&self, p: &Point, now: Date) -> bool {
        let year: i32 = now.year().into();
        p.day.is_some()
            && [year - 1, year, year + 1].into_iter().any(|year| {
                self.days_within(p, year).is_some_and(|(first, last)| {
                    days_since(first, now) <= 3 && days_since(now, last) <= 10
                })
            })
    }

    /// The anchor's year, or the one before or after it when the sentence's tense asks for it.
    ///
    /// The bounds, in days, were set on the development sets of dates (rec_parser, rec_model, duckling) and on news.
    fn nearest_to_tense(&self, p: &Point, now: Date, year: i32) -> i32 {
        let distance = |year: i32| {
            let days = self.days_within(p, year)?;
            Some(if days.1 < now {
                days_since(days.1, now)
            } else if days.0 > now {
                days_since(days.0, now)
            } else {
                0
            })
        };
        let this = distance(year).unwrap_or(0);
        let festival = p.lunar || p.term.is_some() || p.easter.is_some();
        match (self.sources.preference, self.tense()) {
            (Preference::Future, _) if this < 0 => year + 1,
            (Preference::Nearest, None) => {
                let near = |y: i32| distance(y).map_or(i32::MAX, i32::abs);
                [year, year - 1, year + 1].into_iter().min_by_key(|y| near(*y)).unwrap_or(year)
            }
            (_, Some(Tense::Future)) if this < -150 => year + 1,
            (_, Some(Tense::Past)) if this > 31 => year - 1,
            (_, None) if self.has_words() && this > 240 => year - 1,
            // 1月2日恢复正常, written on the 30th of December.
            (_, None)
                if self.has_words()
                    && this < -300
                    && distance(year + 1).is_some_and(|d| (0..=31).contains(&d)) =>
            {
                year + 1
            }
            // 腊月 and 除夕 early in the year belong to the lunar year before.
            _ if festival && self.has_words() => {
                let past = distance(year - 1).unwrap_or(-999);
                match this > 60 && past.abs() < 45 {
                    true => year - 1,
                    false => match distance(year + 1) {
                        Some(ahead) if this < -240 && ahead < 60 => year + 1,
                        _ => year,
                    },
                }
            }
            _ => year,
        }
    }

    /// Returns the days of a point in a year, without a trace of what it was taken from.
    fn days_within(&self, p: &Point, year: i32) -> Option<(Date, Date)> {
        let plain = p.era.is_none()
            && p.half.is_none()
            && p.quarter.is_none()
            && p.season.is_none()
            && p.term.is_none()
            && p.easter.is_none()
            && !p.lunar;
        if plain && let (Some(Count::At(month)), Some(Count::At(day))) = (p.month, p.day) {
            return date(year, month as u8, day as u8).map(|d| (d, d));
        }
        PointResolver { from: Vec::new(), ..*self }.within_year(p, year)?.days
    }
}

/// Returns the year of a point behind a day: a month early in the year may be of the next, 2019年12月…。1月.
fn year_after(p: &Point, day: Date) -> i32 {
    let year: i32 = day.year().into();
    match p.month {
        Some(Count::At(m)) if !p.lunar && day.month() >= 11 && m <= 2 => year + 1,
        _ => year,
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn the_year_is_that_of_the_paragraph_or_the_anchor() {
        assert_eq!(values("12月28日，工程开工。", "2023-08-03"), ["2023-12-28"]);
        assert_eq!(
            values("2019年3月，工程开工。4月，设备到位。", "2023-08-03"),
            ["2019-03", "2019-04"]
        );
    }
}
