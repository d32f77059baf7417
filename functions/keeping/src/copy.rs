//! The copy for subject access: everything that is held about the member in one ZIP, readable by people
//! and by machines, with every document. Other people's words are attributed by role, not by name; the
//! addresses of third parties are left out.

mod contents;

use crate::Context;
use casefile::CaseFile;
use domain::Actor;
use domain::consent::SignedCopy;
use domain::ids::{CaseId, DocumentId};
use domain::keeping::{Command, CopyFile, Refusal};
use domain::question::{Item, ReadFor, Reading};
use domain::sheet::Class;
use jiff::Timestamp;
use runtime::Fault;
use store::AppendError;
use vault::{CopyWriter, Written};
use web::{Problem, Request, Response};

/// What is opened to make a copy.
const GATHERED: [Item; 6] =
    [Item::Contact, Item::Consent, Item::Needs, Item::Records, Item::Report, Item::AccessLog];

/// On the member's word to the nurse.
pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::AskSubjectAccess), loaded).await
}

/// Makes the copy that waits to be made, if one does.
pub async fn make(context: &Context, id: &CaseId) -> Result<(), Fault> {
    let classes = [Class::Contact, Class::Clinical];
    let Some(mut file) = context.files.open(id, &classes).await? else {
        return Ok(());
    };
    let asked = file.loaded.case.keeping.subject_access.last();
    if asked.is_none_or(|asked| asked.copy.is_some()) {
        return Ok(());
    }
    for class in classes {
        file = context.files.with_aside(file, class).await?;
    }
    let copy: DocumentId = runtime::new_id();
    let (by, now) = (Actor::Archivist, context.now());
    let reading = Reading::new(&by, &GATHERED, ReadFor::SubjectAccess, now);
    context.files.note_read(id, reading).await?;
    let reads = context.files.access.readings(id).await?;
    let Written { hash, bytes, version } = write(context, &file, &reads, &copy).await?;
    let hash = file.salted(&hash)?;
    finish(context, id, CopyFile { id: copy, hash, bytes, version }, now).await
}

async fn write(
    context: &Context,
    file: &CaseFile,
    reads: &[Reading],
    copy: &DocumentId,
) -> Result<Written, Fault> {
    let case = &file.loaded.case;
    let log = context.files.cases.log(&case.id).await?;
    let held = contents::held(file, &log, reads)?;
    let mut zip = context.own.documents.begin_copy(&case.id, copy).await?;
    let copies = case.consent.given.iter().flat_map(|consent| &consent.copies);
    for (name, page) in held.pages(copies.clone().count())? {
        zip.text(name, &page).await?;
    }
    zip.text("everything.json", &held.json()?).await?;
    for (number, kept) in copies.enumerate() {
        let signed: SignedCopy = file.read(&kept.sheet)?;
        let page = contents::signed(signed.paper.reveal())?;
        zip.text(&format!("consent/signed-{}.html", number + 1), &page).await?;
    }
    documents(file, &mut zip).await?;
    zip.finish().await
}

/// Every clean document, under a name that only numbers it; of reports the released one alone.
async fn documents(file: &CaseFile, zip: &mut CopyWriter) -> Result<(), Fault> {
    let case = &file.loaded.case;
    let released = case.report.released.as_ref().map(|released| released.version);
    let documents = case.records.documents.iter();
    let theirs = documents.filter(|(_, document)| document.used_for.is_in_copy(released));
    for (number, (id, _)) in theirs.enumerate() {
        if let Some(content) = file.content(id)? {
            let name = format!("documents/{:03}.{}", number + 1, content.kind.ending());
            zip.document(&name, &case.id, id, content).await?;
        }
    }
    Ok(())
}

/// Deletes the copies that hold a file that was taken back since.
pub async fn drop_spoiled(context: &Context, id: &CaseId) -> Result<(), Fault> {
    let loaded = context.files.cases.load(id).await?;
    let copies = loaded.iter().flat_map(|loaded| loaded.case.keeping.spoiled_copies());
    for copy in copies {
        context.own.documents.discard_copy(id, copy).await?;
    }
    Ok(())
}

/// Tells the case. Where it takes no copy any more, because another made one meanwhile or because it was
/// erased, this one must not stay.
async fn finish(
    context: &Context,
    id: &CaseId,
    copy: CopyFile,
    read: Timestamp,
) -> Result<(), Fault> {
    let Some(loaded) = context.files.cases.load(id).await? else {
        return Ok(());
    };
    let finish = Command::FinishCopy { copy: copy.clone(), read };
    match context.act(&Actor::Archivist, finish).on(loaded).await {
        Ok(_) => Ok(()),
        Err(AppendError::Refused(refusal)) => {
            context.own.documents.discard_copy(id, &copy).await?;
            // The request still waits: the event comes again, and the copy is made without that file.
            let again = Fault::busy("finishing a copy", "a file was taken back meanwhile");
            if refusal == Refusal::FileTakenBack.into() { Err(again) } else { Ok(()) }
        }
        Err(AppendError::Fault(fault)) => Err(fault),
        Err(AppendError::Clash(_)) => Err(Fault::busy("finishing a copy", "the case is contended")),
    }
}
