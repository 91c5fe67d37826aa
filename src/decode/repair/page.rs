//! What the lines of a page tell of each other: a charset that some were taken for is that of the others, too, so
//! that there a repair needs less. Takes lines judged by themselves; gives what is meant in the light of all.

use super::held::{are_plausible, is_common_latin, is_plausible, is_private, is_typographic, script_of};
use super::line::MOST_ROUNDS;
use super::table::{TABLES, Table, is_any};
use super::{Line, Step, Steps, is_repaired, oddness, stepped, text_of};
use crate::decode::letters;
use crate::lang::{Lang, Script};
use crate::langid;

/// The longest sequence.
const LONGEST: usize = 4;

/// How its text came to be double-encoded.
pub(super) struct Page {
    table: &'static Table,
    /// How often it was written anew.
    rounds: usize,
    /// The repaired characters, and the scripts of the letters among them.
    letters: Vec<char>,
    scripts: Vec<Script>,
    /// The language of the repaired lines.
    lang: Option<Lang>,
}

impl Page {
    /// What most of the repaired characters came from, the commonest charset and one round if several explain them.
    pub(super) fn of(lines: &[Line<'_>]) -> Option<Self> {
        let found: Vec<_> =
            lines.iter().filter_map(|line| Some((stepped(line.stands), line.meant.as_ref()?))).collect();
        let ways = (1..=MOST_ROUNDS).flat_map(|rounds| TABLES.iter().map(move |table| (table, rounds)));
        let all: usize = found.iter().map(|(_, meant)| placed(meant).len()).sum();
        let mut best = (None, 0);
        for (table, rounds) in ways {
            let votes = found.iter().map(|(stands, meant)| explained(stands, meant, table, rounds)).sum();
            if votes > best.1 {
                best = (Some((table, rounds)), votes);
            }
            if votes == all {
                break;
            }
        }
        let (table, rounds) = best.0?;
        let repaired: Vec<Step> = found.iter().flat_map(|(_, meant)| meant.iter().copied()).collect();
        (!repaired.is_empty()).then(|| Self { table, rounds, ..Self::told(&repaired, table) })
    }

    fn told(repaired: &Steps, table: &'static Table) -> Self {
        let mut letters: Vec<char> =
            repaired.iter().filter(|step| is_repaired(**step)).map(|(c, _)| *c).collect();
        letters.sort_unstable();
        letters.dedup();
        let mut scripts: Vec<Script> = Vec::new();
        for script in repaired.iter().filter_map(|step| script_of(*step)) {
            if !scripts.contains(&script) {
                scripts.push(script);
            }
        }
        let lang = langid::guess(&text_of(repaired)).map(|guess| guess.lang);
        Self { table, rounds: 1, letters, scripts, lang }
    }

    /// What a line means on this page.
    pub(super) fn meant(&self, line: &Line<'_>) -> Option<Vec<Step>> {
        if line.stands.is_ascii() {
            return None;
        }
        let stands = stepped(line.stands);
        if !line.is_suspect {
            return self.with_spaces(&stands);
        }
        self.whole(&stands).or_else(|| self.with_spaces(&stands)).or_else(|| {
            match (self.by_word(&stands), line.meant.clone()) {
                (Some(here), Some(alone)) if oddness(&here) > oddness(&alone) => Some(alone),
                (Some(here), None) if oddness(&here) > oddness(&stands) => None,
                (here, alone) => here.or(alone),
            }
        })
    }

    /// The line, if all of it can be what the page is.
    fn whole(&self, stands: &Steps) -> Option<Vec<Step>> {
        (1..=self.rounds).rev().find_map(|rounds| {
            let first = self.table.written_back(stands, is_any)?;
            let meant = (1..rounds).try_fold(first, |meant, _| self.table.written_back(&meant, is_any))?;
            let fits = |step: &Step| script_of(*step).is_none_or(|script| self.is_written_in(script, step.0));
            let public: Vec<Step> = meant.iter().copied().filter(|(c, _)| !is_private(*c)).collect();
            (are_plausible(&public) && meant.iter().all(fits)).then_some(meant)
        })
    }

    /// The line, if all of it can be what the page is where fixed spaces, the second half of `à`, became spaces.
    fn with_spaces(&self, stands: &Steps) -> Option<Vec<Step>> {
        let mut out: Vec<Step> = Vec::with_capacity(stands.len());
        let mut rest = stands;
        let mut any = false;
        while !rest.is_empty() {
            let (step, len) = self.table.first(rest, is_any).or_else(|| {
                any = true;
                self.over_a_space(out.last().map_or(' ', |(c, _)| *c), rest)
            })?;
            out.push(step);
            rest = rest.get(len..)?;
        }
        (any && self.rounds == 1 && are_plausible(&out) && !self.is_at_home(stands)).then_some(out)
    }

    /// The first character that a space was part of. After the `à` that ends words the space is one of two that were
    /// made one.
    fn over_a_space(&self, before: char, rest: &Steps) -> Option<(Step, usize)> {
        let fixed = |(c, bytes): &Step| (if *c == ' ' { '\u{a0}' } else { *c }, *bytes);
        let sequence: Vec<Step> = rest.iter().take(LONGEST).map(fixed).collect();
        let (said, len) = self.table.first(&sequence, is_any)?;
        let is_inner = before.is_alphabetic() && matches!(self.lang, Some(Lang::Ca | Lang::Vi));
        let is_last =
            said.0 == 'à' && !is_inner && rest.get(len).is_some_and(|(after, _)| after.is_alphanumeric());
        let found = if is_last { ((said.0, rest.first()?.1), 1) } else { (said, len) };
        self.is_known_over_a_space(before, said.0).then_some(found)
    }

    /// A capital before a space can be the last letter of a word in capitals.
    fn is_known_over_a_space(&self, before: char, said: char) -> bool {
        match Script::of(said) {
            Some(Script::Latin) => {
                !before.is_uppercase() && self.lang.is_some_and(|lang| letters::belongs(said, lang))
            }
            Some(script) => self.scripts.contains(&script),
            None => !before.is_uppercase() && said == '\u{a0}',
        }
    }

    fn is_written_in(&self, script: Script, letter: char) -> bool {
        self.letters.contains(&letter)
            || if script == Script::Latin { is_common_latin(letter) } else { self.scripts.contains(&script) }
    }

    /// The line with those words repaired that the page tells.
    fn by_word(&self, stands: &Steps) -> Option<Vec<Step>> {
        let words = stands.chunk_by(|a, b| a.0.is_ascii_whitespace() == b.0.is_ascii_whitespace());
        let meant: Vec<Step> =
            words.flat_map(|word| self.word(word).unwrap_or_else(|| word.to_vec())).collect();
        meant.iter().any(|step| is_repaired(*step)).then_some(meant)
    }

    /// A word in which no letter is left that came about otherwise: one that is clean can hold a pair by chance.
    fn word(&self, stands: &Steps) -> Option<Vec<Step>> {
        let meant = in_places(stands, self.table, self.rounds, is_plausible);
        let is_left = |step: &Step| !is_repaired(*step) && !step.0.is_ascii() && step.0.is_alphabetic();
        let is_known = |step: &Step| !is_repaired(*step) || self.letters.contains(&step.0);
        let is_told =
            is_typographic(&meant) || meant.iter().all(is_known) || oddness(&meant) < oddness(stands);
        (is_told && !meant.iter().any(is_left) && !self.is_at_home(stands)).then_some(meant)
    }

    /// Whether a word is not odd in the script of the page, such as `Рі` for `г` in Cyrillic.
    fn is_at_home(&self, word: &Steps) -> bool {
        let is_foreign = |script| script == Script::Latin || !self.scripts.contains(&script);
        !word.iter().filter_map(|(c, _)| Script::of(*c)).any(is_foreign) && oddness(word) == 0.0
    }
}

/// Repairs whatever sequences there are; of the last round those that fit.
fn in_places(stands: &Steps, table: &Table, rounds: usize, fits: impl Fn(char, Step) -> bool) -> Vec<Step> {
    let mut meant = stands.to_vec();
    for round in 1..=rounds {
        meant = places(&meant, table, |before, step| round < rounds || fits(before, step));
    }
    meant
}

fn places(stands: &Steps, table: &Table, fits: impl Fn(char, Step) -> bool) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::with_capacity(stands.len());
    let mut rest = stands;
    while let Some(first) = rest.first() {
        let before = out.last().map_or(' ', |(c, _)| *c);
        let said = table.first(rest, is_any).filter(|(said, _)| fits(before, *said));
        let (step, len) = said.unwrap_or((*first, 1));
        out.push(step);
        rest = rest.get(len..).unwrap_or_default();
    }
    out
}

/// How many characters of what is meant came about so; none, if not all did.
fn explained(stands: &Steps, meant: &Steps, table: &Table, rounds: usize) -> usize {
    let here = placed(&in_places(stands, table, rounds, is_plausible));
    let meant = placed(meant);
    if meant.iter().all(|step| here.binary_search(step).is_ok()) { meant.len() } else { 0 }
}

/// The repaired characters, each with where it stands.
fn placed(steps: &Steps) -> Vec<(usize, char)> {
    let mut at = 0;
    let mut out = Vec::new();
    for step in steps {
        if is_repaired(*step) {
            out.push((at, step.0));
        }
        at += usize::from(step.1);
    }
    out
}
