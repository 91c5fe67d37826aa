//! What a passage must be, beside what it says: its language, date, file.

use serde::{Deserialize, Serialize};

use crate::extract::Day;
use crate::lang::Lang;

/// A condition on what is known of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// In one of these languages.
    Lang(Vec<Lang>),
    /// Published within these days, both inside. A date that is not exact meets any range it overlaps.
    Date {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// In a file whose path, or name, a glob matches.
    File(String),
    /// From an outlet whose name holds these words.
    Outlet(String),
    /// Indexed after the run of this number.
    SinceRun(u64),
}

/// Names of the fields that filter.
static FIELDS: &[&str] = &["lang", "date", "file", "outlet"];

/// Whether a name is that of a filter.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

impl Filter {
    /// Reads the value of a field; `None` if it cannot be read.
    pub fn read(field: &str, value: &str) -> Option<Self> {
        match field {
            "lang" => {
                let codes: Option<Vec<Lang>> =
                    value.split(',').map(|code| code.trim().parse().ok()).collect();
                codes.filter(|codes| !codes.is_empty()).map(Self::Lang)
            }
            "date" => Self::dates(value),
            "file" => globset::Glob::new(value).ok().map(|_| Self::File(value.to_owned())),
            "outlet" if !value.is_empty() => Some(Self::Outlet(value.to_owned())),
            _ => None,
        }
    }

    /// Days from one to another, both inside; either may be missing, not both.
    pub fn between(since: Option<&str>, until: Option<&str>) -> Option<Self> {
        let from = since.map_or(Some(Day::FIRST), |day| Some(Day::range(day)?.0))?;
        let to = until.map_or(Some(Day::LAST), |day| Some(Day::range(day)?.1))?;
        (since.is_some() || until.is_some()).then_some(Self::Date { from, to })
    }

    /// `2025-09..2025-12`, `>=2025-09-01`, `<2025`, `2025-09`.
    fn dates(value: &str) -> Option<Self> {
        if let Some((since, until)) = value.split_once("..") {
            let given = |day: &str| (!day.is_empty()).then(|| day.to_owned());
            return Self::between(given(since).as_deref(), given(until).as_deref());
        }
        for (sign, is_since, is_whole) in
            [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false)]
        {
            let Some(day) = value.strip_prefix(sign) else { continue };
            let (first, last) = Day::range(day)?;
            return Some(match (is_since, is_whole) {
                (true, true) => Self::Date { from: first, to: Day::LAST },
                (true, false) => Self::Date { from: last.next(), to: Day::LAST },
                (false, true) => Self::Date { from: Day::FIRST, to: last },
                (false, false) => Self::Date { from: Day::FIRST, to: first.previous() },
            });
        }
        let (from, to) = Day::range(value)?;
        Some(Self::Date { from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_all_forms() {
        let read = |value: &str| match Filter::read("date", value) {
            Some(Filter::Date { from, to }) => format!("{from} {to}"),
            _ => "no".to_owned(),
        };
        assert_eq!(read("2025-09..2025-12"), "2025-09-01 2025-12-31");
        assert_eq!(read("2025-09-03"), "2025-09-03 2025-09-03");
        assert_eq!(read("2024-02"), "2024-02-01 2024-02-29");
        assert_eq!(read(">=2025-09-01"), format!("2025-09-01 {}", Day::LAST));
        assert_eq!(read(">2025"), format!("2026-01-01 {}", Day::LAST));
        assert_eq!(read("<2025-03-01"), format!("{} 2025-02-28", Day::FIRST));
        assert_eq!(read("..2025"), format!("{} 2025-12-31", Day::FIRST));
        for wrong in ["..", "2025-13", "yesterday", "2025-02-30", ""] {
            assert_eq!(read(wrong), "no", "{wrong}");
        }
        assert_eq!(Filter::read("lang", "be,ru"), Some(Filter::Lang(vec![Lang::Be, Lang::Ru])));
        assert_eq!(Filter::read("lang", "xx"), None);
    }
}
