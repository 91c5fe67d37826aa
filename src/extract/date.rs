//! What a page says of its date: a value as exact as the page is, and where it was read.

use serde::{Deserialize, Serialize};

use super::Day;
use crate::span::TextSpan;

/// How exactly a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// A day.
    Day,
    /// A minute of a day.
    Minute,
    /// A second of a minute.
    Second,
    /// A month of a year.
    Month,
}

/// When an article was published, as its page says; no time zone is guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// ISO 8601, as exact as the page is: `2025-12`, `2025-12-19`, `2025-12-19T21:20` or `2025-12-19T21:20:00`.
    /// An offset (`+03:00`, `Z`) stands behind it only where the page itself has it in ISO form.
    pub value: String,
    /// How exact that is.
    pub precision: Precision,
}

impl Date {
    /// The first and the last day that it may mean.
    pub fn days(&self) -> Option<(Day, Day)> {
        Day::range(&self.value)
    }
}

/// Something that a page says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// What it says.
    pub value: T,
    /// Where in the text that was read.
    pub span: TextSpan,
}
