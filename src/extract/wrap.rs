//! Which lines go on in the next one because a program wrapped them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::span::TextSpan;

/// No text is wrapped wider than this.
const WIDEST: usize = 120;

/// Nor narrower than this.
const NARROWEST: usize = 40;

/// So many bytes of most lines are wider than that, and how much wider matters nowhere.
const HEAD: usize = 3 * WIDEST;

/// No character that follows makes what stands before it narrower by more.
const SLACK: usize = 8;

/// How many lines must show it before a text counts as wrapped.
const ENOUGH_LINES: usize = 3;

/// A line that is wrapped is at least this share of the widest, in percent.
const LIKE_PERCENT: usize = 55;

/// Of the places where a line follows another, at least this share must show that it goes on, in percent.
const GOES_ON_PERCENT: usize = 40;

/// For each line, whether the next one continues it: by the width of all lines, or by how the lines of one
/// paragraph begin and end.
pub(super) fn joins_next(lines: &[TextSpan], text: &str) -> Vec<bool> {
    let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::of(line.of(text))).collect();
    let mut joins = vec![false; lines.len()];
    for at in filled(&lines).into_iter().chain(ragged(&lines)) {
        joins[at] = true;
    }
    joins
}

/// What of a line tells whether it was wrapped.
struct Line<'a> {
    text: &'a str,
    width: usize,
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Self {
        let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text);
        let width = width(head);
        let is_all = head.len() == text.len() || width > WIDEST + SLACK;
        Self { text, width: if is_all { width } else { text.width() } }
    }

    fn first_letter(&self) -> Option<char> {
        self.text.chars().find(|c| c.is_alphabetic())
    }

    fn starts_lower(&self) -> bool {
        self.first_letter().is_some_and(char::is_lowercase)
    }

    fn starts_upper(&self) -> bool {
        self.first_letter().is_some_and(char::is_uppercase)
    }

    fn ends_a_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['"', '”', '»', '’', ')', '\'']).chars().next_back();
        end.is_some_and(|c| {
            matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '。' | '！' | '？' | '؟' | '۔' | '।')
        })
    }
}

/// The columns that a text takes.
fn width(text: &str) -> usize {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
    if text.as_bytes().iter().all(is_plain) { text.len() } else { text.width() }
}

/// A program that wraps at a width breaks a line where the next word would not have fitted. So a text is
/// wrapped where, among the lines directly followed by another, that holds of at least half, and the next line
/// mostly starts in lower case (a list of headlines of like length does not).
fn filled(lines: &[Line<'_>]) -> Vec<usize> {
    let is_followed = |at: &usize| lines[*at].width > 0 && lines[*at + 1].width > 0;
    let followed: Vec<usize> = (0..lines.len().saturating_sub(1)).filter(is_followed).collect();
    let narrow = followed.iter().filter(|at| lines[**at].width <= WIDEST);
    let widest = narrow.clone().map(|at| lines[*at].width).max();
    let Some(width) = widest.filter(|width| *width >= NARROWEST) else { return Vec::new() };
    let is_full = |at: &usize| {
        let next = lines[*at + 1].text;
        let own = lines[*at].width;
        own <= width && own + 1 + unbroken(next).width() > width && !starts_list_item(next)
    };
    let full: Vec<usize> = followed.iter().copied().filter(is_full).collect();
    if full.len() < ENOUGH_LINES || full.len() * 2 < followed.len() || narrow.count() * 2 < followed.len() {
        return Vec::new();
    }
    let upper = full.iter().filter(|at| lines[**at + 1].starts_upper()).count();
    let lower = full.iter().filter(|at| lines[**at + 1].starts_lower()).count();
    if lower < upper { Vec::new() } else { full }
}

/// What of a line would have stood together on the line before: a word, and of scripts without spaces a character.
fn unbroken(line: &str) -> &str {
    let word = line.split_whitespace().next().unwrap_or_default();
    let wide = word.char_indices().find(|(_, c)| c.width() == Some(2));
    wide.and_then(|(at, c)| word.get(..at + c.len_utf8())).unwrap_or(word)
}

/// A paragraph whose lines are of like width but not filled: line after line goes on in lower case without a
/// sentence end between. Where it does not, a line that ends a sentence well before the width ends a paragraph.
fn ragged(lines: &[Line<'_>]) -> Vec<usize> {
    let mut joined = Vec::new();
    let mut start = 0;
    for paragraph in lines.split(|line| line.width == 0) {
        joined.extend(ragged_paragraph(paragraph).into_iter().map(|at| start + at));
        start += paragraph.len() + 1;
    }
    joined
}

fn ragged_paragraph(lines: &[Line<'_>]) -> Vec<usize> {
    let width = lines.iter().map(|line| line.width).max().unwrap_or(0);
    let Some(breaks) = lines.len().checked_sub(1).filter(|breaks| *breaks > 0) else { return Vec::new() };
    if !(NARROWEST..=WIDEST).contains(&width) {
        return Vec::new();
    }
    let is_like = |line: &Line<'_>| line.width * 100 >= width * LIKE_PERCENT;
    let goes_on =
        |at: &usize| is_like(&lines[*at]) && !lines[*at].ends_a_sentence() && lines[*at + 1].starts_lower();
    if (0..breaks).filter(goes_on).count() * 100 < breaks * GOES_ON_PERCENT {
        return Vec::new();
    }
    let joins = |at: &usize| {
        let ends = lines[*at].ends_a_sentence() && !is_like(&lines[*at]);
        !ends && !starts_list_item(lines[*at + 1].text)
    };
    (0..breaks).filter(joins).collect()
}

/// Whether a line starts as the items of lists do: a bullet, a dash, a number.
pub(crate) fn starts_list_item(line: &str) -> bool {
    let mut rest = line.chars();
    match rest.next() {
        // Dashes and dots begin other lines too.
        Some('-' | '–' | '—' | '*' | '·') => rest.next().is_some_and(char::is_whitespace),
        Some(first) if BULLETS.contains(first) => true,
        Some('①'..='⑳') => true,
        Some(digit) if digit.is_ascii_digit() => {
            let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_marked =
                after.strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(char::is_whitespace));
            line.len() - after.len() <= 2 && (is_marked || after.starts_with('、'))
        }
        _ => false,
    }
}

/// Signs that begin nothing but the items of lists, with a space after them or without.
const BULLETS: &str = "•‣⁃∙▪▫◦○●◎◆◇■□▶▷►➤✓✔★☆※・･";
