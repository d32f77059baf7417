//! The scanner's verdict on an uploaded document, as GuardDuty sends it. What arrived is looked at
//! again here: its length, its kind by its first bytes, its hash.

use crate::{CLASSES, Context, taken_back, unscanned};
use casefile::CaseFile;
use domain::ids::{CaseId, DocumentId};
use domain::records::{
    Arrived, Command, Content, Descriptor, Document, DocumentRefused, DocumentState, Takes, judge,
};
use domain::{Actor, Case};
use runtime::Fault;
use serde_json::Value;
use store::AppendError;
use vault::{Found, quarantined};
use web::Problem;

/// The event that carries a verdict, as GuardDuty documents it.
const SCAN_RESULT: &str = "GuardDuty Malware Protection Object Scan Result";
/// What the scanner found. Anything else is asked again: nothing is clean by default.
#[derive(Clone, Copy)]
enum Scan {
    Clean,
    Threats,
    Unsupported,
}

pub async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    let bad = || Problem::from(Fault::broken("hearing a verdict", "not of the expected form"));
    let detail = &event["detail"];
    let object = &detail["s3ObjectDetails"];
    let expected = event["source"] == "aws.guardduty" && event["detail-type"] == SCAN_RESULT;
    if !expected || object["bucketName"] != context.own.documents.bucket() {
        return Err(bad());
    }
    let key = object["objectKey"].as_str().ok_or_else(bad)?;
    let version = object["versionId"].as_str().ok_or_else(bad)?;
    let result = detail["scanResultDetails"]["scanResultStatus"].as_str();
    // A key of no document of ours is nothing to judge.
    let Some((case, document)) = quarantined(key) else {
        return Ok(());
    };
    let scan = match result {
        Some("NO_THREATS_FOUND") => Scan::Clean,
        Some("THREATS_FOUND") => Scan::Threats,
        Some("UNSUPPORTED") => Scan::Unsupported,
        Some("FAILED" | "ACCESS_DENIED") => {
            return unscanned::ask(context, &case, &document).await;
        }
        _ => return Err(bad()),
    };
    // An erased case has no keys to open it with, and takes nothing.
    let file = context.files.open(&case, &CLASSES).await?;
    if let Some(file) = file.as_ref().filter(|file| is_taken_back(&file.loaded.case, &document)) {
        return Ok(taken_back::delete(context, &file.loaded.case).await?);
    }
    let known = file.as_ref().is_some_and(|file| is_clean(&file.loaded.case, &document));
    let Some(file) = file.filter(|file| is_being_checked(&file.loaded.case, &document)) else {
        context.own.documents.discard(&case, &document).await?;
        if !known {
            // A crash may have left a copy behind that the case was never told of.
            context.own.documents.retract_all(&case, &document).await?;
        }
        return Ok(());
    };
    let upload = Upload { case: &case, document: &document, version };
    settle(context, file, upload, scan).await
}

/// The one upload that was scanned: a form can be posted again, so the version matters.
#[derive(Clone, Copy)]
struct Upload<'a> {
    case: &'a CaseId,
    document: &'a DocumentId,
    version: &'a str,
}

async fn settle(
    context: &Context,
    file: CaseFile,
    upload: Upload<'_>,
    scan: Scan,
) -> Result<(), Problem> {
    let Upload { case, document, version } = upload;
    let found = context.own.documents.look(case, document, version).await?;
    let found = found.ok_or_else(|| Fault::busy("judging a document", "it is not there yet"))?;
    let takes = file.loaded.case.records.documents.get(document).map(|it| it.used_for.takes());
    match content(scan, found, takes.unwrap_or(Takes::Papers)) {
        Ok(clean) => admit(context, file, upload, clean).await?,
        Err(why) => {
            let refuse = Command::Refuse { document: document.clone(), why };
            context.act(&Actor::Scanner, refuse).on(file.loaded).await?;
        }
    }
    context.own.documents.discard(case, document).await?;
    Ok(())
}

/// Copied before it is called clean, so that what is clean can always be read.
async fn admit(
    context: &Context,
    file: CaseFile,
    upload: Upload<'_>,
    mut clean: Content,
) -> Result<(), Problem> {
    let Upload { case, document, version } = upload;
    let documents = &context.own.documents;
    clean.version = documents.admit(case, document, version).await?;
    let copied = clean.version.clone();
    let descriptor = file.seal(&Descriptor {
        document: document.clone(),
        hash: clean.hash.clone(),
        bytes: clean.bytes,
        version: clean.version.clone(),
    })?;
    clean.descriptor = Some(descriptor.id.clone());
    clean.hash = file.salted(&clean.hash)?;
    let find_clean = Command::FindClean { document: document.clone(), content: clean };
    let told = context.act(&Actor::Scanner, find_clean).sheet(descriptor);
    match told.on(file.loaded).await {
        Ok(_) => Ok(()),
        Err(error) => {
            if let (AppendError::Refused(_), Some(version)) = (&error, copied) {
                // The case takes nothing any more, so that nothing of it may stay.
                documents.retract(case, document, Some(version)).await?;
            }
            Err(error.into())
        }
    }
}

fn content(scan: Scan, found: Found, takes: Takes) -> Result<Content, DocumentRefused> {
    match scan {
        Scan::Threats => return Err(DocumentRefused::Malware),
        // A locked PDF cannot be scanned either: the sender is told what they can do about it.
        Scan::Unsupported if !found.marks.locked => return Err(DocumentRefused::Unreadable),
        Scan::Unsupported | Scan::Clean => {}
    }
    let Found { hash, bytes, first, marks, archive, pdf } = found;
    let kind = judge(Arrived { bytes, first: &first, marks, archive, pdf }, takes)?;
    match scan {
        Scan::Clean => Ok(Content { hash, bytes, kind, version: None, descriptor: None }),
        _ => Err(DocumentRefused::Unreadable),
    }
}

fn is_taken_back(case: &Case, document: &DocumentId) -> bool {
    case.records.documents.get(document).is_some_and(Document::is_taken_back)
}

fn is_clean(case: &Case, document: &DocumentId) -> bool {
    case.records.is_clean(document)
}

fn is_being_checked(case: &Case, document: &DocumentId) -> bool {
    let state = case.records.documents.get(document).map(|it| &it.state);
    case.ended.is_none() && state == Some(&DocumentState::BeingChecked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::records::{ByteMarks, PdfContent};

    #[test]
    fn what_the_scanner_does_not_clear_is_refused() {
        let found = |locked| Found {
            hash: String::new(),
            bytes: 10,
            first: b"%PDF-1.7".to_vec(),
            marks: ByteMarks { locked, ..ByteMarks::default() },
            archive: None,
            pdf: Some(PdfContent::Still),
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
