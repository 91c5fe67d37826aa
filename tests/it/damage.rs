//! Indexes that were damaged, moved out of reach, or are read by someone else.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{TestEnv, articles};

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The five articles, indexed by the program.
fn indexed() -> TestEnv {
    let env = TestEnv::new();
    for (name, bytes) in articles() {
        env.write(&name, &bytes);
    }
    assert!(env.run(&["index"]).status.success());
    env
}

fn answer(env: &TestEnv) -> String {
    let output = env.run(&["search", "--index", "index", "\"Yury Ambrazevich\""]);
    assert!(output.status.success(), "{}", err(&output));
    out(&output)
}

fn segment_file(env: &TestEnv, ending: &str) -> PathBuf {
    let files = std::fs::read_dir(env.path().join("index/gen-1")).unwrap().flatten();
    files.map(|entry| entry.path()).find(|path| path.extension().is_some_and(|e| e == ending)).unwrap()
}

#[test]
fn a_pointer_that_is_garbage_does_not_lose_the_roots() {
    for garbage in [&b""[..], b"\xff\xfe\n", b"gen-77\n"] {
        let env = indexed();
        let before = answer(&env);
        std::fs::write(env.path().join("index/CURRENT"), garbage).unwrap();
        let search = env.run(&["search", "--index", "index", "Minsk"]);
        assert_eq!(search.status.code(), Some(2));
        assert!(err(&search).contains("run: kartoteka index --index index"), "{}", err(&search));
        let mended = env.run(&["index", "--index", "index"]);
        assert_eq!(mended.status.code(), Some(0), "{}", err(&mended));
        assert_eq!(answer(&env), before);
    }
}

#[test]
fn the_list_that_writers_keep_is_mended() {
    for garbage in [&b""[..], b"{{{"] {
        let env = indexed();
        let before = answer(&env);
        std::fs::write(env.path().join("index/gen-1/.managed.json"), garbage).unwrap();
        assert_eq!(answer(&env), before, "no reader needs it");
        assert!(out(&env.run(&["check"])).contains(".managed.json cannot be read"));
        env.write("new.txt", b"Yury Ambrazevich did not go to Brussels on Monday, his office said.");
        assert_eq!(env.run(&["index"]).status.code(), Some(0));
        assert_eq!(env.run(&["check"]).status.code(), Some(0));
    }
}

#[test]
fn a_list_of_segments_that_is_gone_is_said_to_be_damage() {
    let env = indexed();
    std::fs::remove_file(env.path().join("index/gen-1/meta.json")).unwrap();
    let search = env.run(&["search", "--index", "index", "Minsk"]);
    assert_eq!(search.status.code(), Some(2));
    assert!(err(&search).contains("damaged"), "{}", err(&search));
    assert!(err(&search).contains("run: kartoteka index CORPUS --index index"), "{}", err(&search));
    assert_eq!(env.run(&["index", "corpus"]).status.code(), Some(0));
    answer(&env);
}

#[test]
fn whatever_byte_of_a_segment_flips_the_program_ends_in_order() {
    let env = indexed();
    for ending in ["term", "idx", "pos", "fast", "store"] {
        let path = segment_file(&env, ending);
        let whole = std::fs::read(&path).unwrap();
        let mut random = crate::support::Random::new(7);
        for _ in 0..12 {
            let mut bytes = whole.clone();
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
            std::fs::write(&path, &bytes).unwrap();
            let output = env.run(&["search", "--index", "index", "Minsk talks \"Yury Ambrazevich\""]);
            let code = output.status.code();
            assert!(matches!(code, Some(0..=2)), "{ending} {at}: {code:?} {}", err(&output));
            assert!(!err(&output).contains("panicked at src"), "{ending} {at}: {}", err(&output));
        }
        std::fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn an_index_can_be_searched_by_others_and_where_nothing_can_be_written() {
    let env = indexed();
    let before = answer(&env);
    // The builder may be root, whom no mode keeps out: the modes themselves are looked at.
    let all = walk(&env.path().join("index"));
    for path in &all {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o444, 0o444 & readable_by_default(&env), "{}", path.display());
        let mode = if path.is_dir() { 0o555 } else { 0o444 };
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    }
    assert_eq!(answer(&env), before);
    if !searched_as_nobody(&env) {
        eprintln!("SKIPPED: no setpriv here, the index was not searched as another user");
    }
    for path in &all {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
    }
}

/// What the umask of this run leaves of the right to read.
fn readable_by_default(env: &TestEnv) -> u32 {
    let probe = env.path().join("probe");
    std::fs::write(&probe, "").unwrap();
    std::fs::metadata(probe).unwrap().permissions().mode()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_path_buf()];
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { all.extend(walk(&entry.path())) } else { all.push(entry.path()) }
    }
    all
}

fn searched_as_nobody(env: &TestEnv) -> bool {
    let program = env.path().join("kartoteka");
    std::fs::copy(env!("CARGO_BIN_EXE_kartoteka"), &program).unwrap();
    std::fs::set_permissions(env.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(program)
        .args(["search", "--index", "index", "\"Yury Ambrazevich\""])
        .current_dir(env.path())
        .output();
    let Ok(output) = output else { return false };
    if err(&output).contains("setpriv:") {
        return false;
    }
    assert!(output.status.success(), "{}", err(&output));
    true
}
