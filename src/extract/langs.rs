//! Sets of languages: in which of them a written form means what.

use crate::lang::Lang;
use crate::langid;

/// A set of languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Langs(u128);

impl Langs {
    /// Every language: what is said means the same in all of them.
    pub(super) const ALL: Self = Self(u128::MAX);

    /// Those that write the year first, so that `05/12/2025` has no order of its own in them.
    const YEAR_FIRST: &'static [Lang] =
        &[Lang::Zh, Lang::Ja, Lang::Ko, Lang::Hu, Lang::Lt, Lang::Sv, Lang::Mn, Lang::Eu, Lang::Fa];

    pub(super) fn of(langs: &[Lang]) -> Self {
        langs.iter().fold(Self::default(), |set, lang| set.with(*lang))
    }

    #[must_use]
    pub(super) fn with(self, lang: Lang) -> Self {
        Self(self.0 | 1 << (lang as u32))
    }

    #[must_use]
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that write the day first in numbers. English is among them: some of it does.
    pub(super) fn day_first() -> Self {
        Self(Self::ALL.0 & !Self::of(Self::YEAR_FIRST).0)
    }

    /// Those in which no other order than day first is in use.
    pub(super) fn only_day_first() -> Self {
        Self(Self::day_first().0 & !Self::of(&[Lang::En]).0)
    }

    /// A language with those that cannot be told from it.
    pub(super) fn near(lang: Lang) -> Self {
        let near = Lang::ALL.iter().filter(|other| langid::same_group(lang, **other));
        near.fold(Self::default(), |set, lang| set.with(*lang))
    }
}
