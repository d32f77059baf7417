//! Which sheet holds the words that a person typed with an event. Without a wildcard: a new event does
//! not compile until somebody has said where its words are.

use crate::Event;
use crate::casework::Event as Casework;
use crate::ids::SheetId;
use crate::matching::Event as Matching;
use crate::records::{Event as Records, ReopenedFor};
use crate::report::Event as Report;

/// The sheet with the words that a person typed with the event, where there are such. Details, consents
/// and keys of a case are no such words, nor is what waits for its confirmation.
pub fn typed_with(event: &Event) -> Option<&SheetId> {
    match event {
        Event::Referral(_)
        | Event::Access(_)
        | Event::Consent(_)
        | Event::Scheduling(_)
        | Event::Keeping(_) => None,
        Event::Casework(event) => with_casework(event),
        Event::Matching(event) => with_matching(event),
        Event::Records(event) => with_records(event),
        Event::Report(event) => with_report(event),
    }
}

fn with_casework(event: &Casework) -> Option<&SheetId> {
    match event {
        Casework::ContactLogged { sheet, .. } => sheet.as_ref(),
        Casework::NoteAdded { sheet, .. }
        | Casework::NoteCorrected { sheet, .. }
        | Casework::TaskAdded { sheet, .. }
        | Casework::ComplaintMade { sheet, .. }
        | Casework::Paused { reason: sheet }
        | Casework::GlassBroken { reason: sheet, .. }
        | Casework::Stopped { reason: sheet, .. }
        | Casework::DoctorWithdrawn { reason: sheet, .. }
        | Casework::EmployerAddressAllowed { reason: sheet }
        | Casework::ComplaintAnswered { answer: sheet, .. } => Some(sheet),
        // Needs and questions have bodies of their own; a doctor's details are contact words.
        Casework::NeedsRecorded { .. }
        | Casework::QuestionAdded(_)
        | Casework::DoctorNamed(_)
        | Casework::DoctorCorrected { .. }
        | Casework::NurseAssigned { .. }
        | Casework::NurseReassigned { .. }
        | Casework::NurseCovered { .. }
        | Casework::IntroductionSent
        | Casework::MarkedUrgent
        | Casework::Resumed
        | Casework::TaskDone { .. }
        | Casework::DatesSet(_)
        | Casework::Closed { .. }
        | Casework::MemberDied => None,
    }
}

fn with_matching(event: &Matching) -> Option<&SheetId> {
    match event {
        Matching::MoreAskedFor { reason }
        | Matching::SpecialistChosen { reason, .. }
        | Matching::ChoiceKept { reason, .. }
        | Matching::SpecialistDeclined { reason, .. } => reason.as_ref(),
        Matching::OfferMade { .. }
        | Matching::OfferWithdrawn
        | Matching::SpecialistReplaced { .. }
        | Matching::AskedAgain { .. }
        | Matching::SpecialistAccepted { .. } => None,
    }
}

fn with_records(event: &Records) -> Option<&SheetId> {
    match event {
        Records::GoAheadObjected { reason, .. }
        | Records::GoAheadDecided { reason, .. }
        | Records::NotAvailable { reason, .. }
        | Records::Reopened { why: ReopenedFor::Reason(reason) } => Some(reason),
        Records::ItemsAsked { reason, .. } => reason.as_ref(),
        Records::Reopened {
            why:
                ReopenedFor::DoctorsChanged
                | ReopenedFor::NeedsChanged
                | ReopenedFor::AvailableAfterAll
                | ReopenedFor::DocumentTakenBack,
        }
        | Records::AvailableAfterAll { .. }
        | Records::Asked { .. }
        | Records::Chased { .. }
        | Records::GoAheadConfirmed { .. }
        | Records::GoAheadAskedAgain { .. }
        | Records::PapersOutdated { .. }
        | Records::DocumentAnnounced { .. }
        | Records::DocumentClean { .. }
        | Records::DocumentRefused { .. }
        | Records::DocumentTakenBack { .. }
        | Records::Received { .. }
        | Records::CopyingFeeClaimed { .. }
        | Records::Completed
        | Records::HandedOver => None,
    }
}

fn with_report(event: &Report) -> Option<&SheetId> {
    match event {
        Report::UrgentConcernRaised { sheet, .. }
        | Report::UrgentConcernAnswered { sheet, .. }
        | Report::Returned { reason: sheet, .. } => Some(sheet),
        Report::Reviewed { sheet, .. } | Report::FollowUpAnswered { sheet, .. } => sheet.as_ref(),
        // A draft and a report have a body of their own.
        Report::Drafted { .. }
        | Report::Uploaded { .. }
        | Report::Released { .. }
        | Report::Read { .. }
        | Report::SentOn { .. } => None,
    }
}
