//! Callers of the API, route by route as the published contract names them: without a token, with
//! another's scope, without a part in the case, and with fields that are none of theirs.

use crate::house::{after_the_walk, of_tern, on_stack, written, written_at_rest};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::Clinic;
use testkit::clinic::Answer;

/// An id that no case has.
const UNKNOWN: &str = "7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab";

/// A route of the API that asks for a scope.
#[derive(Debug, Clone)]
struct Route {
    method: Method,
    path: String,
    scope: String,
}

impl Route {
    /// The path with that case, and a word in the place of everything else.
    fn of(&self, case: &str) -> String {
        let path = self.path.replace("{id}", case).replace("{client}", "tern");
        let path = path.replace("{month}", "2026-11").replace("{task}", "no-such-task");
        let path = path.replace("{concern}", "no-such-concern");
        path.replace("{document}", "no-such-document").replace("{complaint}", "no-such-complaint")
    }

    fn is_of_a_case(&self) -> bool {
        let of_staff = ["api/casework", "api/retention"].contains(&self.scope.as_str());
        of_staff && self.path.contains("{id}")
    }
}

fn routes() -> Vec<Route> {
    let text = std::fs::read_to_string(crate::root().join("infra/openapi.yaml")).unwrap();
    let contract: Value = serde_saphyr::from_str(&text).unwrap();
    let mut routes = Vec::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if let Some(scope) = operation["security"][0]["caller"][0].as_str() {
                let method = method.to_uppercase().parse().unwrap();
                routes.push(Route { method, path: path.clone(), scope: scope.to_owned() });
            }
        }
    }
    assert!(routes.len() > 45, "only {} routes were found", routes.len());
    routes
}

async fn ask(
    clinic: &Clinic,
    route: &Route,
    case: &str,
    token: Option<&str>,
    body: &Value,
) -> Answer {
    let mut request = clinic.request(route.method.clone(), &route.of(case));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if route.method == Method::POST {
        request = request.header("idempotency-key", "callers-1").json(body);
    }
    clinic.send(request).await.unwrap()
}

#[test]
fn every_route_needs_a_whole_token_with_its_own_scope() {
    after_the_walk(async |clinic, walked| {
        let case = &walked.case;
        let before = written_at_rest(clinic).await;
        let whole = clinic.token("asha").await.unwrap();
        let (head, rest) = whole.split_once('.').unwrap();
        let (claims, signature) = rest.split_once('.').unwrap();
        // `{"alg":"none"}`, and the same claims with a signature of another token.
        let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
        let swapped = clinic.token("northwind").await.unwrap();
        let swapped = format!("{head}.{claims}.{}", swapped.rsplit('.').next().unwrap());
        assert!(!signature.is_empty());
        for route in routes() {
            for token in [None, Some(unsigned.as_str()), Some(&swapped)] {
                let answer = ask(clinic, &route, case, token, &json!({})).await;
                assert_eq!(answer.status, 401, "{route:?} with {token:?}");
            }
            for who in ["northwind", "asha", "finance", "operator"] {
                let own = match who {
                    "northwind" => "api/refer",
                    "asha" => "api/casework",
                    "operator" => "api/retention",
                    _ => "api/finance",
                };
                if own != route.scope {
                    let token = clinic.token(who).await.unwrap();
                    let answer = ask(clinic, &route, case, Some(&token), &json!({})).await;
                    // The cloud's gateway answers 403, the local one 401.
                    assert!([401, 403].contains(&answer.status), "{route:?} as {who}");
                }
            }
        }
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn every_route_of_a_case_is_nothing_to_who_has_no_part_in_it() {
    after_the_walk(async |clinic, walked| {
        let closed = walked.case.clone();
        let mut journey = of_tern(clinic, "nobody.elses@home.example");
        journey.to_records_asked().await.unwrap();
        let (ben, asha) = (clinic.token("ben").await.unwrap(), clinic.token("asha").await.unwrap());
        let operator = clinic.token("operator").await.unwrap();
        let before = written_at_rest(clinic).await;
        for route in routes().into_iter().filter(Route::is_of_a_case) {
            let knows = if route.scope == "api/retention" { &operator } else { &asha };
            let unknown = ask(clinic, &route, UNKNOWN, Some(knows), &json!({})).await;
            assert_eq!(unknown.status, 404, "{route:?}");
            // An operator may see every case, and breaking the glass is for nurses without a part in it.
            if route.scope == "api/retention" || route.path.ends_with("/break-glass") {
                continue;
            }
            for case in [closed.as_str(), &journey.case, "not%20an%20id"] {
                let answer = ask(clinic, &route, case, Some(&ben), &json!({})).await;
                assert_eq!((answer.status, &answer.body), (404, &unknown.body), "{route:?} {case}");
            }
        }
        // Another client's referral, and one that does not exist, are the same to a client.
        let northwind = clinic.token("northwind").await.unwrap();
        for route in routes().into_iter().filter(|it| it.path == "/referrals/{id}") {
            let unknown = ask(clinic, &route, UNKNOWN, Some(&northwind), &json!({})).await;
            let foreign = ask(clinic, &route, &journey.case, Some(&northwind), &json!({})).await;
            assert_eq!((foreign.status, &foreign.body), (404, &unknown.body));
        }
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn every_body_refuses_what_is_smuggled_into_it() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "smuggled.into@home.example");
        journey.to_records_asked().await.unwrap();
        let before = written_at_rest(clinic).await;
        for route in routes().into_iter().filter(|it| it.method == Method::POST) {
            let who = match route.scope.as_str() {
                "api/refer" => "tern",
                // The go-ahead is decided by the clinical lead alone; their body is read alike.
                "api/casework" => "asha",
                "api/retention" => "operator",
                _ => "finance",
            };
            let token = clinic.token(who).await.unwrap();
            for field in ["stage", "price", "consented"] {
                let answer =
                    ask(clinic, &route, &journey.case, Some(&token), &json!({field: 1})).await;
                assert_eq!(
                    (answer.status, answer.code().as_str()),
                    (400, "bad-field"),
                    "{route:?} {field}: {}",
                    answer.body
                );
                assert!(!answer.body.contains(field), "{route:?} echoes {field}");
            }
        }
        assert_eq!(written(clinic).await, before);
    });
}
