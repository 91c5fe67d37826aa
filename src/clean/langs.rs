//! The language of each block once the verdicts stand: a short one has that of its surroundings.

use super::Verdict;
use super::fixed::SURE_LETTERS;
use super::page::{Page, is_foreign};
use crate::lang::Lang;
use crate::langid;

/// Kept blocks without a language of their own have that of the article, dropped ones that of the nearest dropped
/// block before or after.
pub(super) fn settled(page: &Page<'_>, verdicts: &[Verdict]) -> Vec<Option<Lang>> {
    let main = page.run.lang;
    let mut langs: Vec<Option<Lang>> = (0..page.len()).map(|index| own(page, index)).collect();
    let below = nearest(&langs, verdicts);
    let mut above = None;
    for (index, verdict) in verdicts.iter().enumerate() {
        match verdict {
            // What a few letters say is weaker than where they stand.
            Verdict::Kept(_) => {
                above = None;
                let short = page.lines()[index].letters < SURE_LETTERS;
                langs[index] = if short { main.or(langs[index]) } else { langs[index].or(main) };
            }
            Verdict::Dropped(_) => {
                above = langs[index].or(above);
                langs[index] = above.or(below[index]);
            }
        }
    }
    langs
}

fn own(page: &Page<'_>, index: usize) -> Option<Lang> {
    let (line, main) = (&page.lines()[index], page.run.lang);
    let lang = line.lang.filter(|_| line.told);
    match (lang, main) {
        (Some(lang), Some(main)) if langid::same_group(lang, main) => Some(main),
        _ if !is_foreign(line, main) && lang.is_some() => main.or(lang),
        _ => lang,
    }
}

/// For each block the language of the next dropped one that has one, with only dropped ones between.
fn nearest(langs: &[Option<Lang>], verdicts: &[Verdict]) -> Vec<Option<Lang>> {
    let mut nearest = vec![None; langs.len()];
    let mut below = None;
    for (index, verdict) in verdicts.iter().enumerate().rev() {
        below = if verdict.role().is_some() { None } else { langs[index].or(below) };
        nearest[index] = below;
    }
    nearest
}
