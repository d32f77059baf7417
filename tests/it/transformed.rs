//! The templates as SAM transforms them, which is what the cloud is given: they stay within its limits,
//! every route can be reached, and two stacks in one account share no name and no event.

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

/// Fixed names that two stacks do not share, because each is within something of the stack's own: the
/// type of the resource, the end of the path of keys to the name, and what it is.
const WITHIN: [(&str, &str, &str); 12] = [
    ("AWS::ApiGateway::Stage", "StageName", "a stage of the stack's API"),
    ("AWS::IAM::Role", "Policies.PolicyName", "written into the role"),
    ("AWS::DynamoDB::Table", "AttributeName", "in the items of the table"),
    ("AWS::DynamoDB::Table", "IndexName", "an index of the table"),
    ("AWS::Cognito::UserPoolResourceServer", "Identifier", "unique in its user pool"),
    ("AWS::Cognito::UserPoolResourceServer", "Name", "only shown, in its user pool"),
    ("AWS::Cognito::UserPoolResourceServer", "Scopes.ScopeName", "unique in the resource server"),
    ("AWS::CloudWatch::Alarm", "MetricName", "read, not made: one of AWS's own, or a reference"),
    ("AWS::CloudWatch::Alarm", "Dimensions.Name", "read, not made; its value tells stacks apart"),
    ("AWS::WAFv2::WebACL", "Rules.Name", "a rule of the stack's firewall"),
    ("AWS::WAFv2::WebACL", "CustomResponse.ResponseHeaders.Name", "a header of an answer"),
    ("AWS::WAFv2::WebACL", "Rules.VisibilityConfig.MetricName", "counted for each firewall"),
];

/// What every stack in the same account and region calls by the same name.
const SAME_FOR_ALL: [&str; 4] =
    ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix"];

pub(crate) static TEMPLATES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { Tools::ready().await?.transformed().await }).unwrap()
});

/// The resources of a kind in the root template, by their logical ids.
pub(crate) fn resources(kind: &str) -> BTreeMap<&'static str, &'static Value> {
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

/// Who may call, written out: a route of the API. Events come by a queue, which the function reads itself.
fn source_arn(source: &Value) -> String {
    let written = source["Fn::Sub"][0].as_str().unwrap_or_else(|| panic!("not known: {source}"));
    let stage = source["Fn::Sub"][1]["__Stage__"].as_str().unwrap();
    let place = written.replace("${AWS::Region}", REGION).replace("${AWS::AccountId}", ACCOUNT);
    let arn = place.replace("${__ApiId__}", API).replace("${__Stage__}", stage);
    assert!(!arn.contains("${"), "not wholly written out: {arn}");
    arn
}

/// What a permission lets in: a route such as `GET /cases/*`.
fn let_in(permission: &Value) -> String {
    let arn = source_arn(&permission["SourceArn"]);
    arn.split_once("/*/").unwrap().1.replacen('/', " /", 1)
}

/// A route as permissions name it, with an asterisk for each of its parameters.
fn in_permission(method: &str, path: &str) -> String {
    let parameter = Regex::new(r"\{\w+\}").unwrap();
    format!("{} {}", method.to_uppercase(), parameter.replace_all(path, "*"))
}

/// The routes of a function as people wrote them.
fn written_routes(function: &str) -> BTreeSet<String> {
    let route = Regex::new(r"Type: Api, .*Method: (\w+), Path: '([^']+)'").unwrap();
    let mut parts = template_by_function().into_iter();
    let (_, part) = parts.find(|(name, _)| *name == function.to_lowercase()).unwrap();
    route.captures_iter(&part).map(|found| in_permission(&found[1], &found[2])).collect()
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

/// Everything in the templates that can have a name in the account: where it is, its type, its properties.
fn everything() -> Vec<(String, &'static str, &'static Value)> {
    let mut found = Vec::new();
    for (path, template) in TEMPLATES.iter() {
        for (id, resource) in template["Resources"].as_object().unwrap() {
            let kind = resource["Type"].as_str().unwrap();
            found.push((format!("{id} in {path}"), kind, &resource["Properties"]));
        }
        for (id, output) in template["Outputs"].as_object().into_iter().flatten() {
            found.push((format!("the output {id} of {path}"), "an export", &output["Export"]));
        }
    }
    assert!(found.len() > 200, "only {} things were found", found.len());
    found
}

/// The names in a value, each with the path of keys that leads to it.
fn names<'a>(path: &str, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    for part in value.as_array().into_iter().flatten() {
        names(path, part, found);
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let endings = ["Name", "Domain", "EmailIdentity", "Identifier"];
        if endings.iter().any(|ending| key.ends_with(ending)) {
            found.push((path.clone(), inner));
        }
        names(&path, inner, found);
    }
}

/// Whether a value differs between stacks, whichever way its conditions fall.
fn is_the_stacks_own(value: &Value) -> bool {
    let all = |values: &[Value]| !values.is_empty() && values.iter().all(is_the_stacks_own);
    let Some((function, inner)) = value.as_object().and_then(|map| map.iter().next()) else {
        return value.as_array().is_some_and(|values| all(values));
    };
    let list = inner.as_array().map(Vec::as_slice).unwrap_or_default();
    match function.as_str() {
        // What is left out, by `AWS::NoValue`, gets a name from CloudFormation.
        "Ref" => SAME_FOR_ALL.iter().all(|name| inner != name),
        "Fn::GetAtt" => true,
        "Fn::If" => all(&list[1..]),
        "Fn::Join" => match list[1].as_array() {
            Some(parts) => parts.iter().any(is_the_stacks_own),
            None => is_the_stacks_own(&list[1]),
        },
        "Fn::Split" => is_the_stacks_own(&list[1]),
        "Fn::Sub" => names_something_own(inner),
        _ => false,
    }
}

/// Whether a text with `${…}` in it names something of the stack's own. The text may come with a list of
/// the values that it names.
fn names_something_own(text: &Value) -> bool {
    let named = Regex::new(r"\$\{([^!}]+)\}").unwrap();
    let (text, values) = (text.as_str().or_else(|| text[0].as_str()).unwrap(), &text[1]);
    named.captures_iter(text).any(|found| match values.get(&found[1]) {
        Some(value) => is_the_stacks_own(value),
        None => !SAME_FOR_ALL.contains(&&found[1]),
    })
}

/// What an event pattern asks of each field, wherever it lies in the event.
fn filters(pattern: &Value) -> Vec<&Value> {
    match pattern {
        Value::Object(fields) => fields.values().flat_map(filters).collect(),
        asked => vec![asked],
    }
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
        let routes = written_routes(function);
        let led = integrations.get(function).cloned().unwrap_or_default();
        let differing: Vec<&String> = led.symmetric_difference(&routes).collect();
        assert!(differing.is_empty(), "the API and the events of {function} differ: {differing:?}");
    }
}

#[test]
fn every_route_of_a_function_may_call_it_and_nothing_else_may() {
    let mut counted = 0;
    for function in functions() {
        let routes = written_routes(function);
        let permissions = permissions(function);
        let permitted: BTreeSet<String> = permissions.values().copied().map(let_in).collect();
        let barred: Vec<&String> = routes.difference(&permitted).collect();
        assert!(barred.is_empty(), "{function} has no permission for {barred:?}");
        let unknown: Vec<&String> = permitted.difference(&routes).collect();
        assert!(unknown.is_empty(), "{function} has permissions without a route: {unknown:?}");
        let (allowed, wanted) = (permissions.len(), routes.len());
        assert_eq!(allowed, wanted, "{function} has {allowed} permissions for {wanted} routes");
        counted += wanted;
    }
    assert_eq!(counted, resources("AWS::Lambda::Permission").len(), "a permission of no function");
}

#[test]
fn no_resource_has_a_name_that_a_second_stack_would_share() {
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for (place, kind, properties) in everything() {
        let mut found = Vec::new();
        names("", properties, &mut found);
        found.retain(|(_, name)| !is_the_stacks_own(name));
        for (path, name) in found {
            let fits = |(of, key, _): &(&str, &str, &str)| {
                *of == kind && (path == *key || path.ends_with(&format!(".{key}")))
            };
            if let Some(exception) = WITHIN.iter().find(|exception| fits(exception)) {
                used.insert(exception);
            } else {
                wrong.push(format!("{place} ({kind}): {path} is {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "a second stack would have these names as well: {wrong:#?}");
    let idle: Vec<_> = WITHIN.iter().filter(|exception| !used.contains(exception)).collect();
    assert!(idle.is_empty(), "these exceptions are needed no more: {idle:#?}");
}

/// A deployment that names a stage makes it, beside the firewall and the throttles of the one that is ours.
#[test]
fn the_api_has_the_one_stage_that_is_guarded() {
    assert_eq!(resources("AWS::ApiGateway::Stage").len(), 1);
    for (id, deployment) in resources("AWS::ApiGateway::Deployment") {
        assert!(deployment["StageName"].is_null(), "{id} makes a stage of its own");
    }
}

#[test]
fn every_nested_template_is_looked_at() {
    for (id, stack) in resources("AWS::CloudFormation::Stack") {
        let location = stack["TemplateURL"].as_str().unwrap();
        assert!(TEMPLATES.contains_key(location), "{id} nests {location}");
    }
}

#[test]
fn no_rule_hears_the_events_of_another_stack() {
    let rules = resources("AWS::Events::Rule");
    assert!(rules.len() > 4, "only {} rules were found", rules.len());
    for (id, rule) in rules {
        // The default bus is the account's: there a rule must ask for something of its own stack's.
        let own_bus = is_the_stacks_own(&rule["EventBusName"]);
        let filtered = filters(&rule["EventPattern"]["detail"]).into_iter().any(is_the_stacks_own);
        assert!(own_bus || filtered, "{id} hears every stack's: {}", rule["EventPattern"]);
    }
}
