//! The edge, as the cloud is given it: the firewall, which the local AWS has not, and what the gateway says
//! itself, which the local AWS does not read from the API's body.

use crate::transformed::{TEMPLATES, resources};
use api::{By, ProblemBody, operations};
use regex::Regex;
use serde_json::{Value, json};

fn firewall() -> &'static Value {
    &TEMPLATES["infra/edge.yaml"]["Resources"]["Acl"]["Properties"]
}

/// A rule of the firewall by its name: its limit, and what it is narrowed to.
fn rule(name: &str) -> (u64, &'static Value) {
    let rules = firewall()["Rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["Name"] == name).unwrap();
    let answer = &rule["Action"]["Block"]["CustomResponse"];
    assert_eq!(
        (&answer["ResponseCode"], &answer["CustomResponseBodyKey"]),
        (&429.into(), &"TooOften".into())
    );
    assert_eq!(answer["ResponseHeaders"], json!([{"Name": "Retry-After", "Value": "300"}]));
    let rate = &rule["Statement"]["RateBasedStatement"];
    assert_eq!(
        (&rate["AggregateKeyType"], &rate["EvaluationWindowSec"]),
        (&"IP".into(), &300.into())
    );
    (rate["Limit"].as_u64().unwrap(), &rate["ScopeDownStatement"])
}

/// What a statement matches of the path, decoded as the gateway decodes it.
fn of_path(statement: &Value) -> Regex {
    let matches = &statement["RegexMatchStatement"];
    assert_eq!(matches["FieldToMatch"], json!({"UriPath": {}}));
    assert_eq!(matches["TextTransformations"][0]["Type"], "URL_DECODE");
    Regex::new(matches["RegexString"].as_str().unwrap()).unwrap()
}

#[test]
fn an_address_posts_to_links_six_hundred_times_in_five_minutes() {
    let (limit, narrowed) = rule("links");
    assert_eq!(limit, 600);
    let [path, method] = narrowed["AndStatement"]["Statements"].as_array().unwrap().as_slice()
    else {
        panic!("{narrowed}")
    };
    let path = of_path(path);
    assert!(path.is_match("/i/0123/code") && path.is_match("/v1/i/0123/session"));
    assert!(!path.is_match("/invoices/tern/2026-11"));
    assert_eq!(method["ByteMatchStatement"]["SearchString"], "POST");
}

#[test]
fn everything_else_is_counted_unless_the_gateway_asks_for_a_token() {
    let (limit, narrowed) = rule("pages");
    assert_eq!(limit, 3_000);
    let exempt = of_path(&narrowed["NotStatement"]["Statement"]);
    for operation in operations() {
        let token = matches!(operation.by, By::Client | By::Staff(..));
        assert_eq!(exempt.is_match(operation.path), token, "{}", operation.path);
    }
    assert!(!exempt.is_match("/i/cases"), "a link is not exempt by its token");
}

#[test]
fn whoever_the_firewall_stops_reads_a_page_with_a_number_to_phone() {
    let body = &firewall()["CustomResponseBodies"]["TooOften"];
    assert_eq!(body["ContentType"], "TEXT_HTML");
    let page = body["Content"]["Fn::Sub"].as_str().unwrap();
    assert!(page.contains("${ServicePhone}") && page.contains("<html lang=\"en-GB\">"));
    let given = &resources("AWS::CloudFormation::Stack")["Edge"]["Parameters"];
    assert_eq!(given["ServicePhone"]["Ref"], "ServicePhone");
}

#[test]
fn what_the_gateway_says_itself_is_a_problem_with_a_code() {
    let body = &resources("AWS::ApiGateway::RestApi")["Api"]["Body"];
    let answers = body["x-amazon-apigateway-gateway-responses"].as_object().unwrap();
    assert!(answers.len() > 10, "only {} answers", answers.len());
    for (reason, answer) in answers {
        let text = answer["responseTemplates"]["application/json"].as_str().unwrap();
        let problem: ProblemBody = serde_json::from_str(text).unwrap();
        assert_eq!(answer["statusCode"], problem.status.to_string(), "{reason}");
        let headers = &answer["responseParameters"];
        let header = |name: &str| &headers[format!("gatewayresponse.header.{name}")];
        assert_eq!(header("Content-Type"), "'application/problem+json'", "{reason}");
        let again = problem.status == 429 || problem.status >= 500;
        assert_eq!(header("Retry-After").is_string(), again, "{reason}");
    }
    for (reason, status) in [
        ("UNAUTHORIZED", "401"),
        ("ACCESS_DENIED", "403"),
        ("REQUEST_TOO_LARGE", "413"),
        ("THROTTLED", "429"),
        ("DEFAULT_5XX", "500"),
        ("INTEGRATION_TIMEOUT", "503"),
    ] {
        assert_eq!(answers[reason]["statusCode"], status, "{reason}");
    }
}

#[test]
fn what_can_be_guessed_or_sends_a_mail_is_held_tighter_than_the_rest() {
    let stage =
        &resources("AWS::ApiGateway::Stage").into_values().next().unwrap()["MethodSettings"];
    let limit = |path: &str| {
        let of_path = |setting: &&Value| {
            let at = &setting["ResourcePath"];
            at == path || at["Fn::If"][1] == path
        };
        let setting = stage.as_array().unwrap().iter().find(of_path).unwrap();
        setting["ThrottlingRateLimit"].as_u64().unwrap()
    };
    assert_eq!(limit("/*"), 500);
    for verb in ["session", "code", "link"] {
        assert_eq!(limit(&format!("/i/{{token}}/{verb}")), 50, "{verb}");
    }
}
