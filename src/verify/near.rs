//! The place in a text that says nearly what a quotation says.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use crate::span::TextSpan;

/// The share of the words that must be there, in percent.
const LEAST_PERCENT: usize = 60;

/// The stretch of as many words as the quotation has that shares most of them with it, if it shares enough.
pub(super) fn nearest(quotation: &str, text: &str) -> Option<TextSpan> {
    let wanted = words(quotation);
    if wanted.len() < 2 {
        return nearest_word(wanted.first().map(|word| word.2.as_str())?, text);
    }
    let stretch = wanted.len();
    let mut missing: HashMap<String, i64> = HashMap::new();
    for (_, _, word) in &wanted {
        *missing.entry(word.clone()).or_default() += 1;
    }
    let all = words(text);
    let (mut shared, mut best) = (0, (0, 0));
    for (index, (_, _, word)) in all.iter().enumerate() {
        if let Some(count) = missing.get_mut(word) {
            shared += i64::from(*count > 0);
            *count -= 1;
        }
        if let Some((_, _, old)) = index.checked_sub(stretch).and_then(|old| all.get(old))
            && let Some(count) = missing.get_mut(old)
        {
            *count += 1;
            shared -= i64::from(*count > 0);
        }
        if shared > best.0 {
            best = (shared, index);
        }
    }
    let (shared, last) = best;
    if usize::try_from(shared).unwrap_or(0) * 100 < stretch * LEAST_PERCENT {
        return None;
    }
    let first = all.get((last + 1).saturating_sub(stretch))?.0;
    Some(TextSpan::between(first, all.get(last)?.1))
}

/// A word that differs in a letter or two.
fn nearest_word(wanted: &str, text: &str) -> Option<TextSpan> {
    let near =
        words(text).into_iter().map(|(start, end, word)| (strsim::osa_distance(wanted, &word), start, end));
    let best = near.min()?;
    let most = if wanted.chars().count() > 5 { 2 } else { 1 };
    (best.0 <= most).then(|| TextSpan::between(best.1, best.2))
}

fn words(text: &str) -> Vec<(usize, usize, String)> {
    let words = text.unicode_word_indices();
    words.map(|(at, word)| (at, at + word.len(), word.to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_found_and_what_is_not_is_not() {
        let text = "Nothing here. The minister said on Monday that talks would go on. More follows.";
        let near = |quotation: &str| nearest(quotation, text).map(|span| span.of(text).to_owned());
        assert_eq!(
            near("The minister said on Friday that talks").as_deref(),
            Some("The minister said on Monday that talks")
        );
        assert_eq!(near("a quite different sentence about other things"), None);
        assert_eq!(near("ministre").as_deref(), Some("minister"));
    }
}
