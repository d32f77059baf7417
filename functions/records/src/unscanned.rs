//! Documents that arrived and that no scanner has judged: they are asked for again, and somebody is told.

use crate::Context;
use domain::ids::{CaseId, DocumentId};
use runtime::Fault;

/// Minutes after which a verdict should have come.
const VERDICT_MINUTES: i64 = 60;

/// Scans of one document in a row that may fail at once. After them the hourly look asks.
const SCANS_MAX: usize = 3;

/// A scan that did not succeed is asked for again.
pub async fn ask_at_once(
    context: &Context,
    case: &CaseId,
    document: &DocumentId,
) -> Result<(), Fault> {
    let documents = &context.own.documents;
    if documents.scans(case, document).await? < SCANS_MAX {
        return documents.scan_again(case, document).await;
    }
    tracing::error!(case = case.as_str(), document = document.as_str(), "scan failed");
    Ok(())
}

/// What lies in quarantine for longer is put there once more, which makes the scanner look at it. Each is an
/// error in the log, by which an alarm tells somebody.
pub async fn ask_again(context: &Context) -> Result<(), Fault> {
    let documents = &context.own.documents;
    for (case, document) in documents.unjudged(VERDICT_MINUTES).await? {
        tracing::error!(case = case.as_str(), document = document.as_str(), "scan never answered");
        documents.scan_again(&case, &document).await?;
    }
    Ok(())
}
