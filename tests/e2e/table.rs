//! The table of operations, as the stories ask for them: each by someone who may, with its example.

use api::{By, Method, Operation, Reads, operations};
use domain::directory::Role;
use serde_json::Value;
use testkit::Clinic;
use testkit::clinic::Answer;

/// An id that nothing has.
pub const UNKNOWN: &str = "7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab";

/// The operations of programs: everything but pages and public files.
pub fn of_programs() -> Vec<&'static Operation> {
    let programs = operations().filter(|row| matches!(row.by, By::Client | By::Staff(..)));
    let programs: Vec<&Operation> = programs.collect();
    assert!(programs.len() > 60, "only {} operations were found", programs.len());
    programs
}

/// Those that read a JSON body.
pub fn with_a_body() -> Vec<&'static Operation> {
    let reads_json = |row: &&Operation| matches!(row.reads, Reads::Json(_));
    let with_a_body: Vec<&Operation> = of_programs().into_iter().filter(reads_json).collect();
    assert!(with_a_body.len() > 30, "only {} operations were found", with_a_body.len());
    with_a_body
}

/// Someone who may ask for it: the nurse of the case, the clinical lead, finance, an operator, a client.
pub fn who_may(operation: &Operation) -> &'static str {
    match operation.by {
        By::Staff(_, roles) => match roles[0] {
            Role::Nurse => "asha",
            Role::ClinicalLead => "lead",
            Role::Finance => "finance",
            Role::Operator => "operator",
            Role::Keeper => "keeper",
        },
        By::Client | By::Page | By::Anyone => "tern",
    }
}

/// The path with that case, and ids that nothing has in the place of everything else.
pub fn path(operation: &Operation, case: &str) -> String {
    let path = operation.path.replace("{id}", case).replace("{client}", "tern");
    let path = path.replace("{month}", "2026-11");
    let unknown = [
        "{task}",
        "{concern}",
        "{document}",
        "{complaint}",
        "{doctor}",
        "{staff}",
        "{specialist}",
        "{place}",
        "{subject}",
    ];
    unknown.iter().fold(path, |path, name| path.replace(name, UNKNOWN))
}

/// The example of its request, as the contract publishes it.
pub fn example(operation: &Operation) -> Value {
    let route = operation.path.replace(['{', '}'], "").replace('/', "-");
    let name =
        format!("shared/api/examples/{}{route}.json", operation.method.name().to_lowercase());
    let text = std::fs::read_to_string(crate::root().join(&name));
    serde_json::from_str(&text.unwrap_or_else(|error| panic!("{name}: {error}"))).unwrap()
}

/// Asks for it with a body as it is.
pub async fn ask(
    clinic: &Clinic,
    operation: &Operation,
    case: &str,
    token: Option<&str>,
    body: Option<Vec<u8>>,
) -> Answer {
    let method =
        if operation.method == Method::Get { reqwest::Method::GET } else { reqwest::Method::POST };
    let mut request = clinic.request(method, &path(operation, case));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if operation.method == Method::Post {
        request = request.header("idempotency-key", runtime::random_id());
    }
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body);
    }
    clinic.send(request).await.unwrap()
}
