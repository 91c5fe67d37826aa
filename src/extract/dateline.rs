//! The line of a page that says when, and by whom: `Bota 2025-12-19 21:20:00 Nga VNA`.

use std::collections::HashSet;
use std::sync::LazyLock;

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
}

/// When an article was published, as its page says; no time zone is guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// ISO 8601, as exact as the page is: `2025-12-19` or `2025-12-19T21:20:00`.
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

/// Who wrote an article, as its page says.
pub type Byline = String;

/// What a line says of date and author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// When.
    pub date: Option<Date>,
    /// By whom.
    pub byline: Option<Byline>,
    /// Where in the text the line stands.
    pub span: TextSpan,
}

/// A line longer than this is prose that mentions a date.
const LONGEST: usize = 120;

/// How many words a dateline may hold beside date, time and author: a section, a label.
const OTHER_WORDS: usize = 3;

/// How many words an author may have.
const AUTHOR_WORDS: usize = 5;

static WORDS: &str = include_str!("../../data/bylines.tsv");

struct Labels {
    by: HashSet<&'static str>,
    published: HashSet<&'static str>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let of_kind = |wanted: &str| {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        let fields = lines.map(|line| line.split('\t').collect::<Vec<_>>());
        fields.filter_map(|f| (f.first() == Some(&wanted)).then(|| f.get(2).copied()).flatten()).collect()
    };
    Labels { by: of_kind("by"), published: of_kind("published") }
});

impl Dateline {
    /// Reads a line; `None` if it is prose, or says neither when nor by whom.
    pub fn read(line: &str, span: TextSpan) -> Option<Self> {
        if line.chars().count() > LONGEST {
            return None;
        }
        let words: Vec<&str> =
            line.split(|c: char| c.is_whitespace() || c == '|').filter(|w| !w.is_empty()).collect();
        let mut used = vec![false; words.len()];
        let date = take_date(&words, &mut used);
        let byline = take_byline(&words, &mut used, date.is_some());
        let other =
            words.iter().zip(&used).filter(|(word, used)| !**used && word.chars().any(char::is_alphanumeric));
        let is_label = |word: &str| LABELS.published.contains(trimmed(word).to_lowercase().as_str());
        let other = other.filter(|(word, _)| !is_label(word)).count();
        let says = date.is_some() || byline.is_some();
        let ends_a_sentence = line.ends_with(['.', '!', '?']) && date.is_none();
        (says && other <= OTHER_WORDS && !ends_a_sentence).then_some(Self { date, byline, span })
    }
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn take_date(words: &[&str], used: &mut [bool]) -> Option<Date> {
    let at = words.iter().position(|word| day(word).is_some())?;
    let word = words[at].trim_end_matches([',', ';', '.', '|']);
    let day_part = day(word)?;
    used[at] = true;
    let (mut time, mut next) = (None, at + 1);
    if let Some((_, rest)) = word.split_once('T') {
        time = clock(rest);
    } else {
        while words
            .get(next)
            .is_some_and(|word| matches!(*word, "," | "-" | "–" | "—" | "/" | "at" | "в" | "о" | "u"))
        {
            next += 1;
        }
        if let Some(found) = words.get(next).and_then(|word| clock(word)) {
            used[at..=next].fill(true);
            time = Some(found);
        }
    }
    Some(match time {
        Some((clock, precision)) => Date { value: format!("{day_part}T{clock}"), precision },
        None => Date { value: day_part, precision: Precision::Day },
    })
}

/// `2025-12-19`, `2025/12/19` or `19.12.2025` at the start of a word, as ISO 8601. Orders that differ from
/// country to country (`12/19/2025`) are not guessed.
fn day(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit() && c != 'T' && c != ':' && c != 'Z');
    let word = word.split('T').next().unwrap_or(word);
    let separator = ['-', '.', '/'].into_iter().find(|separator| word.contains(*separator))?;
    let numbers: Vec<&str> = word.split(separator).collect();
    let [first, month, last] = numbers.as_slice() else { return None };
    let (year, day) = match (separator, first.len(), last.len()) {
        ('-' | '/', 4, 1 | 2) => (first, last),
        ('.', 1 | 2, 4) => (last, first),
        _ => return None,
    };
    let (y, m, d): (u16, u8, u8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    ((1900..=2199).contains(&y) && Day::of(y, m, d).is_some()).then(|| format!("{y:04}-{m:02}-{d:02}"))
}

/// `21:20` or `21:20:00` at the start of a word.
fn clock(word: &str) -> Option<(String, Precision)> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(word.len());
    let parts: Vec<&str> = word.get(..end)?.split(':').collect();
    if parts.iter().any(|part| part.len() != 2) {
        return None;
    }
    let numbers: Vec<u8> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match numbers.as_slice() {
        [h @ 0..24, m @ 0..60] => Some((format!("{h:02}:{m:02}"), Precision::Minute)),
        [h @ 0..24, m @ 0..60, s @ 0..60] => Some((format!("{h:02}:{m:02}:{s:02}"), Precision::Second)),
        _ => None,
    }
}

/// The words after a `by` of some language. Without a date on the line the `by` must open it, and what
/// follows must look like a name.
fn take_byline(words: &[&str], used: &mut [bool], dated: bool) -> Option<Byline> {
    let opens = |at: &usize| {
        let label = trimmed(words[*at]).to_lowercase();
        !used[*at] && LABELS.by.contains(label.as_str()) && (dated || *at == 0)
    };
    let at = (0..words.len()).find(opens)?;
    let author: Vec<usize> = (at + 1..words.len()).take_while(|next| !used[*next]).collect();
    let is_name =
        |at: &usize| words[*at].chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    if author.is_empty() || author.len() > AUTHOR_WORDS || !author.iter().any(is_name) {
        return None;
    }
    if !dated && !author.iter().all(|at| is_name(at) || words[*at].chars().count() <= 3) {
        return None;
    }
    used[at] = true;
    for at in &author {
        used[*at] = true;
    }
    let names: Vec<&str> = author.iter().map(|at| words[*at].trim_matches([',', ';', '|', ':'])).collect();
    Some(names.join(" "))
}
