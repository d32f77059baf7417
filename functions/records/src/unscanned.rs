//! Documents that arrived and that no scanner has judged: they are asked for again, and somebody is told.

use crate::Context;
use domain::Actor;
use domain::ids::{CaseId, DocumentId};
use domain::records::{Command, DocumentRefused};
use jiff::ToSpan;
use store::AppendError;
use vault::ScanAsked;
use web::Problem;

/// Minutes after which a verdict should have come.
const VERDICT_MINUTES: i64 = 60;

/// What lies in quarantine for longer is put there once more, which makes the scanner look at it. Each is an
/// error in the log, by which an alarm tells somebody. One that fails does not hold up the others.
pub async fn ask_again(context: &Context) -> Result<(), Problem> {
    let since = context.now().checked_sub(VERDICT_MINUTES.minutes()).unwrap_or_default();
    for (case, document) in context.own.documents.unjudged(since).await? {
        tracing::error!(case = case.as_str(), document = document.as_str(), "scan never answered");
        if let Err(problem) = ask(context, &case, &document).await {
            let fault = problem.fault.map(|fault| fault.to_string()).unwrap_or_default();
            tracing::error!(case = case.as_str(), fault, "scan not asked for");
        }
    }
    Ok(())
}

/// Asks for a scan again; whoever sent what cannot be scanned is told to send it otherwise.
pub async fn ask(context: &Context, case: &CaseId, document: &DocumentId) -> Result<(), Problem> {
    let documents = &context.own.documents;
    if documents.scan_again(case, document).await? != ScanAsked::TooOften {
        return Ok(());
    }
    if let Some(loaded) = context.files.cases.load(case).await? {
        let why = DocumentRefused::Unreadable;
        let refuse = Command::Refuse { document: document.clone(), why };
        match context.act(&Actor::Scanner, refuse).on(loaded).await {
            // Where the case has ended or knows better, the file only goes.
            Ok(_) | Err(AppendError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(documents.discard(case, document).await?)
}
