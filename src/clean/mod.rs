//! Blocks in, a verdict for each out: kept as headline, paragraph, … or dropped for a reason.
//!
//! Every block gets exactly one verdict, so that kept and dropped lines together are all lines. The order of decisions:
//! what a block looks like (`measure`, with the phrases of `markers` and the words of `stop`), where the article runs and
//! in which language (`run`), what its neighbours are (`page`), its headline (`headline`), a row of numbers of all that
//! (`columns`), what a learnt model says of it (`model`), what is promised whatever it says (`fixed`), the best path over
//! the page (`path`), and the names of what was decided (`verdicts`). Where passages begin and end is left to `passage`.

mod chars;
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
mod run;
mod stop;
#[doc(hidden)]
pub mod train;
mod verdicts;

use serde::{Deserialize, Serialize};

use crate::extract::{Block, Extracted, Metadata};
use crate::lang::Lang;
use model::MODEL;
use page::Page;
use rows::Rows;

/// Changes whenever the same text would be cleaned otherwise: an index of another version is built anew.
pub const VERSION: u32 = 5;

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

/// Decides about each block of a text.
pub fn clean(extracted: &Extracted, text: &str) -> Cleaned {
    let measured = measure::measure(&extracted.blocks, text);
    let page = Page::of(&measured);
    let promises = fixed::promises(&page);
    let verdicts = if page.run.start < page.run.end {
        let fixed: Vec<i32> = promises.iter().map(|promise| promise.weight()).collect();
        let rows = Rows::of(&page);
        let states = path::best(&MODEL.scores(&rows), &fixed, &MODEL.costs);
        verdicts::verdicts(&page, &rows, &states, &promises)
    } else {
        verdicts::without_sentences(&page, &promises)
    };
    let langs = langs::settled(&page, &verdicts);
    let metadata = metadata::metadata(&page, &verdicts);
    let blocks = extracted.blocks.iter().zip(&verdicts).zip(langs);
    let blocks =
        blocks.map(|((block, verdict), lang)| Judged { block: block.clone(), verdict: *verdict, lang });
    Cleaned { blocks: blocks.collect(), lang: page.run.lang, metadata }
}

#[cfg(test)]
mod tests;
