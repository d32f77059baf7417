//! The templates as SAM transforms them, which is what the cloud is given: they stay within its limits,
//! and every route can be reached.

use crate::template_by_function;
use regex::Regex;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use testkit::Tools;

/// Lambda takes 20,480 bytes, and a deployment with one route too many would fail at the customer's.
const POLICY_BYTES_MAX: usize = 16_384;
/// CloudFormation takes 500; the budget is in `docs/ARCHITECTURE.md`.
const ROOT_RESOURCES_MAX: usize = 350;

// What the names of a customer's stack are made of, as long as they are in the cloud.
const REGION: &str = "eu-west-2";
const ACCOUNT: &str = "123456789012";
const API: &str = "a1b2c3d4e5";
const STACK: &str = "second-opinion-stack";
/// What CloudFormation puts at the end of a name that it makes.
const RANDOM: &str = "1ABCDEF2GHIJK";
/// As long as Lambda takes; the names that CloudFormation makes of ours are shorter.
const FUNCTION_NAME_LENGTH: usize = 64;

static TEMPLATES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { Tools::ready().await?.transformed().await }).unwrap()
});

/// The resources of a kind in the root template, by their logical ids.
fn resources(kind: &str) -> BTreeMap<&'static str, &'static Value> {
    let all = TEMPLATES["template.yaml"]["Resources"].as_object().unwrap();
    let of_kind = all.iter().filter(|(_, resource)| resource["Type"] == kind);
    of_kind.map(|(id, resource)| (id.as_str(), &resource["Properties"])).collect()
}

fn functions() -> Vec<&'static str> {
    let functions: Vec<&str> = resources("AWS::Lambda::Function").into_keys().collect();
    assert_eq!(functions.len(), testkit::tools::FUNCTIONS.len(), "{functions:?}");
    functions
}

/// The permissions to call a function, by their logical ids.
fn permissions(function: &str) -> BTreeMap<&'static str, &'static Value> {
    let mut all = resources("AWS::Lambda::Permission");
    all.retain(|_, permission| permission["FunctionName"]["Ref"] == function);
    all
}

/// A name that CloudFormation makes of a logical id.
fn made_name(id: &str) -> String {
    format!("{STACK}-{id}-{RANDOM}")
}

/// The resource policy of a function as Lambda keeps it: a statement for each permission.
fn resource_policy(function: &str) -> Value {
    let name = format!("{:x<FUNCTION_NAME_LENGTH$}", made_name(function));
    let function_arn = format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}");
    let statement = |(id, permission): (&str, &Value)| {
        let said = permission.as_object().unwrap().len();
        assert_eq!(said, 4, "{id} says more than this test counts: {permission}");
        json!({
            "Sid": made_name(id),
            "Effect": "Allow",
            "Principal": {"Service": permission["Principal"]},
            "Action": permission["Action"],
            "Resource": function_arn,
            "Condition": {"ArnLike": {"AWS:SourceArn": source_arn(&permission["SourceArn"])}},
        })
    };
    let statements: Vec<Value> = permissions(function).into_iter().map(statement).collect();
    json!({"Version": "2012-10-17", "Id": "default", "Statement": statements})
}

/// Who may call, written out: a rule, or a route of the API.
fn source_arn(source: &Value) -> String {
    if let Some(rule) = source["Fn::GetAtt"][0].as_str() {
        let on_default_bus = resources("AWS::Events::Rule")[rule]["EventBusName"].is_null();
        let bus = if on_default_bus { String::new() } else { format!("{STACK}-bus/") };
        return format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/{bus}{}", made_name(rule));
    }
    let written = source["Fn::Sub"][0].as_str().unwrap_or_else(|| panic!("not known: {source}"));
    let stage = source["Fn::Sub"][1]["__Stage__"].as_str().unwrap();
    let place = written.replace("${AWS::Region}", REGION).replace("${AWS::AccountId}", ACCOUNT);
    let arn = place.replace("${__ApiId__}", API).replace("${__Stage__}", stage);
    assert!(!arn.contains("${"), "not wholly written out: {arn}");
    arn
}

/// What a permission lets in: the logical id of a rule, or a route such as `GET /cases/*`.
fn let_in(permission: &Value) -> String {
    let source = &permission["SourceArn"];
    let arn = source_arn(source);
    match source["Fn::GetAtt"][0].as_str() {
        Some(rule) => rule.to_owned(),
        None => arn.split_once("/*/").unwrap().1.replacen('/', " /", 1),
    }
}

/// A route as permissions name it, with an asterisk for each of its parameters.
fn in_permission(method: &str, path: &str) -> String {
    let parameter = Regex::new(r"\{\w+\}").unwrap();
    format!("{} {}", method.to_uppercase(), parameter.replace_all(path, "*"))
}

/// The events of a function as people wrote them: its routes, and the logical ids of its rules.
fn written_events(function: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let route = Regex::new(r"Type: Api, .*Method: (\w+), Path: '([^']+)'").unwrap();
    let rule = Regex::new(r"(\w+): \{Type: EventBridgeRule").unwrap();
    let mut parts = template_by_function().into_iter();
    let (_, part) = parts.find(|(name, _)| *name == function.to_lowercase()).unwrap();
    let routes = route.captures_iter(&part).map(|found| in_permission(&found[1], &found[2]));
    let rules = rule.captures_iter(&part).map(|found| format!("{function}{}", &found[1]));
    (routes.collect(), rules.collect())
}

/// The routes that the API leads to each function.
fn integrations() -> BTreeMap<String, BTreeSet<String>> {
    let called = Regex::new(r"functions/\$\{(\w+)\.Arn\}/invocations").unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let body = &resources("AWS::ApiGateway::RestApi")["Api"]["Body"];
    for (path, methods) in body["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let uri = operation["x-amazon-apigateway-integration"]["uri"].to_string();
            let function = &called.captures(&uri).unwrap()[1];
            found.entry(function.to_owned()).or_default().insert(in_permission(method, path));
        }
    }
    found
}

#[test]
fn the_resource_policy_of_every_function_stays_well_below_what_lambda_takes() {
    for function in functions() {
        let bytes = resource_policy(function).to_string().len();
        assert!(
            bytes <= POLICY_BYTES_MAX,
            "the resource policy of {function} has {bytes} bytes, at most {POLICY_BYTES_MAX}: \
             move routes to another function"
        );
    }
}

#[test]
fn the_root_template_keeps_its_budget_of_resources() {
    let resources = TEMPLATES["template.yaml"]["Resources"].as_object().unwrap().len();
    assert!(resources <= ROOT_RESOURCES_MAX, "template.yaml has {resources} resources");
}

#[test]
fn the_api_leads_every_route_to_its_function() {
    let integrations = integrations();
    for function in functions() {
        let (routes, _) = written_events(function);
        let led = integrations.get(function).cloned().unwrap_or_default();
        let differing: Vec<&String> = led.symmetric_difference(&routes).collect();
        assert!(differing.is_empty(), "the API and the events of {function} differ: {differing:?}");
    }
}

#[test]
fn every_route_and_every_rule_of_a_function_may_call_it_and_nothing_else_may() {
    let mut counted = 0;
    for function in functions() {
        let (routes, rules) = written_events(function);
        let permissions = permissions(function);
        let permitted: BTreeSet<String> = permissions.values().copied().map(let_in).collect();
        let events: BTreeSet<String> = routes.union(&rules).cloned().collect();
        let barred: Vec<&String> = events.difference(&permitted).collect();
        assert!(barred.is_empty(), "{function} has no permission for {barred:?}");
        let unknown: Vec<&String> = permitted.difference(&events).collect();
        assert!(unknown.is_empty(), "{function} has permissions without an event: {unknown:?}");
        let (allowed, wanted) = (permissions.len(), routes.len() + rules.len());
        assert_eq!(allowed, wanted, "{function} has {allowed} permissions for {wanted} events");
        counted += wanted;
    }
    assert_eq!(counted, resources("AWS::Lambda::Permission").len(), "a permission of no function");
}
