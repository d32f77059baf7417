//! The scanner's verdict on an uploaded document, as GuardDuty sends it. What arrived is looked at
//! again here: its length, its kind by its first bytes, its hash.

use crate::Room;
use domain::ids::{CaseId, DocumentId};
use domain::records::{
    Command, Content, DOCUMENT_BYTES_MAX, DocumentKind, DocumentRefused, DocumentState,
};
use domain::{Actor, Case};
use runtime::Fault;
use serde_json::Value;
use store::Loaded;
use vault::{Found, quarantined};
use web::{Problem, Response};

/// The event that carries a verdict, as GuardDuty documents it.
const SCAN_RESULT: &str = "GuardDuty Malware Protection Object Scan Result";
/// Bytes by which a kind is told.
const FIRST_BYTES: usize = 512;

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
    let Some(loaded) = room.files.cases.load(&case).await? else {
        return Ok(done());
    };
    if !is_being_checked(&loaded.case, &document) {
        room.documents.discard(&case, &document).await?;
        return Ok(done());
    }
    let upload = Upload { case: &case, document: &document, version };
    judge(room, loaded, upload, scan).await
}

/// The one upload that was scanned: a form can be posted again, so the version matters.
#[derive(Clone, Copy)]
struct Upload<'a> {
    case: &'a CaseId,
    document: &'a DocumentId,
    version: &'a str,
}

async fn judge(
    room: &Room,
    loaded: Loaded,
    upload: Upload<'_>,
    scan: Scan,
) -> Result<Response, Problem> {
    let Upload { case, document, version } = upload;
    let found = room.documents.look(case, document, version, FIRST_BYTES).await?;
    let found = found.ok_or_else(|| Fault::busy("judging a document", "it is not there yet"))?;
    let id = document.clone();
    let command = match content(scan, found) {
        Ok(mut content) => {
            // Copied before it is called clean, so that what is clean can always be read.
            content.version = room.documents.release(case, document, version).await?;
            Command::FindClean { document: id, content }
        }
        Err(why) => Command::Refuse { document: id, why },
    };
    let (by, now) = (Actor::Scanner, room.clock.now());
    room.files.carry_out(loaded, &by, command, Vec::new(), Vec::new(), now).await?;
    room.documents.discard(case, document).await?;
    Ok(done())
}

fn content(scan: Scan, found: Found) -> Result<Content, DocumentRefused> {
    match scan {
        Scan::Threats => return Err(DocumentRefused::Malware),
        Scan::Unsupported => return Err(DocumentRefused::Unreadable),
        Scan::Clean => {}
    }
    if found.bytes == 0 || found.bytes > DOCUMENT_BYTES_MAX {
        return Err(DocumentRefused::Size);
    }
    let kind = kind(&found.first).ok_or(DocumentRefused::Kind)?;
    Ok(Content { hash: found.hash, bytes: found.bytes, kind, version: None })
}

/// By the first bytes, never by a name. A PDF that also opens as a page is not plain text.
fn kind(first: &[u8]) -> Option<DocumentKind> {
    let starts = |magic: &[u8]| first.starts_with(magic);
    if starts(b"%PDF-") {
        Some(DocumentKind::Pdf)
    } else if starts(&[0xff, 0xd8, 0xff]) {
        Some(DocumentKind::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Some(DocumentKind::Png)
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Some(DocumentKind::Tiff)
    } else {
        plain_text(first).then_some(DocumentKind::Text)
    }
}

/// Text without control characters or markup: a page or a script is not a record.
fn plain_text(first: &[u8]) -> bool {
    let text = match std::str::from_utf8(first) {
        Ok(text) => text,
        // The look may have cut a letter in two at its very end.
        Err(cut) if cut.error_len().is_none() => {
            std::str::from_utf8(&first[..cut.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let shown = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    !text.trim().is_empty() && text.chars().all(shown) && !text.trim_start().starts_with('<')
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
    fn a_kind_is_told_by_the_first_bytes() {
        let cases: [(&[u8], Option<DocumentKind>); 8] = [
            (b"%PDF-1.7 ...", Some(DocumentKind::Pdf)),
            (b"\x89PNG\r\n\x1a\n....", Some(DocumentKind::Png)),
            (&[0xff, 0xd8, 0xff, 0xe0], Some(DocumentKind::Jpeg)),
            (b"Dear colleague,\nthank you", Some(DocumentKind::Text)),
            (b"<html><script>", None),
            (b"<svg xmlns=", None),
            (b"MZ\x90\0\x03", None),
            (b"", None),
        ];
        for (first, expected) in cases {
            assert_eq!(kind(first), expected, "{first:?}");
        }
    }

    #[test]
    fn what_the_scanner_does_not_clear_is_refused() {
        let found = || Found { hash: String::new(), bytes: 10, first: b"%PDF-1.7".to_vec() };
        assert_eq!(content(Scan::Threats, found()), Err(DocumentRefused::Malware));
        assert_eq!(content(Scan::Unsupported, found()), Err(DocumentRefused::Unreadable));
        assert!(content(Scan::Clean, found()).is_ok());
        let large = Found { bytes: DOCUMENT_BYTES_MAX + 1, ..found() };
        assert_eq!(content(Scan::Clean, large), Err(DocumentRefused::Size));
    }
}
