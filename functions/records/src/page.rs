//! The treating doctor's page: who asks and what was signed come first, then what is asked.

use crate::Room;
use askama::Template;
use casefile::CaseFile;
use domain::calendar::day_in_words;
use domain::consent::Scope;
use domain::ids::DoctorId;
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use domain::records::{Answer, Document, DocumentState, ItemState, Use};
use domain::sheet::Signature;
use domain::{Actor, Case};
use web::{Problem, Request, Response, Visit, page};

#[derive(Template)]
#[template(path = "page.html")]
struct Page {
    selector: String,
    member: String,
    born: String,
    signed_by: String,
    signed_on: String,
    allows_records: bool,
    allows_report: bool,
    may_decide: bool,
    answer: &'static str,
    items: Vec<Line>,
}

/// An item of the checklist with how far it is.
struct Line {
    code: String,
    name: String,
    state: &'static str,
    missing: bool,
    /// Why the file that was sent last was not taken, if it was not.
    refused: &'static str,
}

pub async fn show(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request).await?;
    let (case, now) = (&file.loaded.case, room.clock.now());
    let (doctor, reader) = doctor(&visit)?;
    may_disclose(case, Item::Consent, &reader, now).map_err(|_| Problem::gone())?;

    let body = body(&visit, &file, &doctor)?;
    let items = [Item::Contact, Item::Consent];
    let reading = Reading::new(&visit.actor, &items, ReadFor::GoAhead, now);
    room.files.note_read(&case.id, reading).await?;
    Ok(Response::page(200, page::frame("A second opinion for your patient", &body)?, None))
}

fn body(visit: &Visit, file: &CaseFile, doctor: &DoctorId) -> Result<Page, Problem> {
    let case = &file.loaded.case;
    let consent = case.standing_consent()?;
    let (member, signature): (_, Signature) = (file.member()?, file.read(&consent.signature)?);
    let answer = case.records.asked_of(doctor).and_then(|asked| asked.answer.as_ref());
    Ok(Page {
        selector: visit.selector.clone(),
        member: member.name.reveal().to_owned(),
        born: member.birth_date.reveal().strftime("%-d %B %Y").to_string(),
        signed_by: signature.typed_name.reveal().to_owned(),
        signed_on: day_in_words(consent.at),
        allows_records: consent.scopes.contains(&Scope::Collect),
        allows_report: consent.scopes.contains(&Scope::ReportToDoctors),
        may_decide: answer.is_none() && matches!(visit.actor, Actor::PrimaryConsultant(_)),
        answer: match answer {
            None => "",
            Some(Answer::Confirmed { .. }) => {
                "You confirmed that a second opinion is the right step."
            }
            Some(Answer::Objected { .. }) => {
                "You objected. Our clinical lead decides with the member."
            }
        },
        items: lines(case),
    })
}

fn lines(case: &Case) -> Vec<Line> {
    let checked = case.records.documents.values();
    let being_checked: Vec<&str> = checked
        .filter(|document| document.state == domain::records::DocumentState::BeingChecked)
        .filter_map(|document| match &document.used_for {
            domain::records::Use::Record { item } => Some(item.0.as_str()),
            _ => None,
        })
        .collect();
    let line = |(item, state): (&domain::records::Item, &ItemState)| Line {
        code: item.0.clone(),
        refused: refused(case, item).filter(|_| *state == ItemState::Missing).unwrap_or_default(),
        name: item.name().to_owned(),
        missing: *state == ItemState::Missing,
        state: match state {
            ItemState::Missing if being_checked.contains(&item.0.as_str()) => "being checked",
            ItemState::Missing => "still missing",
            ItemState::Received { .. } => "received",
            ItemState::NotAvailable { .. } => "not available",
        },
    };
    case.records.checklist.iter().map(line).collect()
}

/// Why the newest file for an item was refused; nothing while another is being checked.
fn refused(case: &Case, item: &domain::records::Item) -> Option<&'static str> {
    let of_item = |it: &&Document| matches!(&it.used_for, Use::Record { item: own } if own == item);
    let newest = case.records.documents.values().filter(of_item).max_by_key(|it| it.announced)?;
    match newest.state {
        DocumentState::Refused { why } => Some(why.in_words()),
        _ => None,
    }
}

/// The doctor of the session, as who they act and as who they read.
fn doctor(visit: &Visit) -> Result<(DoctorId, Reader), Problem> {
    match &visit.actor {
        Actor::PrimaryConsultant(id) => Ok((id.clone(), Reader::PrimaryConsultant(id.clone()))),
        Actor::Secretary(id) => Ok((id.clone(), Reader::Secretary(id.clone()))),
        _ => Err(Problem::gone()),
    }
}
