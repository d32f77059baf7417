//! Subject access: everything that is held about the member, put together as one ZIP, readable and for
//! machines, with every document. Whose the words of others are is said by role; the addresses of
//! third parties are left out.

mod contents;

use crate::Room;
use casefile::CaseFile;
use domain::Actor;
use domain::casework::{Bundle, Command};
use domain::ids::{CaseId, DocumentId};
use domain::question::{Item, ReadFor, Reading};
use domain::sheet::{Class, SignedCopy};
use runtime::Fault;
use store::AppendError;
use vault::{BundleWriter, Written};
use web::{Problem, Request, Response};

/// What is opened to make a copy.
const GATHERED: [Item; 6] =
    [Item::Contact, Item::Consent, Item::Needs, Item::Records, Item::Report, Item::AccessLog];

/// On the member's word to the nurse.
pub async fn ask(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    request.nothing()?;
    room.act(loaded, &by, Command::AskSubjectAccess, Vec::new()).await
}

/// Makes the copy that waits to be made, if one does.
pub async fn make(room: &Room, id: &CaseId) -> Result<(), Fault> {
    let classes = [Class::Contact, Class::Clinical];
    let Some(file) = room.files.open(id, &classes).await? else {
        return Ok(());
    };
    let asked = file.loaded.case.casework.access_requests.last();
    if asked.is_none_or(|asked| asked.ready.is_some()) {
        return Ok(());
    }
    let bundle: DocumentId = runtime::random_id()
        .parse()
        .map_err(|_| Fault::broken("making a bundle", "a random id is an id"))?;
    let (by, now) = (Actor::Archivist, room.clock.now());
    let reading = Reading::new(&by, &GATHERED, ReadFor::SubjectAccess, now);
    room.files.note_read(id, reading).await?;
    let reads = room.files.access.readings(id).await?;
    let Written { hash, bytes, version } = write(room, &file, &reads, &bundle).await?;
    finish(room, id, Bundle { bundle, hash, bytes, version }).await
}

async fn write(
    room: &Room,
    file: &CaseFile,
    reads: &[Reading],
    bundle: &DocumentId,
) -> Result<Written, Fault> {
    let case = &file.loaded.case;
    let log = room.files.cases.log(&case.id).await?;
    let held = contents::held(file, &log, reads)?;
    let mut zip = room.documents.begin_bundle(&case.id, bundle).await?;
    zip.text("everything.html", &held.page()?).await?;
    zip.text("everything.json", &held.json()?).await?;
    let copies = case.consent.consent.iter().flat_map(|consent| &consent.copies);
    for (number, copy) in copies.enumerate() {
        let copy: SignedCopy = file.read(&copy.sheet)?;
        zip.text(&format!("consent/signed-{}.pdf", number + 1), copy.pdf.reveal()).await?;
    }
    documents(file, &mut zip).await?;
    zip.finish().await
}

/// Every clean document, under a name that only numbers it; of reports the released one alone.
async fn documents(file: &CaseFile, zip: &mut BundleWriter) -> Result<(), Fault> {
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

async fn finish(room: &Room, id: &CaseId, bundle: Bundle) -> Result<(), Fault> {
    const DOING: &str = "finishing a bundle";
    let Some(loaded) = room.files.cases.load(id).await? else {
        return Ok(());
    };
    let finish = Command::FinishSubjectAccess(bundle.clone());
    let (by, now) = (Actor::Archivist, room.clock.now());
    match room.files.insist(loaded, &by, finish, Vec::new(), Vec::new(), now).await {
        Ok(_) => Ok(()),
        // Another made it meanwhile, or the case was erased: then this copy must not stay.
        Err(AppendError::Refused(_)) => room.documents.discard_bundle(id, &bundle).await,
        Err(AppendError::Fault(fault)) => Err(fault),
        Err(AppendError::Clash(_)) => Err(Fault::busy(DOING, "the case is contended")),
    }
}
