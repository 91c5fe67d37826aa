//! Days of the calendar as numbers, so that ranges of them can be compared.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day between 0001-01-01 and 9999-12-31, as a number that grows with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(u32);

impl Day {
    /// The first day there is.
    pub const FIRST: Self = Self(1);
    /// The last day there is.
    pub const LAST: Self = Self(3_652_059);

    /// The day of a date of the Gregorian calendar.
    pub fn of(year: u16, month: u8, day: u8) -> Option<Self> {
        let longest = days_of_month(year, month)?;
        if !(1..=9999).contains(&year) || !(1..=longest).contains(&day) {
            return None;
        }
        let months = (1..month).filter_map(|month| days_of_month(year, month)).map(u32::from).sum::<u32>();
        Some(Self(days_before(year) + months + u32::from(day)))
    }

    /// The first and the last day of `2025`, `2025-09` or `2025-09-03`; of a time of day, its day.
    pub fn range(text: &str) -> Option<(Self, Self)> {
        let text = text.split('T').next().unwrap_or(text);
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        if !parts.iter().all(|part| digits(part)) || parts.first().is_none_or(|year| year.len() != 4) {
            return None;
        }
        let year: u16 = parts.first()?.parse().ok()?;
        match parts.as_slice() {
            [_] => Some((Self::of(year, 1, 1)?, Self::of(year, 12, 31)?)),
            [_, month] => {
                let month = month.parse().ok()?;
                Some((Self::of(year, month, 1)?, Self::of(year, month, days_of_month(year, month)?)?))
            }
            [_, month, day] => {
                let day = Self::of(year, month.parse().ok()?, day.parse().ok()?)?;
                Some((day, day))
            }
            _ => None,
        }
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1).min(Self::LAST)
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.saturating_sub(1)).max(Self::FIRST)
    }

    /// The number, from 1.
    pub fn number(self) -> u32 {
        self.0
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_month(year: u16, month: u8) -> Option<u8> {
    Some(match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(is_leap(year)),
        _ => return None,
    })
}

fn days_before(year: u16) -> u32 {
    let years = u32::from(year) - 1;
    years * 365 + years / 4 - years / 100 + years / 400
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = (1..=9999).rev().find(|year| days_before(*year) < self.0).unwrap_or(1);
        let mut rest = self.0 - days_before(year);
        let mut month = 1;
        while let Some(days) = days_of_month(year, month).map(u32::from).filter(|days| rest > *days) {
            rest -= days;
            month += 1;
        }
        write!(f, "{year:04}-{month:02}-{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        assert_eq!(Day::of(1, 1, 1), Some(Day::FIRST));
        assert_eq!(Day::of(9999, 12, 31), Some(Day::LAST));
        assert_eq!(Day::of(2025, 12, 19).unwrap().number() - Day::of(1970, 1, 1).unwrap().number(), 20_441);
        assert_eq!(Day::of(2024, 2, 29).unwrap().next().to_string(), "2024-03-01");
        assert_eq!(Day::of(2025, 2, 29), None);
    }
}
