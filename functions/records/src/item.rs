//! One thing that a treating doctor is asked for: how far it is, and every way to answer.

use crate::{Context, doctor, enter};
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::calendar::{date_in_words, day_in_words, moment_in_words, weekday_in_words};
use domain::ids::{DoctorId, DocumentId};
use domain::question::{Item, Looking, ReadFor, Shown, What, next_steps};
use domain::records::{ChecklistItem, Document, DocumentState, ItemState, Use};
use futures::future::try_join;
use jiff::Timestamp;
use web::{Filled, Nurse, Problem, Request, Response, Visit};

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    selector: String,
    reference: String,
    member: Shown<String>,
    born: Shown<String>,
    code: String,
    standing: Standing,
    /// What this doctor or their secretary sent for it, the newest first.
    sent: Sent,
    /// By when it is wanted; nothing where it is not missing.
    wanted_by: String,
    /// Why the file that was sent last was not taken, if it was not.
    refused: &'static str,
    takes: &'static str,
    bytes_max: u64,
    /// Months for which a paper counts; nothing where none is asked for its day.
    months_max: Option<i32>,
    may_be_written: bool,
    /// The specialist has the records, and this is not asked for any more.
    closed: bool,
    /// Not available, as another doctor or the nurse said: it is theirs to take back.
    said_by_other: bool,
    upload: Filled,
    written: Filled,
    not_available: Filled,
    nurse: Nurse,
}

/// What this doctor and their secretary sent, the newest first: their receipt.
pub struct Sent {
    pub files: Vec<SentFile>,
}

impl Sent {
    fn of(self, item: &str) -> Self {
        Self { files: self.files.into_iter().filter(|file| file.item == item).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub fn any_to_take_back(&self) -> bool {
        self.files.iter().any(|file| file.may_be_taken_back)
    }
}

/// A file that this doctor or their secretary sent: a line of their receipt.
pub struct SentFile {
    pub id: String,
    pub item: String,
    /// Which one of those that were sent for the same, from 1 on.
    pub number: usize,
    /// Its kind and size; nothing before it has arrived.
    pub what: String,
    pub sent_at: String,
    /// The day on the document, if one was given.
    pub dated: String,
    pub state: &'static str,
    /// Why it was not taken, if it was not.
    pub why_not: &'static str,
    pub may_be_taken_back: bool,
}

/// How an item stands, as its sender sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Missing,
    /// A form was opened for it. Until the scanner has spoken, nobody but the bucket knows whether a file came.
    Coming,
    /// Something is here, and more or newer is asked for.
    MoreNeeded,
    Received,
    NotAvailable,
}

impl Standing {
    pub fn is_missing(self) -> bool {
        match self {
            Self::Missing | Self::Coming | Self::MoreNeeded => true,
            Self::Received | Self::NotAvailable => false,
        }
    }

    /// Whether its sender has something to do.
    pub fn is_open(self) -> bool {
        match self {
            Self::Missing | Self::MoreNeeded => true,
            Self::Coming | Self::Received | Self::NotAvailable => false,
        }
    }

    pub fn in_words(self) -> &'static str {
        match self {
            Self::Missing => "still missing",
            Self::Coming => COMING,
            Self::MoreNeeded => "asked for again: something newer, or more",
            Self::Received => "received",
            Self::NotAvailable => "not available",
        }
    }
}

const COMING: &str = "not here yet, or being checked";

/// The item that the path names, with whoever is at it.
pub async fn enter_item(
    context: &Context,
    request: &Request,
) -> Result<(Visit, CaseFile, ChecklistItem), Problem> {
    let (visit, file) = enter(context, request).await?;
    doctor(&visit)?;
    let item = ChecklistItem::try_from(request.parameter("item")?);
    let item = item.map_err(|_| Problem::not_found())?;
    if !file.loaded.case.records.checklist.contains_key(&item) {
        return Err(Problem::not_found());
    }
    Ok((visit, file, item))
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file, item) = enter_item(context, request).await?;
    let doctor = doctor(&visit)?;
    let (case, now) = (&file.loaded.case, context.now());
    let looking = Looking::at(&[Item::Contact], ReadFor::GoAhead);
    let look = context.look(&visit.actor, case, looking);
    let (look, nurse) = try_join(look, context.nurse(case)).await?;
    let member = file.show_member(&look)?;

    let standing = standing(case, &item, now);
    let form = |verb| request.filled(&format!("POST /records/{{session}}/items/{{item}}/{verb}"));
    let body = ItemPage {
        selector: visit.selector.clone(),
        reference: case.id.reference(),
        member: member.part(|details| &details.name),
        born: member.part(|details| &details.birth_date).map(date_in_words),
        code: item.0.clone(),
        standing,
        sent: sent(case, &doctor, now).of(item.name()),
        wanted_by: wanted_by(case, &doctor, now).filter(|_| standing.is_open()).unwrap_or_default(),
        refused: refused(case, &item, &doctor, now),
        takes: item.takes().in_words(),
        bytes_max: item.takes().bytes_max(),
        months_max: item.months_max(),
        may_be_written: item.may_be_written(),
        said_by_other: case.records.said_by_other(&item, &visit.actor),
        closed: case.records.handed_over.is_some() && !standing.is_missing(),
        upload: form("uploads"),
        written: form("text"),
        not_available: form("not-available"),
        nurse,
    };
    let upload = context.own.documents.upload_address()?;
    Ok(Response::page(item.name(), &body)?.uploading_to(&upload))
}

pub fn standing(case: &Case, item: &ChecklistItem, now: Timestamp) -> Standing {
    let sent = sent_for(case, item);
    let coming = |document: &&Document| {
        document.state == DocumentState::BeingChecked && !document.has_not_arrived(now)
    };
    let clean = |document: &&Document| matches!(document.state, DocumentState::Clean(_));
    match case.records.checklist.get(item) {
        Some(ItemState::Received { .. }) => Standing::Received,
        Some(ItemState::NotAvailable { .. }) => Standing::NotAvailable,
        Some(ItemState::Missing) | None if sent.iter().any(coming) => Standing::Coming,
        Some(ItemState::Missing) | None if sent.iter().any(clean) => Standing::MoreNeeded,
        Some(ItemState::Missing) | None => Standing::Missing,
    }
}

/// Why the file that they sent last was not taken, if it was not.
pub fn refused(
    case: &Case,
    item: &ChecklistItem,
    doctor: &DoctorId,
    now: Timestamp,
) -> &'static str {
    let sent = sent_for(case, item);
    let own = sent.iter().filter(|document| document.is_from(doctor));
    let newest = own.max_by_key(|document| document.announced);
    newest.map_or("", |document| state_of(document, now).1)
}

pub fn sent(case: &Case, doctor: &DoctorId, now: Timestamp) -> Sent {
    let documents = case.records.documents.iter();
    let mut own: Vec<_> = documents.filter(|(_, document)| document.is_from(doctor)).collect();
    own.sort_by_key(|(_, document)| std::cmp::Reverse(document.announced));
    let number = |item: &ChecklistItem, until: Timestamp| {
        let of_item = own.iter().filter(|(_, other)| is_for(other, item));
        of_item.filter(|(_, other)| other.announced <= until).count()
    };
    let line = |(id, document): &(&DocumentId, &Document)| match &document.used_for {
        Use::Record { item } => Some(SentFile {
            id: id.to_string(),
            number: number(item, document.announced),
            what: what(document),
            item: item.name().to_owned(),
            sent_at: moment_in_words(document.announced),
            dated: document.dated.map(weekday_in_words).unwrap_or_default(),
            state: state_of(document, now).0,
            why_not: state_of(document, now).1,
            may_be_taken_back: case.records.may_be_taken_back(document),
        }),
        Use::Own | Use::ConsentScan | Use::Report { .. } => None,
    };
    Sent { files: own.iter().filter_map(line).collect() }
}

/// By when this doctor's records are wanted, as far as a promise runs.
pub fn wanted_by(case: &Case, doctor: &DoctorId, now: Timestamp) -> Option<String> {
    let steps = next_steps(case, now);
    let theirs = steps.iter().filter(|step| step.doctor.as_ref() == Some(doctor));
    let sends = theirs.filter(|step| step.what == What::SendRecords);
    sends.filter_map(|step| step.due).min().map(day_in_words)
}

fn sent_for<'a>(case: &'a Case, item: &ChecklistItem) -> Vec<&'a Document> {
    case.records.documents.values().filter(|document| is_for(document, item)).collect()
}

fn is_for(document: &Document, item: &ChecklistItem) -> bool {
    match &document.used_for {
        Use::Record { item: own } => own == item,
        Use::Own | Use::ConsentScan | Use::Report { .. } => false,
    }
}

/// As a person tells files apart: `PDF, 1.2 MB`.
fn what(document: &Document) -> String {
    let DocumentState::Clean(content) = &document.state else {
        return String::new();
    };
    let kind = content.kind.ending().to_uppercase();
    match content.bytes {
        bytes if bytes < 1_000_000 => format!("{kind}, {} KB", bytes.div_ceil(1_000)),
        bytes => format!("{kind}, {}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// How far a document is, and why it was not taken, if it was not.
pub fn state_of(document: &Document, now: Timestamp) -> (&'static str, &'static str) {
    match &document.state {
        DocumentState::BeingChecked if document.has_not_arrived(now) => {
            ("did not arrive", "it did not reach us. Please send it again")
        }
        DocumentState::BeingChecked => (COMING, ""),
        DocumentState::Clean(_) => ("received", ""),
        DocumentState::Refused { why } => ("not taken", why.in_words()),
        DocumentState::TakenBack { .. } => ("taken back", ""),
    }
}
