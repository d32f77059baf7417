//! The worklist: references and codes, never a name. The longest due comes first, urgent before all.

use crate::Room;
use serde::Serialize;
use store::Waits;
use web::{Problem, Request, Response, Scope};

/// Cases on one page.
const PAGE: usize = 50;
/// Whom a worklist can be asked for.
const PARTIES: [&str; 6] =
    ["nurse", "clinical-lead", "member", "primary-consultant", "specialist", "nobody"];

#[derive(Serialize)]
struct Worklist {
    cases: Vec<Waits>,
}

pub async fn worklist(room: &Room, request: &Request) -> Result<Response, Problem> {
    room.callers.staff(request, Scope::Casework).await?;
    let party = request.query("waiting_for").unwrap_or_else(|| "nurse".to_owned());
    if !PARTIES.contains(&party.as_str()) {
        return Err(Problem::bad_field("waiting_for", "it is not a party that a case waits for"));
    }

    let cases = room.files.cases.waiting(&party, PAGE).await?;

    Ok(Response::json(200, &Worklist { cases }))
}
