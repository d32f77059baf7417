//! Each environment of `samconfig.toml` is whole, and only the local one can move its clock.

use crate::read;
use std::collections::{BTreeMap, BTreeSet};
use web::{Accent, CONTRAST_MIN, PAPER};

/// The settings of each environment, by their names.
fn environments() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in read("samconfig.toml").lines() {
        if let Some(section) =
            line.strip_prefix('[').and_then(|it| it.strip_suffix(".deploy.parameters]"))
        {
            section.clone_into(&mut current);
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| !current.is_empty()) {
            found.entry(current.clone()).or_default().insert(name.trim().to_owned());
        }
    }
    found
}

#[test]
fn every_environment_is_whole() {
    let environments = environments();
    let local = &environments["local"];
    assert!(local.len() >= 7, "{local:?}");
    for (name, settings) in &environments {
        assert_eq!(settings, local, "{name}");
    }
    assert!(environments.len() >= 2);
}

/// Without quotation marks of its own SAM takes only the first word of a value, and says nothing.
#[test]
fn a_value_with_a_space_stands_in_quotation_marks() {
    let config = read("samconfig.toml");
    let settings = config.lines().map(str::trim).filter_map(|line| line.strip_prefix('"'));
    let mut quoted = 0;
    for setting in settings.filter_map(|line| line.strip_suffix("\",")) {
        let (name, value) = setting.split_once('=').unwrap_or_default();
        if value.contains(' ') {
            assert!(
                value.starts_with("\\\"") && value.ends_with("\\\""),
                "{name} is cut at its space"
            );
            quoted += 1;
        }
    }
    assert!(quoted >= 3, "only {quoted} values with a space were found");
}

#[test]
fn every_customers_colour_can_be_read_on_paper() {
    let (config, template) = (read("samconfig.toml"), read("template.yaml"));
    let after = |text: &str, mark: &str| -> Vec<String> {
        text.split(mark).skip(1).map(|rest| rest.chars().take(7).collect()).collect()
    };
    let mut colours = after(&config, "BrandAccent=");
    colours.extend(after(&template, "BrandAccent: {Type: String, Default: '"));
    assert!(colours.len() >= 2, "{colours:?}");
    for colour in &colours {
        let contrast = Accent::from(colour).contrast(PAPER);
        assert!(contrast >= CONTRAST_MIN, "{colour} has a contrast of {contrast:.2} on white");
    }
}

#[test]
fn a_customers_environment_has_no_clock_to_move() {
    let template = read("template.yaml");
    // Outside the local environment the functions are not even given the setting, and a rule of the
    // template refuses a deployment that names one.
    assert!(
        template
            .contains("CLOCK_OFFSET_FILE: !If [IsLocal, !Ref ClockOffsetFile, !Ref AWS::NoValue]")
    );
    assert!(template.contains("OnlyTheLocalClockMoves"));
    let config = read("samconfig.toml");
    assert!(!config.contains("ClockOffsetFile"));
    let customers = config.split("\n[").filter(|section| !section.contains("Local=true"));
    let customers: Vec<&str> = customers.filter(|section| section.contains("stack_name")).collect();
    assert!(!customers.is_empty());
    for customer in customers {
        assert!(customer.contains("Local=false"), "{customer}");
    }
}

#[test]
fn the_clock_is_read_in_one_place() {
    let machine = ["Timestamp", "SystemTime", "Zoned"].map(|clock| format!("{clock}::now()"));
    // The bucket judges a signed form by the machine's time and dates what lies in it by that, and the local AWS
    // judges a signed request. The stack's clock is so many seconds ahead of it. Certificates end by it as well.
    let allowed = [
        "shared/runtime/src/clock.rs",
        "shared/vault/src/documents.rs",
        "shared/runtime/src/aws/roots.rs",
        "tests/e2e/documents.rs",
        "shared/runtime/src/deadline.rs",
        "shared/testkit/src/stack/clock.rs",
        "shared/testkit/src/local_aws.rs",
    ];
    let mut readers = Vec::new();
    for (path, text) in crate::tidy::every_source() {
        if machine.iter().any(|read| text.contains(read)) {
            readers.push(path);
        }
    }
    readers.sort_unstable();
    let mut allowed = allowed.to_vec();
    allowed.sort_unstable();
    assert_eq!(readers, allowed);
}
