//! The anonymous brief: all that a specialist sees before the conflict check, and their no.

use crate::Context;
use api::matching::DeclineForm;
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::casework::{Question, QuestionWords};
use domain::matching::Command;
use domain::question::{Item, Look, Looking, ReadFor, Shown, outlook};
use domain::sheet::{Class, Words};
use domain::text::dialled;
use jiff::Timestamp;
use web::{Expected, Filled, Nurse, Problem, Request, Response, Visit};

#[derive(Template)]
#[template(path = "brief.html")]
struct Brief {
    selector: String,
    reference: String,
    age: &'static str,
    specialty: String,
    questions: Vec<Shown<String>>,
    urgent: bool,
    expected: Expected,
    /// They had accepted, and the finish has moved since.
    again: bool,
    form: Filled,
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "answered.html")]
struct Answered {
    selector: String,
    reference: String,
    expected: Expected,
    /// From then on they can no longer take their yes back here.
    in_hand: bool,
    form: Filled,
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "declined.html")]
struct Declined<'a> {
    phone: &'a str,
    tel: String,
}

/// The path of the page that a no leads to.
const DECLINED: &str = "/matching/declined";

async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &[Purpose::Brief], &[Class::Clinical]).await
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let form = request.filled("POST /matching/brief/{session}");
    if case.matching.accepted().is_some() {
        let in_hand = case.records.handed_over.is_some();
        let nurse = context.nurse(case).await?;
        let body = Answered {
            selector: visit.selector.clone(),
            reference: case.id.reference(),
            expected: outlook(case, now).map(Expected::of).unwrap_or_default(),
            in_hand,
            form,
            nurse,
        };
        return Response::page("You have accepted the case", &body);
    }
    let looking = Looking::at(&[Item::Brief], ReadFor::Acceptance);
    let look = context.look(&visit.actor, case, looking);
    let (look, nurse) = futures::future::try_join(look, context.nurse(case)).await?;

    let body = brief(&visit, &file, &look, (form, nurse), now)?;
    Response::page("Would you take on this case?", &body)
}

/// Where a no leads: it ends the session, so this page shows nothing of the case.
pub fn declined(context: &Context) -> Result<Response, Problem> {
    let phone = &context.service_phone;
    Response::page("Thank you", &Declined { phone, tel: dialled(phone) })
}

pub async fn decline(context: &Context, request: &Request) -> Result<Response, Problem> {
    let reason = request.form::<DeclineForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let reason = reason.map(|reason| file.seal(&Words::from(reason))).transpose()?;
    let decline = Command::Decline { reason: reason.as_ref().map(|sheet| sheet.id.clone()) };
    let act = context.act_as(&visit, decline).sheets(reason);
    context.lead_on(&visit, act, file.loaded, DECLINED).await
}

fn brief(
    visit: &Visit,
    file: &CaseFile,
    look: &Look,
    (form, nurse): (Filled, Nurse),
    now: Timestamp,
) -> Result<Brief, Problem> {
    let case = &file.loaded.case;
    let words = |question: &Question| -> Result<Shown<String>, Problem> {
        let shown: Shown<QuestionWords> = file.show(look, Item::Brief, &question.sheet)?;
        Ok(shown.part(|words| &words.question))
    };
    let specialty = case.casework.specialty().map(|specialty| specialty.name().to_owned());
    let chosen = case.matching.chosen.as_ref();
    Ok(Brief {
        selector: visit.selector.clone(),
        reference: case.id.reference(),
        age: case.received.as_ref().map(|received| received.age.in_words()).unwrap_or_default(),
        specialty: specialty.unwrap_or_default(),
        questions: case.casework.questions.iter().map(words).collect::<Result<_, _>>()?,
        urgent: case.casework.urgent.is_some(),
        expected: outlook(case, now).map(Expected::of).unwrap_or_default(),
        again: chosen.is_some_and(|chosen| chosen.brief_since > chosen.at),
        form,
        nurse,
    })
}
