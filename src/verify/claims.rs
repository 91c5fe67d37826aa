//! Quotations as they are written down: hits of `search --format jsonl`, and `path:line "quotation"` in prose.

use serde::{Deserialize, Serialize};

/// Where in the input a quotation stands: its line, 1-based.
pub type Origin = usize;

/// A quotation and where it claims to stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The line of the input.
    pub input_line: Origin,
    /// The source.
    pub file: String,
    /// The line of the source, 1-based.
    pub line: Option<u32>,
    /// The bytes of the source, of a hit.
    pub bytes: Option<(u64, u64)>,
    /// The words.
    pub quotation: String,
}

/// The fields of a hit that matter here.
#[derive(Deserialize)]
struct HitFields {
    file: String,
    line_start: u32,
    byte_start: u64,
    byte_end: u64,
    text: Option<String>,
}

/// Quotation marks that open, and those that close them.
static QUOTES: &[(char, char)] = &[('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')];

/// Reads quotations from hits, a line each, and from lines of prose that hold `path:line "quotation"`. Other
/// lines are passed over.
pub fn read_claims(input: &str) -> Vec<Claim> {
    let lines = input.lines().zip(1..);
    lines.filter_map(|(line, number)| of_hit(line, number).or_else(|| of_prose(line, number))).collect()
}

fn of_hit(line: &str, input_line: usize) -> Option<Claim> {
    if !line.starts_with('{') {
        return None;
    }
    let hit: HitFields = serde_json::from_str(line).ok()?;
    Some(Claim {
        input_line,
        file: hit.file,
        line: Some(hit.line_start),
        bytes: Some((hit.byte_start, hit.byte_end)),
        quotation: hit.text.unwrap_or_default(),
    })
}

fn of_prose(line: &str, input_line: usize) -> Option<Claim> {
    let (at, open) = line.char_indices().find(|(_, c)| QUOTES.iter().any(|(open, _)| open == c))?;
    let (_, close) = QUOTES.iter().find(|(known, _)| *known == open)?;
    let (before, rest) = (line.get(..at)?, line.get(at + open.len_utf8()..)?);
    let quotation = rest.get(..rest.rfind(*close)?)?;
    let (file, line) = place(before)?;
    Some(Claim { input_line, file, line, bytes: None, quotation: quotation.to_owned() })
}

/// `- [corpus/a.txt:17]: ` as the path and the line; words before the path may be left on it. Without a line it
/// must at least look like a path.
fn place(before: &str) -> Option<(String, Option<u32>)> {
    let is_edge =
        |c: char| c.is_whitespace() || matches!(c, '`' | '[' | ']' | '(' | ')' | '*' | '_' | '<' | '>' | '|');
    let is_start = |c: char| is_edge(c) || matches!(c, '-' | '•' | '+');
    let numbered = before.rmatch_indices(':').find_map(|(at, _)| {
        let digits: String = before.get(at + 1..)?.chars().take_while(char::is_ascii_digit).collect();
        Some((before.get(..at)?.trim_start_matches(is_start), digits.parse::<u32>().ok()?))
    });
    if let Some((path, line)) = numbered {
        return (!path.contains(' ') || ends_in_path(path)).then(|| (path.to_owned(), Some(line)));
    }
    let bare = before.trim_end_matches(|c: char| is_edge(c) || matches!(c, ':' | ',' | '-' | '–' | '—'));
    let path = bare.trim_start_matches(is_start);
    (!path.contains(' ') && ends_in_path(path)).then(|| (path.to_owned(), None))
}

/// Whether the last word is likely the end of a path: `10` of `at 10:30` is not.
fn ends_in_path(text: &str) -> bool {
    text.rsplit(' ')
        .next()
        .is_some_and(|word| word.contains(['/', '.']) && word.contains(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_prose() {
        let read = |line: &str| {
            let claim = of_prose(line, 1)?;
            Some((claim.file, claim.line, claim.quotation))
        };
        let some = |file: &str, line: Option<u32>, quotation: &str| {
            Some((file.to_owned(), line, quotation.to_owned()))
        };
        assert_eq!(
            read("corpus/a.txt:17 \"They said so.\""),
            some("corpus/a.txt", Some(17), "They said so.")
        );
        assert_eq!(
            read("- [a.txt:17-19]: “They \"said\" so”, he wrote"),
            some("a.txt", Some(17), "They \"said\" so")
        );
        assert_eq!(read("As `b/c.txt:3` has it: «слова»."), some("As `b/c.txt", Some(3), "слова"));
        assert_eq!(read("my notes/a b.txt:3 \"words\""), some("my notes/a b.txt", Some(3), "words"));
        assert_eq!(read("a.txt \"long enough words\""), some("a.txt", None, "long enough words"));
        assert_eq!(read("He said at 10:30 \"nothing of the kind\""), None);
        assert_eq!(read("He said \"nothing of the kind\""), None);
        assert_eq!(read("no quotation here"), None);
    }
}
