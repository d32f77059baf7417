//! The crates of others are built once, whatever of ours is built.

use crate::root;
use std::collections::BTreeSet;
use std::process::Command;

/// The crates of others, each with the features that it is built with.
fn with_features(arguments: &[&str]) -> BTreeSet<String> {
    let tree = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root())
        .args(["tree", "--locked", "--prefix", "none", "--format", "{p} {f}"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let lines = String::from_utf8(tree.stdout).unwrap();
    let crates = lines.lines().map(|line| line.trim_end_matches(" (*)").trim_end());
    crates.filter(|line| !line.is_empty() && !line.contains('/')).map(str::to_owned).collect()
}

#[test]
fn every_way_of_building_asks_for_the_same_features() {
    let tests = with_features(&["--workspace", "--edges", "normal,build,dev"]);
    assert!(tests.len() > 200, "only {} crates were found", tests.len());
    for way in [&["--workspace"][..], &["--package", "local"]] {
        let built = with_features(&[way, &["--edges", "normal,build"]].concat());
        let again: Vec<&String> = built.difference(&tests).collect();
        assert!(again.is_empty(), "{way:?} builds these again: see testkit/Cargo.toml. {again:#?}");
    }
}

#[test]
fn no_binary_carries_the_schemas_of_the_contract() {
    for package in testkit::tools::FUNCTIONS.iter().chain([&"local", &"tests"]) {
        let built = with_features(&["--package", package, "--edges", "normal,build,dev"]);
        assert!(built.len() > 20, "only {} crates were found", built.len());
        let schemas = built.iter().any(|line| line.starts_with("schemars "));
        assert!(!schemas, "{package} is built with the feature `schema`");
    }
}
