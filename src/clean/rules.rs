//! What the user decides: phrases of interface beside those of `markers`, and lines of some files that are kept or
//! dropped whatever the model says. As written in, compiled and matched against blocks out; where they are read
//! from is left to the caller. A wrong pattern is an error before anything is cleaned.

use std::borrow::Cow;
use std::collections::BTreeMap;

use globset::{Glob, GlobMatcher};
use regex::{RegexSet, RegexSetBuilder};
use serde::{Deserialize, Serialize};

use super::markers::{LONGEST_PHRASE, PHRASES, Phrases, reason_of};
use crate::extract::Block;
use crate::walk::DocPath;

/// Rules as the user writes them. The same text in the same order is the same rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRules {
    /// Phrases by the class of `data/markers.tsv` they belong to, or `none` for what is no phrase of interface here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub markers: BTreeMap<String, Vec<String>>,
    /// The rules, the last that speaks of a block wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<WrittenRule>,
}

/// A rule about lines of some files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRule {
    /// A glob that the path below its root, or the name, of a file must match; all files without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Regular expressions; a block in which one is found is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<String>,
    /// Regular expressions; a block in which one is found is dropped, unless this rule keeps it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<String>,
    /// Lines that are kept: `17`, `20-25`, `40-`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep_lines: Vec<String>,
    /// Lines that are dropped, unless this rule keeps them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop_lines: Vec<String>,
}

/// Rules that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A class of phrases that there is none of.
    #[error(
        "markers: there is no class {class:?}; the classes are related, comments, share, newsletter, nav, legal, advert, credit, access, meta and none"
    )]
    Class {
        /// As written.
        class: String,
    },
    /// Something that no line of a page can be found to be.
    #[error(
        "markers: {phrase:?} holds no letters, or more than {LONGEST_PHRASE} characters: use a rule with drop"
    )]
    Phrase {
        /// As written.
        phrase: String,
    },
    /// A glob that cannot be read.
    #[error("rule {rule}: file = {glob:?}: {why}")]
    File {
        /// The number of the rule, from 1.
        rule: usize,
        /// As written.
        glob: String,
        /// What is wrong with it.
        why: String,
    },
    /// A regular expression that cannot be read, or is too large.
    #[error("rule {rule}: {pattern:?} is no regular expression: {why}")]
    Pattern {
        /// The number of the rule, from 1.
        rule: usize,
        /// As written.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// Lines that cannot be read.
    #[error("rule {rule}: {lines:?} are no lines: write 17, 20-25 or 40-")]
    Lines {
        /// The number of the rule, from 1.
        rule: usize,
        /// As written.
        lines: String,
    },
    /// A rule that decides nothing.
    #[error("rule {rule} neither keeps nor drops anything: give it keep, drop, keep_lines or drop_lines")]
    Empty {
        /// The number of the rule, from 1.
        rule: usize,
    },
}

/// Rules, ready to be used.
#[derive(Debug)]
pub struct Rules {
    written: WrittenRules,
    phrases: Cow<'static, Phrases>,
    about_lines: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    file: Option<GlobMatcher>,
    keep: Lines,
    drop: Lines,
}

/// Which blocks are meant.
#[derive(Debug)]
struct Lines {
    patterns: RegexSet,
    /// Indices of the first and the last line of each range.
    ranges: Vec<(usize, usize)>,
}

/// What is decided about a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decided {
    Keep,
    Drop,
}

impl Default for Rules {
    fn default() -> Self {
        Self { written: WrittenRules::default(), phrases: Cow::Borrowed(&PHRASES), about_lines: Vec::new() }
    }
}

impl Rules {
    /// Compiles rules.
    pub fn new(written: WrittenRules) -> Result<Self, RuleError> {
        let mut phrases = Cow::Borrowed(&*PHRASES);
        for (class, list) in &written.markers {
            let reason = match class.as_str() {
                "none" => None,
                _ => Some(reason_of(class).ok_or_else(|| RuleError::Class { class: class.clone() })?),
            };
            for phrase in list {
                if !phrases.to_mut().set(phrase, reason) {
                    return Err(RuleError::Phrase { phrase: phrase.clone() });
                }
            }
        }
        let rules = written.rules.iter().zip(1..).map(|(rule, number)| Rule::new(rule, number));
        let about_lines = rules.collect::<Result<_, _>>()?;
        Ok(Self { written, phrases, about_lines })
    }

    /// The rules as they were written.
    pub fn written(&self) -> &WrittenRules {
        &self.written
    }

    /// The rules for one file.
    pub fn of(&self, path: &DocPath) -> FileRules<'_> {
        let rules = self.about_lines.iter().filter(|rule| rule.is_about(path)).collect();
        FileRules { phrases: &self.phrases, rules }
    }
}

impl Rule {
    fn new(written: &WrittenRule, rule: usize) -> Result<Self, RuleError> {
        let is_empty = |lines: &[&Vec<String>]| lines.iter().all(|lines| lines.is_empty());
        if is_empty(&[&written.keep, &written.drop, &written.keep_lines, &written.drop_lines]) {
            return Err(RuleError::Empty { rule });
        }
        let glob = |glob: &String| {
            let wrong = |error: globset::Error| RuleError::File {
                rule,
                glob: glob.clone(),
                why: error.kind().to_string(),
            };
            Glob::new(glob).map(|glob| glob.compile_matcher()).map_err(wrong)
        };
        Ok(Self {
            file: written.file.as_ref().map(glob).transpose()?,
            keep: Lines::new(&written.keep, &written.keep_lines, rule)?,
            drop: Lines::new(&written.drop, &written.drop_lines, rule)?,
        })
    }

    fn is_about(&self, path: &DocPath) -> bool {
        let path = path.under(std::path::Path::new(""));
        let matches = |glob: &GlobMatcher| {
            glob.is_match(&path) || path.file_name().is_some_and(|name| glob.is_match(name))
        };
        self.file.as_ref().is_none_or(matches)
    }

    fn decided(&self, block: &Block, text: &str) -> Option<Decided> {
        if self.keep.mean(block, text) {
            return Some(Decided::Keep);
        }
        self.drop.mean(block, text).then_some(Decided::Drop)
    }
}

impl Lines {
    fn new(patterns: &[String], ranges: &[String], rule: usize) -> Result<Self, RuleError> {
        let patterns = set(patterns).map_err(|error| {
            // The set does not tell which it was.
            let wrong = patterns.iter().find(|pattern| set(std::slice::from_ref(pattern)).is_err());
            let why = error.to_string();
            let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            RuleError::Pattern { rule, pattern: wrong.cloned().unwrap_or_default(), why }
        })?;
        let wrong = |lines: &String| RuleError::Lines { rule, lines: lines.clone() };
        let ranges = ranges.iter().map(|lines| range(lines).ok_or_else(|| wrong(lines)));
        Ok(Self { patterns, ranges: ranges.collect::<Result<_, _>>()? })
    }

    fn mean(&self, block: &Block, text: &str) -> bool {
        let touches =
            |(first, last): &(usize, usize)| *first <= block.last.index() && block.first.index() <= *last;
        self.ranges.iter().any(touches) || self.patterns.is_match(block.span.of(text))
    }
}

/// A block may be several lines that were wrapped: `^` and `$` are the ends of each.
fn set(patterns: &[String]) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(patterns).multi_line(true).crlf(true).build()
}

/// `17`, `20-25` or `40-` as indices of lines.
fn range(lines: &str) -> Option<(usize, usize)> {
    let index = |number: &str| number.trim().parse::<usize>().ok()?.checked_sub(1);
    let (first, last) = match lines.split_once('-') {
        None => (index(lines)?, index(lines)?),
        Some((first, last)) if last.trim().is_empty() => (index(first)?, usize::MAX),
        Some((first, last)) => (index(first)?, index(last)?),
    };
    (first <= last).then_some((first, last))
}

/// The rules for one file.
#[derive(Clone, Debug)]
pub struct FileRules<'a> {
    phrases: &'a Phrases,
    rules: Vec<&'a Rule>,
}

impl Default for FileRules<'static> {
    fn default() -> Self {
        Self { phrases: &PHRASES, rules: Vec::new() }
    }
}

/// What the rules leave to be judged.
pub(super) struct Left<'b> {
    /// The blocks that are not dropped.
    pub(super) blocks: Cow<'b, [Block]>,
    /// Which of them are kept in any case.
    pub(super) kept: Vec<usize>,
}

impl<'a> FileRules<'a> {
    pub(super) fn phrases(&self) -> &'a Phrases {
        self.phrases
    }

    /// Takes out what is dropped, and tells what is kept in any case.
    pub(super) fn left<'b>(&self, blocks: &'b [Block], text: &str) -> Left<'b> {
        let mut left = Left { blocks: Cow::Borrowed(blocks), kept: Vec::new() };
        if self.rules.is_empty() {
            return left;
        }
        let mut remaining = Vec::new();
        for block in blocks {
            match self.rules.iter().rev().find_map(|rule| rule.decided(block, text)) {
                Some(Decided::Drop) => continue,
                Some(Decided::Keep) => left.kept.push(remaining.len()),
                None => {}
            }
            remaining.push(block.clone());
        }
        left.blocks = Cow::Owned(remaining);
        left
    }
}
