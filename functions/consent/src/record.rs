//! Consent that was given on paper or by phone, recorded by the nurse with its scan.

use crate::Room;
use crate::copy::{Occasion, Signing, sealed};
use domain::consent::Signature;
use domain::consent::{Capacity, Command, DelayAcknowledged, Heard, Scope, Sign, Signatory};
use domain::ids::DocumentId;
use domain::records::{self, DOCUMENT_BYTES_MAX, Use};
use domain::text::PersonName;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vault::UploadForm;
use web::{Problem, Request, Response, progress, tagged};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    statement: u32,
    scopes: BTreeSet<Scope>,
    /// That the person said so themselves, on the paper or on the phone.
    knows_of_delay: bool,
    signatory: Signatory,
    #[serde(default)]
    capacity: Option<Capacity>,
    name: PersonName,
    heard: Heard,
    scan: DocumentId,
}

/// Where and how to send the scan: a form with these fields, the file last, as `file`.
#[derive(Serialize)]
struct SendScan {
    document: DocumentId,
    #[serde(flatten)]
    form: UploadForm,
}

pub async fn record(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request).await?;
    let asked: Record = request.json()?;
    let now = room.clock.now();

    let signature = Signature { typed_name: asked.name, session: None };
    let signing = Signing {
        case: &file.loaded.case,
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: &asked.scopes,
        signature: &signature,
        occasion: Occasion::Heard(asked.heard),
        at: now,
    };
    let (signature, copy) = sealed(&file, &signing)?;
    let sign = Sign {
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: asked.scopes,
        delay: asked.knows_of_delay.then_some(DelayAcknowledged),
        signature: signature.id.clone(),
        copy: copy.id.clone(),
    };
    let record = Command::Record { sign, heard: asked.heard, scan: asked.scan };
    let sheets = vec![signature, copy];
    let after = room.files.carry_out(file.loaded, &by, record, sheets, Vec::new(), now).await?;
    Ok(progress(&after.case, now))
}

pub async fn announce_scan(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request).await?;
    request.nothing()?;
    let case = file.loaded.case.id.clone();
    let document: DocumentId = runtime::random_id().parse().map_err(|_| Problem::not_found())?;

    let used_for = Use::ConsentScan;
    let announce = records::Command::Announce { document: document.clone(), used_for, dated: None };
    let now = room.clock.now();
    let after =
        room.files.carry_out(file.loaded, &by, announce, Vec::new(), Vec::new(), now).await?;

    let form = room.documents.upload_form(&case, &document, DOCUMENT_BYTES_MAX, None).await?;
    Ok(tagged(&after.case, Response::json(201, &SendScan { document, form })))
}
