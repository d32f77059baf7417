//! The scanner's verdict on an uploaded document, as GuardDuty sends it. What arrived is looked at
//! again here: its length, its kind by its first bytes, its hash.

use crate::{CLASSES, Room};
use casefile::CaseFile;
use domain::ids::{CaseId, DocumentId};
use domain::records::Descriptor;
use domain::records::{
    Arrived, Command, Content, DocumentRefused, DocumentState, FIRST_BYTES, LOCKED_MARK, Takes,
    judge,
};
use domain::{Actor, Case};
use runtime::Fault;
use serde_json::Value;
use store::AppendError;
use vault::{Found, quarantined};
use web::{Problem, Response};

/// The event that carries a verdict, as GuardDuty documents it.
const SCAN_RESULT: &str = "GuardDuty Malware Protection Object Scan Result";
/// What the scanner found. Anything else is asked again: nothing is clean by default.
#[derive(Clone, Copy)]
enum Scan {
    Clean,
    Threats,
    Unsupported,
}

pub async fn hear(room: &Room, event: &Value) -> Result<Response, Problem> {
    let bad = || Problem::from(Fault::broken("hearing a verdict", "not of the expected form"));
    let detail = &event["detail"];
    let object = &detail["s3ObjectDetails"];
    let expected = event["source"] == "aws.guardduty" && event["detail-type"] == SCAN_RESULT;
    if !expected || object["bucketName"] != room.documents.bucket() {
        return Err(bad());
    }
    let key = object["objectKey"].as_str().ok_or_else(bad)?;
    let version = object["versionId"].as_str().ok_or_else(bad)?;
    let result = detail["scanResultDetails"]["scanResultStatus"].as_str();
    // A key of no document of ours is nothing to judge.
    let Some((case, document)) = quarantined(key) else {
        return Ok(done());
    };
    let scan = match result {
        Some("NO_THREATS_FOUND") => Scan::Clean,
        Some("THREATS_FOUND") => Scan::Threats,
        Some("UNSUPPORTED") => Scan::Unsupported,
        _ => return Err(Fault::busy("hearing a verdict", "the scan did not succeed").into()),
    };
    // An erased case has no keys to open it with, and takes nothing.
    let file = room.files.open(&case, &CLASSES).await?;
    let Some(file) = file.filter(|file| is_being_checked(&file.loaded.case, &document)) else {
        room.documents.discard(&case, &document).await?;
        return Ok(done());
    };
    let upload = Upload { case: &case, document: &document, version };
    settle(room, file, upload, scan).await
}

/// The one upload that was scanned: a form can be posted again, so the version matters.
#[derive(Clone, Copy)]
struct Upload<'a> {
    case: &'a CaseId,
    document: &'a DocumentId,
    version: &'a str,
}

async fn settle(
    room: &Room,
    file: CaseFile,
    upload: Upload<'_>,
    scan: Scan,
) -> Result<Response, Problem> {
    let Upload { case, document, version } = upload;
    let found = room.documents.look(case, document, version, FIRST_BYTES, LOCKED_MARK).await?;
    let found = found.ok_or_else(|| Fault::busy("judging a document", "it is not there yet"))?;
    let (id, mut sheets) = (document.clone(), Vec::new());
    let takes = file.loaded.case.records.documents.get(document).map(|it| it.used_for.takes());
    let command = match content(scan, found, takes.unwrap_or(Takes::Papers)) {
        Ok(mut content) => {
            // Copied before it is called clean, so that what is clean can always be read.
            content.version = room.documents.release(case, document, version).await?;
            let descriptor = file.seal(&Descriptor::of(document, &content))?;
            content.descriptor = Some(descriptor.id.clone());
            sheets.push(descriptor);
            Command::FindClean { document: id, content }
        }
        Err(why) => Command::Refuse { document: id, why },
    };
    let (by, now) = (Actor::Scanner, room.clock.now());
    let copy = match &command {
        Command::FindClean { content, .. } => content.version.clone(),
        _ => None,
    };
    let told = room.files.insist(file.loaded, &by, command, sheets, Vec::new(), now).await;
    if let (Err(AppendError::Refused(_)), Some(version)) = (&told, copy) {
        // The case takes nothing any more, so that nothing of it may stay.
        room.documents.withdraw(case, document, Some(version)).await?;
    }
    told?;
    room.documents.discard(case, document).await?;
    Ok(done())
}

fn content(scan: Scan, found: Found, takes: Takes) -> Result<Content, DocumentRefused> {
    match scan {
        Scan::Threats => return Err(DocumentRefused::Malware),
        // A locked PDF cannot be scanned either: the sender is told what they can do about it.
        Scan::Unsupported if !found.marked => return Err(DocumentRefused::Unreadable),
        Scan::Unsupported | Scan::Clean => {}
    }
    let Found { hash, bytes, first, marked, archive } = found;
    let kind = judge(Arrived { bytes, first: &first, locked_mark: marked, archive }, takes)?;
    match scan {
        Scan::Clean => Ok(Content { hash, bytes, kind, version: None, descriptor: None }),
        _ => Err(DocumentRefused::Unreadable),
    }
}

fn is_being_checked(case: &Case, document: &DocumentId) -> bool {
    let state = case.records.documents.get(document).map(|it| &it.state);
    case.ended.is_none() && state == Some(&DocumentState::BeingChecked)
}

fn done() -> Response {
    Response::text(200, "text/plain", String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_scanner_does_not_clear_is_refused() {
        let found = |marked| Found {
            hash: String::new(),
            bytes: 10,
            first: b"%PDF-1.7".to_vec(),
            marked,
            archive: None,
        };
        let content = |scan, found| content(scan, found, Takes::Papers);
        for (scan, marked, expected) in [
            (Scan::Threats, false, DocumentRefused::Malware),
            (Scan::Threats, true, DocumentRefused::Malware),
            (Scan::Unsupported, false, DocumentRefused::Unreadable),
            (Scan::Unsupported, true, DocumentRefused::Locked),
            (Scan::Clean, true, DocumentRefused::Locked),
        ] {
            assert_eq!(content(scan, found(marked)), Err(expected));
        }
        assert!(content(Scan::Clean, found(false)).is_ok());
    }
}
