//! Date, byline and outlet: read from whole pages, cited, searched by.

use kartoteka::article::Article;
use kartoteka::clean::{Role, Verdict};
use kartoteka::engine::Segments;
use kartoteka::render::json::{HitLine, PlaceField};
use kartoteka::search::Noise;

use crate::support::TestEnv;

const BODY: &str = "The ministers of both countries met in Vilnius on Monday to talk about the border crossing.\n\n\
    They agreed that lorries may pass again from the first of March, if the weather allows it.\n\n\
    A spokeswoman said on 3 January 2024 that the talks had been long but friendly, and would go on in spring.\n";

fn page(headline: &str, line: &str) -> String {
    format!("Home\nNews\n\n{headline}\n\n{line}\n\n{BODY}")
}

fn article(text: &str) -> Article {
    Article::read(text.as_bytes()).unwrap()
}

fn date_of(text: &str) -> Option<String> {
    article(text).cleaned.metadata.date.map(|date| date.value.value)
}

#[test]
fn headlines_that_begin_like_bylines_stay_headlines() {
    let headlines = [
        "De Gaulle Returns To Vilnius Border",
        "Von der Leyen Visits Border Crossing In Vilnius",
        "By The Numbers: Lorries At The Border Crossing",
        "Do Kalinowski In Vilnius At The Border Crossing",
        "Border Crossing Accident kills three lorries 2025-12-19",
    ];
    for headline in headlines {
        let article = article(&page(headline, "December 19, 2025"));
        let role = article.cleaned.blocks.iter().find(|b| b.block.span.of(&article.decoded.text) == headline);
        assert_eq!(role.unwrap().verdict, Verdict::Kept(Role::Headline), "{headline}");
        assert_eq!(article.cleaned.metadata.byline, None, "{headline}");
        assert_eq!(article.cleaned.metadata.date.unwrap().value.value, "2025-12-19", "{headline}");
    }
}

#[test]
fn a_date_in_a_sentence_or_after_the_article_is_not_that_of_the_article() {
    let headline = "Border crossing at Vilnius opens again in March";
    assert_eq!(date_of(&page(headline, "")), None);
    assert_eq!(date_of(&(page(headline, "") + "\nRead also\n19 December 2025\nFloods in the south\n")), None);
    let above = format!("Friday, 26 December 2025\n\n{headline}\n\n19 December 2025\n\n{BODY}");
    assert_eq!(
        date_of(&above).as_deref(),
        Some("2025-12-19"),
        "the line below the headline is the article's"
    );
    let both = page(headline, "Updated: 20 December 2025\nPublished: 19 December 2025");
    assert_eq!(date_of(&both).as_deref(), Some("2025-12-19"));
}

#[test]
fn the_order_of_a_numeric_date_comes_from_the_page_or_stays_open() {
    let headline = "Border crossing at Vilnius opens again in March";
    assert_eq!(date_of(&page(headline, "05/12/2025")), None);
    assert_eq!(date_of(&page(headline, "05/12/2025\nUpdated: 19/12/2025")).as_deref(), Some("2025-12-05"));
}

#[test]
fn a_preposition_and_a_name_beside_the_date_are_the_byline() {
    let body = "Die Minister beider Länder trafen sich am Montag in Wilna, um über den Grenzübergang zu sprechen.\n\n\
        Sie einigten sich darauf, dass Lastwagen ab dem ersten März wieder fahren dürfen, wenn das Wetter es zulässt.\n";
    let text =
        format!("Grenzübergang in Wilna öffnet wieder\n\nVon Anna Schmidt\n\n19. Dezember 2025\n\n{body}");
    assert_eq!(article(&text).cleaned.metadata.byline.unwrap().value, "Anna Schmidt");
}

fn hits(env: &TestEnv, query: &str) -> Vec<HitLine> {
    // The format is read back strictly.
    env.jsonl(query, Noise::Left).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn said<'a>(text: &'a str, place: Option<&PlaceField>) -> &'a str {
    let place = place.unwrap();
    &text[usize::try_from(place.byte_start).unwrap()..usize::try_from(place.byte_end).unwrap()]
}

#[test]
fn hits_cite_where_date_byline_and_outlet_were_read_and_outlets_are_searched() {
    let env = TestEnv::new();
    let headline = "Border crossing at Vilnius opens again in March";
    let named = page(headline, "By Jane Smith | 19 December 2025, 21:20\n\nSource: Наша Ніва");
    env.write("named.txt", named.as_bytes());
    env.write("month.txt", page("Lorries at the border crossing wait for March", "December 2025").as_bytes());
    env.write("plain.txt", page("Talks on the border crossing go on in Vilnius", "").as_bytes());
    env.index(Segments::Few);

    env.check_citations(&env.jsonl("friendly", Noise::Left));
    let found = hits(&env, "friendly outlet:ніва");
    assert_eq!(found.len(), 1);
    let hit = &found[0];
    assert_eq!((hit.byline.as_deref(), hit.outlet.as_deref()), (Some("Jane Smith"), Some("Наша Ніва")));
    let places = hit.read_from.as_ref().unwrap();
    assert_eq!(said(&named, places.date.as_ref()), "19 December 2025, 21:20");
    assert_eq!(said(&named, places.byline.as_ref()), "Jane Smith");
    assert_eq!(said(&named, places.outlet.as_ref()), "Наша Ніва");
    assert_eq!(places.date.as_ref().unwrap().line_start, 6);
    assert_eq!(hits(&env, "friendly outlet:\"наша нива\"").len(), 0);
    assert_eq!(hits(&env, "friendly outlet:\"Наша Ніва\"").len(), 1);

    let month = hits(&env, "friendly date:2025-12-25..2025-12-31 file:month.txt");
    let date = month[0].date.as_ref().unwrap();
    assert_eq!((date.value.as_str(), date.precision), ("2025-12", kartoteka::extract::Precision::Month));
    let plain = hits(&env, "friendly file:plain.txt");
    assert!(plain[0].date.is_none() && plain[0].read_from.is_none());

    // The passage still says what it said, the line with the date does not: the date is left out.
    env.write("named.txt", named.replace("19 December 2025", "20 December 2025").as_bytes());
    let changed = hits(&env, "friendly outlet:ніва");
    assert!(changed[0].text.is_some() && changed[0].date.is_none());
    assert_eq!(changed[0].byline.as_deref(), Some("Jane Smith"));
}
