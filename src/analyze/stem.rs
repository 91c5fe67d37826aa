//! Stems by Snowball (<https://snowballstem.org>), for the languages that have an algorithm there.

use std::borrow::Cow;

use snowball_stemmers_rs::Algorithm;

use super::fold;
use crate::lang::Lang;

/// The stemmer of a language.
pub(super) struct Stemmer {
    lang: Lang,
    algorithm: snowball_stemmers_rs::Stemmer,
}

/// Whether words of a language are stemmed.
pub fn has_stemmer(lang: Lang) -> bool {
    algorithm(lang).is_some()
}

fn algorithm(lang: Lang) -> Option<Algorithm> {
    Some(match lang {
        Lang::Ar => Algorithm::Arabic,
        Lang::Ca => Algorithm::Catalan,
        Lang::Cs => Algorithm::Czech,
        Lang::Da => Algorithm::Danish,
        Lang::De => Algorithm::German,
        Lang::El => Algorithm::Greek,
        Lang::En => Algorithm::English,
        Lang::Es => Algorithm::Spanish,
        Lang::Et => Algorithm::Estonian,
        Lang::Eu => Algorithm::Basque,
        Lang::Fi => Algorithm::Finnish,
        Lang::Fr => Algorithm::French,
        Lang::Ga => Algorithm::Irish,
        Lang::Hi => Algorithm::Hindi,
        Lang::Hu => Algorithm::Hungarian,
        Lang::Hy => Algorithm::Armenian,
        Lang::Id => Algorithm::Indonesian,
        Lang::It => Algorithm::Italian,
        Lang::Lt => Algorithm::Lithuanian,
        Lang::Nb => Algorithm::Norwegian,
        Lang::Nl => Algorithm::Dutch,
        Lang::Pl => Algorithm::Polish,
        Lang::Pt => Algorithm::Portuguese,
        Lang::Ro => Algorithm::Romanian,
        Lang::Ru => Algorithm::Russian,
        Lang::Sv => Algorithm::Swedish,
        Lang::Tr => Algorithm::Turkish,
        Lang::Uk => Algorithm::Ukrainian,
        _ => return None,
    })
}

/// Words longer than this, in bytes, are not inflected words.
const LONGEST_WORD: usize = 100;

impl Stemmer {
    pub(super) fn of(lang: Lang) -> Option<Self> {
        let algorithm = snowball_stemmers_rs::Stemmer::create(algorithm(lang)?);
        Some(Self { lang, algorithm })
    }

    /// The stem of a word as a term, if it differs from the word's folded form. The algorithms know
    /// diacritics, so the word is stemmed first and folded then.
    pub(super) fn stem(&self, word: &str, folded: &str) -> Option<String> {
        if word.len() > LONGEST_WORD || !word.chars().any(char::is_alphabetic) {
            return None;
        }
        let lower = if word.is_ascii() { Cow::Borrowed(folded) } else { Cow::Owned(word.to_lowercase()) };
        let stem = self.algorithm.stem(&lower);
        let is_folded = stem.bytes().all(|byte| byte.is_ascii_lowercase());
        let stem = if is_folded { stem } else { Cow::Owned(fold::fold(&stem)) };
        (stem != folded && !stem.is_empty()).then(|| [self.lang.code(), ":", &stem].concat())
    }
}
