//! Erasure. The keys go in the transaction of the event, so that nothing opens from that moment on;
//! documents, marks and the contents of the log follow when the event is heard.

use crate::Room;
use domain::casework::{Command, ErasureGrounds};
use domain::ids::{CaseId, SpecialistId};
use domain::scheduling::{Event as Scheduling, Slot};
use domain::{Event, Recorded};
use jiff::Timestamp;
use runtime::Fault;
use serde::{Deserialize, Serialize};
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Erase {
    grounds: ErasureGrounds,
}

/// What an erasure has left, as it is found at the moment of asking.
#[derive(Serialize)]
struct Certificate {
    reference: String,
    erased_at: Timestamp,
    keys: &'static str,
    documents: usize,
    /// Records of the log whose content is gone, of all: what stays implies no condition.
    contents_dropped: u64,
    records: u64,
    /// Whether the skeleton still verifies.
    log_whole: bool,
}

pub async fn erase(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.keep_head(request).await?;
    let asked: Erase = request.json()?;

    let (id, now) = (loaded.case.id.clone(), room.clock.now());
    let command = Command::Erase { grounds: asked.grounds };
    let parts = vec![room.files.destroy_keys(&id)];
    let after = room.files.carry_out(loaded, &by, command, Vec::new(), parts, now).await?;
    Ok(web::progress(&after.case, now))
}

/// What has to go with the keys, each step safe to repeat.
pub async fn sweep(room: &Room, id: &CaseId) -> Result<(), Fault> {
    let loaded = room.files.cases.load(id).await?;
    if loaded.is_none_or(|loaded| loaded.case.erased.is_none()) {
        return Ok(());
    }
    room.documents.erase(id).await?;
    // Held hours name the case under its specialist.
    for (specialist, slot) in booked(&room.files.cases.log(id).await?) {
        room.directory.give_back(specialist, &slot.quantum_starts(), id).await?;
    }
    room.files.access.forget_readers(id).await?;
    room.files.cases.drop_contents(id).await?;
    // Last: while a trace is left, the certificate is not given.
    room.files.access.forget_traces(id).await
}

/// Every stretch of a specialist's time that the case ever held.
fn booked(log: &[Recorded]) -> Vec<(&SpecialistId, Slot)> {
    let (mut with, mut held) = (None, Vec::new());
    for recorded in log {
        let slot = match &recorded.event {
            Event::Scheduling(Scheduling::AppointmentBooked { specialist, slot, .. }) => {
                with = Some(specialist);
                slot
            }
            Event::Scheduling(Scheduling::AppointmentMoved { slot, .. }) => slot,
            _ => continue,
        };
        held.extend(with.map(|specialist| (specialist, *slot)));
    }
    held
}

pub async fn certificate(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (_, loaded) = room.keep_head(request).await?;
    let case = &loaded.case;
    let not_erased = || Problem::new(409, "not-erased", "the case has not been erased");
    let erased_at = case.erased.ok_or_else(not_erased)?;

    let keys = room.files.has_keys(&case.id).await?;
    let documents = room.documents.count_versions(&case.id).await?;
    let dropped = room.files.cases.count_dropped(&case.id).await?;
    let (cases, access) = (&room.files.cases, &room.files.access);
    let verified = casefile::verify(cases, access, &room.anchors, &case.id).await?;
    let traces = room.files.access.has_traces(&case.id).await?;
    if keys || traces || documents > 0 || dropped.left > 0 {
        let detail = "the erasure is not through yet; ask again in a moment";
        return Err(Problem::new(409, "being-erased", detail));
    }
    let certificate = Certificate {
        reference: case.id.reference(),
        erased_at,
        keys: "destroyed",
        documents,
        contents_dropped: dropped.dropped,
        records: dropped.records,
        log_whole: verified.is_some_and(|verified| verified.whole),
    };
    Ok(Response::json(200, &certificate))
}
