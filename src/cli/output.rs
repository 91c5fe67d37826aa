//! Stdout and stderr: colours by the usual rules, the width of the terminal, progress on long work.

use std::io::{BufWriter, IsTerminal, Stdout, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressStyle};
use kartoteka::render::lines::Reader;
use kartoteka::render::safe_line;
use kartoteka::render::text::{Layout, Paint};
use kartoteka::sync::Progress;

use super::{Color, Failure};

/// Where a command writes.
pub(super) struct Output {
    out: BufWriter<Stdout>,
    paint: Paint,
}

/// Text is wrapped at this width where there is no terminal, and on wider ones.
const WIDEST: usize = 100;

impl Output {
    pub(super) fn new(color: Color) -> Self {
        let choice = match color {
            Color::Auto => AutoStream::choice(&std::io::stdout()),
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let paint = if choice == ColorChoice::Never { Paint::PLAIN } else { Paint::COLOUR };
        Self { out: BufWriter::new(std::io::stdout()), paint }
    }

    /// How text is laid out on stdout.
    #[expect(clippy::unused_self, reason = "the layout is that of this output")]
    fn width(&self) -> usize {
        let terminal = std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        terminal.map_or(WIDEST, |(width, _)| usize::from(width.0)).min(WIDEST)
    }

    /// Who reads stdout.
    #[expect(clippy::unused_self, reason = "the reader is that of this output")]
    pub(super) fn reader(&self) -> Reader {
        if std::io::stdout().is_terminal() { Reader::Terminal } else { Reader::Program }
    }

    pub(super) fn layout(&self) -> Layout {
        Layout { width: self.width(), here: std::env::current_dir().ok(), paint: self.paint }
    }

    /// Stdout, buffered.
    pub(super) fn data(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Says something that is not data. What was written before comes first.
    pub(super) fn say(&mut self, line: &str) {
        // Where stdout or stderr are closed, nobody reads this.
        drop(self.out.flush());
        drop(writeln!(std::io::stderr(), "{}", safe_line(line)));
    }

    pub(super) fn note(&mut self, note: &str) {
        self.say(&format!("note: {note}"));
    }

    pub(super) fn error(&mut self, message: &str, hint: Option<&str>) {
        self.say(&format!("error: {message}"));
        if let Some(hint) = hint {
            self.say(&format!("  {hint}"));
        }
    }
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+');
    if !path.is_empty() && path.chars().all(is_plain) {
        path.into_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// A bar on stderr, shown on a terminal once the work has taken a while.
pub(super) struct Bar {
    bar: ProgressBar,
    since: Instant,
}

/// Shorter work shows nothing.
const PATIENCE: Duration = Duration::from_millis(700);

impl Bar {
    pub(super) fn new() -> Self {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left");
        let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, since: Instant::now() }
    }

    pub(super) fn show(&self, progress: Progress) {
        if self.since.elapsed() > PATIENCE {
            self.bar.set_length(progress.total);
            self.bar.set_position(progress.done);
        }
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
