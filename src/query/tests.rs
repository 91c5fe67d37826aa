use proptest::prelude::*;

use super::*;
use crate::lang::Lang;
use crate::lexicon::tests::Words;

fn made(query: &str, langs: &[Lang], words: &[&str]) -> (Option<Plan>, Vec<Note>) {
    let words = Words::new(words);
    let context = Context { langs, vocabulary: &words, forms: Forms::All, filters: &[] };
    let mut notes = Vec::new();
    (plan(&parse(query), &context, &mut notes).unwrap(), notes)
}

fn shown(node: &Node) -> String {
    let join =
        |sign: &str, nodes: &[Node]| nodes.iter().map(|n| format!("{sign}{} ", shown(n))).collect::<String>();
    match node {
        Node::Word(word) => word.clone(),
        Node::Phrase(Phrase { text, slop, forms }) => {
            let literal = if *forms == Forms::Literal { "=" } else { "" };
            let slop = if *slop > 0 { format!("~{slop}") } else { String::new() };
            format!("{literal}\"{text}\"{slop}")
        }
        Node::Pattern(text) => format!("{text}%"),
        Node::Fuzzy(text, distance) => format!("{text}~{distance}"),
        Node::Title(inner) => format!("title:{}", shown(inner)),
        Node::Filter(filter) => format!("{filter:?}"),
        Node::Group { must, should, not } => {
            let all = join("+", must) + &join("", should) + &join("-", not);
            format!("({})", all.trim_end())
        }
    }
}

fn tree(query: &str) -> (String, Vec<Note>) {
    let parsed = parse(query);
    (shown(&parsed.root), parsed.notes)
}

#[test]
fn operators_are_read_as_in_lucene() {
    let read = |query| tree(query).0;
    assert_eq!(read("a b"), "(a b)");
    assert_eq!(read("+a -b \"c d\""), "(+a \"c d\" -b)");
    assert_eq!(read("a AND b OR c"), "(((+a +b) c))");
    assert_eq!(read("a OR b c"), "((a b) c)");
    assert_eq!(read("a AND NOT b"), "(+a -b)");
    assert_eq!(read("(a OR b) AND c"), "(+((a b)) +c)");
    assert_eq!(read("“Yury Ambrazevich” EU-Belarus"), "(\"Yury Ambrazevich\" EU-Belarus)");
    assert_eq!(read("Trump: \"good cop\""), "(Trump: \"good cop\")");
    assert_eq!(read("a - b"), "(a - b)");
    assert_eq!(read("\"a b\"-c (d)-e"), "(\"a b\" -c (d) -e)");
}

#[test]
fn fields_patterns_and_slop_are_read() {
    let read = |query| tree(query).0;
    assert_eq!(read("\"good cop\"~3 =\"bad cop\""), "(\"good cop\"~3 =\"bad cop\")");
    assert_eq!(read("Lukash* wom?n really? C*"), "(Lukash*% wom?n% really? C*%)");
    assert_eq!(read("Minsk~ Kyiv~1 a~b"), "(Minsk~2 Kyiv~1 a~b)");
    assert_eq!(
        read("title:Minsk title:\"good cop\" -title:(a b)"),
        "(title:Minsk title:\"good cop\" -title:(a b))"
    );
    assert_eq!(read("lang:be,ru x"), "(+Lang([Be, Ru]) x)");
    assert_eq!(
        read("date:2025 -file:*.txt"),
        "(+Date { from: Day(739252), to: Day(739616) } -File(\"*.txt\"))"
    );
    assert_eq!(tree("lang:xx").1, [Note::FieldAsWords { text: "lang:xx".into() }]);
    assert_eq!(read("title: lang: http://x.y"), "(title: lang: http://x.y)");
}

#[test]
fn a_query_of_megabytes_is_read_in_part_and_said() {
    for piece in ["title:", "(", "a ", "-", "\"", "NOT ", "*a", "\"a\"~1 "] {
        let query = piece.repeat(70_000);
        let parsed = parse(&query);
        assert_eq!(parsed.notes[0], Note::TooLong { bytes: 1 << 16 }, "{piece}");
        let (_, notes) = made(&query, &[Lang::En], &[]);
        assert!(notes.len() < 10, "{piece}");
    }
}

#[test]
fn patterns_stand_for_words_of_the_corpus() {
    let (plan, notes) = made("Lukash* lukashenca~1", &[], &["lukashenka", "lukashenko", "minsk"]);
    let terms = |leaf: &Leaf| match leaf {
        Leaf::Word { terms, .. } => terms.loose.iter().map(|loose| loose.term.clone()).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let plan = plan.unwrap();
    assert_eq!(terms(&plan.leaves[0]), ["lukashenka", "lukashenko"]);
    assert_eq!(terms(&plan.leaves[1]), ["lukashenka"]);
    assert_eq!(notes, []);
}

#[test]
fn what_is_no_syntax_is_text_and_said() {
    let word = |word: &str| Note::OperatorAsWord { word: word.into() };
    assert_eq!(tree("a AND"), ("(a AND)".into(), vec![word("AND")]));
    assert_eq!(tree("OR"), ("(OR)".into(), vec![word("OR")]));
    assert_eq!(tree("Belarus (EU"), ("(Belarus EU)".into(), vec![Note::UnbalancedParenthesis]));
    assert_eq!(tree("say \"good cop"), ("(say good cop)".into(), vec![Note::UnclosedQuote]));
    assert_eq!(tree("\"\"").0, "(\"\")");
    assert_eq!(tree("a AND AND b").0, "(+a +AND b)");
}

#[test]
fn a_plan_holds_concrete_terms() {
    let plan = made("sanctions -Lukashenko's", &[Lang::En], &[]).0.unwrap();
    let Leaf::Word { terms, .. } = &plan.leaves[0] else { panic!() };
    assert_eq!(terms.exact, ["sanctions"]);
    let loose: Vec<_> = terms.loose.iter().map(|l| (l.term.as_str(), l.only)).collect();
    assert_eq!(loose, [("en:sanction", Some(Lang::En)), ("sanction", Some(Lang::En))]);
    assert_eq!(plan.scored, [0]);
    assert!(plan.condition.holds(0b01) && !plan.condition.holds(0b11) && !plan.condition.holds(0));
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
}

#[test]
fn a_word_of_several_positions_is_a_phrase() {
    let plan = made("EU-Belarus", &[], &[]).0.unwrap();
    let Leaf::Phrase { steps, .. } = &plan.leaves[0] else { panic!() };
    assert!(
        matches!(&steps[..], [Step::Joined { parts, whole }] if parts.len() == 2 && whole == "eubelarus")
    );
}

#[test]
fn nothing_to_search_gives_no_plan() {
    for query in ["", "\"\"", "***", "()", "+ -", "?!"] {
        assert_eq!(made(query, &[Lang::En], &[]).0, None, "{query}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_query(query in r#"([a-c ()"+\-“”*?~=:0-9]|AND|OR|NOT|title:|lang:|date:|\PC){0,60}"#) {
        made(&query, &[Lang::En, Lang::Ru], &["abc", "bb"]);
    }

    /// Every word that is typed is searched, whatever stands around it.
    #[test]
    fn no_word_is_lost(words in prop::collection::vec("[a-z]{2,6}", 1..8), noise in r#"[()"+ \-*?~=]{0,12}"#) {
        let query = words.join(&format!(" {noise} "));
        let plan = made(&query, &[], &[]).0.unwrap();
        let text: String = plan.leaves.iter().map(|leaf| format!(" {} ", leaf.typed())).collect();
        for word in words {
            prop_assert!(text.contains(&word), "{word} of {query} not in {text}");
        }
    }
}
