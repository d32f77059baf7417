//! What of a log is for the member's own copy of everything that is held about them.

use super::typed_with;
use crate::access::Event as Access;
use crate::casework::Event as Casework;
use crate::ids::SheetId;
use crate::keeping::Event as Keeping;
use crate::records::Event as Records;
use crate::report::Event as Report;
use crate::{Event, Party, Recorded};
use std::collections::BTreeSet;

/// Not a report before its release, not a legal hold, not what others complained of or claimed, not an
/// address that nobody has confirmed.
pub fn in_copy(log: &[Recorded], released: Option<u32>) -> Vec<&Recorded> {
    log.iter().filter(|recorded| !is_left_out(&recorded.event, log, released)).collect()
}

/// The sheets behind what is left out of that copy.
pub fn sheets_not_in_copy(log: &[Recorded], released: Option<u32>) -> BTreeSet<&SheetId> {
    let left_out = log.iter().filter(|recorded| is_left_out(&recorded.event, log, released));
    left_out.filter_map(|recorded| sheet_left_out(&recorded.event)).collect()
}

fn is_left_out(event: &Event, log: &[Recorded], released: Option<u32>) -> bool {
    match event {
        Event::Referral(_) | Event::Consent(_) | Event::Matching(_) | Event::Scheduling(_) => false,
        Event::Access(event) => matches!(event, Access::PrivateContactOffered { .. }),
        Event::Casework(event) => is_anothers_complaint(event, log),
        Event::Records(event) => matches!(event, Records::CopyingFeeClaimed { .. }),
        Event::Report(event) => is_unreleased(event, released),
        Event::Keeping(event) => {
            matches!(event, Keeping::LegalHoldPlaced { .. } | Keeping::LegalHoldLifted)
        }
    }
}

/// A complaint that somebody else made, or the answer to one.
fn is_anothers_complaint(event: &Casework, log: &[Recorded]) -> bool {
    let made_by_another = |complaint: &SheetId| {
        log.iter().any(|recorded| {
            matches!(&recorded.event, Event::Casework(Casework::ComplaintMade { sheet, by })
                if sheet == complaint && *by != Party::Member)
        })
    };
    match event {
        Casework::ComplaintMade { by, .. } => *by != Party::Member,
        Casework::ComplaintAnswered { complaint, .. } => made_by_another(complaint),
        Casework::NurseAssigned { .. }
        | Casework::NurseReassigned { .. }
        | Casework::NurseCovered { .. }
        | Casework::IntroductionSent
        | Casework::ContactLogged { .. }
        | Casework::NoteAdded { .. }
        | Casework::NoteCorrected { .. }
        | Casework::MarkedUrgent
        | Casework::Paused { .. }
        | Casework::Resumed
        | Casework::TaskAdded { .. }
        | Casework::TaskDone { .. }
        | Casework::NeedsRecorded { .. }
        | Casework::QuestionAdded(_)
        | Casework::DatesSet(_)
        | Casework::DoctorNamed(_)
        | Casework::DoctorCorrected { .. }
        | Casework::DoctorWithdrawn { .. }
        | Casework::EmployerAddressAllowed { .. }
        | Casework::GlassBroken { .. }
        | Casework::Stopped { .. }
        | Casework::Closed { .. }
        | Casework::MemberDied => false,
    }
}

fn is_unreleased(event: &Report, released: Option<u32>) -> bool {
    match event {
        Report::Uploaded { version, .. } => Some(*version) != released,
        Report::Drafted { .. } | Report::Returned { .. } => true,
        Report::Reviewed { .. }
        | Report::UrgentConcernRaised { .. }
        | Report::UrgentConcernAnswered { .. }
        | Report::Released { .. }
        | Report::Read { .. }
        | Report::SentOn { .. }
        | Report::FollowUpAnswered { .. } => false,
    }
}

/// A reason, a contact or a report is sealed in a sheet that is no typed word of the event.
fn sheet_left_out(event: &Event) -> Option<&SheetId> {
    if let Event::Keeping(Keeping::LegalHoldPlaced { reason }) = event {
        return Some(reason);
    }
    if let Event::Access(Access::PrivateContactOffered { contact }) = event {
        return Some(contact);
    }
    if let Event::Report(Report::Uploaded { sheet, .. } | Report::Drafted { sheet }) = event {
        return Some(sheet);
    }
    typed_with(event)
}
