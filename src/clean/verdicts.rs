//! From states to verdicts: which part of the article a kept block is, and what spoke most against a dropped one.

use super::columns::Group;
use super::fixed::Promise;
use super::measure::{Line, Shape};
use super::model::{Evidence, MODEL};
use super::page::{NONE, Page, is_foreign, is_section};
use super::path::State;
use super::rows::Rows;
use super::{Reason, Role, Verdict};

/// The verdict of each block.
pub(super) fn verdicts(page: &Page<'_>, rows: &Rows, states: &[State], promises: &[Promise]) -> Vec<Verdict> {
    let of = |index: usize| match (states[index], promises[index]) {
        (State::Inside, promise) => Some(Verdict::Kept(role(page, index, promise))),
        (_, Promise::Drop(reason)) => Some(Verdict::Dropped(reason)),
        _ => reason(page, index).map(Verdict::Dropped),
    };
    let mut verdicts: Vec<Option<Verdict>> = (0..page.len()).map(of).collect();
    let open: Vec<usize> = (0..page.len()).filter(|index| verdicts[*index].is_none()).collect();
    let evidence = MODEL.evidence(&rows.pick(&open));
    for (index, evidence) in open.into_iter().zip(evidence) {
        verdicts[index] = Some(Verdict::Dropped(weightiest(page, index, states[index], &evidence)));
    }
    verdicts.into_iter().flatten().collect()
}

/// A page of fragments only: rather its interface phrases than nothing.
pub(super) fn without_sentences(page: &Page<'_>, promises: &[Promise]) -> Vec<Verdict> {
    let only_phrases = page.lines().iter().all(|line| line.marker.is_some());
    let of = |index: usize| match page.lines()[index].marker {
        Some(marker) if !only_phrases && promises[index] != Promise::Dateline => Verdict::Dropped(marker),
        _ => Verdict::Kept(role(page, index, promises[index])),
    };
    (0..page.len()).map(of).collect()
}

fn role(page: &Page<'_>, index: usize, promise: Promise) -> Role {
    match page.lines()[index].shape {
        _ if page.headline == Some(index) => Role::Headline,
        _ if promise == Promise::Dateline => Role::Dateline,
        Shape::Sentence => Role::Paragraph,
        Shape::ListItem => Role::ListItem,
        Shape::Fragment if page.run.end == 0 || index < page.run.start => Role::Paragraph,
        Shape::Fragment => Role::Subheading,
    }
}

/// What a block is called by its own words.
fn reason(page: &Page<'_>, index: usize) -> Option<Reason> {
    let line = &page.lines()[index];
    line.marker.or_else(|| is_foreign(line, page.run.lang).then_some(Reason::ForeignLanguage))
}

/// The evidence that weighed most against a block.
fn weightiest(page: &Page<'_>, index: usize, state: State, evidence: &Evidence) -> Reason {
    let mut against: Vec<(i32, Group)> =
        Group::ALL.iter().map(|group| (evidence[*group as usize], *group)).collect();
    against.sort_by_key(|(evidence, _)| *evidence);
    let named = against
        .iter()
        .take_while(|(evidence, _)| *evidence < 0)
        .find_map(|(_, group)| named(page, index, *group, state));
    named.unwrap_or(match state {
        State::Before => Reason::BeforeArticle,
        State::After => Reason::AfterArticle,
        _ => Reason::HeadlineList,
    })
}

/// A group of evidence as a reason, where it makes one for this block.
fn named(page: &Page<'_>, index: usize, group: Group, state: State) -> Option<Reason> {
    match (group, state) {
        (Group::Phrase, _) => phrase(&page.lines()[index]),
        (Group::Section, _) => section(page, index),
        (Group::Repeats, _) => (page.around[index].same > 1).then_some(Reason::Repeated),
        (Group::Subject, _) => Some(Reason::OtherSubject),
        (Group::Place, State::Before) => Some(Reason::BeforeArticle),
        (Group::Place, State::After) => Some(Reason::AfterArticle),
        (Group::Place | Group::Language, _) => None,
        (Group::Prose, _) => (page.lines()[index].shape != Shape::Sentence).then_some(Reason::NoSentence),
        (Group::Neighbours, _) => Some(Reason::HeadlineList),
    }
}

fn section(page: &Page<'_>, index: usize) -> Option<Reason> {
    let last = page.around[index].last_section;
    (last != NONE)
        .then(|| page.lines().get(last as usize).filter(|line| is_section(line)).and_then(|line| line.marker))
        .flatten()
}

/// The kind of phrases that most words of a block stand in.
fn phrase(line: &Line) -> Option<Reason> {
    let kinds = [Reason::Menu, Reason::Label, Reason::Share, Reason::Legal];
    let most =
        line.phrase_kinds.iter().zip(kinds).reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (*most.0 > 0 && most.0 * 3 >= line.words).then_some(most.1)
}
