//! Showing a case to its nurse: how far it is, who the member is, what was learned. A logged read.

use crate::Context;
use api::casework::{CaseShown, ChecklistState, DocumentProgress, DocumentShown};
use casefile::CaseFile;
use domain::Case;
use domain::ids::{DoctorId, DocumentId, SheetId};
use domain::money::Pence;
use domain::question::{Item, Look, Looking, ReadFor, Shown, tasks};
use domain::records::{Document, DocumentState, ItemState};
use domain::sheet::{Class, Sheet};
use handler::{progress_of, tagged};
use runtime::Fault;
use std::collections::BTreeMap;
use web::{Problem, Request, Response};

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact, Class::Clinical]).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let purpose = ReadFor::of_staff(case, &by, now);
    let looking = Looking::at(&[Item::Contact], purpose).and_if_allowed(&[Item::Needs]);
    let look = context.look(&by, case, looking).await?;

    let shown = shown(&file, &look, now)?;
    Ok(tagged(case, Response::json(200, &shown)))
}

fn shown(file: &CaseFile, look: &Look, now: jiff::Timestamp) -> Result<CaseShown, Problem> {
    let case = &file.loaded.case;
    let (facts, clinical) = (&case.casework, look.shows(Item::Needs));
    let needs = facts.needs.as_ref().filter(|_| clinical);
    let questions = facts.questions.iter().filter(|_| clinical);
    let own_tasks = facts.open_tasks.iter().filter(|_| clinical);
    let offered = case.access.offered.as_ref();
    Ok(CaseShown {
        progress: progress_of(case, now),
        member: file.show_member(look)?,
        needs: needs.map(|needs| file.show(look, Item::Needs, &needs.sheet)).transpose()?,
        questions: named(
            file,
            look,
            Item::Needs,
            questions.map(|one| (&one.question, &one.sheet)),
        )?,
        checklist: checklist(case),
        documents_being_checked: being_checked(case),
        tasks: tasks(case),
        own_tasks: named(file, look, Item::Needs, own_tasks.map(|one| (&one.task, &one.sheet)))?,
        private_contact: offered
            .map(|offered| file.show(look, Item::Contact, &offered.sheet))
            .transpose()?,
        not_delivered: case.access.unreached.iter().map(|one| one.party.to_string()).collect(),
        complaints: complaints(file, look)?,
        copying_fees: copying_fees(case),
        documents: if clinical { documents(case) } else { BTreeMap::new() },
        continues: case.received.as_ref().and_then(|received| received.continues.clone()),
        subject_access: case.keeping.subject_access.clone(),
    })
}

/// The words of several sheets, each under the name that the case gives it.
fn named<'a, N: Clone + Ord + 'a, S: Sheet>(
    file: &CaseFile,
    look: &Look,
    item: Item,
    sheets: impl Iterator<Item = (&'a N, &'a SheetId)>,
) -> Result<BTreeMap<N, Shown<S>>, Fault> {
    sheets.map(|(name, sheet)| Ok((name.clone(), file.show(look, item, sheet)?))).collect()
}

/// A complaint is about us: it must be answered whatever was consented to.
fn complaints<S: Sheet>(
    file: &CaseFile,
    look: &Look,
) -> Result<BTreeMap<SheetId, Shown<S>>, Fault> {
    let open = file.loaded.case.casework.complaints.iter();
    named(file, look, Item::Contact, open.map(|complaint| (&complaint.sheet, &complaint.sheet)))
}

fn checklist(case: &Case) -> BTreeMap<String, ChecklistState> {
    let state = |state: &ItemState| match state {
        ItemState::Missing => ChecklistState::Missing,
        ItemState::Received { .. } => ChecklistState::Received,
        ItemState::NotAvailable { .. } => ChecklistState::NotAvailable,
    };
    let items = case.records.checklist.iter();
    items.map(|(item, how_far)| (item.0.clone(), state(how_far))).collect()
}

fn copying_fees(case: &Case) -> BTreeMap<DoctorId, Pence> {
    let asked = case.records.asked.iter();
    asked.filter_map(|asked| Some((asked.doctor.clone(), asked.copying_fee?))).collect()
}

fn documents(case: &Case) -> BTreeMap<DocumentId, DocumentShown> {
    let shown = |document: &Document| DocumentShown {
        used_for: document.used_for.clone(),
        dated: document.dated,
        announced: document.announced,
        state: match document.state {
            DocumentState::BeingChecked => DocumentProgress::BeingChecked,
            DocumentState::Clean(_) => DocumentProgress::Clean,
            DocumentState::Refused { .. } => DocumentProgress::Refused,
            DocumentState::TakenBack { .. } => DocumentProgress::TakenBack,
        },
    };
    case.records.documents.iter().map(|(id, document)| (id.clone(), shown(document))).collect()
}

fn being_checked(case: &Case) -> usize {
    let states = case.records.documents.values().map(|document| &document.state);
    states.filter(|state| **state == DocumentState::BeingChecked).count()
}
