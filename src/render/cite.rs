//! Citations as people need them: footnotes, Markdown that `verify` reads back, CSV, BibTeX.

use std::io::{self, Write};
use std::path::Path;

use super::json::hex;
use super::safe::{safe_line, safe_text};
use super::text::{shown_date, shown_path};
use crate::article::one_line;
use crate::engine::Stated;
use crate::search::Hit;

/// How citations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Numbered notes.
    Footnote,
    /// A list of `path:line "quotation"`.
    Markdown,
    /// A table with a header (RFC 4180).
    Csv,
    /// Entries for LaTeX.
    Bibtex,
}

/// Writes the citations of hits; a stale one is left out, since nothing proves it. `here` is where paths start.
pub fn write_citations(
    hits: &[Hit],
    style: Style,
    here: Option<&Path>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let cited: Vec<Cited<'_>> = hits.iter().filter_map(|hit| Cited::of(hit, here)).collect();
    match style {
        Style::Footnote => cited.iter().try_for_each(|cited| cited.write_footnote(out)),
        Style::Markdown => cited.iter().try_for_each(|cited| cited.write_markdown(out)),
        Style::Bibtex => cited.iter().try_for_each(|cited| cited.write_bibtex(out)),
        Style::Csv => {
            writeln!(out, "{CSV_HEADER}")?;
            cited.iter().try_for_each(|cited| cited.write_csv(out))
        }
    }
}

const CSV_HEADER: &str = "rank,file,line_start,line_end,byte_start,byte_end,date,lang,title,outlet,retrieved,sha256,passage_sha256,text";

/// What every style needs of a hit.
struct Cited<'a> {
    hit: &'a Hit,
    path: String,
    text: &'a str,
    title: String,
    date: String,
    byline: String,
    outlet: String,
    lines: String,
}

impl<'a> Cited<'a> {
    fn of(hit: &'a Hit, here: Option<&Path>) -> Option<Self> {
        let (first, last) = (hit.meta.lines.first.get(), hit.meta.lines.last.get());
        Some(Self {
            hit,
            path: shown_path(&hit.file.under(&hit.root_path), here),
            text: hit.text.as_deref()?,
            title: hit.title.as_deref().map(|title| safe_line(title).into_owned()).unwrap_or_default(),
            date: hit.date.as_ref().map(|date| shown_date(&date.value)).unwrap_or_default(),
            byline: safe_name(hit.byline.as_ref()),
            outlet: safe_name(hit.outlet.as_ref()),
            lines: if first == last { format!("line {first}") } else { format!("lines {first}-{last}") },
        })
    }

    fn quotation(&self) -> String {
        safe_line(&one_line(self.text)).into_owned()
    }

    fn fingerprint(&self) -> String {
        hex(&self.hit.meta.sha256)
    }

    fn write_footnote(&self, out: &mut dyn Write) -> io::Result<()> {
        let facts: Vec<&str> = [self.byline.as_str(), &self.title, &self.outlet, &self.date]
            .into_iter()
            .filter(|fact| !fact.is_empty())
            .collect();
        let facts = if facts.is_empty() { String::new() } else { format!("{}. ", facts.join(", ")) };
        let (rank, quotation, path, lines) = (self.hit.rank, self.quotation(), &self.path, &self.lines);
        writeln!(out, "[{rank}] “{quotation}” {facts}{path}, {lines}. SHA-256 {}.", self.fingerprint())
    }

    /// Only the quotation stands in quotation marks, so that it can be read back.
    fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let title = self.title.replace('"', "'").replace(['*', '_'], "");
        let title = format!("*{title}*");
        let unquoted = |name: &str| name.replace('"', "'");
        let (byline, outlet) = (unquoted(&self.byline), unquoted(&self.outlet));
        let fingerprint = format!("SHA-256 {}", self.fingerprint());
        let facts: Vec<String> = [byline, title, outlet, self.date.clone(), fingerprint]
            .into_iter()
            .filter(|fact| !matches!(fact.as_str(), "" | "**"))
            .collect();
        let line = self.hit.meta.lines.first.get();
        writeln!(out, "- {}:{line} \"{}\" ({})", self.path, self.quotation(), facts.join(", "))
    }

    fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let meta = &self.hit.meta;
        let cells = [
            self.hit.rank.to_string(),
            self.path.clone(),
            meta.lines.first.get().to_string(),
            meta.lines.last.get().to_string(),
            meta.span.start().0.to_string(),
            meta.span.end().0.to_string(),
            self.date.clone(),
            meta.lang.map(|lang| lang.code().to_owned()).unwrap_or_default(),
            self.title.clone(),
            self.outlet.clone(),
            String::new(),
            hex(&self.hit.sha256),
            self.fingerprint(),
            safe_text(self.text).into_owned(),
        ];
        let quoted = cells.iter().map(|cell| {
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        });
        writeln!(out, "{}", quoted.collect::<Vec<_>>().join(","))
    }

    fn write_bibtex(&self, out: &mut dyn Write) -> io::Result<()> {
        let key: String = self.fingerprint().chars().take(12).collect();
        writeln!(out, "@misc{{kartoteka:{key},")?;
        if !self.title.is_empty() {
            writeln!(out, "  title = {{{{{}}}}},", tex(&self.title))?;
        }
        for (field, name) in [("author", &self.byline), ("organization", &self.outlet)] {
            if !name.is_empty() {
                writeln!(out, "  {field} = {{{{{}}}}},", tex(name))?;
            }
        }
        if let Some(date) = &self.hit.date {
            writeln!(out, "  date = {{{}}},", tex(date.value.value.split('T').next().unwrap_or_default()))?;
        }
        if let Some(lang) = self.hit.meta.lang {
            writeln!(out, "  langid = {{{}}},", lang.name().to_lowercase())?;
        }
        let place = format!("{}, {}", self.path, self.lines);
        writeln!(out, "  howpublished = {{{}}},", tex(&place))?;
        writeln!(out, "  annotation = {{{}}},", tex(&self.quotation()))?;
        writeln!(out, "  note = {{SHA-256 {}}},\n}}", self.fingerprint())
    }
}

fn safe_name(name: Option<&Stated<String>>) -> String {
    name.map(|name| safe_line(&name.value).into_owned()).unwrap_or_default()
}

/// Text as LaTeX takes it.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '%' | '&' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_signs_are_escaped() {
        assert_eq!(tex("a_b {50%} \\x~"), "a\\_b \\{50\\%\\} \\textbackslash{}x\\textasciitilde{}");
    }
}
