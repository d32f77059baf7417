//! The table of operations, the template, the code and the published contract name the same routes, by the
//! same function, with the same scopes.

use crate::{read, root, template_by_function};
use api::{ApiScope, By, Operation, operations};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// A route with its function and the scopes that the gateway lets in.
type Routes = BTreeMap<String, (String, BTreeSet<String>)>;

fn in_template() -> Routes {
    let api = Regex::new(r"Method: (\w+), Path: '([^']+)', Auth: \{([^}]*)\}").unwrap();
    let scope = Regex::new(r"api/\w+").unwrap();
    let mut routes = Routes::new();
    for (function, part) in template_by_function() {
        for found in api.captures_iter(&part) {
            let scopes = scope.find_iter(&found[3]).map(|scope| scope.as_str().to_owned());
            let route = format!("{} {}", &found[1], &found[2]);
            routes.insert(route, (function.clone(), scopes.collect()));
        }
    }
    routes
}

/// The gateway lets staff in with any of their scopes, so that the function can tell a wrong one.
fn scopes(operation: &Operation) -> BTreeSet<String> {
    let let_in: &[ApiScope] = match operation.by {
        By::Anyone | By::Page => &[],
        By::Client => &[ApiScope::Refer],
        By::Staff(..) => &ApiScope::STAFF,
    };
    let names = let_in.iter().map(<&'static str>::from);
    names.map(str::to_owned).collect()
}

fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method.name(), operation.path)
}

fn in_table() -> Routes {
    let row =
        |operation: &Operation| (route(operation), (operation.word.to_owned(), scopes(operation)));
    operations().map(row).collect()
}

fn in_code() -> BTreeMap<String, String> {
    let route = Regex::new(r#""((?:GET|POST) /[^"]*)" =>"#).unwrap();
    let mut routes = BTreeMap::new();
    for function in testkit::tools::FUNCTIONS {
        let main = read(&format!("functions/{function}/src/main.rs"));
        for found in route.captures_iter(&main) {
            routes.insert(found[1].to_owned(), function.to_owned());
        }
    }
    routes
}

#[test]
fn table_template_and_code_name_the_same_routes() {
    let table = in_table();
    assert_eq!(table.len(), operations().count(), "a route is in the table twice");
    assert!(table.len() > 100, "only {} routes were found", table.len());
    assert_eq!(table, in_template());
    let by_function: BTreeMap<String, String> =
        table.into_iter().map(|(route, (function, _))| (route, function)).collect();
    assert_eq!(by_function, in_code());
}

#[test]
fn the_published_contract_is_what_the_code_says() {
    let made = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root())
        .args(["run", "--quiet", "--package", "api", "--features", "schema", "--bin", "openapi"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let made = String::from_utf8(made.stdout).unwrap();
    let kept = read("infra/openapi.yaml");
    let other = made.lines().zip(kept.lines()).find(|(made, kept)| made != kept);
    assert!(
        made == kept,
        "infra/openapi.yaml is not what shared/api says, first at {other:?}. To rewrite it: \
         cargo run -p api --features schema --bin openapi -- --write"
    );
}

#[test]
fn the_scopes_of_the_table_are_those_of_the_identity_template() {
    let identity = read("infra/identity.yaml");
    let named = Regex::new(r"ScopeName: (\w+),").unwrap();
    let template: BTreeSet<String> =
        named.captures_iter(&identity).map(|found| format!("api/{}", &found[1])).collect();
    let staff = ApiScope::STAFF.iter().chain([&ApiScope::Refer]);
    let table: BTreeSet<String> =
        staff.map(|scope| <&'static str>::from(scope).to_owned()).collect();
    assert_eq!(template, table);
}

#[test]
fn the_sender_hears_of_every_event_that_can_lead_to_a_letter_and_of_no_other() {
    let rule = crate::transformed::resources("AWS::Events::Rule")["NotifyStored"];
    let heard = rule["EventPattern"]["detail-type"].as_array().unwrap();
    let heard: Vec<&str> = heard.iter().filter_map(|name| name.as_str()).collect();
    assert_eq!(heard, domain::follow::telling());
}
