use proptest::prelude::*;

use super::*;

fn terms(text: &str) -> Vec<String> {
    analyze(text, None).into_iter().filter(|t| t.form == Form::Word).map(|t| t.term).collect()
}

fn shown(text: &str, lang: Option<Lang>) -> String {
    let tokens = analyze(text, lang);
    let token = |t: &Token| format!("{}@{}{:?}", t.term.replace('\u{1}', "+"), t.position, t.form);
    tokens.iter().map(token).collect::<Vec<_>>().join(" ")
}

#[test]
fn case_diacritics_and_apostrophes_do_not_count() {
    assert_eq!(terms("Żółć Vlorë İstanbul ﬁnal Straße"), ["zolc", "vlore", "istanbul", "final", "strasse"]);
    for written in ["сям'я", "сям’я", "сямʼя", "сям`я"] {
        assert_eq!(terms(written), ["сям'я"], "{written}");
    }
    assert_eq!(terms("Киев Київ Йосиф Ўладзімір"), ["киев", "київ", "йосиф", "ўладзімір"]);
    assert_eq!(
        terms("И\u{306}осиф Лукаше\u{301}нко Лука\u{ad}шенко Лука\u{200b}шенко"),
        ["йосиф", "лукашенко", "лукашенко", "лукашенко"]
    );
}

#[test]
fn look_alike_letters_in_mixed_words_are_one() {
    assert_eq!(terms("Лукaшeнкo"), ["лукашенко"]);
    assert_eq!(terms("Lukаshenko"), ["lukashenko"]);
}

#[test]
fn possessives_and_elisions_emit_the_bare_word() {
    assert_eq!(
        shown("Lukashenko’s l'Europe", None),
        "lukashenko's@0Word lukashenko@0Bare l'europe@1Word europe@1Bare"
    );
    let text = "of Lukashenko's regime";
    let bare = analyze(text, None).into_iter().find(|t| t.form == Form::Bare).unwrap();
    assert_eq!(bare.span.of(text), "Lukashenko");
    assert_eq!(shown("O'Neil", None), "o'neil@0Word");
}

#[test]
fn hyphenated_words_are_indexed_whole_and_in_parts() {
    assert_eq!(
        shown("well-known man", None),
        "well@0Word known@1Word +wellknown@1Tail wellknown@0Whole man@2Word"
    );
    assert_eq!(shown("dip-\nlomat", None), "dip@0Word lomat@1Word +diplomat@1Tail diplomat@0Whole");
    for line_end in ["\r\n", "\r", " \n  "] {
        let text = format!("dip-{line_end}lomat");
        assert_eq!(shown(&text, None), "dip@0Word lomat@1Word +diplomat@1Tail diplomat@0Whole", "{text:?}");
    }
    assert_eq!(shown("EU–Belarus", None), "eu@0Word belarus@1Word");
}

#[test]
fn a_soft_hyphen_at_a_line_end_is_a_break_inside_a_word() {
    for line_end in ["\n", "\r\n", "\r", " \n "] {
        let text = format!("Lukа\u{ad}{line_end}shenko said");
        assert_eq!(terms(&text), ["lukashenko", "said"], "{text:?}");
    }
    assert_eq!(terms("end\u{ad}\n\nnext"), ["end", "next"]);
    assert_eq!(terms("end\u{ad}\n- next"), ["end", "next"]);
}

#[test]
fn kana_of_half_the_width_are_those_of_full_width() {
    assert_eq!(terms("ﾍﾞﾗﾙｰｼ"), terms("ベラルーシ"));
}

#[test]
fn initials_and_dots_are_split() {
    assert_eq!(
        terms("А.Г.Лукашенко U.S. 3.14 example.com"),
        ["а", "г", "лукашенко", "us", "3.14", "example", "com"]
    );
}

#[test]
fn yo_is_found_as_ye_too_and_stems_are_added() {
    assert_eq!(shown("Пётр", None), "петр@0Variant пётр@0Word");
    assert_eq!(shown("sanctions", Some(Lang::En)), "sanctions@0Word en:sanction@0Stem");
    assert_eq!(shown("sanction", Some(Lang::En)), "sanction@0Word");
}

proptest! {
    #[test]
    fn any_text_is_analyzed_with_spans_inside_it(text in "\\PC{0,300}") {
        for token in analyze(&text, Some(Lang::Ru)) {
            prop_assert!(!token.span.is_empty());
            prop_assert!(!token.span.of(&text).is_empty(), "{:?}", token);
            prop_assert!(token.term.len() <= LONGEST_TERM + 1);
        }
    }
}
