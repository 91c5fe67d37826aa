//! The verdicts over the sequence of blocks: each block with its neighbours.

use std::collections::{BTreeSet, HashSet};

use super::features::{Features, SURE_LETTERS, Shape, is_foreign};
use super::run::Run;
use super::{Reason, Role, Verdict};

/// Decides about all blocks. Each step decides what it can; what no step dropped is kept.
pub(super) fn decide(features: &[Features], run: &Run) -> Vec<Verdict> {
    let headline = find_headline(features, run);
    let mut page = Page { features, run, headline, reasons: vec![None; features.len()] };
    let datelines = page.datelines();
    if run.start < run.end {
        page.take_steps();
    } else {
        page.drop_phrases();
        page.keep_something();
    }
    for index in &datelines {
        page.reasons[*index] = None;
    }
    let verdict = |index: usize| match page.reasons[index] {
        Some(reason) => Verdict::Dropped(reason),
        None if datelines.contains(&index) => Verdict::Kept(Role::Dateline),
        None => Verdict::Kept(page.role(index)),
    };
    (0..features.len()).map(verdict).collect()
}

struct Page<'a> {
    features: &'a [Features],
    run: &'a Run,
    headline: Option<usize>,
    reasons: Vec<Option<Reason>>,
}

/// How far from the headline or the first sentence a dateline may stand, in blocks.
const DATELINE_REACH: usize = 3;

impl<'a> Page<'a> {
    fn take_steps(&mut self) {
        let steps: [fn(&mut Page<'a>); 7] = [
            Page::drop_foreign,
            Page::drop_phrases,
            Page::drop_repeated,
            Page::drop_around_article,
            Page::drop_after_section_marks,
            Page::drop_headline_lists,
            Page::drop_headings_of_dropped,
        ];
        for step in steps {
            step(self);
        }
    }

    fn role(&self, index: usize) -> Role {
        match self.features[index].shape {
            _ if self.headline == Some(index) => Role::Headline,
            Shape::Sentence => Role::Paragraph,
            Shape::ListItem => Role::ListItem,
            Shape::Fragment if self.run.end == 0 || index < self.run.start => Role::Paragraph,
            Shape::Fragment => Role::Subheading,
        }
    }

    fn drop(&mut self, index: usize, reason: Reason) {
        if self.headline != Some(index) && self.reasons[index].is_none() {
            self.reasons[index] = Some(reason);
        }
    }

    fn is_undecided_fragment(&self, index: usize) -> bool {
        let fragment = self.features[index].shape == Shape::Fragment;
        fragment && self.reasons[index].is_none() && self.headline != Some(index)
    }

    fn datelines(&self) -> BTreeSet<usize> {
        let top = self.headline.unwrap_or(self.run.start);
        let zone = top.saturating_sub(DATELINE_REACH)..=(self.run.start.max(top) + 1);
        let near = |index: &usize| zone.contains(index) && self.features[*index].dateline.is_some();
        (0..self.features.len()).filter(|index| Some(*index) != self.headline).filter(near).collect()
    }

    fn drop_foreign(&mut self) {
        for index in 0..self.features.len() {
            if is_foreign(&self.features[index], self.run.lang)
                && !self.is_quotation(index)
                && !self.is_short_between_own(index)
            {
                self.drop(index, Reason::ForeignLanguage);
            }
        }
    }

    /// A single foreign block that opens with a quotation mark, between two sentences of the article.
    fn is_quotation(&self, index: usize) -> bool {
        self.features[index].starts_with_quote && self.is_between_own(index)
    }

    /// A short line between two sentences of the article: what its few letters say of a language is weaker
    /// than where it stands.
    fn is_short_between_own(&self, index: usize) -> bool {
        self.features[index].letters < SURE_LETTERS && self.is_between_own(index)
    }

    fn is_between_own(&self, index: usize) -> bool {
        let is_own = |at: Option<usize>| {
            at.and_then(|at| self.features.get(at))
                .is_some_and(|f| f.shape != Shape::Fragment && !is_foreign(f, self.run.lang))
        };
        let inside = self.run.start < index && index + 1 < self.run.end;
        inside && is_own(index.checked_sub(1)) && is_own(Some(index + 1))
    }

    fn drop_phrases(&mut self) {
        for index in 0..self.features.len() {
            if let Some(reason) = self.features[index].marker {
                self.drop(index, reason);
            }
        }
    }

    /// A fragment that stands twice in a row is the text of a link and of its picture; one that begins with
    /// the headline is the headline again, perhaps with a caption.
    fn drop_repeated(&mut self) {
        for index in 0..self.features.len() {
            if self.repeats_headline(index) {
                self.drop(index, Reason::RepeatedHeadline);
            } else if let Some(earlier) =
                self.features[index].repeats.filter(|_| self.features[index].words >= 3)
            {
                self.drop(index, Reason::Repeated);
                self.drop_twin(earlier, index);
            } else if let Some(earlier) = self.near_repeat(index) {
                self.drop(index, Reason::Repeated);
                self.drop_twin(earlier, index);
            }
        }
    }

    fn drop_twin(&mut self, earlier: usize, index: usize) {
        if index - earlier <= 2 && self.features[earlier].shape == Shape::Fragment {
            self.drop(earlier, Reason::Repeated);
        }
    }

    fn repeats_headline(&self, index: usize) -> bool {
        let Some(headline) = self.headline.filter(|headline| *headline != index) else { return false };
        let (title, block) = (&self.features[headline], &self.features[index]);
        let long_enough =
            title.words >= 3 && block.shape == Shape::Fragment || block.repeats == Some(headline);
        let near = index < self.run.start + 2;
        long_enough && (block.bag == title.bag || (near && block.bag.starts_with(&title.bag)))
    }

    /// A fragment just before that says nearly the same.
    fn near_repeat(&self, index: usize) -> Option<usize> {
        let block = &self.features[index];
        let earlier = index.checked_sub(1)?;
        let before = &self.features[earlier];
        let both = before.shape == Shape::Fragment && block.shape == Shape::Fragment;
        let short = before.bag.len().min(block.bag.len());
        if !both || short < 5 {
            return None;
        }
        let words: HashSet<&String> = before.bag.iter().collect();
        let shared = block.bag.iter().filter(|word| words.contains(word)).count();
        (shared * 10 >= short * 8 && shared * 10 >= words.len() * 8).then_some(earlier)
    }

    fn drop_around_article(&mut self) {
        let top = self.headline.map_or(self.run.start, |headline| headline.min(self.run.start));
        for index in 0..top {
            self.drop(index, Reason::BeforeArticle);
        }
        let between = top..self.run.start;
        let leads = between.clone().filter(|index| self.is_lead(*index)).count();
        for index in between {
            if !self.is_lead(index) || leads > MOST_LEADS {
                self.drop(index, Reason::BeforeArticle);
            }
        }
        for index in self.run.end..self.features.len() {
            self.drop(index, Reason::AfterArticle);
        }
    }

    /// A line between headline and first sentence that is long enough to say something.
    fn is_lead(&self, index: usize) -> bool {
        let feature = &self.features[index];
        feature.shape != Shape::Fragment || (feature.words >= 5 && feature.chars >= 30)
    }

    fn drop_after_section_marks(&mut self) {
        for index in 0..self.features.len() {
            let reason = match self.reasons[index] {
                Some(reason @ (Reason::Related | Reason::Comments)) if self.features[index].words <= 6 => {
                    reason
                }
                _ => continue,
            };
            let mut next = index + 1;
            while next < self.features.len() && self.features[next].shape == Shape::Fragment {
                self.drop(next, reason);
                next += 1;
            }
        }
    }

    /// Inside the article one or two fragments in a row are subheadings; more are headlines of other
    /// articles, unless a colon announced them.
    fn drop_headline_lists(&mut self) {
        let mut index = self.run.start;
        while index < self.run.end {
            let end = (index..self.run.end).find(|at| self.features[*at].shape != Shape::Fragment);
            let end = end.unwrap_or(self.run.end);
            let stretch: Vec<usize> = (index..end).filter(|at| self.is_undecided_fragment(*at)).collect();
            let announced = index.checked_sub(1).is_some_and(|before| self.features[before].ends_with_colon);
            let after_dropped = index.checked_sub(1).is_some_and(|before| self.reasons[before].is_some());
            if stretch.len() >= SHORTEST_LIST && !announced {
                for at in stretch {
                    self.drop(at, Reason::HeadlineList);
                }
            } else if stretch.len() > 1 && after_dropped {
                for at in stretch.iter().take(stretch.len() - 1) {
                    self.drop(*at, Reason::HeadlineList);
                }
            }
            index = end + 1;
        }
    }

    /// A heading belongs to what follows it.
    fn drop_headings_of_dropped(&mut self) {
        let mut follows_dropped = true;
        for index in (self.run.start..self.run.end).rev() {
            if self.reasons[index].is_some() {
                follows_dropped = self.reasons[index] != Some(Reason::Repeated)
                    && self.reasons[index] != Some(Reason::Credit)
                    && self.reasons[index] != Some(Reason::Advert);
            } else if self.is_undecided_fragment(index) {
                if follows_dropped {
                    self.drop(index, Reason::HeadingOfDropped);
                }
            } else {
                follows_dropped = false;
            }
        }
    }

    /// A page of fragments only: rather its interface phrases than nothing.
    fn keep_something(&mut self) {
        if self.reasons.iter().all(Option::is_some) {
            self.reasons.fill(None);
        }
    }
}

/// More lines than this between headline and first sentence are a menu, not leads.
const MOST_LEADS: usize = 3;

/// How many fragments in a row inside an article are a list of headlines.
const SHORTEST_LIST: usize = 3;

/// The headline among the fragments before the first sentence: the one that shares most words with the
/// article, stands again soon after, is long enough, and is near.
fn find_headline(features: &[Features], run: &Run) -> Option<usize> {
    let body = features.get(run.start..run.end)?;
    let words: HashSet<String> =
        body.iter().flat_map(|f| &f.bag).filter_map(|word| beginning(word)).collect();
    let is_candidate = |index: &usize| {
        let f = &features[*index];
        let sized = (2..=45).contains(&f.words) && f.chars <= 260 && f.letters >= 6;
        sized && f.marker.is_none() && f.dateline.is_none() && f.repeats.is_none() && !is_foreign(f, run.lang)
    };
    let score = |index: usize| {
        let f = &features[index];
        let telling: Vec<String> = f.bag.iter().filter_map(|word| beginning(word)).collect();
        let shared = telling.iter().filter(|word| words.contains(*word)).count();
        let overlap = shared * 200 / telling.len().max(1);
        let near = features.iter().take(run.start + 2).skip(index + 1);
        let again = near.filter(|next| f.words >= 3 && next.bag.starts_with(&f.bag)).count().min(1) * 150;
        let length = f.chars.min(60);
        (overlap + again + length).saturating_sub((run.start - index).min(10) * 10)
    };
    let before =
        (0..run.start).filter(is_candidate).filter(|index| features[*index].shape == Shape::Fragment);
    let best = before.map(|index| (score(index), index)).reduce(|a, b| if b.0 > a.0 { b } else { a });
    let question = (features.get(run.start)?.chars <= LONGEST_QUESTION && run.end - run.start > 1)
        .then_some(run.start)
        .filter(|index| is_candidate(index) && features[*index].asks_or_exclaims);
    best.filter(|(score, _)| *score >= LEAST_HEADLINE).map(|(_, index)| index).or(question)
}

/// A headline may end in a question or exclamation mark, and then reads as a sentence; no longer than this.
const LONGEST_QUESTION: usize = 160;

/// What a headline must score: a third of its words in the article, say, or half of that and a repetition.
const LEAST_HEADLINE: usize = 60;

/// The beginning of a word long enough to tell a subject; endings differ from case to case.
fn beginning(word: &str) -> Option<String> {
    (word.chars().count() >= 4).then(|| word.chars().take(6).collect())
}
