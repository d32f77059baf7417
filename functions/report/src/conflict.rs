//! The conflict check: who the member is and who treats them, and nothing else, for the specialist whom the
//! member chose. It is made here because the contact key is; the answer is given to `matching`.

use crate::Context;
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::calendar::date_in_words;
use domain::casework::{DoctorDetails, TreatingDoctor};
use domain::question::{Item, Look, Looking, ReadFor, Shown, outlook};
use domain::sheet::Class;
use futures::future;
use jiff::Timestamp;
use web::{Expected, Nurse, Problem, Request, Response, Visit, landing};

#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictCheck {
    selector: String,
    member: Shown<String>,
    born: Shown<String>,
    employer: String,
    doctors: Vec<(Shown<String>, Shown<String>)>,
    expected: Expected,
    nurse: Nurse,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = context.enter(request, &[Purpose::Brief], &[Class::Contact]).await?;
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
    let body = check(&visit, &file, &look, (employer, nurse), context.now())?;
    Response::page("Check for a conflict of interest", &body)
}

fn check(
    visit: &Visit,
    file: &CaseFile,
    look: &Look,
    (employer, nurse): (String, Nurse),
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
        member: member.part(|details| &details.name),
        born: member.part(|details| &details.birth_date).map(date_in_words),
        employer,
        doctors: case.casework.doctors.iter().map(doctor).collect::<Result<_, _>>()?,
        expected: outlook(case, now).map(Expected::of).unwrap_or_default(),
        nurse,
    })
}
