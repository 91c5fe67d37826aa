//! Answers as a person likes to read them: rank, `path:line` that a terminal opens, date, language, headline,
//! then the passage wrapped to the width, with the matches marked.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::safe::{safe_line, safe_text};
use crate::extract::Date;
use crate::passage::Kind;
use crate::search::{Answer, Hit, Mark, Neighbour, Status};

/// How text is laid out.
#[derive(Clone, Debug)]
pub struct Layout {
    /// How many columns there are.
    pub width: usize,
    /// Where the user stands: paths below are shown from here.
    pub here: Option<PathBuf>,
    /// Colours, or signs in their place.
    pub paint: Paint,
}

/// What sets a piece of text apart: what is written before and after it.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Around a match.
    pub mark: (&'static str, &'static str),
    /// Around a path.
    pub path: (&'static str, &'static str),
    /// Around a headline.
    pub title: (&'static str, &'static str),
    /// Around what matters less.
    pub dim: (&'static str, &'static str),
}

impl Paint {
    /// Signs that also a file or a colour-blind terminal shows.
    pub const PLAIN: Self = Self { mark: ("**", "**"), path: ("", ""), title: ("", ""), dim: ("", "") };

    /// ANSI colours.
    pub const COLOUR: Self = Self {
        mark: ("\u{1b}[1;31m", "\u{1b}[0m"),
        path: ("\u{1b}[35m", "\u{1b}[0m"),
        title: ("\u{1b}[1m", "\u{1b}[0m"),
        dim: ("\u{1b}[2m", "\u{1b}[0m"),
    };
}

const INDENT: &str = "   ";

/// Writes the hits of an answer.
pub fn write_text(answer: &Answer, layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    for (index, hit) in answer.hits.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_hit(hit, layout, out)?;
    }
    Ok(())
}

/// Writes one hit.
pub fn write_hit(hit: &Hit, layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    write_head(hit, layout, out)?;
    let paint = layout.paint;
    write_neighbours(&hit.before, layout, out)?;
    match &hit.text {
        Some(text) => {
            let text = marked(text, &hit.marks, paint.mark);
            write_lines(&text, layout.width, ("", ""), out)?;
            if let Some(meant) = &hit.text_repaired {
                write_lines(&format!("repaired: {}", safe_text(meant)), layout.width, paint.dim, out)?;
            }
        }
        None => writeln!(out, "{INDENT}{}", painted(stale(hit.status), paint.dim))?,
    }
    write_neighbours(&hit.after, layout, out)?;
    write_twins(hit, layout, out)?;
    for why in hit.why.iter().flatten() {
        let sentence = safe_line(&why.sentence()).into_owned();
        writeln!(out, "{INDENT}{}", painted(&sentence, paint.dim))?;
    }
    if hit.why.is_some() {
        let sum = format!("score {}, tier {}", shown_score(hit.score), hit.tier);
        writeln!(out, "{INDENT}{}", painted(&sum, paint.dim))?;
    }
    Ok(())
}

/// A score to four decimals.
fn shown_score(score: i64) -> String {
    format!("{}.{:04}", score / 10_000, score % 10_000)
}

fn write_neighbours(neighbours: &[Neighbour], layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    for neighbour in neighbours {
        let text = format!("{}: {}", neighbour.lines.first.get(), safe_text(&neighbour.text));
        write_lines(&text, layout.width, layout.paint.dim, out)?;
    }
    Ok(())
}

fn write_head(hit: &Hit, layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    let paint = layout.paint;
    let path = shown_path(&hit.file.under(&hit.root_path), layout.here.as_deref());
    let place = painted(&format!("{path}:{}", hit.meta.lines.first.get()), paint.path);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(hit.date.as_ref().map(|date| shown_date(&date.value)));
    facts.extend(hit.outlet.as_ref().map(|outlet| safe_line(&outlet.value).into_owned()));
    facts.extend(hit.meta.lang.map(|lang| lang.code().to_owned()));
    if let Kind::Noise(reason) = hit.meta.kind {
        facts.push(format!("noise: {}", reason.as_str()));
    }
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!("  {}", painted(&facts.join(" · "), paint.dim))
    };
    writeln!(out, "{}. {place}{facts}", hit.rank)?;
    let headings = [hit.title.as_deref(), hit.meta.heading.as_deref()].into_iter().flatten();
    let headings: Vec<_> = headings.map(safe_line).collect();
    if !headings.is_empty() && !matches!(hit.meta.kind, Kind::Headline) {
        let title = wrapped(&headings.join(" › "), layout.width);
        for line in title {
            writeln!(out, "{INDENT}{}", painted(&line, paint.title))?;
        }
    }
    Ok(())
}

/// A date as people write it: a space before the time.
pub(super) fn shown_date(date: &Date) -> String {
    date.value.replace('T', " ")
}

fn stale(status: Status) -> &'static str {
    match status {
        Status::Ok => "",
        Status::Stale => "(the file changed since it was indexed: not quoted)",
    }
}

fn write_twins(hit: &Hit, layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    const SHOWN: usize = 3;
    let mut places: Vec<String> = Vec::new();
    for twin in hit.duplicates.iter().take(SHOWN) {
        let path = shown_path(&twin.file.under(&twin.root_path), layout.here.as_deref());
        let changed = if twin.status == Status::Stale { " (changed since it was indexed)" } else { "" };
        places.push(format!("{path}:{}{changed}", twin.meta.lines.first.get()));
    }
    let more = hit.duplicates.len().saturating_sub(SHOWN);
    if more > 0 {
        places.push(format!("{more} more"));
    }
    if places.is_empty() {
        return Ok(());
    }
    writeln!(out, "{INDENT}{}", painted(&format!("also in {}", places.join(", ")), layout.paint.dim))
}

/// Writes a passage, its lines wrapped and set in.
pub(super) fn write_lines(
    text: &str,
    width: usize,
    around: (&str, &str),
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        for piece in wrapped(line, width) {
            writeln!(out, "{INDENT}{}", painted(&piece, around))?;
        }
    }
    Ok(())
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let room = width.saturating_sub(INDENT.len()).max(20);
    textwrap::wrap(text.trim(), room).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// A text with its matches set apart, made safe for a terminal.
fn marked(text: &str, marks: &[Mark], around: (&str, &str)) -> String {
    let mut out = String::with_capacity(text.len() + marks.len() * 8);
    let mut at = 0;
    for mark in marks {
        let start = mark.span.start().index();
        out.push_str(&safe_text(text.get(at..start).unwrap_or_default()));
        // A match may run over a line end; each of its lines is set apart by itself.
        let safe = safe_text(mark.span.of(text));
        let lines: Vec<String> = safe.lines().map(|line| painted(line, around)).collect();
        out.push_str(&lines.join("\n"));
        at = mark.span.end().index();
    }
    out.push_str(&safe_text(text.get(at..).unwrap_or_default()));
    out
}

pub(super) fn painted(text: &str, (before, after): (&str, &str)) -> String {
    if text.is_empty() { String::new() } else { format!("{before}{text}{after}") }
}

/// A path that opens from where the user stands.
pub fn shown_path(path: &Path, here: Option<&Path>) -> String {
    let below = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    safe_line(&below.to_string_lossy()).into_owned()
}
