//! Searching for the case of a person on the phone: by exactly what they say, never by a part of it.
//! The answer holds references; a name is only shown by opening the case, and both are logged.

use crate::Context;
use domain::ids::{CaseId, StaffId};
use domain::nhs_number::NhsNumber;
use domain::question::{Item, ReadFor, Reading, Stage, stage};
use domain::text::{Email, PersonName};
use domain::{Actor, Private};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vault::Sought;
use web::{ApiScope, Problem, Request, Response};

/// One of: an NHS number; an address; a name with the birth date.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    nhs_number: Option<NhsNumber>,
    #[serde(default)]
    email: Option<Email>,
    #[serde(default)]
    name: Option<PersonName>,
    #[serde(default)]
    birth_date: Option<Private<Date>>,
}

impl Search {
    fn sought(self) -> Result<Sought, Problem> {
        match (self.nhs_number, self.email, self.name, self.birth_date) {
            (Some(number), None, None, None) => Ok(Sought::NhsNumber(number)),
            (None, Some(email), None, None) => Ok(Sought::Email(email)),
            (None, None, Some(name), Some(on)) => Ok(Sought::Born { name, on }),
            _ => {
                let why = "give an nhs_number, an email, or a name with its birth_date";
                Err(Problem::bad_field(".", why))
            }
        }
    }
}

#[derive(Serialize)]
struct Found {
    cases: Vec<Hit>,
}

#[derive(Serialize)]
struct Hit {
    case: CaseId,
    reference: String,
    stage: Stage,
    nurse: Option<StaffId>,
}

pub async fn search(context: &Context, request: &Request) -> Result<Response, Problem> {
    let staff = context.callers.staff(request, ApiScope::Casework).await?;
    let sought = request.json::<Search>()?.sought()?;
    let by = web::actor(&staff).filter(|by| matches!(by, Actor::Nurse(_) | Actor::ClinicalLead(_)));
    let by = by.ok_or_else(Problem::missing_scope)?;

    let mark = context.own.marks.sought(&sought).await?;
    let found = context.files.access.cases_found_by(&mark).await?;
    let loads = found.iter().map(|id| context.files.cases.load(id));
    let loaded = futures::future::try_join_all(loads).await?;
    let live = loaded.into_iter().flatten().filter(|file| file.case.keeping.erased.is_none());
    let cases: Vec<Hit> = live
        .map(|it| Hit {
            reference: it.case.id.reference(),
            stage: stage(&it.case),
            nurse: it.case.casework.nurse.as_ref().map(|owner| owner.nurse.clone()),
            case: it.case.id,
        })
        .collect();
    // That a person has a case here is private already.
    for hit in &cases {
        let reading = Reading::new(&by, &[Item::Contact], ReadFor::Search, context.now());
        context.files.note_read(&hit.case, reading).await?;
    }
    Ok(Response::json(200, &Found { cases }))
}
