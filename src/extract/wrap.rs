//! Which lines go on in the next one because a program wrapped them.

use unicode_width::UnicodeWidthStr;

use crate::span::TextSpan;

/// No text is wrapped wider than this.
const WIDEST: usize = 120;

/// Nor narrower than this.
const NARROWEST: usize = 40;

/// How many lines must show it before a text counts as wrapped.
const ENOUGH_LINES: usize = 3;

/// For each line, whether the next one continues it.
///
/// A program that wraps at a width breaks a line where the next word would not have fitted. So a text is
/// wrapped where, among the lines directly followed by another, that holds of at least half, and the next
/// line mostly starts in lower case (a list of headlines of like length does not).
pub(super) fn joins_next(lines: &[TextSpan], text: &str) -> Vec<bool> {
    let widths: Vec<usize> = lines.iter().map(|line| line.of(text).width()).collect();
    let followed: Vec<usize> =
        (0..lines.len().saturating_sub(1)).filter(|at| widths[*at] > 0 && widths[*at + 1] > 0).collect();
    let mut joins = vec![false; lines.len()];
    let narrow = followed.iter().filter(|at| widths[**at] <= WIDEST);
    let Some(width) = narrow.clone().map(|at| widths[*at]).max().filter(|width| *width >= NARROWEST) else {
        return joins;
    };
    let full = |at: &usize| {
        let next = lines[*at + 1].of(text);
        let word = next.split_whitespace().next().unwrap_or_default();
        widths[*at] <= width && widths[*at] + 1 + word.width() > width && !starts_list_item(next)
    };
    let full: Vec<usize> = followed.iter().copied().filter(full).collect();
    if full.len() < ENOUGH_LINES || full.len() * 2 < followed.len() || narrow.count() * 2 < followed.len() {
        return joins;
    }
    let starts = full.iter().filter_map(|at| lines[*at + 1].of(text).chars().find(|c| c.is_alphabetic()));
    let (mut upper, mut lower) = (0, 0);
    for letter in starts {
        upper += usize::from(letter.is_uppercase());
        lower += usize::from(letter.is_lowercase());
    }
    if lower < upper {
        return joins;
    }
    for at in full {
        joins[at] = true;
    }
    joins
}

/// Whether a line starts as the items of lists do: a bullet, a dash, a number.
pub(crate) fn starts_list_item(line: &str) -> bool {
    let mut rest = line.chars();
    match rest.next() {
        Some('-' | '–' | '—' | '•' | '*' | '·' | '▪' | '◦' | '●' | '■' | '►' | '➤' | '✓') => {
            rest.next().is_some_and(char::is_whitespace) || line.starts_with('•')
        }
        Some(digit) if digit.is_ascii_digit() => {
            let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
            line.len() - after.len() <= 2
                && after.strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(char::is_whitespace))
        }
        _ => false,
    }
}
