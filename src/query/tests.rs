use proptest::prelude::*;

use super::*;
use crate::lang::Lang;

fn shown(node: &Node) -> String {
    let join =
        |sign: &str, nodes: &[Node]| nodes.iter().map(|n| format!("{sign}{} ", shown(n))).collect::<String>();
    match node {
        Node::Word(word) => word.clone(),
        Node::Phrase(phrase) => format!("\"{phrase}\""),
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
    let mut notes = Vec::new();
    let plan = plan(&parse("sanctions -Lukashenko's"), &[Lang::En], &mut notes).unwrap();
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
    let plan = plan(&parse("EU-Belarus"), &[], &mut Vec::new()).unwrap();
    let Leaf::Phrase { steps, .. } = &plan.leaves[0] else { panic!() };
    assert!(
        matches!(&steps[..], [Step::Joined { parts, whole }] if parts.len() == 2 && whole == "eubelarus")
    );
}

#[test]
fn nothing_to_search_gives_no_plan() {
    for query in ["", "\"\"", "***", "()", "+ -", "?!"] {
        assert_eq!(plan(&parse(query), &[Lang::En], &mut Vec::new()), None, "{query}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_query(query in r#"([a-c ()"+\-“”*]|AND|OR|NOT|\PC){0,60}"#) {
        let parsed = parse(&query);
        plan(&parsed, &[Lang::En, Lang::Ru], &mut Vec::new());
    }

    /// Every word that is typed is searched, whatever stands around it.
    #[test]
    fn no_word_is_lost(words in prop::collection::vec("[a-z]{2,6}", 1..8), noise in r#"[()"+ \-]{0,12}"#) {
        let query = words.join(&format!(" {noise} "));
        let plan = plan(&parse(&query), &[], &mut Vec::new()).unwrap();
        let text: String = plan.leaves.iter().map(|leaf| format!(" {} ", leaf.typed())).collect();
        for word in words {
            prop_assert!(text.contains(&word), "{word} of {query} not in {text}");
        }
    }
}
