//! A letter that did not arrive, as SES tells it: the case shows it from then on.

use crate::Room;
use domain::Party;
use domain::access::Command;
use domain::ids::CaseId;
use domain::{Actor, Refusal};
use runtime::Fault;
use serde_json::Value;
use store::{AppendError, Clash};

/// The event by which SES tells that a reader called a mail spam.
const COMPLAINT: &str = "Email Complaint Received";

impl Room {
    /// Returns no letters: it sends none.
    pub async fn note_returned(&self, event: &Value) -> Result<usize, Fault> {
        let tag = |name: &str| event["detail"]["mail"]["tags"][name][0].as_str();
        let case = tag("case").and_then(|id| id.parse::<CaseId>().ok());
        let letter = tag("sequence").and_then(|sequence| sequence.parse().ok());
        let party = tag("party").and_then(|word| mail::from_tag(word).parse::<Party>().ok());
        if let (Some(word), None) = (tag("party"), &party) {
            // A manager's or nurse's own address: nothing of the case, but someone must look.
            tracing::error!(party = word, "a letter to our own side did not arrive");
            return Ok(0);
        }
        let spam = event["detail-type"] == COMPLAINT;
        // A mail without our tags, or the code of a session, is no letter of a case.
        let (Some(case), Some(letter)) = (case, letter.filter(|letter| *letter > 0)) else {
            return Ok(0);
        };
        let Some(loaded) = self.files.cases.load(&case).await? else {
            return Ok(0);
        };
        let by = Actor::Postmaster;
        let command = match &party {
            Some(to) if spam => Command::ReportSpam { letter, to: to.clone() },
            _ => Command::ReportNotDelivered { letter, to: party.clone() },
        };
        let now = self.clock.now();
        match self.files.insist(loaded, &by, command, Vec::new(), Vec::new(), now).await {
            // Refused: the case has ended meanwhile, or the letter is none of its own.
            Ok(_) | Err(AppendError::Refused(Refusal::Gate(_) | Refusal::Access(_))) => Ok(0),
            Err(AppendError::Fault(fault)) => Err(fault),
            Err(AppendError::Clash(Clash::Version)) => {
                Err(Fault::busy("noting a returned letter", "the case is contended"))
            }
            Err(error) => Err(Fault::broken("noting a returned letter", error.to_string())),
        }
    }
}
