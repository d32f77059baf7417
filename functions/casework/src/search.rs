//! Searching for the case of a person on the phone: by exactly what they say, never by a part of it.
//! The answer holds references; a name is only shown by opening the case, and both are logged.

use crate::Context;
use api::casework::{FindCase, FoundCase, FoundCases};
use domain::question::{Item, ReadFor, Reading, stage};
use store::LoadedCase;
use vault::Sought;
use web::{Problem, Request, Response};

fn sought(asked: FindCase) -> Result<Sought, Problem> {
    match (asked.nhs_number, asked.email, asked.name, asked.birth_date) {
        (Some(number), None, None, None) => Ok(Sought::NhsNumber(number)),
        (None, Some(email), None, None) => Ok(Sought::Email(email)),
        (None, None, Some(name), Some(on)) => Ok(Sought::Born { name, on: on.map(Into::into) }),
        _ => {
            let why = "give an nhs_number, an email, or a name with its birth_date";
            Err(Problem::bad_field(".", why))
        }
    }
}

pub async fn search(context: &Context, request: &Request) -> Result<Response, Problem> {
    let staff = context.callers.staff(request).await?;
    request.idempotency_key()?;
    let sought = sought(request.json()?)?;
    let by = web::actor(&staff).ok_or_else(Problem::missing_role)?;

    let mark = context.own.intake.marks.sought(&sought).await?;
    let found = context.files.access.cases_found_by(&mark).await?;
    let loads = found.iter().map(|id| context.files.cases.load(id));
    let loaded = futures::future::try_join_all(loads).await?;
    let live = loaded.into_iter().flatten().filter(|found| found.case.keeping.erased.is_none());
    let cases: Vec<FoundCase> = live.map(hit).collect();
    // That a person has a case here is private already.
    for hit in &cases {
        let reading = Reading::new(&by, &[Item::Contact], ReadFor::Search, context.now());
        context.files.note_read(&hit.case, reading).await?;
    }
    Ok(Response::json(200, &FoundCases { cases }))
}

fn hit(found: LoadedCase) -> FoundCase {
    let case = found.case;
    FoundCase {
        reference: case.id.reference(),
        stage: stage(&case),
        nurse: case.casework.nurse.as_ref().map(|owner| owner.nurse.clone()),
        case: case.id,
    }
}
