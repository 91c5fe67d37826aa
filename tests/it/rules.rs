//! The user's rules for cleaning: what they do to lines, and that they are part of what an index was made with.

use kartoteka::article::Article;
use kartoteka::clean::{Reason, Rules, Verdict, WrittenRule, WrittenRules};
use kartoteka::engine::Segments;
use kartoteka::render::lines::clean_lines;
use kartoteka::search::{Noise, SearchOptions, Typed, search};
use kartoteka::sync::{SyncOptions, SyncReport, sync};
use kartoteka::walk::DocPath;
use proptest::prelude::*;

use crate::support::{TestEnv, article, articles, repository};

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|one| (*one).to_owned()).collect()
}

fn about(file: &str) -> WrittenRule {
    WrittenRule { file: Some(file.to_owned()), ..WrittenRule::default() }
}

fn only(rule: WrittenRule) -> WrittenRules {
    WrittenRules { rules: vec![rule], ..WrittenRules::default() }
}

fn index(env: &TestEnv, folder: &str, rules: Option<WrittenRules>) -> SyncReport {
    let options = SyncOptions {
        index: env.path().join(folder),
        roots: vec![env.corpus()],
        rules,
        ..SyncOptions::default()
    };
    sync(&options, &|_| {}).unwrap()
}

/// The line that holds some words: whether it is kept, and why not.
fn line(text: &str, rules: &WrittenRules, words: &str) -> (bool, Option<String>) {
    let rules = Rules::new(rules.clone()).unwrap();
    let article =
        Article::read_by(&rules.of(&DocPath::from_bytes(b"site/a.txt".to_vec())), text.as_bytes()).unwrap();
    let line = clean_lines(&article).into_iter().find(|line| line.text.contains(words)).unwrap();
    (line.kept, line.reason)
}

#[test]
fn a_rule_drops_and_keeps_lines_of_its_files_alone() {
    let text = article("001");
    let dropped = |rule: WrittenRule| !line(&text, &only(rule), "Europe remains cautious").0;
    assert!(dropped(WrittenRule { drop: strings(&["^Europe remains"]), ..about("site/**") }));
    assert!(dropped(WrittenRule { drop: strings(&["remains"]), ..about("a.txt") }));
    assert!(dropped(WrittenRule { drop_lines: strings(&["28-30"]), ..about("*") }));
    assert!(!dropped(WrittenRule { drop: strings(&["^remains"]), ..about("*") }));
    assert!(!dropped(WrittenRule { drop: strings(&["remains"]), ..about("other/**") }));
    let both = WrittenRule { keep: strings(&["cautious"]), drop: strings(&["remains"]), ..about("*") };
    assert!(!dropped(both), "within a rule keeping wins");
    let switch = only(WrittenRule { keep: strings(&["^ua en ru$"]), ..about("*") });
    assert_eq!(line(&text, &switch, "ua en ru"), (true, None));
}

#[test]
fn the_last_rule_that_speaks_of_a_line_wins() {
    let text = article("001");
    let all = WrittenRule { drop_lines: strings(&["1-"]), ..WrittenRule::default() };
    let some = WrittenRule { keep: strings(&["Ambrazevich"]), ..WrittenRule::default() };
    let none = WrittenRules { rules: vec![some.clone(), all.clone()], ..WrittenRules::default() };
    assert_eq!(line(&text, &none, "Yury Ambrazevich"), (false, Some("a rule of the user".to_owned())));
    let rules = WrittenRules { rules: vec![all, some], ..WrittenRules::default() };
    assert_eq!(line(&text, &rules, "Yury Ambrazevich"), (true, None));
    assert!(!line(&text, &rules, "Europe remains cautious").0);
}

#[test]
fn what_a_rule_drops_decides_no_language_and_is_no_headline() {
    let text = article("001");
    let sidebar =
        "Lajmet e fundit nga vendi dhe bota për të gjithë lexuesit tanë sot në mëngjes.\n\n".repeat(90);
    let rules = only(WrittenRule { drop: strings(&["^Lajmet"]), drop_lines: strings(&["3"]), ..about("*") });
    let page = format!("{text}\n\n{sidebar}");
    let rules = Rules::new(rules).unwrap();
    let article = Article::read_by(&rules.of(&DocPath::from_bytes(b"a".to_vec())), page.as_bytes()).unwrap();
    assert_eq!(article.cleaned.lang, Some(kartoteka::lang::Lang::En));
    let first = article.cleaned.blocks.iter().find(|judged| judged.block.first.get() == 3).unwrap();
    assert_eq!(first.verdict, Verdict::Dropped(Reason::Rule));
    assert!(article.passages.iter().all(|passage| !passage.span.of(&article.decoded.text).is_empty()));
}

#[test]
fn phrases_of_the_user_are_those_of_interface_and_phrases_may_be_taken_back() {
    let text = article("001").replace("Europe remains cautious", "Ostatnio na Zamku:");
    let with = |class: &str, phrase: &str| {
        let markers = std::iter::once((class.to_owned(), strings(&[phrase]))).collect();
        WrittenRules { markers, ..WrittenRules::default() }
    };
    assert!(line(&text, &WrittenRules::default(), "Ostatnio").0);
    let (kept, reason) = line(&text, &with("related", "Ostatnio na *"), "Ostatnio");
    assert_eq!((kept, reason.as_deref()), (false, Some("headlines of other articles")));
    let (kept, reason) = line(&text, &with("share", "OSTATNIO NA ZAMKU"), "Ostatnio");
    assert_eq!((kept, reason.as_deref()), (false, Some("share button")));
    let text = text.replace("Ostatnio na Zamku:", "Read more");
    assert!(!line(&text, &WrittenRules::default(), "Read more").0);
    assert!(line(&text, &with("none", "read more"), "Read more").0);
}

#[test]
fn a_wrong_rule_is_named_and_nothing_is_made() {
    let said = |rules: WrittenRules| Rules::new(rules).unwrap_err().to_string();
    let rule = |rule: WrittenRule| said(only(rule));
    assert_eq!(
        rule(WrittenRule { drop: strings(&["a", "("]), ..about("*") }),
        "rule 1: \"(\" is no regular expression: unclosed group"
    );
    assert_eq!(
        rule(WrittenRule { keep_lines: strings(&["9-3"]), ..about("*") }),
        "rule 1: \"9-3\" are no lines: write 17, 20-25 or 40-"
    );
    assert!(rule(about("*")).contains("neither keeps nor drops"));
    assert!(rule(WrittenRule { drop: strings(&["a"]), ..about("a{") }).starts_with("rule 1: file = \"a{\""));
    let markers = |class: &str, phrase: &str| WrittenRules {
        markers: std::iter::once((class.to_owned(), strings(&[phrase]))).collect(),
        ..WrittenRules::default()
    };
    assert!(said(markers("menu", "Home")).contains("there is no class \"menu\""));
    assert!(said(markers("nav", " … ")).contains("holds no letters"));

    let env = TestEnv::new();
    env.write("a.txt", article("001").as_bytes());
    std::fs::write(env.path().join("kartoteka.toml"), "[[clean.rules]]\nfile = 'a.txt'\n").unwrap();
    let output = env.run(&["index"]);
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("kartoteka.toml: rule 1 neither keeps nor drops anything"), "{stderr}");
    assert!(!env.path().join("index").exists());
}

#[test]
fn other_rules_make_the_index_that_a_fresh_one_by_them_would_be() {
    let env = TestEnv::with_articles();
    let rules = only(WrittenRule { drop: strings(&["(?i)sanction"]), ..about("*") });
    let options = SearchOptions {
        rules: Some(rules.clone()),
        ..SearchOptions::new(env.path().join("index"), Typed::new("sanctions"))
    };
    let before = search(&options).unwrap();
    assert!(before.notes.iter().any(|note| note.to_string().contains("rules for cleaning")));
    let report = index(&env, "index", Some(rules.clone()));
    assert!(report.other_rules);
    assert_eq!((report.unchanged, report.run), (5, 2));
    index(&env, "fresh", Some(rules.clone()));
    let commit = |folder: &str| kartoteka::sync::open(&env.path().join(folder)).unwrap().commit().clone();
    assert_eq!(commit("index").totals, commit("fresh").totals);
    let after = search(&options).unwrap();
    assert_eq!(
        (after.totals.article.hits, after.notes.iter().any(|note| note.to_string().contains("rules"))),
        (0, false)
    );
    assert!(env.search("sanctions", Noise::Searched).totals.noise.unwrap().hits > 5);
    // Where no file says which rules hold, those of the index do.
    let report = env.index(Segments::Few);
    assert!(!report.other_rules);
    assert_eq!(commit("index").rules, rules);
    assert!(index(&env, "index", Some(WrittenRules::default())).other_rules);
    assert!(env.search("sanctions", Noise::Left).totals.article.hits > 5);
}

#[test]
fn the_documented_rules_can_be_used() {
    let docs = std::fs::read_to_string(repository().join("docs/configuration.md")).unwrap();
    let block = docs.split("```toml\n").find(|block| block.contains("[[clean.rules]]")).unwrap();
    let env = TestEnv::with_articles();
    std::fs::write(env.path().join("kartoteka.toml"), block.split("```").next().unwrap()).unwrap();
    let output = env.run(&["index"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let status = String::from_utf8(env.run(&["status"]).stdout).unwrap();
    assert!(status.contains("rules       2 about lines, 3 phrases"), "{status}");
}

#[test]
fn neighbours_and_quotations_know_the_rules_of_the_index() {
    let env = TestEnv::with_articles();
    std::fs::write(
        env.path().join("kartoteka.toml"),
        "[[clean.rules]]\nfile = '001*'\ndrop = ['^Europe remains cautious', 'window']\n",
    )
    .unwrap();
    assert_eq!(env.run(&["index"]).status.code(), Some(0));
    std::fs::remove_file(env.path().join("kartoteka.toml")).unwrap();
    let jsonl = |arguments: &[&str]| String::from_utf8(env.run(arguments).stdout).unwrap();
    let hits = jsonl(&["search", "Minsk's diplomatic activity", "-C1", "--format", "jsonl"]);
    let first: serde_json::Value = serde_json::from_str(hits.lines().next().unwrap()).unwrap();
    assert!(!first["before"].to_string().contains("cautious"), "{first}");
    let noise = jsonl(&["search", "cautious", "--noise", "--format", "jsonl"]);
    assert!(noise.contains("\"reason\":\"a rule of the user\""), "{noise}");
    let quotation = "corpus/001_ec6d90b5d20c6016.txt:21 \"there is a window that's now opened with Trump\"";
    std::fs::write(env.path().join("report.md"), quotation).unwrap();
    assert!(jsonl(&["verify", "report.md"]).contains("dropped as noise"));
    let kept = jsonl(&["clean", "corpus/001_ec6d90b5d20c6016.txt"]);
    assert!(!kept.contains("Europe remains cautious") && kept.contains("Ambrazevich"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Every line keeps exactly one verdict, and what a rule says of a line holds.
    #[test]
    fn rules_decide_and_nothing_is_lost(
        number in 0_usize..5,
        dropped in prop::collection::vec((1_usize..140, 0_usize..30), 0..4),
        kept in prop::collection::vec((1_usize..140, 0_usize..3), 0..4),
    ) {
        let (name, bytes) = articles().swap_remove(number);
        let ranges = |lines: &[(usize, usize)]| -> Vec<String> {
            lines.iter().map(|(first, more)| format!("{first}-{}", first + more)).collect()
        };
        prop_assume!(!dropped.is_empty() || !kept.is_empty());
        let rule = WrittenRule { keep_lines: ranges(&kept), drop_lines: ranges(&dropped), ..WrittenRule::default() };
        let rules = Rules::new(only(rule)).unwrap();
        let article = Article::read_by(&rules.of(&DocPath::from_bytes(name.into_bytes())), &bytes).unwrap();
        let free = Article::read(&bytes).unwrap();
        let blocks = |article: &Article| -> Vec<_> {
            article.cleaned.blocks.iter().map(|judged| judged.block.clone()).collect()
        };
        prop_assert_eq!(blocks(&article), blocks(&free));
        let touches = |lines: &[(usize, usize)], first: usize, last: usize| {
            lines.iter().any(|(from, more)| *from <= last && first <= from + more)
        };
        for judged in &article.cleaned.blocks {
            let (first, last) = (judged.block.first.get() as usize, judged.block.last.get() as usize);
            let is_kept = judged.verdict.role().is_some();
            if touches(&kept, first, last) {
                prop_assert!(is_kept);
            } else if touches(&dropped, first, last) {
                prop_assert_eq!(judged.verdict, Verdict::Dropped(Reason::Rule));
            } else {
                prop_assert!(judged.verdict != Verdict::Dropped(Reason::Rule));
            }
        }
    }
}
