//! What a user should know about how a query was read and answered.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

/// A remark on a query or an answer. `Display` gives the sentence that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub enum Note {
    /// A quotation mark without its partner was left out.
    UnclosedQuote,
    /// A parenthesis without its partner was left out.
    UnbalancedParenthesis,
    /// Parentheses were nested too deep, and left out.
    NestedTooDeep,
    /// An operator without something on both its sides was searched as a word.
    OperatorAsWord {
        /// The operator.
        word: String,
    },
    /// Text without letters or digits was left out.
    NoLetters {
        /// The text.
        text: String,
    },
    /// A field whose value cannot be read was searched as words.
    FieldAsWords {
        /// As typed.
        text: String,
    },
    /// A phrase allows fewer words in between than was asked for.
    SlopLimited {
        /// How many it allows.
        slop: u32,
    },
    /// A pattern or a misspelt word stands for more words than were searched.
    Capped {
        /// As typed.
        typed: String,
        /// How many were searched.
        searched: usize,
        /// How many there are.
        of: usize,
    },
    /// Words that are in the corpus and near one that is not.
    DidYouMean {
        /// The word.
        word: String,
        /// The near ones.
        suggestions: Vec<String>,
    },
    /// Passages that a date was asked of and that have none were left out.
    Undated {
        /// How many.
        passages: u64,
    },
    /// Only passages of articles that name their outlet can be from one.
    FewOutlets,
    /// Only as many passages as fit a budget are shown.
    Budget {
        /// How many are shown.
        hits: usize,
        /// How many tokens they take.
        tokens: usize,
    },
    /// Only the beginning of a very long query was read.
    TooLong {
        /// How many bytes of it.
        bytes: usize,
    },
    /// Only the first words of a long query were searched.
    TooManyWords {
        /// How many were searched.
        searched: usize,
    },
    /// There was nothing to search for.
    NothingToSearch,
    /// The query was searched as a phrase, as it is one argument.
    ReadAsPhrase {
        /// The query that finds the words anywhere.
        words: String,
    },
    /// The query was tried as a phrase first, but nothing holds it.
    NotAPhrase,
    /// Only exclusions were given, so all other passages are listed, by date, then file.
    OnlyExclusions,
    /// A word that no passage holds.
    WordNotFound {
        /// The word.
        word: String,
    },
    /// A word or phrase that no headline holds.
    NotInTitle {
        /// The word.
        word: String,
    },
    /// Passages hold what was asked for, but none of them meets the filters.
    FiltersExclude {
        /// How many hold it.
        passages: u64,
    },
    /// Each word is found, but no passage holds all that must be there.
    NotTogether,
    /// No passage holds a phrase, but some hold its words.
    WordsApart {
        /// How many passages hold all of them.
        passages: u64,
    },
    /// The search of what was dropped as noise would find something.
    NoiseHolds {
        /// How many passages.
        passages: u64,
    },
    /// The index was made with other rules for cleaning than those that hold now.
    OtherRules,
    /// Passages whose source changed since it was indexed.
    Stale {
        /// How many of those listed.
        hits: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnclosedQuote => f.write_str("a quotation mark without its partner was left out"),
            Self::UnbalancedParenthesis => f.write_str("a parenthesis without its partner was left out"),
            Self::NestedTooDeep => f.write_str("parentheses nested too deep were left out"),
            Self::OperatorAsWord { word } => {
                write!(f, "{} has nothing on one of its sides and was searched as a word", short(word))
            }
            Self::NoLetters { text } => {
                write!(f, "{} holds no letters or digits and was left out", short(text))
            }
            Self::FieldAsWords { text } => {
                write!(f, "{} cannot be read as a field and was searched as words", short(text))
            }
            Self::SlopLimited { slop } => write!(f, "a phrase allows at most {slop} other words in between"),
            Self::Capped { typed, searched, of } => {
                let typed = short(typed);
                write!(f, "{typed} stands for {of} words, of which the nearest {searched} were searched")
            }
            Self::DidYouMean { word, suggestions } => {
                write!(f, "no passage holds {}; did you mean {}?", short(word), suggestions.join(", "))
            }
            Self::Undated { passages } => {
                write!(f, "{passages} passages without a date were left out: --undated keeps them")
            }
            Self::FewOutlets => {
                f.write_str("outlet: finds articles whose text names its source; most do not")
            }
            Self::Budget { hits, tokens } => write!(
                f,
                "{hits} passages fit the budget: {tokens} tokens, a token counted as three bytes of UTF-8"
            ),
            Self::TooLong { bytes } => write!(f, "only the first {bytes} bytes of the query were read"),
            Self::TooManyWords { searched } => write!(f, "only the first {searched} words were searched"),
            _ => self.fmt_answer(f),
        }
    }
}

impl Note {
    /// The remarks on an answer.
    fn fmt_answer(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingToSearch => {
                f.write_str("nothing to search for: type a word, a name or a \"phrase\"")
            }
            Self::ReadAsPhrase { words } => {
                write!(f, "searched as a phrase; for the words anywhere type them as {}", short(words))
            }
            Self::NotAPhrase => f.write_str("nothing holds this as a phrase; searched for the words"),
            Self::OnlyExclusions => {
                f.write_str("only exclusions: all other passages are listed, by date, then file")
            }
            Self::WordNotFound { word } => write!(f, "no passage holds {}", short(word)),
            Self::NotInTitle { word } => write!(f, "no headline holds {}", short(word)),
            Self::FiltersExclude { passages: 1 } => {
                f.write_str("1 passage holds it, but does not meet the filters")
            }
            Self::FiltersExclude { passages } => {
                write!(f, "{passages} passages hold it, but none meets the filters")
            }
            Self::NotTogether => f.write_str(
                "each word is found, but no passage holds all that must be there: leave out +, - or AND",
            ),
            Self::WordsApart { passages: 1 } => {
                f.write_str("1 passage holds the words, but apart: leave out \" and -")
            }
            Self::WordsApart { passages } => {
                write!(f, "{passages} passages hold the words, but apart: leave out \" and -")
            }
            Self::NoiseHolds { passages: 1 } => {
                f.write_str("1 passage dropped as noise holds it: add --noise to see it")
            }
            Self::NoiseHolds { passages } => {
                write!(f, "{passages} passages dropped as noise hold it: add --noise to see them")
            }
            Self::OtherRules => f.write_str(
                "the rules for cleaning are not those that the index was made with: run `kartoteka index`",
            ),
            Self::Stale { hits } => write!(
                f,
                "{hits} of these passages are not quoted, as their sources changed: run `kartoteka index` and search again"
            ),
            // A remark that has no sentence yet is shown as it is, rather than not at all.
            other => write!(f, "{other:?}"),
        }
    }
}

/// What was typed, cut where it is too long to be read in a sentence.
fn short(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
