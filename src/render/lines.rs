//! A source line by line, with what was kept and why the rest was dropped; and an article as it is cited.

use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::safe::{safe_line, safe_text};
use super::text::{Layout, painted, shown_date, shown_path, write_lines};
use crate::article::Article;
use crate::clean::Verdict;
use crate::passage::{Kind, Passage};
use crate::span::{LineNo, TextSpan};

/// A line of a source as `clean --format jsonl` writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CleanLine {
    /// Its number, 1-based.
    pub line: u32,
    /// Whether it is kept.
    pub kept: bool,
    /// What it is in the article: `headline`, `dateline`, `subheading`, `paragraph`, `list-item`.
    pub role: Option<String>,
    /// Why it was dropped; also `blank`.
    pub reason: Option<String>,
    /// Its language.
    pub lang: Option<String>,
    /// What stands on it.
    pub text: String,
}

/// Every line of a source.
pub fn clean_lines(article: &Article) -> Vec<CleanLine> {
    let (text, table) = (&article.decoded.text, &article.extracted.lines);
    let mut lines: Vec<CleanLine> = (0..table.count())
        .map(|index| CleanLine {
            line: LineNo::from_index(index).get(),
            kept: false,
            role: None,
            reason: Some("blank".to_owned()),
            lang: None,
            text: article.decoded.stands(table.span(LineNo::from_index(index), text)).to_owned(),
        })
        .collect();
    for judged in &article.cleaned.blocks {
        let range = judged.block.first.index()..=judged.block.last.index();
        for line in lines.get_mut(range).unwrap_or_default() {
            line.kept = judged.verdict.role().is_some();
            line.lang = judged.lang.map(|lang| lang.code().to_owned());
            match judged.verdict {
                Verdict::Kept(role) => (line.role, line.reason) = (Some(role.as_str().to_owned()), None),
                Verdict::Dropped(reason) => line.reason = Some(reason.as_str().to_owned()),
            }
        }
    }
    lines
}

/// Writes every line as JSON, one a line.
pub fn write_clean_jsonl(article: &Article, out: &mut dyn Write) -> io::Result<()> {
    for line in clean_lines(article) {
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Who reads what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A program: lines are as they are.
    Program,
    /// A terminal, which obeys control characters: they are written out.
    Terminal,
}

/// Writes the lines that are kept.
pub fn write_kept(article: &Article, reader: Reader, out: &mut dyn Write) -> io::Result<()> {
    for line in clean_lines(article).iter().filter(|line| line.kept) {
        let text = line.text.trim_end();
        match reader {
            Reader::Program => writeln!(out, "{text}")?,
            Reader::Terminal => writeln!(out, "{}", safe_line(text))?,
        }
    }
    Ok(())
}

/// Writes every line with its number, dropped ones dimmed and with their reasons.
pub fn write_all_lines(article: &Article, layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    let lines = clean_lines(article);
    let digits = lines.len().to_string().len();
    for line in lines.iter().filter(|line| line.reason.as_deref() != Some("blank")) {
        let text = safe_line(line.text.trim());
        match &line.reason {
            None => writeln!(out, "{:digits$}   {text}", line.line)?,
            Some(reason) => {
                let dropped = format!("{:digits$} - {text}  [{reason}]", line.line);
                writeln!(out, "{}", painted(&dropped, layout.paint.dim))?;
            }
        }
    }
    Ok(())
}

/// Which passages of an article are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All that are kept.
    Article,
    /// The one at a line, with its neighbours.
    At(LineNo),
}

/// An article to be shown.
#[derive(Debug)]
pub struct ArticleView<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its file.
    pub path: &'a Path,
    /// How it is laid out.
    pub layout: &'a Layout,
}

impl ArticleView<'_> {
    /// Writes the article as it is cited: what is known of it, then its passages with their lines and bytes.
    /// The passage at a line comes with its neighbours, dimmed. `false` if no passage stands there.
    pub fn write(&self, shown: Shown, out: &mut dyn Write) -> io::Result<bool> {
        let lines_of = |passage: &Passage| self.article.extracted.lines.lines_of(passage.span);
        let is_at = |passage: &Passage| matches!(shown, Shown::At(line) if lines_of(passage).first <= line && line <= lines_of(passage).last);
        let is_shown = |passage: &&Passage| !matches!(passage.kind, Kind::Noise(_)) || is_at(passage);
        let passages: Vec<&Passage> = self.article.passages.iter().filter(is_shown).collect();
        let at = passages.iter().position(|passage| is_at(passage));
        let range = match (shown, at) {
            (Shown::Article, _) => 0..passages.len(),
            (Shown::At(_), None) => return Ok(false),
            (Shown::At(_), Some(at)) => at.saturating_sub(1)..(at + 2).min(passages.len()),
        };
        self.write_head(out)?;
        for passage in passages.get(range).unwrap_or_default() {
            writeln!(out)?;
            let is_beside = at.is_some() && !is_at(passage);
            self.write_passage(passage, if is_beside { self.layout.paint.dim } else { ("", "") }, out)?;
        }
        Ok(!passages.is_empty())
    }

    fn write_head(&self, out: &mut dyn Write) -> io::Result<()> {
        let (article, paint) = (self.article, self.layout.paint);
        if let Some(title) = article.title() {
            writeln!(out, "{}", painted(&safe_line(&title), paint.title))?;
        }
        let (metadata, lines) = (&article.cleaned.metadata, &article.extracted.lines);
        let cited = |text: &str, span: TextSpan| {
            format!("{} (line {})", safe_line(text), lines.line_of(span.start()).get())
        };
        let mut facts: Vec<String> = Vec::new();
        facts.extend(metadata.date.as_ref().map(|date| cited(&shown_date(&date.value), date.span)));
        let names = [&metadata.byline, &metadata.outlet].into_iter().flatten();
        facts.extend(names.map(|name| cited(&name.value, name.span)));
        facts.extend(article.cleaned.lang.map(|lang| lang.name().to_owned()));
        facts.push(article.decoded.charset.name());
        writeln!(out, "{}", painted(&facts.join(" · "), paint.dim))
    }

    fn write_passage(&self, passage: &Passage, around: (&str, &str), out: &mut dyn Write) -> io::Result<()> {
        let (decoded, layout) = (&self.article.decoded, self.layout);
        let bytes = decoded.to_source(passage.span);
        let line = self.article.extracted.lines.line_of(passage.span.start());
        let path = shown_path(self.path, layout.here.as_deref());
        let place = painted(&format!("{path}:{}", line.get()), layout.paint.path);
        let mut facts = format!("bytes {}-{}", bytes.start().0, bytes.end().0);
        match passage.kind {
            Kind::Headline => facts.push_str(" · headline"),
            Kind::Heading => facts.push_str(" · subheading"),
            Kind::Noise(reason) => facts.push_str(&format!(" · noise: {}", reason.as_str())),
            Kind::Body => {}
        }
        writeln!(out, "{place}  {}", painted(&facts, layout.paint.dim))?;
        let text = safe_text(decoded.stands(passage.span)).into_owned();
        write_lines(&text, layout.width, around, out)
    }
}
