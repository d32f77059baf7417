//! Template, OpenAPI and code name the same routes, by the same function, with the same scope.

use crate::{read, template_by_function};
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;

/// A route with its function and its scope, if it needs one.
type Routes = BTreeMap<String, (String, Option<String>)>;

fn in_template() -> Routes {
    let api = Regex::new(r"Method: (\w+), Path: '([^']+)', Auth: \{([^}]*)\}").unwrap();
    let scope = Regex::new(r"api/\w+").unwrap();
    let mut routes = Routes::new();
    for (function, part) in template_by_function() {
        for found in api.captures_iter(&part) {
            let needed = scope.find(&found[3]).map(|it| it.as_str().to_owned());
            routes.insert(format!("{} {}", &found[1], &found[2]), (function.clone(), needed));
        }
    }
    routes
}

fn in_openapi() -> Routes {
    let contract: Value = serde_saphyr::from_str(&read("infra/openapi.yaml")).unwrap();
    let mut routes = Routes::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let function = operation["tags"][0].as_str().unwrap().to_owned();
            let scope = operation["security"][0]["caller"][0].as_str().map(str::to_owned);
            routes.insert(format!("{} {path}", method.to_uppercase()), (function, scope));
        }
    }
    routes
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
fn template_and_openapi_name_the_same_routes() {
    let template = in_template();
    assert!(template.len() > 40, "only {} routes were found", template.len());
    assert_eq!(template, in_openapi());
}

#[test]
fn template_and_code_name_the_same_routes() {
    let template: BTreeMap<String, String> =
        in_template().into_iter().map(|(route, (function, _))| (route, function)).collect();
    assert_eq!(template, in_code());
}

#[test]
fn scopes_are_the_same_in_template_identity_and_code() {
    let identity = read("infra/identity.yaml");
    let code = read("shared/web/src/staff.rs");
    let scopes: std::collections::BTreeSet<String> =
        in_template().into_values().filter_map(|(_, scope)| scope).collect();
    assert_eq!(scopes.len(), 4);
    for scope in scopes {
        let name = scope.strip_prefix("api/").unwrap();
        assert!(identity.contains(&format!("ScopeName: {name},")), "{scope}");
        assert!(code.contains(&format!("\"{scope}\"")), "{scope}");
    }
}

#[test]
fn the_sender_hears_of_every_event_that_can_lead_to_a_letter_and_of_no_other() {
    let (_, notify) =
        template_by_function().into_iter().find(|(name, _)| name == "notify").unwrap();
    let rule = Regex::new(r"source: \[second-opinion\], detail-type: \[([^\]]*)\]").unwrap();
    let heard: Vec<&str> =
        rule.captures(&notify).unwrap().get(1).unwrap().as_str().split(", ").collect();
    assert_eq!(heard, domain::follow::telling());
}
