use proptest::prelude::*;

use super::*;
use crate::decode::decode;
use crate::extract::extract;

/// Each block as `kept` or the reason, with its text.
fn cleaned(text: &str) -> Vec<(String, String)> {
    let decoded = decode(text.as_bytes()).unwrap();
    let cleaned = clean(&extract(&decoded), &decoded.text, &FileRules::default());
    let shown = |verdict: Verdict| match verdict {
        Verdict::Kept(role) => role.as_str().to_owned(),
        Verdict::Dropped(reason) => format!("- {}", reason.as_str()),
    };
    cleaned.blocks.iter().map(|b| (shown(b.verdict), b.block.span.of(&decoded.text).to_owned())).collect()
}

fn verdict_of(text: &str, line: &str) -> String {
    cleaned(text).into_iter().find(|(_, block)| block == line).unwrap().0
}

const BODY: &str = "The ministers of both countries met in Vilnius on Monday to talk about the border crossing.\n\n\
    They agreed that lorries may pass again from the first of March, if the weather allows it.\n\n\
    A spokeswoman said that the talks had been long but friendly, and would go on in spring.\n";

fn page(before: &str, after: &str) -> String {
    format!("{before}\n\nBorder crossing at Vilnius opens again in March\n\n{BODY}\n{after}\n")
}

#[test]
fn the_headline_is_kept_and_its_repetition_dropped() {
    let text = page("Home\nNews\nSport", "");
    let kept: Vec<String> = cleaned(&text).into_iter().map(|(verdict, _)| verdict).collect();
    let dropped = "- menu entry";
    assert_eq!(kept, [dropped, dropped, dropped, "headline", "paragraph", "paragraph", "paragraph"]);
    let twice = format!("Border crossing at Vilnius opens again in March\n\n{text}");
    assert!(cleaned(&twice).iter().filter(|(verdict, _)| verdict == "headline").count() == 1);
}

#[test]
fn a_sidebar_in_another_language_is_dropped_wherever_it_stands() {
    let sidebar = "Moti i keq ka goditur orët e fundit brigjet e jugut, duke shkaktuar dëme të mëdha për banorët e zonës.";
    let reason = "- in another language than the article";
    let outside = ["- before the article", "- after the article", reason];
    assert!(outside.contains(&verdict_of(&page(sidebar, ""), sidebar).as_str()));
    assert!(outside.contains(&verdict_of(&page("", sidebar), sidebar).as_str()));
    let middle = page("", "").replace("\n\nA spokes", &format!("\n\n{sidebar}\n\nA spokes"));
    assert_eq!(verdict_of(&middle, sidebar), reason);
}

#[test]
fn a_quotation_in_another_language_is_kept() {
    let quotation = "«Мы готовы открыть границу, если соседи этого действительно хотят», — сказал он.";
    let text = page("", "").replace("\n\nA spokes", &format!("\n\n{quotation}\n\nA spokes"));
    assert_eq!(verdict_of(&text, quotation), "paragraph");
}

#[test]
fn headlines_after_a_section_mark_are_dropped_and_a_list_after_a_colon_is_kept() {
    let related = page(
        "",
        "Read also\nFloods in the south leave many without power\nNew museum opens its doors in Riga",
    );
    assert!(verdict_of(&related, "New museum opens its doors in Riga").starts_with('-'));
    let list = "The agreement says:\n- lorries may pass in both directions\n- buses need a permit\n- cars wait until May";
    let text = page("", "").replace("\n\nA spokes", &format!("\n\n{list}\n\nA spokes"));
    assert_eq!(verdict_of(&text, "- buses need a permit"), "list-item");
}

#[test]
fn subheadings_are_kept_and_share_buttons_inside_the_text_are_not() {
    let text = page("", "").replace("\n\nA spokes", "\n\nShare on Facebook\n\nTalks go on\n\nA spokes");
    assert_eq!(verdict_of(&text, "Talks go on"), "subheading");
    assert_eq!(verdict_of(&text, "Share on Facebook"), "- share button");
}

#[test]
fn a_page_that_has_text_keeps_some_of_it() {
    assert!(cleaned("Comments\nShare").iter().all(|(verdict, _)| !verdict.starts_with('-')));
    assert!(cleaned("One line without an end").iter().all(|(verdict, _)| !verdict.starts_with('-')));
}

/// Two sizes of the same page, one twenty times the other: no step may look at all blocks for each block.
#[test]
fn time_grows_with_the_number_of_lines() {
    let time = |lines: usize| {
        let text = "News\nHome page\nThey met in Vilnius on Monday to talk.\n".repeat(lines / 3);
        let began = std::time::Instant::now();
        let decoded = decode(text.as_bytes()).unwrap();
        assert!(!clean(&extract(&decoded), &decoded.text, &FileRules::default()).blocks.is_empty());
        began.elapsed()
    };
    time(1_000);
    let (small, large) = (time(3_000).max(std::time::Duration::from_millis(5)), time(60_000));
    assert!(large < small * 200, "{small:?} for 3,000 lines, {large:?} for 60,000");
}

#[test]
fn the_same_text_is_cleaned_alike() {
    let text = page("Home\nNews", "Read also\nFloods in the south leave many without power");
    assert_eq!(cleaned(&text), cleaned(&text));
}

proptest! {
    /// Conservation, whatever the lines: each block has one verdict, and something is kept.
    #[test]
    fn every_block_has_a_verdict(lines in prop::collection::vec(
        prop_oneof![
            Just("Read also".to_owned()), Just("Share".to_owned()), Just(String::new()), Just("Comments (3)".to_owned()),
            Just("2025-12-19 21:20 By Anna Kowalska".to_owned()), "[A-Z][a-z]{2,8}( [a-z]{2,8}){0,12}[.?]?",
            "[А-Я][а-я]{2,8}( [а-я]{2,8}){0,12}[.?]?", "- [a-z]{3,9} [a-z]{3,9}",
        ], 1..40)) {
        let text = lines.join("\n");
        if !text.trim().is_empty() {
            let verdicts = cleaned(&text);
            prop_assert!(verdicts.iter().any(|(verdict, _)| !verdict.starts_with('-')), "{verdicts:?}");
        }
    }
}

#[test]
fn teasers_that_are_longer_than_the_article_are_not_its_body() {
    let teasers = [
        (
            "Trams",
            "The old tram depot by the harbour will be pulled down after all, although four thousand residents \
          signed a petition and an architect offered to turn it into a library.",
        ),
        (
            "Wolves",
            "Shepherds in the southern hills count their losses after a hard winter, and hunters ask why a \
          licence to shoot takes longer than the season in which it can be used.",
        ),
        (
            "Opera",
            "Nobody expected the understudy to sing the whole night without a score, least of all the critic \
          who had left in the interval and wrote about the supper instead.",
        ),
        (
            "Taxes",
            "Whoever sold a flat last year ought to look twice at the new form, since the ministry changed \
          one column and forgot to say so in the leaflet it sent around.",
        ),
        (
            "Chess",
            "A girl of eleven beat two grandmasters in one afternoon at the club in the old brewery, then \
          asked whether the buffet was still open and went home by bicycle.",
        ),
        (
            "Bees",
            "Honey will be dear this autumn because the lime trees flowered in the rain, say keepers who have \
          not seen a June like it since they took over the hives of their parents.",
        ),
    ];
    let after: String = teasers
        .iter()
        .map(|(title, teaser)| format!("Magazine\n\n{title} in the news\n\n{teaser}\n\n"))
        .collect();
    let text = page("Home\nNews\nSport", &after);
    for paragraph in BODY.trim().split("\n\n") {
        assert_eq!(verdict_of(&text, paragraph), "paragraph");
    }
    // Those right behind the article are not always told from it.
    let dropped = teasers.iter().filter(|(_, teaser)| verdict_of(&text, teaser).starts_with('-')).count();
    assert!(dropped + 2 >= teasers.len(), "{dropped} dropped");
}

#[test]
fn a_body_of_one_word_without_end_is_weighed() {
    let word = "a".repeat(3_000_000);
    let text = page("", &format!("{word}!!! {}.", ", ".repeat(100_000)));
    assert!(!cleaned(&text).is_empty());
}
