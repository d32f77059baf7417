//! The treating doctor's page: who asks and what was signed come first, then what is asked, a line for each.

use crate::item::{Sent, Standing, refused, sent, standing, wanted_by};
use crate::{Context, doctor, enter};
use askama::Template;
use casefile::CaseFile;
use domain::calendar::{date_in_words, day_in_words};
use domain::casework::{DoctorDetails, Needs};
use domain::consent::{Scope, Signature};
use domain::ids::DoctorId;
use domain::nhs_number::spaced;
use domain::question::{Item, Look, Looking, ReadFor, Shown, done_today, outlook};
use domain::records::{Asked, DOCUMENTS_MAX, GoAheadAnswer, GoOn};
use domain::{Actor, Case};
use jiff::Timestamp;
use web::{Expected, Filled, Nurse, Problem, Request, Response, Visit};

#[derive(Template)]
#[template(path = "page.html")]
struct DoctorsPage {
    selector: String,
    reference: String,
    /// Whose secretary reads it; nothing where the doctor does.
    secretary_of: Option<Shown<String>>,
    member: AboutWhom,
    signed: Signed,
    go_ahead: GoAheadAsked,
    expected: Expected,
    answer: &'static str,
    tasks: Vec<Task>,
    /// How many lines its reader has to answer.
    open: usize,
    /// How many files are being checked.
    coming: usize,
    /// By when the rest is wanted; nothing where nothing is.
    wanted_by: String,
    finished: bool,
    handed_over: bool,
    sent: Sent,
    files_max: usize,
    /// What was claimed for copying, or nothing.
    fee: String,
    go_ahead_form: Filled,
    fee_form: Filled,
    nurse: Nurse,
}

/// Who it is about.
struct AboutWhom {
    name: Shown<String>,
    born: Shown<String>,
    nhs_number: Option<Shown<String>>,
    condition: Option<Shown<String>>,
}

/// What was signed.
struct Signed {
    by: Shown<String>,
    on: String,
    /// There is a copy to read.
    has_copy: bool,
    allows_records: bool,
    allows_report: bool,
}

/// What is asked of the go-ahead; of a secretary nothing.
enum GoAheadAsked {
    Nothing,
    /// To confirm, or to object.
    Answer,
    /// The same again: they had confirmed, and a date has changed since.
    AnswerAgain,
    /// After a confirmation: what makes it unsafe to wait may be learned later.
    ObjectionOnly,
    /// They have objected: the clinical lead decides.
    Objected,
}

/// An item of the checklist in one line.
struct Task {
    code: String,
    name: String,
    standing: Standing,
    /// Why the file that was sent last was not taken, if it was not.
    refused: &'static str,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let doctor = doctor(&visit)?;
    let items = [Item::Contact, Item::Consent, Item::Condition];
    let looking = Looking::at(&items, ReadFor::GoAhead);
    let look = context.look(&visit.actor, case, looking);
    let (look, nurse) = futures::future::try_join(look, context.nurse(case)).await?;

    let forms = ["go-ahead", "fee"]
        .map(|form| request.filled(&format!("POST /records/{{session}}/{form}")));
    let body = body(&visit, (&file, &look), &doctor, (forms, nurse), now)?;
    let title = if body.secretary_of.is_some() {
        "Records for a second opinion"
    } else {
        "A second opinion for your patient"
    };
    Response::page(title, &body)
}

fn body(
    visit: &Visit,
    (file, look): (&CaseFile, &Look),
    doctor: &DoctorId,
    ([go_ahead_form, fee_form], nurse): ([Filled; 2], Nurse),
    now: Timestamp,
) -> Result<DoctorsPage, Problem> {
    let case = &file.loaded.case;
    let consent = case.standing_consent()?;
    let signature: Shown<Signature> = file.show(look, Item::Consent, &consent.signature)?;
    let asked = case.records.asked_of(doctor);
    let answer = asked.and_then(|asked| asked.answer.as_ref());
    let fee = asked.and_then(|asked| asked.copying_fee);
    let go_ahead = go_ahead_asked(visit, asked);
    let tasks = tasks(case, doctor, now);
    let open = tasks.iter().filter(|task| task.standing.is_open()).count();
    let coming = tasks.iter().filter(|task| task.standing == Standing::Coming).count();
    Ok(DoctorsPage {
        selector: visit.selector.clone(),
        reference: case.id.reference(),
        secretary_of: secretary_of(visit, file, look)?,
        member: about_whom(file, look)?,
        signed: Signed {
            by: signature.part(|signature| &signature.typed_name),
            on: day_in_words(consent.at),
            has_copy: !consent.copies.is_empty(),
            allows_records: consent.scopes.contains(&Scope::Collect),
            allows_report: consent.scopes.contains(&Scope::ReportToDoctors),
        },
        finished: open + coming == 0
            && matches!(go_ahead, GoAheadAsked::Nothing | GoAheadAsked::ObjectionOnly),
        go_ahead,
        expected: expected(case, now),
        answer: answered(visit, case, answer),
        tasks,
        open,
        coming,
        wanted_by: wanted_by(case, doctor, now).filter(|_| open > 0).unwrap_or_default(),
        handed_over: case.records.handed_over.is_some(),
        sent: sent(case, doctor, now),
        files_max: DOCUMENTS_MAX,
        fee: fee.map(|pence| pence.to_string()).unwrap_or_default(),
        go_ahead_form,
        fee_form,
        nurse,
    })
}

fn about_whom(file: &CaseFile, look: &Look) -> Result<AboutWhom, Problem> {
    let member = file.show_member(look)?;
    let needs = file.loaded.case.casework.needs.as_ref();
    let needs = needs.map(|needs| file.show::<Needs>(look, Item::Condition, &needs.sheet));
    Ok(AboutWhom {
        name: member.part(|details| &details.name),
        born: member.part(|details| &details.birth_date).map(date_in_words),
        nhs_number: member
            .part_if_any(|details| details.nhs_number.as_ref())
            .map(|digits| digits.map(spaced)),
        condition: needs.transpose()?.map(|needs| needs.part(|needs| &needs.issue)),
    })
}

fn secretary_of(
    visit: &Visit,
    file: &CaseFile,
    look: &Look,
) -> Result<Option<Shown<String>>, Problem> {
    let Actor::Secretary(doctor) = &visit.actor else {
        return Ok(None);
    };
    let mut doctors = file.loaded.case.casework.doctors.iter();
    let Some(treating) = doctors.find(|treating| treating.doctor == *doctor) else {
        return Ok(None);
    };
    let details: Shown<DoctorDetails> = file.show(look, Item::Contact, &treating.details)?;
    Ok(Some(details.part(|details| &details.name)))
}

/// What the doctor said, and what became of it; a secretary is not told.
fn answered(visit: &Visit, case: &Case, answer: Option<&GoAheadAnswer>) -> &'static str {
    let decided = case.records.decided.as_ref().map(|decision| decision.go_on);
    match answer {
        _ if !matches!(visit.actor, Actor::PrimaryConsultant(_)) => "",
        None => "",
        Some(GoAheadAnswer::Confirmed { .. }) => {
            "You confirmed that a second opinion is the right step."
        }
        Some(GoAheadAnswer::Objected { .. }) if decided == Some(GoOn::GoOn) => {
            "You objected. Our clinical lead has talked with your patient and decided that it goes on. If you \
             still think that it is not safe, please phone our nurse."
        }
        Some(GoAheadAnswer::Objected { .. }) => {
            "You objected. Our clinical lead decides with your patient. You need to do nothing more now."
        }
    }
}

fn expected(case: &Case, now: Timestamp) -> Expected {
    let was = || {
        let was = Expected::of(done_today(case, now));
        Expected { finish: String::new(), late: false, ..was }
    };
    outlook(case, now).map_or_else(was, Expected::of)
}

fn go_ahead_asked(visit: &Visit, asked: Option<&Asked>) -> GoAheadAsked {
    let again = asked.is_some_and(|asked| asked.asked_again.is_some());
    match asked.and_then(|asked| asked.answer.as_ref()) {
        _ if !matches!(visit.actor, Actor::PrimaryConsultant(_)) => GoAheadAsked::Nothing,
        None if again => GoAheadAsked::AnswerAgain,
        None => GoAheadAsked::Answer,
        Some(GoAheadAnswer::Confirmed { .. }) => GoAheadAsked::ObjectionOnly,
        Some(GoAheadAnswer::Objected { .. }) => GoAheadAsked::Objected,
    }
}

fn tasks(case: &Case, doctor: &DoctorId, now: Timestamp) -> Vec<Task> {
    let items = case.records.checklist.keys();
    items
        .map(|item| Task {
            code: item.0.clone(),
            name: item.name().to_owned(),
            standing: standing(case, item, now),
            refused: refused(case, item, doctor, now),
        })
        .collect()
}
