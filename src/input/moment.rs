//! The day a text is dated with.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp, civil,
    tz::{self, Offset},
};

use crate::Error;

/// The clocks of the mainland, Hong Kong, Macao and Taiwan.
const BEIJING: Offset = tz::offset(8);

/// A day, with a time of day where one is known: what a text is dated with. A time with a zone (`Z`, `+09:00`) is told as the
/// clocks of Beijing tell it.
///
/// # Examples
///
/// ```
/// use yaowen::Moment;
///
/// let day: Moment = "2023-08-04".parse()?;
/// assert_eq!(day.to_string(), "2023-08-04");
/// let moment: Moment = "2023-08-04T09:30:00".parse()?;
/// assert_eq!(moment.to_string(), "2023-08-04T09:30:00");
/// assert_eq!("2023-8-4".parse::<Moment>()?, day);
/// assert_eq!("2023-08-03T17:30:00Z".parse::<Moment>()?.to_string(), "2023-08-04T01:30:00");
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub(crate) date: civil::Date,
    pub(crate) time: Option<civil::Time>,
}

impl Moment {
    /// Returns the day, or nothing when the calendar has no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Some(Moment { date: civil::Date::new(year, month, day).ok()?, time: None })
    }
}

impl FromStr for Moment {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        // Reads only what has a zone.
        if let Ok(time) = text.trim().parse::<Timestamp>() {
            let beijing = BEIJING.to_datetime(time);
            return Ok(Moment { date: beijing.date(), time: Some(beijing.time()) });
        }
        let error = || Error::date(text);
        let mut parts = text.trim().splitn(2, ['T', ' ']);
        let mut day = parts.next().unwrap_or_default().split('-');
        let mut number = |digits: usize| {
            let part = day.next().filter(|p| {
                (1..=digits).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit())
            });
            part.and_then(|p| p.parse::<i16>().ok()).ok_or_else(error)
        };
        let (year, month, date) = (number(4)?, number(2)? as i8, number(2)? as i8);
        if day.next().is_some() {
            return Err(error());
        }
        let date = civil::Date::new(year, month, date).map_err(|_| error())?;
        let time = parts.next().map(|t| t.parse().map_err(|_| error())).transpose()?;
        Ok(Moment { date, time })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            Some(t) => write!(f, "T{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second()),
            None => Ok(()),
        }
    }
}
