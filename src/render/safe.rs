//! Scraped text on a terminal: nothing in it may move the cursor, change colours or turn the writing
//! direction of what stands around it.

use std::borrow::Cow;
use std::fmt::Write;

/// Text with control characters and bidi overrides written out (`\u{202e}`); line ends of any kind become
/// line feeds.
pub fn safe_text(text: &str) -> Cow<'_, str> {
    let must = |c| c != '\n' && c != '\t' && is_unsafe(c);
    if !text.contains('\r') {
        return escaped(text, must);
    }
    Cow::Owned(escaped(&text.replace("\r\n", "\n").replace('\r', "\n"), must).into_owned())
}

/// The same, for what must stay on one line: a path, a title.
pub fn safe_line(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe)
}

fn escaped(text: &str, must: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&must) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\r' if must(c) => out.push_str("\\r"),
            '\n' if must(c) => out.push_str("\\n"),
            '\t' if must(c) => out.push_str("\\t"),
            _ if must(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Control characters (C0, DEL, C1), line and paragraph separators, bidi embeddings, overrides and isolates,
/// and the tag characters that no one sees.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_a_terminal_that_could_steer_it() {
        assert_eq!(safe_text("a\u{1b}[31mb\u{202e}c\nd\u{9b}2J"), "a\\u{1b}[31mb\\u{202e}c\nd\\u{9b}2J");
        assert_eq!(safe_text("a\r\nb\rc"), "a\nb\nc");
        assert_eq!(safe_line("a\rb"), "a\\rb");
        assert_eq!(safe_line("new\nline\ttab"), "new\\nline\\ttab");
        assert_eq!(safe_line("Амбразевіч شهر"), "Амбразевіч شهر");
    }
}
