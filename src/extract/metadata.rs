//! What the lines of one page say together of date, author and outlet.

use super::date::{Date, Read};
use super::dateline::Dateline;
use super::when::Label;
use super::written::Order;
use crate::lang::Lang;

/// Date, author and outlet of an article, each with the place where it was read. What is not sure is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// When it was published.
    pub date: Option<Read<Date>>,
    /// Who wrote it.
    pub byline: Option<Read<String>>,
    /// Who published it, or where it was taken from.
    pub outlet: Option<Read<String>>,
}

impl Metadata {
    /// What lines say in an article of a language, the nearest to the headline first. `page` holds all lines of
    /// the page that look like datelines: they tell whether it writes the day or the month first.
    pub fn of<'a>(
        lines: &[&'a Dateline],
        lang: Option<Lang>,
        page: impl Iterator<Item = &'a Dateline>,
    ) -> Self {
        let order = order(page);
        let dates = lines.iter().filter_map(|line| line.date.as_ref());
        let mut settled: Vec<(Label, Read<Date>)> = dates
            .filter_map(|date| {
                let value = date.value.settled(lang, order)?;
                Some((date.value.label, Read { value, span: date.span }))
            })
            .collect();
        // The sort keeps the order of lines that are labelled alike.
        settled.sort_by_key(|(label, _)| *label);
        Self {
            date: settled.into_iter().next().map(|(_, date)| date),
            byline: lines.iter().find_map(|line| line.byline.clone()),
            outlet: lines.iter().find_map(|line| line.outlet.clone()),
        }
    }

    /// Takes author and outlet from lines further away, where none is known.
    pub fn fill_names(&mut self, lines: &[&Dateline]) {
        let without_date = || lines.iter().filter(|line| !line.has_date());
        self.byline = self.byline.take().or_else(|| without_date().find_map(|line| line.byline.clone()));
        self.outlet = self.outlet.take().or_else(|| without_date().find_map(|line| line.outlet.clone()));
    }
}

/// The order that all numeric dates of a page have which have but one; `None` if they differ.
fn order<'a>(page: impl Iterator<Item = &'a Dateline>) -> Option<Order> {
    let mut orders = page.filter_map(|line| line.date.as_ref()?.value.order);
    let first = orders.next()?;
    orders.all(|other| other == first).then_some(first)
}
