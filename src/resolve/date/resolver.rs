//! Points to days: each field is told by the words, or counted from the story or the anchor.

use jiff::{ToSpan, civil::Date};

use super::{
    calendar::{Placed, add_days, add_months, add_weeks, date, monday},
    discourse::{Anchor, Cues, Scene, Story, Tense, Told},
    lunar::{Lunar, easter},
};
use crate::{
    document::{Anchored, Calendar, DateMod, DateType},
    mention::date::{Count, Level, Point, Reference, Unit},
    options::Preference,
};

/// Resolves the points of one date.
pub(crate) struct Placer<'a> {
    pub(crate) text: &'a str,
    pub(crate) cues: &'a Cues,
    pub(crate) lunar: &'a Lunar,
    pub(crate) story: &'a Story,
    pub(crate) scene: Scene,
    pub(crate) preference: Preference,
    /// What the value was counted from, the weakest link last.
    pub(crate) anchored: Anchored,
    /// Expressions that day, month or year were taken from.
    pub(crate) from: Vec<usize>,
}

/// What is known of the year.
enum Year {
    Known(i32),
    Unknown,
}

impl<'a> Placer<'a> {
    /// Returns whether the sentence has words beside the date.
    fn has_words(&self) -> bool {
        self.scene.has_words(self.text)
    }

    /// Returns the tense of the sentence.
    pub(super) fn tense(&self) -> Option<Tense> {
        self.scene.tense(self.text, self.cues)
    }

    fn took(&mut self, how: Anchored, index: Option<usize>) {
        self.anchored = how;
        if let Some(index) = index
            && !self.from.contains(&index)
        {
            self.from.push(index);
        }
    }

    /// Returns the day the date is counted from.
    pub(crate) fn anchor(&mut self) -> Option<Anchor> {
        let anchor = self.story.speaking_from(&self.scene)?;
        self.took(anchor.how, anchor.index);
        Some(anchor)
    }

    /// Returns the day that 当天 and the like are counted from: the last one told, else the anchor.
    pub(crate) fn told(&mut self, grain: Level) -> Option<(Date, Date)> {
        let event = self.story.day_of_event(self.text, &self.scene).filter(|t| t.grain >= grain);
        if let Some(told) =
            event.or_else(|| self.story.last(grain, &self.scene)).filter(|t| !t.dateline)
        {
            let (days, index) = (told.days, told.index);
            self.took(Anchored::Discourse, Some(index));
            return Some(days);
        }
        let day = self.anchor()?.moment.date;
        Some((day, day))
    }

    /// Returns the day that 三天后 is counted from: that of the event it names, else the last one told in the paragraph.
    pub(super) fn told_in_paragraph(&mut self, grain: Level) -> Option<Date> {
        let event = self.story.day_of_event(self.text, &self.scene);
        let told = event.or_else(|| self.story.last_in_paragraph(grain, &self.scene))?;
        let (day, index) = (told.days.1, told.index);
        self.took(Anchored::Discourse, Some(index));
        Some(day)
    }

    /// Returns where the point lies; nothing when its words cannot be a date (2月30日).
    pub(crate) fn place(&mut self, point: &Point) -> Option<Placed> {
        let mut placed = self.days(point)?;
        placed.modifier = point.modifier.or(placed.modifier);
        placed.qualifier = point.qualifier;
        if point.lunar {
            placed.calendar = Calendar::Lunar;
        } else if point.era.is_some_and(|e| e != (0, 0)) || point.cycle.is_some_and(|c| c.1 == 60) {
            placed.calendar = Calendar::Era;
        }
        if let Some(part) = &point.part {
            placed.part = Some(part_name(part));
            placed.grain = placed.grain.max(Level::Part);
        }
        if point.hour.is_some() {
            placed = clock(point, placed)?;
        }
        Some(placed)
    }

    fn days(&mut self, p: &Point) -> Option<Placed> {
        if let Some(fixed) = &p.fixed {
            return fixed_value(fixed, p);
        }
        if let Some(century) = p.century {
            let number = match century {
                Count::At(n) if p.era == Some((0, 0)) => -n,
                Count::At(n) => n,
                Count::FromAnchor(n) | Count::FromTold(n) => match self.anchor() {
                    Some(a) => i32::from(a.moment.date.year()) / 100 + 1 + n,
                    None => 21 + n,
                },
            };
            return match p.decade {
                Some(decade) => Placed::decade((number - 1) * 100 + decade),
                None => Placed::century(number),
            };
        }
        if let Some(decade) = p.decade {
            if decade >= 100 {
                return Placed::decade(decade);
            }
            // The latest one that has begun: 九十年代 is 199X, 二十年代 is 202X after 2020.
            let now = self.story.anchor.map_or(2000, |a| i32::from(a.moment.date.year()));
            let this = now / 100 * 100 + decade;
            return Placed::decade(if this > now { this - 100 } else { this });
        }
        if p.day.is_none() && p.month.is_none() && self.day_without_year(p) {
            return self.week_or_day(p);
        }
        match p.day {
            Some(Count::FromAnchor(n)) => {
                let Some(anchor) = self.anchor() else { return Some(reference(n)) };
                let Some(day) = add_days(anchor.moment.date, n) else { return Some(reference(n)) };
                let day = match p.year {
                    Some(Count::FromAnchor(years)) if years != 0 => add_months(day, 12 * years)?,
                    Some(Count::At(year)) => date(year, day.month() as u8, day.day() as u8)?,
                    _ => day,
                };
                return Some(Placed::day(day));
            }
            Some(Count::FromTold(n)) => {
                let Some((first, last)) = self.told(Level::Day) else { return Some(reference(0)) };
                let day = if n < 0 { first } else { last };
                return Some(Placed::day(add_days(day, n)?));
            }
            Some(Count::At(day)) if p.month.is_none() && p.year.is_none() => {
                if let Some(weekday) = p.weekday
                    && let Some(found) = self.numbered_weekday(weekday, day as u8)
                {
                    return Some(Placed::day(found));
                }
                return self.bare_day(p, day as u8);
            }
            _ => {}
        }
        let of_week = p.week.is_some() || (p.weekday.is_some() && p.nth.is_none()) || p.weekend;
        if of_week && p.month.is_none() && p.year.is_none() {
            return self.week_or_day(p);
        }
        if self.only_clock(p) {
            return self.day_of_clock(p);
        }
        if let Some((n, Unit::Month)) = p.first
            && p.year.is_none()
            && n > 0
        {
            return self.first_months(n);
        }
        let year = match self.year(p)? {
            Year::Known(year) => year,
            Year::Unknown => return self.without_year(p),
        };
        self.within_year(p, year).or_else(|| {
            // 2月29日 in a common year was in the last leap year.
            let leap_day =
                p.year.is_none() && p.month == Some(Count::At(2)) && p.day == Some(Count::At(29));
            (1..=8).filter(|_| leap_day).find_map(|back| self.within_year(p, year - back))
        })
    }

    fn day_without_year(&self, p: &Point) -> bool {
        p.week.is_some() && p.year.is_none()
    }

    fn only_clock(&self, p: &Point) -> bool {
        let told = p.year.is_some()
            || p.cycle.is_some()
            || p.half.is_some()
            || p.quarter.is_some()
            || p.season.is_some()
            || p.month.is_some()
            || p.day.is_some()
            || p.weekday.is_some()
            || p.term.is_some()
            || p.easter.is_some()
            || p.nth.is_some()
            || p.first.is_some()
            || p.era.is_some()
            || p.third.is_some()
            || p.lunar;
        !told && (p.hour.is_some() || p.part.is_some())
    }

    /// 9时, 下午: the day told before, else the anchor.
    fn day_of_clock(&mut self, p: &Point) -> Option<Placed> {
        match self.told(Level::Day) {
            Some((_, day)) => Some(Placed::day(day)),
            None if p.hour.is_some() => Some(Placed::bare(DateType::Time, String::new())),
            None => Some(Placed::bare(DateType::Deixis, Reference::Present.word().to_owned())),
        }
    }

    /// 前7个月: from January on, when so many months are over; else the months before this one.
    fn first_months(&mut self, n: i32) -> Option<Placed> {
        let Some(anchor) = self.anchor() else { return Some(reference(-1)) };
        let now = anchor.moment.date.first_of_month();
        let first = if n >= 3 && n < i32::from(now.month()) + 1 {
            date(now.year().into(), 1, 1)?
        } else {
            add_months(now, -n)?
        };
        Some(Placed::days(first, add_months(first, n - 1)?.last_of_month(), Level::Month))
    }

    /// 上周, 周三, 下周末.
    fn week_or_day(&mut self, p: &Point) -> Option<Placed> {
        let (base, offset, bare) = match p.week {
            Some(Count::FromTold(n)) => (self.told(Level::Day)?.1, n, false),
            Some(Count::FromAnchor(n) | Count::At(n)) => match self.anchor() {
                Some(anchor) => (anchor.moment.date, n, false),
                None => return Some(reference(n)),
            },
            None => match self.anchor() {
                Some(anchor) => {
                    match p.weekday.and_then(|w| self.weekday_told(w, anchor.moment.date)) {
                        Some(day) => return Some(Placed::day(day)),
                        None => (anchor.moment.date, 0, true),
                    }
                }
                None => return Some(reference(0)),
            },
        };
        let monday = add_weeks(monday(base)?, offset)?;
        if let Some(weekday) = p.weekday {
            let mut day = add_days(monday, i64::from(weekday) - 1)?;
            let lean = match (bare, self.preference, self.tense()) {
                (false, ..) => 0,
                (_, Preference::Future, _) | (_, _, Some(Tense::Future)) if day < base => 7,
                (_, Preference::Past, Some(Tense::Past)) if day > base => -7,
                (_, Preference::Nearest, None) if day.since(base).ok()?.get_days() > 3 => -7,
                (_, Preference::Nearest, None) if day.since(base).ok()?.get_days() < -3 => 7,
                _ => 0,
            };
            day = add_days(day, lean)?;
            return Some(Placed::day(day));
        }
        if p.weekend {
            let saturday = add_days(monday, 5)?;
            return Some(Placed::days(saturday, saturday.tomorrow().ok()?, Level::Day));
        }
        Placed::week(monday)
    }

    /// 周二（12日）: the nearest 12th that is such a day.
    fn numbered_weekday(&mut self, weekday: u8, day: u8) -> Option<Date> {
        let now = self.anchor()?.moment.date;
        let distance = |d: &Date| d.since(now).map_or(i32::MAX, |s| s.get_days().abs());
        [-1, 0, 1]
            .into_iter()
            .filter_map(|months| in_month(now, day, months))
            .filter(|d| d.weekday().to_monday_one_offset() as u8 == weekday)
            .min_by_key(distance)
    }

    /// A bare weekday goes on from the day told before it in its sentence: 周二（12日）表决通过，周三送交总统.
    fn weekday_told(&mut self, weekday: u8, now: Date) -> Option<Date> {
        let told = self
            .story
            .recent()
            .take_while(|t| t.sentence == self.scene.sentence)
            .find(|t| t.grain == Level::Day && !t.quoted && !t.dateline)?;
        let (base, index) = (told.days.1, told.index);
        if base.since(now).ok()?.get_days().abs() > 14 {
            return None;
        }
        let day = add_days(monday(base)?, i64::from(weekday) - 1)?;
        let day = match day < base && self.tense() != Some(Tense::Past) {
            true => add_days(day, 7)?,
            false => day,
        };
        self.took(Anchored::Discourse, Some(index));
        Some(day)
    }

    /// 22日: in the range or month told before, else in the anchor's month or the one before it.
    fn bare_day(&mut self, p: &Point, day: u8) -> Option<Placed> {
        if p.lunar {
            return self.bare_lunar_day(day);
        }
        let number = |d: Date| d.day() as u8 == day;
        let recent = self.story.last(Level::Month, &self.scene).cloned();
        let anchor = self.story.speaking_from(&self.scene);
        if let Some(told) =
            recent.filter(|t| !t.dateline && !self.far_from_main_line(t, anchor.as_ref()))
        {
            let (first, last) = told.days;
            let inside =
                first.series(1.day()).take_while(|d| *d <= last).take(62).find(|d| number(*d));
            let found = match inside {
                Some(found) => found,
                None => {
                    let same = in_month(last, day, 0);
                    let gap = same.and_then(|d| d.since(last).ok()).map_or(99, |s| s.get_days());
                    // 上月22日出发，2日抵达: the month goes on, where that day is over.
                    let on = in_month(last, day, 1);
                    let over = |d: Date| {
                        anchor.as_ref().map(|a| a.moment.date).is_some_and(|now| {
                            d <= now && now.since(last).is_ok_and(|s| s.get_days() <= 31)
                        })
                    };
                    let other = match gap {
                        -20..=-15 if on.is_some_and(over) => 1,
                        // 7月30日…。1日: the month goes on; 8月1日…。31日: it goes back.
                        ..-20 if self.tense() != Some(Tense::Past) || anchor.is_none() => 1,
                        ..-20 => 1,
                        21.. if self.tense() != Some(Tense::Future) => -1,
                        _ => 0,
                    };
                    in_month(last, day, other).or(same)?
                }
            };
            self.took(Anchored::Discourse, Some(told.index));
            return Some(Placed::day(found));
        }
        let Some(anchor) = self.anchor() else {
            return day_text_without_month(day);
        };
        let now = anchor.moment.date;
        let candidates = [-1, 0, 1].map(|m| in_month(now, day, m));
        let distance = |d: &Option<Date>| d.map(|d| d.since(now).map_or(0, |s| s.get_days()));
        let chosen = match self.tense() {
            Some(Tense::Future) => candidates.iter().flatten().find(|d| **d >= now).copied(),
            _ => match (distance(&candidates[1]), distance(&candidates[0])) {
                (Some(..=0), _) => candidates[1],
                // A day not far ahead is to come (4日至6日有雨), one far ahead was in the month before.
                (Some(ahead), Some(behind)) if -behind <= ahead + 8 && self.has_words() => {
                    candidates[0]
                }
                (Some(_), _) => candidates[1],
                (None, Some(_)) => candidates[0],
                (None, None) => candidates[2],
            },
        };
        chosen.map(Placed::day)
    }

    /// 初四: in the lunar month of the anchor, or the one told.
    fn bare_lunar_day(&mut self, day: u8) -> Option<Placed> {
        let base = match self.told(Level::Day) {
            Some((_, day)) => day,
            None => return Some(reference(0)),
        };
        let year: i32 = base.year().into();
        let mut found: Vec<Date> = Vec::new();
        for year in [year - 1, year] {
            for month in 1..=12 {
                found.extend(self.lunar.day(year, month, false, day));
                found.extend(self.lunar.day(year, month, true, day));
            }
        }
        let nearest =
            found.into_iter().min_by_key(|d| d.since(base).map_or(0, |s| s.get_days().abs()));
        Some(Placed { calendar: Calendar::Lunar, ..Placed::day(nearest?) })
    }

    /// Whether a date told before belongs to another story than the one that is told now: another year, or long ago and
    /// in another paragraph.
    fn far_from_main_line(&self, told: &super::discourse::Told, anchor: Option<&Anchor>) -> bool {
        if told.paragraph == self.scene.paragraph {
            return false;
        }
        anchor.is_some_and(|a| {
            told.days.1.since(a.moment.date).map_or(0, |s| s.get_days().abs()) > 45
        })
    }

    /// Returns the year of a point.
    fn year(&mut self, p: &Point) -> Option<Year> {
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
            Some(Count::FromTold(n)) => match self.told(Level::Year) {
                Some((_, day)) => Year::Known(i32::from(day.year()) + n),
                None => Year::Unknown,
            },
            None if matches!(p.month, Some(Count::FromAnchor(_) | Count::FromTold(_))) => {
                Year::Known(0)
            }
            None => self.year_of_story(p)?,
        })
    }

    /// The year of 8月2日, 中秋节, 上半年: from the story, else from the anchor.
    fn year_of_story(&mut self, p: &Point) -> Option<Year> {
        let anchor = self.story.speaking_from(&self.scene);
        let months = p.month.is_some() || p.term.is_some() || p.easter.is_some() || p.lunar;
        let paragraph = self.story.last_in_paragraph(Level::Year, &self.scene).cloned();
        if let Some(told) = &paragraph
            && told.year_told
            && (!told.background || anchor.is_none())
        {
            let year: i32 = told.days.1.year().into();
            let near = anchor.as_ref().is_some_and(|a| self.near(p, a.moment.date));
            if !near {
                self.took(Anchored::Discourse, Some(told.index));
                let year = match p.lunar && p.month == Some(Count::At(12)) {
                    true => self.nearest_twelfth(told.days.1, year),
                    false => self.following(p, told.days.1, year),
                };
                return Some(Year::Known(year));
            }
        }
        if let (Some(told), Some(anchor)) = (&paragraph, &anchor)
            && let Some(year) = self.year_gone_on(p, told, anchor.moment.date)
        {
            self.took(Anchored::Discourse, Some(told.index));
            return Some(Year::Known(year));
        }
        let Some(anchor) = anchor else {
            let before = self
                .story
                .recent()
                .find(|t| t.year_told && !t.quoted)
                .map(|t| (i32::from(t.days.1.year()), t.index));
            return Some(match self.story.only_year.or(before) {
                Some((year, index)) => {
                    self.took(Anchored::Discourse, Some(index));
                    Year::Known(year)
                }
                None => Year::Unknown,
            });
        };
        self.took(anchor.how, anchor.index);
        let now = anchor.moment.date;
        let year: i32 = now.year().into();
        if !months {
            return Some(Year::Known(year));
        }
        Some(Year::Known(self.lean(p, now, year)))
    }

    /// 去年国庆期间住院，11月初出院: what lies ahead in this year, and behind the day told in the last one, was then.
    fn year_gone_on(&self, p: &Point, told: &Told, now: Date) -> Option<i32> {
        let year: i32 = told.days.1.year().into();
        if told.grain < Level::Month
            || told.background
            || year + 1 != i32::from(now.year())
            || self.tense() == Some(Tense::Future)
        {
            return None;
        }
        let starts = |year: i32| self.days_within(p, year).map(|d| d.0);
        (starts(year + 1)? > now && starts(year)? >= told.days.1).then_some(year)
    }

    /// 除夕 and 腊月 beside a day early in the year are those of the lunar year that ends then.
    fn nearest_twelfth(&self, told: Date, year: i32) -> i32 {
        let gap = |y: &i32| {
            let last = self.lunar.whole_year(*y).map(|w| w.1);
            last.and_then(|d| d.since(told).ok()).map_or(i32::MAX, |s| s.get_days().abs())
        };
        [year - 1, year].into_iter().min_by_key(gap).unwrap_or(year)
    }

    /// In a story that goes on from a told day, a month before it may be of the next year: 2019年12月…。1月.
    fn following(&self, p: &Point, told: Date, year: i32) -> i32 {
        match p.month {
            Some(Count::At(m)) if !p.lunar && told.month() >= 11 && m <= 2 => year + 1,
            _ => year,
        }
    }

    /// Whether the point lies within the days around the anchor that news tells of.
    fn near(&self, p: &Point, now: Date) -> bool {
        let year: i32 = now.year().into();
        [year - 1, year, year + 1].into_iter().any(|y| {
            self.days_within(p, y).is_some_and(|(first, last)| {
                let ahead = first.since(now).map_or(999, |s| s.get_days());
                let behind = now.since(last).map_or(999, |s| s.get_days());
                p.day.is_some() && ahead <= 3 && behind <= 10
            })
        })
    }

    /// The anchor's year, or the one before or after it when the sentence's tense asks for it.
    fn lean(&self, p: &Point, now: Date, year: i32) -> i32 {
        let distance = |y: i32| {
            let days = self.days_within(p, y)?;
            Some(if days.1 < now {
                days.1.since(now).ok()?.get_days()
            } else if days.0 > now {
                days.0.since(now).ok()?.get_days()
            } else {
                0
            })
        };
        let this = distance(year).unwrap_or(0);
        let festival = p.lunar || p.term.is_some() || p.easter.is_some();
        match (self.preference, self.tense()) {
            (Preference::Future, _) if this < 0 => year + 1,
            (Preference::Nearest, None) => {
                let near = |y: i32| distance(y).map_or(i32::MAX, i32::abs);
                [year, year - 1, year + 1].into_iter().min_by_key(|y| near(*y)).unwrap_or(year)
            }
            (_, Some(Tense::Future)) if this < -150 => year + 1,
            (_, Some(Tense::Past)) if this > 31 => year - 1,
            (_, None) if self.has_words() && this > 240 => year - 1,
            // 1月2日恢复正常, told on the 30th of December.
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
        let mut trial = Placer { from: Vec::new(), ..*self };
        trial.within_year(p, year)?.days
    }

    /// Returns the place of a point in a year.
    fn within_year(&mut self, p: &Point, year: i32) -> Option<Placed> {
        if let Some(era) = p.era
            && p.year.is_none()
        {
            return match era.0 {
                0 => Some(reference(-1)),
                _ => Some(Placed::days(date(era.0, 1, 1)?, date(era.1, 12, 31)?, Level::Year)),
            };
        }
        if let Some(half) = p.half {
            return Placed::stretch(year, 39 + half);
        }
        if let Some(quarter) = p.quarter {
            let (year, quarter) = match quarter {
                Count::At(q) => (year, q),
                Count::FromAnchor(n) | Count::FromTold(n) => {
                    let (year, month) = match quarter {
                        Count::FromTold(_) => self
                            .told(Level::Year)
                            .map_or((year, 1), |d| (i32::from(d.1.year()), i32::from(d.1.month()))),
                        _ => (year, self.anchor().map_or(1, |a| i32::from(a.moment.date.month()))),
                    };
                    let place = year * 4 + (month - 1) / 3 + n;
                    (place.div_euclid(4), place.rem_euclid(4) + 1)
                }
            };
            return Placed::stretch(year, 32 + quarter as u8);
        }
        if let Some(season) = p.season {
            return Placed::stretch(year, season);
        }
        if let Some(term) = p.term {
            return Some(Placed::day(add_days(self.lunar.term(year, term)?, p.shift)?));
        }
        if let Some(offset) = p.easter {
            return Some(Placed::day(add_days(easter(year)?, offset)?));
        }
        if p.lunar {
            return self.lunar_days(p, year);
        }
        let Some(month) = p.month else { return self.part_of(p, Placed::year(year)?) };
        let (year, month) = match month {
            Count::At(month) => (year, month as u8),
            Count::FromAnchor(n) => {
                let Some(anchor) = self.anchor() else { return Some(reference(n)) };
                let years = match p.year {
                    Some(Count::FromAnchor(y)) => y,
                    _ => 0,
                };
                let first = add_months(anchor.moment.date.first_of_month(), n + 12 * years)?;
                (first.year().into(), first.month() as u8)
            }
            Count::FromTold(n) => {
                let Some((_, day)) = self.told(Level::Month) else { return Some(reference(0)) };
                let first = add_months(day.first_of_month(), n)?;
                (first.year().into(), first.month() as u8)
            }
        };
        match p.day {
            Some(Count::At(day)) => Some(Placed::day(date(year, month, day as u8)?)),
            _ => self.part_of(p, Placed::month(year, month)?),
        }
    }

    /// 中旬, 第一周, 前五天, 最后一个周三 within a year or month.
    fn part_of(&mut self, p: &Point, whole: Placed) -> Option<Placed> {
        let (first, last) = whole.days?;
        if let Some(third) = p.third {
            let (from, days) = match third {
                4 => (1, 15),
                5 => (16, 31),
                n => (n * 10 - 9, if n == 3 { 31 } else { 10 }),
            };
            let from = date(first.year().into(), first.month() as u8, from)?;
            let to = add_days(from, days - 1)?.min(last);
            return Some(Placed::days(from, to, Level::Day));
        }
        if let Some((n, unit)) = p.nth {
            return match unit {
                Unit::Month => {
                    let at = if n > 0 { n } else { 13 + n };
                    Placed::month(
                        first.year().into(),
                        u8::try_from(at).ok().filter(|m| (1..=12).contains(m))?,
                    )
                }
                Unit::Week if whole.grain == Level::Year => {
                    let fourth = date(first.year().into(), 1, 4)?;
                    Placed::week(add_weeks(fourth, n - 1)?)
                }
                Unit::Week => nth_weekday(first, last, 1, n).and_then(Placed::week),
                Unit::Weekday => nth_weekday(first, last, p.weekday?, n).map(Placed::day),
                Unit::Day => {
                    let day = match n {
                        1.. => add_days(first, n - 1)?,
                        _ => add_days(last, n + 1)?,
                    };
                    Some(Placed::day(day))
                }
                _ => None,
            };
        }
        if let Some((n, unit)) = p.first {
            let count = n.abs();
            let (from, to) = match unit {
                Unit::Month | Unit::Quarter => {
                    let months = n.abs() * if unit == Unit::Quarter { 3 } else { 1 };
                    match n {
                        1.. => (first, add_months(first, months - 1)?.last_of_month()),
                        _ => (add_months(last.first_of_month(), 1 - months)?, last),
                    }
                }
                _ => match n {
                    1.. => (first, add_days(first, count - 1)?),
                    _ => (add_days(last, 1 - count)?, last),
                },
            };
            let grain = if unit == Unit::Day { Level::Day } else { Level::Month };
            return Some(Placed::days(from, to, grain));
        }
        if let Some(weekday) = p.weekday {
            return nth_weekday(first, last, weekday, 1).map(Placed::day);
        }
        Some(whole)
    }

    fn lunar_days(&mut self, p: &Point, year: i32) -> Option<Placed> {
        let Some(Count::At(month)) = p.month else {
            let Some((from, to)) = self.lunar.whole_year(year) else {
                return Some(Placed { calendar: Calendar::Lunar, ..Placed::year(year)? });
            };
            return Some(Placed {
                calendar: Calendar::Lunar,
                ..Placed::days(from, to, Level::Day)
            });
        };
        let month = month as u8;
        if self.lunar.whole_year(year).is_none() {
            // Outside the table only the year is known: 公元1368年正月初四.
            return Some(Placed { calendar: Calendar::Lunar, ..Placed::year(year)? });
        }
        match p.day {
            _ if p.last_day => {
                // 2024年除夕 is the eve of the feast of 2024; 除夕 alone ends the lunar year.
                let year = if p.year.is_some() { year - 1 } else { year };
                Some(Placed::day(self.lunar.month(year, month, false)?.1))
            }
            Some(Count::At(day)) => {
                let day = self.lunar.day(year, month, p.leap, day as u8)?;
                Some(Placed::day(add_days(day, p.shift)?))
            }
            _ => {
                let (from, to) = self.lunar.month(year, month, p.leap)?;
                Some(Placed::days(from, to, Level::Day))
            }
        }
    }

    /// A date whose year nobody tells: XXXX-08-02.
    fn without_year(&mut self, p: &Point) -> Option<Placed> {
        if let Some(Count::FromAnchor(n)) = p.year {
            return Some(reference(n));
        }
        // A leap year, so that 2月29日 is a day.
        let probe = self.within_year(p, 2000)?;
        if p.lunar
            || p.term.is_some()
            || p.easter.is_some()
            || !matches!(p.month, Some(Count::At(_)))
        {
            return Some(reference(0));
        }
        let value = probe.value.replace("2000-", "XXXX-");
        Some(Placed { days: None, value, ..probe })
    }
}

/// A word that points to a time, for what cannot be counted without an anchor.
pub(crate) fn reference(offset: i32) -> Placed {
    let reference = match offset {
        ..0 => Reference::Past,
        0 => Reference::Present,
        1.. => Reference::Future,
    };
    Placed::bare(DateType::Deixis, reference.word().to_owned())
}

fn day_text_without_month(day: u8) -> Option<Placed> {
    Some(Placed { grain: Level::Day, ..Placed::bare(DateType::Date, format!("XXXX-XX-{day:02}")) })
}

/// Returns the day of that number in the month so many months from the one of `from`.
fn in_month(from: Date, day: u8, months: i32) -> Option<Date> {
    let month = add_months(from.first_of_month(), months)?;
    date(month.year().into(), month.month() as u8, day)
}

/// Returns the n-th such day of the week between two days; the last one when n is -1.
fn nth_weekday(first: Date, last: Date, weekday: u8, n: i32) -> Option<Date> {
    let found = |d: Date| d.weekday().to_monday_one_offset() as u8 == weekday;
    let first = first.series(1.day()).take(7).find(|d| found(*d))?;
    match n {
        1.. => add_weeks(first, n - 1),
        _ => {
            let from = add_days(last, -6)?;
            from.series(1.day()).take(7).find(|d| found(*d))
        }
    }
}

/// A value that the row knows: one date, or a stretch of two; 末 is its last year.
fn fixed_value(fixed: &str, p: &Point) -> Option<Placed> {
    let end = |text: &str, last: bool| -> Option<Date> {
        let mut parts = text.trim_start_matches('-').splitn(3, '-');
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let year = sign * parts.next()?.parse::<i32>().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        match (month, day, last) {
            (Some(m), Some(d), _) => date(year, m, d),
            (Some(m), None, false) => date(year, m, 1),
            (Some(m), None, true) => Some(date(year, m, 1)?.last_of_month()),
            (None, _, false) => date(year, 1, 1),
            (None, _, true) => date(year, 12, 31),
        }
    };
    let (from, to) = fixed.split_once('/')?;
    if p.modifier.is_some() && from != ".." && to != ".." {
        let (first, last) = (end(from, false)?.year(), end(to, true)?.year());
        match p.modifier {
            // 清朝中期 stays in its centuries.
            Some(_) if last - first > 10 => {}
            Some(DateMod::End) => return Placed::year(last.into()),
            Some(DateMod::Start) => return Placed::year(first.into()),
            _ => {}
        }
    }
    let days = match (from, to) {
        ("..", to) => end(to, true).map(|d| (d, d)),
        (from, "..") => end(from, false).map(|d| (d, d)),
        (from, to) => end(from, false).zip(end(to, true)),
    };
    Some(Placed {
        grain: Level::Decade,
        kind: DateType::Range,
        value: fixed.to_owned(),
        days,
        ..Placed::bare(DateType::Range, String::new())
    })
}

/// Puts a clock time on a day.
fn clock(p: &Point, base: Placed) -> Option<Placed> {
    let part = base.part.clone().unwrap_or_default();
    let told = i32::from(p.hour?);
    let (hour, next_day) = match part.as_str() {
        "下午" | "午后" | "傍晚" | "黄昏" | "晏昼" | "pm" if told < 12 => {
            (told + 12, false)
        }
        "晚上" | "晚间" | "夜间" | "夜里" | "夜晚" | "深夜" | "晚" | "夜" | "入夜" | "午夜"
        | "半夜" | "子夜" | "后半夜" | "前半夜" => match told {
            5..=11 => (told + 12, false),
            12 => (0, true),
            _ => (told, false),
        },
        "中午" | "正午" | "午间" if told < 4 => (told + 12, false),
        "am" | "凌晨" if told == 12 => (0, false),
        _ => (told, false),
    };
    let time = match (p.minute, p.second) {
        (Some(m), Some(s)) => format!("{hour:02}:{m:02}:{s:02}"),
        (Some(m), None) => format!("{hour:02}:{m:02}"),
        _ => format!("{hour:02}"),
    };
    if hour == 24 && p.minute.unwrap_or(0) > 0 {
        return None;
    }
    let part = base.part.clone().filter(|p| p != "am" && p != "pm");
    let minutes = Some(hour * 60 + i32::from(p.minute.unwrap_or(0)));
    match base.days {
        Some((day, _)) => {
            let day = if next_day { day.tomorrow().ok()? } else { day };
            let text = super::calendar::day_text(day);
            Some(Placed {
                grain: Level::Clock,
                kind: DateType::Datetime,
                value: format!("{text}T{time}"),
                days: Some((day, day)),
                part,
                minutes,
                ..base
            })
        }
        None if base.value.starts_with("XXXX") => Some(Placed {
            grain: Level::Clock,
            kind: DateType::Datetime,
            value: format!("{}T{time}", base.value),
            part,
            minutes,
            ..base
        }),
        None => Some(Placed {
            grain: Level::Clock,
            kind: DateType::Time,
            value: format!("T{time}"),
            part,
            minutes,
            ..base
        }),
    }
}

/// The part of the day as it is printed; a for am, p for pm.
fn part_name(part: &str) -> String {
    match part {
        "a" | "A" => "am".to_owned(),
        "p" | "P" => "pm".to_owned(),
        other => other.to_owned(),
    }
}

/// Returns the clock time of a point without its day: T09.
pub(crate) fn clock_of_set(p: &Point) -> Option<String> {
    let base = Placed {
        part: p.part.as_deref().map(part_name),
        ..Placed::bare(DateType::Time, String::new())
    };
    clock(p, base).map(|placed| placed.value)
}
