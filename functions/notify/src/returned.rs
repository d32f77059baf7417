//! A letter that did not arrive, as SES tells it: the case shows it from then on.

use crate::Context;
use domain::access::Command;
use domain::ids::CaseId;
use domain::{Actor, Party, Refusal};
use runtime::Fault;
use serde_json::Value;
use store::{AppendError, Clash};

/// The event by which SES tells that a reader called a mail spam.
const COMPLAINT: &str = "Email Complaint Received";

pub async fn note(context: &Context, event: &Value) -> Result<(), Fault> {
    const DOING: &str = "noting a returned letter";
    let tag = |name: &str| event["detail"]["mail"]["tags"][name][0].as_str();
    let case = tag("case").and_then(|id| id.parse::<CaseId>().ok());
    let letter = tag("sequence").and_then(|sequence| sequence.parse().ok());
    let party = tag("party").and_then(|word| mail::from_tag(word).parse::<Party>().ok());
    if let (Some(word), None) = (tag("party"), &party) {
        // A manager's or nurse's own address: nothing of the case, but someone must look.
        tracing::error!(party = word, "a letter to our own side did not arrive");
        return Ok(());
    }
    // A mail without our tags, or the code of a session, is no letter of a case.
    let (Some(case), Some(letter)) = (case, letter.filter(|letter| *letter > 0)) else {
        return Ok(());
    };
    let Some(loaded) = context.files.cases.load(&case).await? else {
        return Ok(());
    };
    let spam = event["detail-type"] == COMPLAINT;
    let command = match party {
        Some(to) if spam => Command::ReportSpam { letter, to },
        to => Command::ReportNotDelivered { letter, to },
    };
    match context.act(&Actor::Postmaster, command).on(loaded).await {
        // Refused: the case has ended meanwhile, or the letter is none of its own.
        Ok(_) | Err(AppendError::Refused(Refusal::Gate(_) | Refusal::Access(_))) => Ok(()),
        Err(AppendError::Fault(fault)) => Err(fault),
        Err(AppendError::Clash(Clash::Version)) => Err(Fault::busy(DOING, "the case is contended")),
        Err(error) => Err(Fault::broken(DOING, error.to_string())),
    }
}
