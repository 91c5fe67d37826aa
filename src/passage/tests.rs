use proptest::prelude::*;

use super::*;
use crate::clean::{FileRules, clean};
use crate::decode::decode;
use crate::extract::extract;

fn cut(text: &str) -> Vec<(Kind, String)> {
    cut_bytes(text.as_bytes())
}

fn cut_bytes(bytes: &[u8]) -> Vec<(Kind, String)> {
    let decoded = decode(bytes).unwrap();
    let cleaned = clean(&extract(&decoded), &decoded.text, &FileRules::default());
    let all = passages(&cleaned, &decoded.text, &decoded.changes);
    all.into_iter().map(|p| (p.kind, p.span.of(&decoded.text).to_owned())).collect()
}

const SENTENCE: &str = "The two ministers met in Vilnius on Monday and agreed to open the crossing again. ";

#[test]
fn long_paragraphs_stand_alone_and_short_ones_join() {
    let (long, last) = (SENTENCE.repeat(4), SENTENCE.repeat(5));
    let text = format!(
        "Ministers meet in Vilnius again\n\n{long}\n\nThey shook hands at noon.\n\nNobody said more than that.\n\n{last}\n"
    );
    let bodies: Vec<String> =
        cut(&text).into_iter().filter(|(kind, _)| *kind == Kind::Body).map(|(_, t)| t).collect();
    assert_eq!(bodies.len(), 3, "{bodies:#?}");
    assert_eq!(bodies[1], "They shook hands at noon.\n\nNobody said more than that.");
}

#[test]
fn list_items_join_their_lead_in() {
    let text = format!(
        "{}\nThe act calls for:\n- Not recognizing the regime,\n- Continuing to impose sanctions.\n{}",
        SENTENCE.repeat(3),
        SENTENCE.repeat(3)
    );
    let list = cut(&text).into_iter().find(|(_, t)| t.starts_with("The act")).unwrap();
    assert!(list.1.ends_with("impose sanctions."), "{list:?}");
}

#[test]
fn what_is_too_long_is_cut_at_sentence_ends() {
    let text = SENTENCE.repeat(40);
    let all = cut(&text);
    assert!(all.len() > 2);
    for (_, part) in &all {
        assert!(part.chars().count() <= LONGEST && part.ends_with("again."), "{part}");
    }
}

#[test]
fn a_change_of_charset_is_not_crossed() {
    let utf8 = "Они пожали друг другу руки.";
    let legacy = "Больше никто ничего не сказал.";
    let legacy_bytes = encoding_rs::WINDOWS_1251.encode(legacy).0.into_owned();
    let long = "Два министра встретились в Вильнюсе и договорились снова открыть переход. ".repeat(4);
    for gap in ["\n\n", "\n"] {
        let text = [
            long.as_bytes(),
            gap.as_bytes(),
            utf8.as_bytes(),
            gap.as_bytes(),
            &legacy_bytes,
            gap.as_bytes(),
            utf8.as_bytes(),
        ]
        .concat();
        let all: Vec<String> = cut_bytes(&text).into_iter().map(|(_, text)| text).collect();
        assert!(all.iter().any(|passage| passage == legacy), "{all:#?}");
        assert_eq!(
            all.join(" ").split_whitespace().collect::<String>(),
            [&long, utf8, legacy, utf8].concat().split_whitespace().collect::<String>()
        );
    }
}

proptest! {
    /// Conservation: every character that is not white space stands in exactly one passage.
    #[test]
    fn every_character_is_in_one_passage(text in "[a-zA-Zа-я .!?\n•-]{1,3000}") {
        if let Ok(decoded) = decode(text.as_bytes()) {
            let cleaned = clean(&extract(&decoded), &decoded.text, &FileRules::default());
            let mut spans: Vec<_> = passages(&cleaned, &decoded.text, &decoded.changes).into_iter().map(|p| p.span).collect();
            spans.sort();
            let mut covered = String::new();
            for pair in spans.windows(2) {
                prop_assert!(pair[0].end() <= pair[1].start());
            }
            for span in spans {
                covered.push_str(span.of(&decoded.text));
            }
            let squeeze = |s: &str| s.split_whitespace().collect::<String>();
            prop_assert_eq!(squeeze(&covered), squeeze(&decoded.text));
        }
    }
}
