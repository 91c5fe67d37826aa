use proptest::prelude::*;

use super::*;
use crate::decode::decode;
use crate::lang::Lang;

fn blocks(text: &str) -> Vec<String> {
    let decoded = decode(text.as_bytes()).unwrap();
    let extracted = extract(&decoded);
    extracted.blocks.iter().map(|block| block.span.of(&decoded.text).to_owned()).collect()
}

#[test]
fn a_line_is_a_block_unless_it_was_wrapped() {
    assert_eq!(
        blocks("Title\n\nFirst paragraph.\nSecond one.\n"),
        ["Title", "First paragraph.", "Second one."]
    );
    let wrapped = "The ministry said on Friday that the talks about the border would go on\n\
        and that no date had been set for the next round, although both sides\n\
        had asked for one before the end of the month; the embassy confirmed\n\
        this.\n\
        A second paragraph starts here without a blank line before it and it is\n\
        wrapped in the same way as the first one was.\n";
    let found = blocks(wrapped);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].ends_with("confirmed\nthis."));
}

#[test]
fn lines_that_were_wrapped_raggedly_are_joined() {
    let text = "Use Made of Technical Libraries\n\n\
        This report is an analysis of 6300 acts of use\n\
        in 104 technical libraries in the United Kingdom.\n\
        Library use is only one aspect of the wider pattern of\n\
        information use.  Information transfer in libraries is\n\
        restricted to the use of documents.\n";
    let found = blocks(text);
    assert_eq!(found.len(), 2, "{found:#?}");
    let menu = "News\nSport\nculture and arts of the whole wide region\nweather\n";
    assert_eq!(blocks(menu).len(), 4);
}

#[test]
fn headlines_of_like_length_are_not_joined() {
    let list = "Parliament approves the new budget after a long debate\n\
        Minister resigns over the scandal at the state airline\n\
        Border crossings reopen after two months of negotiations\n\
        Opposition leader returns home after years in exile now\n";
    assert_eq!(blocks(list).len(), 4);
}

/// What a line says in an article of a language: date, byline, outlet, `-` for what it does not say.
fn said(lang: Option<Lang>, line: &str) -> [String; 3] {
    let read = Dateline::read(line, TextSpan::between(0, line.len())).filter(Dateline::is_sure);
    let metadata = Metadata::of(&read.iter().collect::<Vec<_>>(), lang, read.iter());
    for name in [&metadata.byline, &metadata.outlet].into_iter().flatten() {
        assert_eq!(name.span.of(line), name.value, "the place of a name is where it stands");
    }
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let name = |name: Option<Read<String>>| or_none(name.map(|name| name.value));
    [or_none(metadata.date.map(|date| date.value.value)), name(metadata.byline), name(metadata.outlet)]
}

#[test]
fn dates_are_read_in_the_forms_that_sites_write() {
    let mut wrong = Vec::new();
    let tables = [include_str!("../../tests/it/dates.tsv"), include_str!("../../tests/it/dates_fresh.tsv")];
    let rows = tables.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#'));
    for row in rows {
        let fields: Vec<&str> = row.split('\t').collect();
        let expected: Vec<&str> = (2..5).map(|at| fields.get(at).copied().unwrap_or("-")).collect();
        let found = said(fields[0].parse().ok(), fields[1]);
        if found.as_slice() != expected.as_slice() {
            wrong.push(format!(
                "{} {} => {}, not {}",
                fields[0],
                fields[1],
                found.join(" | "),
                expected.join(" | ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pieces that lines of dates are made of, and some that are none.
const PIECES: &[&str] = &[
    "19",
    "31",
    "02",
    "12",
    "2025",
    "1980",
    "2568",
    "December",
    "грудня",
    "listopada",
    "mars",
    ".",
    ",",
    " ",
    "-",
    "/",
    ":",
    "21:20",
    "By",
    "Jane",
    "Smith",
    "Автор:",
    "года",
    "г.",
    "年",
    "月",
    "日",
    "T",
    "Z",
    "p.m.",
    "Published",
    "updated",
    "(",
    ")",
    "|",
    "h",
    "١٩",
    "Source:",
    "XII",
    "de",
    "Friday",
    "\u{301}",
    "’",
    "오후",
];

proptest! {
    /// Whatever the line: no panic, the same answer twice, never a day that the calendar does not have, and the
    /// places lie in the line.
    #[test]
    fn any_line_is_read_to_a_possible_date_or_none(line in prop_oneof![
        "\\PC{0,200}",
        prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat()),
        prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.join(" ")),
    ]) {
        let read = || Dateline::read(&line, TextSpan::between(7, 7 + line.len()));
        let first = read();
        prop_assert_eq!(&first, &read());
        for lang in [None, Some(Lang::En), Some(Lang::Pl), Some(Lang::Hr)] {
            let metadata = Metadata::of(&first.iter().collect::<Vec<_>>(), lang, first.iter());
            if let Some(date) = metadata.date {
                prop_assert!(date.value.days().is_some(), "{:?}", date);
                prop_assert!(date.span.start().index() >= 7 && date.span.end().index() <= 7 + line.len());
            }
        }
    }
}

#[test]
fn the_order_of_numeric_dates_is_known_from_another_date_of_the_page() {
    let read = |line: &str| Dateline::read(line, TextSpan::between(0, line.len())).unwrap();
    let lines = [read("05/12/2025"), read("Updated: 12/19/2025")];
    let value = |page: &[Dateline]| {
        Metadata::of(&[&lines[0]], Some(Lang::En), page.iter()).date.map(|d| d.value.value)
    };
    assert_eq!(value(&lines[..1]), None);
    assert_eq!(value(&lines).as_deref(), Some("2025-05-12"));
    assert_eq!(value(&[read("05/12/2025"), read("19/12/2025")]).as_deref(), Some("2025-12-05"));
    assert_eq!(value(&[read("19/12/2025"), read("12/19/2025")]), None);
}

#[test]
fn a_preposition_and_a_name_are_a_byline_only_beside_a_date_in_their_language() {
    let read = |line: &str| Dateline::read(line, TextSpan::between(0, line.len()));
    let beside =
        |line: &str, lang| read(line).filter(|line| !line.is_sure()).and_then(|line| line.beside_date(lang));
    assert!(beside("Von Anna Schmidt", Some(Lang::De)).is_some());
    assert!(beside("Von Anna Schmidt", Some(Lang::En)).is_none());
    assert!(beside("Nga Arben Hoxha", Some(Lang::Sq)).is_some());
    assert!(beside("Von der Leyen Visits Kyiv", Some(Lang::De)).is_none());
}

#[test]
fn a_list_in_a_script_without_spaces_was_not_wrapped() {
    let list = "・上海地铁四号线海伦路站不均衡沉降将封站大修\n\
        ・全国三年查逾六万个小金库治理将转向常态化制度\n\
        ・社会组织十二年五十八次申请登记无果发展待除咒\n\
        ・广东省委常委统战部部长涉嫌严重违纪被组织调查\n";
    assert_eq!(blocks(list).len(), 4);
    let headlines = "上海地铁四号线海伦路站不均衡沉降将封站大修\n全国三年查逾六万个小金库治理将转向常态\n\
        社会组织十二年五十八次申请登记无果发展待除\n广东省委常委统战部部长被组织调查\n";
    assert_eq!(blocks(headlines).len(), 4, "the first character of the next had room");
}
