//! The treating doctor's page: who asks and what was signed come first, then what is asked.

use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::calendar::{date_in_words, day_in_words};
use domain::consent::Scope;
use domain::consent::Signature;
use domain::ids::DoctorId;
use domain::question::{Item, Look, Looking, ReadFor, Shown, done_today, outlook};
use domain::records::{
    DOCUMENTS_MAX, Document, DocumentState, GoAheadAnswer, GoOn, ItemState, Use,
};
use domain::{Actor, Case};
use jiff::Timestamp;
use web::{Expected, Filled, Nurse, Problem, Request, Response, Visit};

#[derive(Template)]
#[template(path = "page.html")]
struct DoctorsPage {
    selector: String,
    member: Shown<String>,
    born: Shown<String>,
    signed_by: Shown<String>,
    signed_on: String,
    allows_records: bool,
    allows_report: bool,
    go_ahead: GoAheadAsked,
    expected: Expected,
    answer: &'static str,
    items: Vec<AskedItem>,
    files_max: usize,
    /// What was claimed for copying, or nothing.
    fee: String,
    go_ahead_form: Filled,
    fee_form: Filled,
    nurse: Nurse,
}

/// What is asked of the go-ahead; of a secretary nothing.
enum GoAheadAsked {
    Nothing,
    /// To confirm, or to object.
    Answer,
    /// After a confirmation: what makes it unsafe to wait may be learned later.
    ObjectionOnly,
}

/// An item of the checklist with how far it is.
struct AskedItem {
    code: String,
    name: String,
    state: &'static str,
    missing: bool,
    /// How many files were received for it.
    received: usize,
    /// Why the file that was sent last was not taken, if it was not.
    refused: &'static str,
    takes: &'static str,
    bytes_max: u64,
    /// Months for which a paper counts; nothing where none is asked for its day.
    months_max: Option<i32>,
    /// Its own forms, as they were filled in.
    upload: Filled,
    not_available: Filled,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let doctor = doctor(&visit)?;
    let looking = Looking::at(&[Item::Contact, Item::Consent], ReadFor::GoAhead);
    let look = context.look(&visit.actor, case, looking);
    let (look, nurse) = futures::future::try_join(look, context.nurse(case)).await?;

    let upload = context.own.documents.upload_address()?;
    let shown = body(&visit, &file, &look, &doctor, now)?;
    let body = filled_in(shown, request, nurse);
    let page = Response::page("A second opinion for your patient", &body)?;
    Ok(page.uploading_to(&upload))
}

fn body(
    visit: &Visit,
    file: &CaseFile,
    look: &Look,
    doctor: &DoctorId,
    now: Timestamp,
) -> Result<DoctorsPage, Problem> {
    let case = &file.loaded.case;
    let consent = case.standing_consent()?;
    let member = file.show_member(look)?;
    let signature: Shown<Signature> = file.show(look, Item::Consent, &consent.signature)?;
    let asked = case.records.asked_of(doctor);
    let (answer, fee) =
        (asked.and_then(|it| it.answer.as_ref()), asked.and_then(|it| it.copying_fee));
    Ok(DoctorsPage {
        selector: visit.selector.clone(),
        member: member.part(|details| &details.name),
        born: member.part(|details| &details.birth_date).map(date_in_words),
        signed_by: signature.part(|signature| &signature.typed_name),
        signed_on: day_in_words(consent.at),
        allows_records: consent.scopes.contains(&Scope::Collect),
        allows_report: consent.scopes.contains(&Scope::ReportToDoctors),
        go_ahead: go_ahead_asked(visit, answer),
        expected: expected(case, now),
        answer: answered(visit, case, answer),
        items: lines(case, now),
        files_max: DOCUMENTS_MAX,
        fee: fee.map(|pence| pence.to_string()).unwrap_or_default(),
        go_ahead_form: Filled::default(),
        fee_form: Filled::default(),
        nurse: Nurse::default(),
    })
}

/// The page with its forms as somebody has filled them in, and whom they may phone.
fn filled_in(page: DoctorsPage, request: &Request, nurse: Nurse) -> DoctorsPage {
    let uploads = request.filled("POST /records/{session}/uploads");
    let not_available = request.filled("POST /records/{session}/not-available");
    let with_forms = |item: AskedItem| AskedItem {
        upload: uploads.only_of("item", &item.code),
        not_available: not_available.only_of("item", &item.code),
        ..item
    };
    DoctorsPage {
        items: page.items.into_iter().map(with_forms).collect(),
        go_ahead_form: request.filled("POST /records/{session}/go-ahead"),
        fee_form: request.filled("POST /records/{session}/fee"),
        nurse,
        ..page
    }
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
            "You objected. Our clinical lead decides with your patient."
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

fn go_ahead_asked(visit: &Visit, answer: Option<&GoAheadAnswer>) -> GoAheadAsked {
    match answer {
        _ if !matches!(visit.actor, Actor::PrimaryConsultant(_)) => GoAheadAsked::Nothing,
        None => GoAheadAsked::Answer,
        Some(GoAheadAnswer::Confirmed { .. }) => GoAheadAsked::ObjectionOnly,
        Some(GoAheadAnswer::Objected { .. }) => GoAheadAsked::Nothing,
    }
}

/// A form was opened for it. Until the scanner has spoken, nobody but the bucket knows whether a file came.
const COMING: &str = "not here yet, or being checked";

fn lines(case: &Case, now: Timestamp) -> Vec<AskedItem> {
    let line = |(item, state): (&domain::records::ChecklistItem, &ItemState)| {
        let sent = sent_for(case, item);
        let coming =
            |it: &&&Document| it.state == DocumentState::BeingChecked && !it.has_not_arrived(now);
        let being_checked = sent.iter().filter(coming).count() > 0;
        let newest = sent.iter().max_by_key(|it| it.announced);
        let clean = |document: &&&Document| matches!(document.state, DocumentState::Clean(_));
        let received = sent.iter().filter(clean).count();
        AskedItem {
            code: item.0.clone(),
            name: item.name().to_owned(),
            missing: *state == ItemState::Missing,
            state: match state {
                ItemState::Missing if being_checked => COMING,
                ItemState::Missing if received > 0 => "asked for again: something newer, or more",
                ItemState::Missing => "still missing",
                ItemState::Received { .. } => "received",
                ItemState::NotAvailable { .. } => "not available",
            },
            received,
            refused: newest.map_or("", |document| state_of(document, now).1),
            takes: item.takes().in_words(),
            bytes_max: item.takes().bytes_max(),
            months_max: item.months_max(),
            upload: Filled::default(),
            not_available: Filled::default(),
        }
    };
    case.records.checklist.iter().map(line).collect()
}

fn sent_for<'a>(case: &'a Case, item: &domain::records::ChecklistItem) -> Vec<&'a Document> {
    let of_item = |it: &&Document| matches!(&it.used_for, Use::Record { item: own } if own == item);
    case.records.documents.values().filter(of_item).collect()
}

/// How far a document is, and why it was not taken, if it was not.
pub fn state_of(document: &Document, now: Timestamp) -> (&'static str, &'static str) {
    match &document.state {
        DocumentState::BeingChecked if document.has_not_arrived(now) => {
            ("did not arrive", "it did not reach us; please send it again")
        }
        DocumentState::BeingChecked => (COMING, ""),
        DocumentState::Clean(_) => ("received", ""),
        DocumentState::Refused { why } => ("not taken", why.in_words()),
    }
}

/// The doctor of the session.
fn doctor(visit: &Visit) -> Result<DoctorId, Problem> {
    match &visit.actor {
        Actor::PrimaryConsultant(id) | Actor::Secretary(id) => Ok(id.clone()),
        _ => Err(Problem::gone()),
    }
}
