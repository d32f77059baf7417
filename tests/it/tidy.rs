//! The rooms are clean: who may use whom, what each file is for, and which words we use.

use crate::{read, root};
use std::path::Path;

/// Every Rust source of the workspace, by its path from the root.
pub fn every_source() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for room in ["shared", "functions", "infra/local", "tests"] {
        walk(&root().join(room), &mut found);
    }
    assert!(found.len() > 120, "only {} sources were found", found.len());
    found
}

/// The sources of the rooms without their tests.
pub fn sources() -> Vec<(String, String)> {
    let mut found = every_source();
    found.retain(|(path, _)| path.contains("/src/"));
    assert!(found.len() > 80, "only {} sources were found", found.len());
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The names under `[dependencies]` of a crate.
fn dependencies(room: &str) -> Vec<String> {
    let manifest = read(&format!("{room}/Cargo.toml"));
    let (_, rest) = manifest.split_once("[dependencies]").unwrap();
    let section = rest.split("\n[").next().unwrap();
    let names = section.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_domain_knows_no_outside() {
    // The schemas of the contract are no part of any binary: `builds.rs` holds that.
    let pure = [
        "jiff",
        "schemars",
        "serde",
        "strum",
        "thiserror",
        "strsim",
        "unicode-normalization",
        "unicode-segmentation",
    ];
    for dependency in dependencies("shared/domain") {
        assert!(pure.contains(&dependency.as_str()), "{dependency}");
    }
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("shared/domain/"))
    {
        for word in ["async ", "std::env", "std::fs", "std::net", "SystemTime", "Timestamp::now"] {
            assert!(!text.contains(word), "{path} has {word}");
        }
    }
}

#[test]
fn each_room_uses_only_what_it_may() {
    let ours = [
        "domain", "runtime", "store", "casefile", "vault", "bus", "mail", "paper", "web",
        "handler", "testkit", "api",
    ];
    let may: [(&str, &[&str]); 11] = [
        ("api", &["domain"]),
        ("runtime", &[]),
        ("domain", &[]),
        ("paper", &["domain"]),
        ("store", &["domain", "runtime"]),
        ("vault", &["domain", "runtime"]),
        ("bus", &["domain", "runtime"]),
        ("mail", &["domain", "runtime"]),
        ("casefile", &["domain", "runtime", "store", "vault"]),
        ("web", &["api", "domain", "runtime", "store"]),
        ("handler", &["api", "domain", "runtime", "store", "vault", "casefile", "web"]),
    ];
    for (room, allowed) in may {
        for dependency in dependencies(&format!("shared/{room}")) {
            let known = ours.contains(&dependency.as_str());
            assert!(!known || allowed.contains(&dependency.as_str()), "{room} uses {dependency}");
        }
    }
}

/// The commands that a function carries out beside those of its own word. The reason of each is in
/// `docs/decisions.md`.
const OTHERS_COMMANDS: [(&str, &str); 5] = [
    ("casework", "referral"),
    ("notify", "access"),
    ("report", "matching"),
    ("report", "records"),
    ("report", "scheduling"),
];

#[test]
fn a_function_carries_out_the_commands_of_its_own_word() {
    let used = regex::Regex::new(r"domain::(\w+)::(?:\{[^}]*\b)?Command\b").unwrap();
    let mut seen = 0;
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("functions/")) {
        let function = path.split('/').nth(1).unwrap();
        for found in used.captures_iter(&text) {
            let word = &found[1];
            seen += 1;
            let own = word == function || function == "clock";
            assert!(own || OTHERS_COMMANDS.contains(&(function, word)), "{path} uses {word}");
        }
    }
    assert!(seen > 40, "only {seen} uses were seen");
}

#[test]
fn a_function_makes_no_sdk_call_of_its_own_and_knows_no_other_function() {
    for function in testkit::tools::FUNCTIONS {
        for dependency in dependencies(&format!("functions/{function}")) {
            assert!(!dependency.starts_with("aws-"), "{function} uses {dependency}");
            assert!(!testkit::tools::FUNCTIONS.contains(&dependency.as_str()), "{function}");
            assert_ne!(dependency, "testkit", "{function}");
        }
    }
}

#[test]
fn settings_are_read_in_main_only() {
    for (path, text) in sources() {
        let reads = text.contains("std::env::var(");
        let allowed = ["shared/runtime/src/settings.rs", "shared/testkit/src/tools.rs"];
        assert!(!reads || allowed.contains(&path.as_str()), "{path} reads the environment");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in every_source() {
        assert!(text.starts_with("//!"), "{path} does not say what it is for");
    }
}

#[test]
fn the_words_are_ours() {
    for (path, text) in sources() {
        let lower = text.to_lowercase();
        // Letters to doctors speak of their patients; the code never does.
        let quoted = path.starts_with("shared/testkit") || path == "functions/records/src/page.rs";
        assert!(quoted || !lower.contains("patient"), "{path}: patient");
        assert!(!text.contains("#[ignore"), "{path}: an ignored test");
    }
}
