//! How long a function and a file may be, tests included. The numbers are those of the longest today:
//! they may only shrink.

use crate::tidy;
use regex::Regex;

/// The longest of the code that runs in a customer's stack. A file counts up to its tests.
const PRODUCTION: Longest = Longest { function: 59, file: 303 };
/// The longest of tests, the test kit and the local environment.
const TESTS: Longest = Longest { function: 95, file: 314 };

/// Lines of the longest function and of the longest file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Longest {
    function: usize,
    file: usize,
}

/// A part of a source file that is judged by itself.
struct Part {
    path: String,
    text: String,
}

/// Lines, and where they are.
type Measured = (usize, String);

/// The code of customers' stacks, and all other code.
fn parts() -> (Vec<Part>, Vec<Part>) {
    let mut production = Vec::new();
    let mut tests = Vec::new();
    for (path, text) in tidy::every_source() {
        let runs_nowhere = path.starts_with("tests/")
            || path.starts_with("shared/testkit/")
            || path.starts_with("infra/local/")
            || path.contains("/tests/");
        match text.split_once("#[cfg(test)]") {
            _ if runs_nowhere => tests.push(Part { path, text }),
            Some((code, own_tests)) => {
                production.push(Part { path: path.clone(), text: code.to_owned() });
                tests.push(Part { path, text: own_tests.to_owned() });
            }
            None => production.push(Part { path, text }),
        }
    }
    (production, tests)
}

/// The functions of a formatted source: each ends at the first line that closes it at its own depth.
fn functions(part: &Part) -> Vec<Measured> {
    let start = Regex::new(r"^( *)(?:pub(?:\([a-z]+\))? )?(?:const )?(?:async )?fn (\w+)").unwrap();
    let lines: Vec<&str> = part.text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(function) = start.captures(line) else { continue };
        let depth = &function[1];
        let closes = |line: &&str| line.strip_prefix(depth) == Some("}");
        let on_one_line = line.ends_with('}') || line.ends_with(';');
        let length = if on_one_line { 1 } else { lines[at..].iter().position(closes).unwrap() + 1 };
        found.push((length, format!("{} in {}", &function[2], part.path)));
    }
    found
}

fn judge(what: &str, allowed: usize, mut measured: Vec<Measured>) {
    measured.sort_unstable();
    let (longest, place) = measured.last().unwrap();
    let too_long: Vec<&Measured> = measured.iter().filter(|(lines, _)| *lines > allowed).collect();
    assert!(too_long.is_empty(), "{what}: at most {allowed} lines; split {too_long:?}");
    assert_eq!(*longest, allowed, "{what}: the longest is now {place}; lower the number to that");
}

#[test]
fn nothing_becomes_longer_than_the_longest_is_today() {
    let (production, tests) = parts();
    for (name, longest, parts) in [("production", PRODUCTION, production), ("tests", TESTS, tests)]
    {
        let all: Vec<Measured> = parts.iter().flat_map(functions).collect();
        assert!(all.len() > 300, "only {} functions of {name} were found", all.len());
        judge(&format!("a function of {name}"), longest.function, all);
        let files = parts.iter().map(|part| (part.text.lines().count(), part.path.clone()));
        judge(&format!("a file of {name}"), longest.file, files.collect());
    }
}

#[test]
fn a_function_is_measured_from_its_name_to_its_closing_brace() {
    let lines = [
        "impl A {",
        "    pub fn one(&self) {",
        "        two();",
        "    }",
        "}",
        "fn empty() {}",
        "async fn many(",
        "    a: u8,",
        ") -> u8 {",
        "    if a > 1 {",
        "        2",
        "    }",
        "}",
    ];
    let part = Part { path: "a.rs".to_owned(), text: lines.join("\n") };
    let lengths: Vec<usize> = functions(&part).into_iter().map(|(lines, _)| lines).collect();
    assert_eq!(lengths, [3, 1, 7]);
}
