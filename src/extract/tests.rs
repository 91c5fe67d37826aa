use super::*;
use crate::decode::decode;

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

#[test]
fn datelines_are_read() {
    let read = |line: &str| Dateline::read(line, TextSpan::between(0, line.len()));
    let found = read("Bota 2025-12-19 21:20:00 Nga VNA").unwrap();
    assert_eq!(
        found.date.unwrap(),
        Date { value: "2025-12-19T21:20:00".into(), precision: Precision::Second }
    );
    assert_eq!(found.byline.as_deref(), Some("VNA"));
    let found = read("19.12.2025, 21:20").unwrap();
    assert_eq!(found.date.unwrap(), Date { value: "2025-12-19T21:20".into(), precision: Precision::Minute });
    assert_eq!(read("By Anna Kowalska").unwrap().byline.as_deref(), Some("Anna Kowalska"));
    assert_eq!(read("2025-02-30"), None);
    assert_eq!(read("By the end of the year the talks had failed"), None);
    assert_eq!(read("The law of 2024-12-19 was repealed by a vote of the lower house that very week"), None);
}
