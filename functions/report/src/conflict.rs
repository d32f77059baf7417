//! The conflict check: who the member is and who treats them, and nothing else, for the specialist whom the
//! member chose, and their answer.

use crate::Context;
use api::matching::{BriefAnswer, ConflictForm};
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::calendar::date_in_words;
use domain::casework::{DoctorDetails, TreatingDoctor};
use domain::matching::Command;
use domain::question::{Item, Look, Looking, ReadFor, Shown, outlook};
use domain::sheet::{Class, Words};
use futures::future;
use jiff::Timestamp;
use web::{Expected, Filled, Nurse, Problem, Request, Response, Visit, landing};

#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictCheck {
    selector: String,
    reference: String,
    member: Shown<String>,
    born: Shown<String>,
    employer: String,
    doctors: Vec<(Shown<String>, Shown<String>)>,
    urgent: bool,
    expected: Expected,
    form: Filled,
    nurse: Nurse,
}

/// With both keys: the reason of a no is clinical.
async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &[Purpose::Brief], &[Class::Contact, Class::Clinical]).await
}

/// The page of `matching` that a no leads to: it shows nothing of the case.
const DECLINED: &str = "/matching/declined";

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let case = &file.loaded.case;
    if case.matching.accepted().is_some() {
        return Ok(Response::see_other(&landing(Purpose::Brief, &visit.selector)));
    }
    let looking = Looking::at(&[Item::ConflictCheck], ReadFor::Acceptance);
    let client = case.received.as_ref().map(|received| &received.client);
    let client = client.ok_or_else(Problem::gone)?;
    let employer = async { Ok(context.directory.client(client).await?) };
    let look = context.look(&visit.actor, case, looking);
    let (look, employer, nurse) = future::try_join3(look, employer, context.nurse(case)).await?;

    let employer = employer.ok_or_else(Problem::gone)?.name;
    let form = request.filled("POST /report/conflict/{session}");
    let body = check(&visit, &file, &look, (form, employer, nurse), context.now())?;
    Response::page("Check for a conflict of interest", &body)
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let answer = request.form::<ConflictForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let (act, next) = match answer {
        BriefAnswer::Accept { shown, delay, conflict } => {
            let chosen = file.loaded.case.matching.chosen.as_ref().ok_or_else(Problem::gone)?;
            let entry = context.directory.specialist(&chosen.specialist).await?;
            let specialist = Box::new(entry.ok_or_else(Problem::gone)?);
            let accept = Command::Accept { specialist, shown, delay, conflict };
            (context.act_as(&visit, accept), landing(Purpose::Brief, &visit.selector))
        }
        BriefAnswer::Decline { reason } => {
            let reason = reason.map(|reason| file.seal(&Words::from(reason))).transpose()?;
            let decline =
                Command::Decline { reason: reason.as_ref().map(|sheet| sheet.id.clone()) };
            (context.act_as(&visit, decline).sheets(reason), DECLINED.to_owned())
        }
    };
    context.lead_on(&visit, act, file.loaded, &next).await
}

fn check(
    visit: &Visit,
    file: &CaseFile,
    look: &Look,
    (form, employer, nurse): (Filled, String, Nurse),
    now: Timestamp,
) -> Result<ConflictCheck, Problem> {
    let case = &file.loaded.case;
    let member = file.show_member_as(look, Item::ConflictCheck)?;
    let doctor = |doctor: &TreatingDoctor| -> Result<_, Problem> {
        let details: Shown<DoctorDetails> =
            file.show(look, Item::ConflictCheck, &doctor.details)?;
        let name = details.part(|details| &details.name);
        Ok((name, details.part(|details| &details.hospital)))
    };
    Ok(ConflictCheck {
        selector: visit.selector.clone(),
        reference: case.id.reference(),
        member: member.part(|details| &details.name),
        born: member.part(|details| &details.birth_date).map(date_in_words),
        employer,
        doctors: case.casework.doctors.iter().map(doctor).collect::<Result<_, _>>()?,
        urgent: case.casework.urgent.is_some(),
        expected: outlook(case, now).map(Expected::of).unwrap_or_default(),
        form,
        nurse,
    })
}
