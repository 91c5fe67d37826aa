//! Blocks in, a verdict for each out: kept as headline, paragraph, … or dropped for a reason.
//!
//! Every block gets exactly one verdict, so that kept and dropped lines together are all lines. The order of decisions:
//! what a block looks like (`measure`, with the phrases of `markers`, rows of them in `button_row`, and the words of `stop`), where the article runs and
//! in which language (`run`), what its neighbours are (`page`), which of its bodies of text is the article's (`body`) and
//! its headline (`headline`), each a `choice`, a row of numbers of all that (`columns`), what a learnt model says of it (`model`), what is promised whatever it says (`fixed`), the best path over
//! the page (`path`), and the names of what was decided (`verdicts`). The user overrules all of it (`rules`). Where passages
//! begin and end is left to `passage`.

mod body;
mod button_row;
mod chars;
mod choice;
mod columns;
mod fixed;
mod headline;
mod langs;
mod letters;
mod markers;
mod measure;
mod metadata;
mod model;
mod page;
mod path;
mod rows;
mod rules;
mod run;
mod stop;
#[doc(hidden)]
pub mod train;
mod verdicts;

use serde::{Deserialize, Serialize};

pub use rules::{FileRules, RuleError, Rules, WrittenRule, WrittenRules};

use crate::extract::{Block, Extracted, Metadata};
use crate::lang::Lang;
use crate::langid;
use fixed::Promise;
use measure::Measured;
use model::MODEL;
use page::Page;
use rows::Rows;

/// Changes whenever the same text would be cleaned otherwise: an index of another version is built anew.
pub const VERSION: u32 = 8;

/// What a kept block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The title of the article.
    Headline,
    /// The line that says when and by whom.
    Dateline,
    /// A title inside the article.
    Subheading,
    /// Prose.
    Paragraph,
    /// An item of a list.
    ListItem,
}

impl Role {
    /// The name of the role, as output has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Dateline => "dateline",
            Self::Subheading => "subheading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
        }
    }
}

/// Why a block is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// In another language than the article.
    ForeignLanguage,
    /// Codes of the languages that the page can be had in.
    LanguageSwitch,
    /// A menu entry.
    Menu,
    /// A button to share or follow.
    Share,
    /// An invitation to subscribe.
    Newsletter,
    /// A legal notice.
    Legal,
    /// An advertisement, or its label.
    Advert,
    /// A caption or the credit of a picture.
    Credit,
    /// A notice about access: paywall, cookies, scripts.
    Access,
    /// A label of the page, such as a count of views.
    Label,
    /// Headlines of other articles, or what announces them.
    Related,
    /// Comments of readers, or what announces them.
    Comments,
    /// The headline once more.
    RepeatedHeadline,
    /// A line that stands twice: a picture's link and its text.
    Repeated,
    /// A run of lines without sentences inside the article.
    HeadlineList,
    /// Before the article begins.
    BeforeArticle,
    /// After the article ends.
    AfterArticle,
    /// A heading of lines that are dropped.
    HeadingOfDropped,
    /// It does not read as a sentence.
    NoSentence,
    /// It shares no words with the article.
    OtherSubject,
    /// The user said so.
    Rule,
}

impl Reason {
    /// The reason in words, for a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ForeignLanguage => "in another language than the article",
            Self::LanguageSwitch => "language switch",
            Self::Menu => "menu entry",
            Self::Share => "share button",
            Self::Newsletter => "invitation to subscribe",
            Self::Legal => "legal notice",
            Self::Advert => "advertisement",
            Self::Credit => "caption or credit",
            Self::Access => "notice about access",
            Self::Label => "label of the page",
            Self::Related => "headlines of other articles",
            Self::Comments => "comments of readers",
            Self::RepeatedHeadline => "the headline once more",
            Self::Repeated => "stands twice: a link and its picture",
            Self::HeadlineList => "a run of lines without sentences",
            Self::BeforeArticle => "before the article",
            Self::AfterArticle => "after the article",
            Self::HeadingOfDropped => "heading of dropped lines",
            Self::NoSentence => "no sentence",
            Self::OtherSubject => "about something else than the article",
            Self::Rule => "a rule of the user",
        }
    }
}

/// The decision about a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Part of the article.
    Kept(Role),
    /// Noise of the page.
    Dropped(Reason),
}

impl Verdict {
    /// The role of a kept block.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Kept(role) => Some(role),
            Self::Dropped(_) => None,
        }
    }

    /// The reason of a dropped block.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Kept(_) => None,
            Self::Dropped(reason) => Some(reason),
        }
    }
}

/// A block with the decision about it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The block.
    pub block: Block,
    /// The decision.
    pub verdict: Verdict,
    /// Its language; a short block has that of its surroundings. `None` where nothing tells.
    pub lang: Option<Lang>,
}

/// A source without its noise.
#[derive(Debug)]
pub struct Cleaned {
    /// All blocks, in order.
    pub blocks: Vec<Judged>,
    /// The language of the article.
    pub lang: Option<Lang>,
    /// What the page says of date, author and outlet.
    pub metadata: Metadata,
}

impl Cleaned {
    /// The headline, if there is one.
    pub fn headline(&self) -> Option<&Block> {
        let found = self.blocks.iter().find(|judged| judged.verdict == Verdict::Kept(Role::Headline));
        found.map(|judged| &judged.block)
    }
}

/// Decides about each block of a text. What the user's rules drop is no part of the page that the rest is judged by.
pub fn clean(extracted: &Extracted, text: &str, rules: &FileRules<'_>) -> Cleaned {
    let left = rules.left(&extracted.blocks, text);
    let mut measured = measure::measure(&left.blocks, text, rules.phrases());
    for at in &left.kept {
        measured.lines[*at].marker = None;
    }
    let mut cleaned = judged(&left.blocks, &measured, &left.kept);
    if left.blocks.len() < extracted.blocks.len() {
        cleaned.blocks = with_dropped(&extracted.blocks, cleaned.blocks, text);
    }
    cleaned
}

/// Decides about blocks, of which some are kept in any case.
fn judged(blocks: &[Block], measured: &Measured, kept: &[usize]) -> Cleaned {
    let page = Page::of(measured, &MODEL.weights);
    let mut promises = fixed::promises(&page);
    for at in kept {
        if promises[*at] != Promise::Dateline {
            promises[*at] = Promise::Keep;
        }
    }
    let verdicts = if page.run.start < page.run.end {
        let mut fixed: Vec<i32> = promises.iter().map(|promise| promise.weight(&MODEL.costs)).collect();
        // Also a line that is likely to be dropped, such as one of date and author.
        for at in kept {
            fixed[*at] = Promise::Keep.weight(&MODEL.costs);
        }
        let rows = Rows::of(&page);
        let states = path::best(&MODEL.scores(&rows), &fixed, &MODEL.costs);
        verdicts::verdicts(&page, &rows, &states, &promises)
    } else {
        verdicts::without_sentences(&page, &promises)
    };
    let langs = langs::settled(&page, &verdicts);
    let metadata = metadata::metadata(&page, &promises, &verdicts);
    let blocks = blocks.iter().zip(&verdicts).zip(langs);
    let blocks =
        blocks.map(|((block, verdict), lang)| Judged { block: block.clone(), verdict: *verdict, lang });
    Cleaned { blocks: blocks.collect(), lang: page.run.lang, metadata }
}

/// The blocks that were judged, with those in their places that the user's rules dropped.
fn with_dropped(blocks: &[Block], judged: Vec<Judged>, text: &str) -> Vec<Judged> {
    let mut judged = judged.into_iter().peekable();
    let of = |block: &Block| match judged.next_if(|judged| judged.block == *block) {
        Some(judged) => judged,
        None => Judged {
            block: block.clone(),
            verdict: Verdict::Dropped(Reason::Rule),
            lang: langid::identify(block.span.of(text)),
        },
    };
    blocks.iter().map(of).collect()
}

#[cfg(test)]
mod tests;
