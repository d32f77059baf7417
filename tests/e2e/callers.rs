//! Callers of the API, operation by operation as the table names them: without a token, with another's
//! scope or role, and without a part in the case.

use crate::house::{after_the_walk, of_tern, written, written_at_rest};
use crate::table::{UNKNOWN, ask, of_programs, who_may};
use api::{ApiScope, By, Method, Operation};
use domain::case::Door;

/// An empty object for what is posted: who may not ask is told so before it is read.
fn body(operation: &Operation) -> Option<Vec<u8>> {
    (operation.method == Method::Post).then(|| b"{}".to_vec())
}

#[test]
fn every_operation_needs_a_whole_token() {
    after_the_walk(async |clinic, walked| {
        let before = written_at_rest(clinic).await;
        let whole = clinic.token("asha").await.unwrap();
        let (head, rest) = whole.split_once('.').unwrap();
        let (claims, signature) = rest.split_once('.').unwrap();
        // `{"alg":"none"}`, and the same claims with a signature of another token.
        let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
        let swapped = clinic.token("northwind").await.unwrap();
        let swapped = format!("{head}.{claims}.{}", swapped.rsplit('.').next().unwrap());
        assert!(!signature.is_empty());
        for operation in of_programs() {
            for token in [None, Some(unsigned.as_str()), Some(&swapped)] {
                let answer = ask(clinic, operation, &walked.case, token, body(operation)).await;
                assert_eq!(answer.status, 401, "{} with {token:?}", operation.path);
            }
        }
        assert_eq!(written(clinic).await, before);
    });
}

/// The staff of the demo data: who, with which scope.
const STAFF: [(&str, ApiScope); 4] = [
    ("asha", ApiScope::Casework),
    ("lead", ApiScope::Casework),
    ("finance", ApiScope::Finance),
    ("operator", ApiScope::Retention),
];

#[test]
fn every_operation_of_staff_needs_its_own_scope_and_role() {
    after_the_walk(async |clinic, walked| {
        let before = written_at_rest(clinic).await;
        for operation in of_programs() {
            let By::Staff(scope, _) = operation.by else {
                continue;
            };
            for (who, own) in STAFF {
                let token = clinic.token(who).await.unwrap();
                let code = if own != scope {
                    "missing-scope"
                } else if is_for(operation, who) {
                    continue;
                } else {
                    "missing-role"
                };
                let answer =
                    ask(clinic, operation, &walked.case, Some(&token), body(operation)).await;
                let told = (answer.status, answer.code());
                assert_eq!(told, (403, code.to_owned()), "{} as {who}", operation.path);
            }
            // The gateway itself turns a client away; the cloud's answers 403, the local one 401.
            let token = clinic.token("northwind").await.unwrap();
            let answer = ask(clinic, operation, &walked.case, Some(&token), body(operation)).await;
            assert!([401, 403].contains(&answer.status), "{}", operation.path);
        }
        assert_eq!(written(clinic).await, before);
    });
}

fn is_for(operation: &Operation, who: &str) -> bool {
    use domain::directory::Role;
    let By::Staff(_, roles) = operation.by else {
        return false;
    };
    let role = match who {
        "asha" => Role::Nurse,
        "lead" => Role::ClinicalLead,
        "finance" => Role::Finance,
        _ => Role::Operator,
    };
    roles.contains(&role)
}

#[test]
fn no_member_of_staff_refers_a_member() {
    after_the_walk(async |clinic, walked| {
        for operation in of_programs().into_iter().filter(|row| row.by == By::Client) {
            for (who, _) in STAFF {
                let token = clinic.token(who).await.unwrap();
                let answer =
                    ask(clinic, operation, &walked.case, Some(&token), body(operation)).await;
                assert!([401, 403].contains(&answer.status), "{} as {who}", operation.path);
            }
        }
    });
}

#[test]
fn every_operation_at_a_case_is_nothing_to_who_has_no_part_in_it() {
    after_the_walk(async |clinic, walked| {
        let closed = walked.case.clone();
        let mut journey = of_tern(clinic, "nobody.elses@home.example");
        journey.to_records_asked().await.unwrap();
        let ben = clinic.token("ben").await.unwrap();
        let before = written_at_rest(clinic).await;
        for operation in of_programs() {
            let Some(door) = operation.door else {
                continue;
            };
            let knows = clinic.token(who_may(operation)).await.unwrap();
            let unknown = ask(clinic, operation, UNKNOWN, Some(&knows), body(operation)).await;
            assert_eq!(unknown.status, 404, "{}", operation.path);
            let strangers_door = matches!(door, Door::Work | Door::Read);
            if !strangers_door || !is_for(operation, "asha") {
                continue;
            }
            for case in [closed.as_str(), &journey.case, "not%20an%20id"] {
                let answer = ask(clinic, operation, case, Some(&ben), body(operation)).await;
                let told = (answer.status, &answer.body);
                assert_eq!(told, (404, &unknown.body), "{} {case}", operation.path);
            }
        }
        // Another client's referral, and one that does not exist, are the same to a client.
        let northwind = clinic.token("northwind").await.unwrap();
        let referrals = of_programs().into_iter().filter(|row| row.path == "/referrals/{id}");
        for operation in referrals {
            let unknown = ask(clinic, operation, UNKNOWN, Some(&northwind), None).await;
            let foreign = ask(clinic, operation, &journey.case, Some(&northwind), None).await;
            assert_eq!((foreign.status, &foreign.body), (404, &unknown.body));
        }
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn every_unknown_id_behind_a_case_is_nothing() {
    after_the_walk(async |clinic, _| {
        let mut journey = of_tern(clinic, "unknown.ids@home.example");
        journey.to_records_asked().await.unwrap();
        let before = written_at_rest(clinic).await;
        let mut tried = 0;
        for operation in of_programs().into_iter().filter(|row| row.path.matches('{').count() > 1) {
            if operation.door.is_none() {
                continue;
            }
            tried += 1;
            let token = clinic.token(who_may(operation)).await.unwrap();
            let body = match operation.reads {
                api::Reads::Json(_) => {
                    Some(crate::table::example(operation).to_string().into_bytes())
                }
                api::Reads::Form(_) | api::Reads::Nothing => body(operation),
            };
            let answer = ask(clinic, operation, &journey.case, Some(&token), body).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (404, "not-found"),
                "{}",
                operation.path
            );
        }
        assert!(tried > 3, "only {tried} operations were tried");
        assert_eq!(written(clinic).await, before);
    });
}
