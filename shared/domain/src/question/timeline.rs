//! The timeline: what happened to a case, in words that a nurse and a member can read.

use crate::casework::{ContactOutcome, Event as Casework};
use crate::consent::Event as Consent;
use crate::keeping::Event as Keeping;
use crate::matching::{Event as Matching, Yes};
use crate::records::Event as Records;
use crate::report::Event as Report;
use crate::scheduling::Event as Scheduling;
use crate::{Actor, Event, access, referral};

/// What happened, as a sentence without its full stop.
pub fn in_words(event: &Event) -> &'static str {
    match event {
        Event::Referral(event) => match event {
            referral::Event::Received { .. } => "The employer's scheme referred the member",
            referral::Event::MemberMarked { .. } => "Who the member is was noted",
            referral::Event::Reopened { .. } => "An ended case was opened again as this one",
        },
        Event::Access(event) => of_access(event),
        Event::Consent(event) => of_consent(event),
        Event::Casework(event) => of_casework(event),
        Event::Matching(event) => of_matching(event),
        Event::Records(event) => of_records(event),
        Event::Scheduling(event) => of_scheduling(event),
        Event::Report(event) => of_report(event),
        Event::Keeping(event) => of_keeping(event),
    }
}

fn of_access(event: &access::Event) -> &'static str {
    use access::Event as E;
    match event {
        E::ContactCorrected { .. } => "The member's contact was corrected",
        E::PrivateContactOffered { .. } => "A private contact was left for us to confirm",
        E::PrivateContactConfirmed { .. } => "A private contact was confirmed by phone",
        E::LinkAsked { .. } => "A fresh link was asked for",
        E::NotDelivered { .. } => "A letter did not arrive",
        E::MarkedAsSpam { .. } => "A letter was called spam, so mail to that address has stopped",
    }
}

fn of_consent(event: &Consent) -> &'static str {
    match event {
        Consent::Given { .. } => "Consent was signed",
        Consent::Recorded { .. } => "A consent given on paper or by phone was recorded",
        Consent::Amended { .. } => "What is allowed was changed",
        Consent::SignatureConfirmed => "The signature was confirmed by phone",
        Consent::SignatureRefused => "The signature was not theirs, so the member is asked again",
        Consent::Declined { .. } => "The member said no",
        Consent::Reminded { .. } => "The member was reminded",
        Consent::Lapsed => "The referral lapsed without an answer",
        Consent::Withdrawn { .. } => "The consent was taken back",
    }
}

fn of_casework(event: &Casework) -> &'static str {
    match event {
        Casework::NurseAssigned { .. } => "A nurse took the case on",
        Casework::NurseReassigned { .. } => "Another nurse took the case over",
        Casework::NurseCovered { .. } => "A colleague covers for the nurse",
        Casework::IntroductionSent => "The introduction was sent",
        Casework::ContactLogged { outcome: ContactOutcome::Reached, .. } => {
            "The nurse was in contact"
        }
        Casework::ContactLogged { .. } => "The nurse tried to reach someone",
        Casework::NoteAdded { .. } => "A note was added",
        Casework::NoteCorrected { .. } => "A note was followed by a correction",
        Casework::MarkedUrgent => "The case was marked urgent",
        Casework::Paused { .. } => "The case was paused",
        Casework::Resumed => "The case went on",
        Casework::TaskAdded { .. } => "A task was set",
        Casework::TaskDone { .. } => "A task was done",
        Casework::NeedsRecorded { .. } => "The needs were recorded",
        Casework::QuestionAdded(_) => "A question for the opinion was added",
        Casework::DatesSet(_) => "The treatment dates were set",
        Casework::DoctorNamed(_) => "A treating doctor was named",
        Casework::DoctorCorrected { .. } => "What we know of a treating doctor was corrected",
        Casework::DoctorWithdrawn { .. } => "A doctor does not treat the member any more",
        Casework::EmployerAddressAllowed { .. } => {
            "The clinical lead allowed a doctor's address at the employer"
        }
        Casework::ComplaintMade { .. } => "A complaint was made",
        Casework::ComplaintAnswered { .. } => "A complaint was answered",
        Casework::GlassBroken { .. } => "A nurse without a part in the case opened it and said why",
        Casework::Stopped { .. } => "The case was stopped",
        Casework::Closed { .. } => "The case was closed",
        Casework::MemberDied => "The member's death was recorded",
    }
}

fn of_matching(event: &Matching) -> &'static str {
    match event {
        Matching::OfferMade { .. } => "Specialists were offered",
        Matching::SpecialistChosen { .. } => "A specialist was chosen",
        Matching::OfferWithdrawn => "The offer was withdrawn: one of them cannot be offered now",
        Matching::ChoiceKept { .. } => "The choice was kept with a later finish",
        Matching::SpecialistReplaced { .. } => "The specialist was replaced",
        Matching::AskedAgain { yes: Yes::Choice, .. } => {
            "The finish moved, so the member was asked again"
        }
        Matching::AskedAgain { yes: Yes::Acceptance, .. } => {
            "The finish moved, so the specialist was asked again"
        }
        Matching::MoreAskedFor { .. } => "Other specialists were asked for",
        Matching::SpecialistAccepted { .. } => "The specialist said yes",
        Matching::SpecialistDeclined { .. } => "The specialist said no",
    }
}

fn of_records(event: &Records) -> &'static str {
    match event {
        Records::Asked { .. } => "A treating doctor was asked for the go-ahead and the records",
        Records::Chased { .. } => "A treating doctor was reminded",
        Records::GoAheadConfirmed { .. } => "A treating doctor confirmed the second opinion",
        Records::GoAheadObjected { .. } => "A treating doctor objected to the second opinion",
        Records::GoAheadDecided { .. } => "The clinical lead decided about going ahead",
        Records::GoAheadAskedAgain { .. } => {
            "The finish moved, so the go-ahead was asked for again"
        }
        Records::ItemsAsked { .. } => "More records were asked for",
        Records::PapersOutdated { .. } => "Papers became too old, so newer ones were asked for",
        Records::DocumentAnnounced { .. } => "A document was announced",
        Records::DocumentClean { .. } => "A document was found clean",
        Records::DocumentRefused { .. } => "A document was not taken",
        Records::DocumentTakenBack { .. } => "A document was taken back",
        Records::Received { .. } => "A record was received",
        Records::AvailableAfterAll { .. } => "A record is to come after all",
        Records::NotAvailable { .. } => "A record was said not to be available",
        Records::CopyingFeeClaimed { .. } => "A fee for copying was claimed",
        Records::Completed => "The records were complete",
        Records::Reopened { .. } => "The records were opened again",
        Records::HandedOver => "The case was handed over to the specialist",
    }
}

fn of_scheduling(event: &Scheduling) -> &'static str {
    match event {
        Scheduling::AppointmentBooked { .. } => "An appointment was booked",
        Scheduling::AppointmentMoved { .. } => "The appointment was moved",
        Scheduling::AppointmentCancelled { .. } => "The appointment was cancelled",
        Scheduling::ConsultationHeld => "The consultation was held",
        Scheduling::ConsultationMissed { .. } => "The consultation was missed",
        Scheduling::ConsultationNotNeeded { .. } => "No consultation was needed",
    }
}

fn of_report(event: &Report) -> &'static str {
    match event {
        Report::Reviewed { .. } => "The specialist reviewed the records",
        Report::UrgentConcernRaised { .. } => "An urgent concern was raised",
        Report::UrgentConcernAnswered { .. } => "An urgent concern was answered",
        Report::Drafted { .. } => "The specialist saved a draft",
        Report::Uploaded { .. } => "The specialist handed in a report",
        Report::Returned { .. } => "The report was returned to the specialist",
        Report::Released { .. } => "The report was released",
        Report::Read { .. } => "The member read the report",
        Report::SentOn { .. } => "The member sent the report on",
        Report::FollowUpAnswered { .. } => "The member answered the follow-up",
    }
}

fn of_keeping(event: &Keeping) -> &'static str {
    match event {
        Keeping::SubjectAccessAsked { .. } => "A copy of everything held was asked for",
        Keeping::CopyReady(_) => "The copy of everything held is ready",
        Keeping::LegalHoldPlaced { .. } => "A legal hold was placed",
        Keeping::LegalHoldLifted => "The legal hold was lifted",
        Keeping::Erased { .. } => "The case was erased",
    }
}

/// Who it was, by role: a timeline that leaves the house names nobody else's people.
pub fn by_role(who: &Actor) -> &'static str {
    match who {
        Actor::Client(_) => "the employer's scheme",
        Actor::Member => "the member",
        Actor::Nurse(_) => "a nurse",
        Actor::ClinicalLead(_) => "the clinical lead",
        Actor::PrimaryConsultant(_) => "a treating doctor",
        Actor::Secretary(_) => "a treating doctor's secretary",
        Actor::Specialist(_) => "the specialist",
        Actor::Operator(_) => "an operator",
        Actor::Bearer(_) => "the holder of a link",
        Actor::Clock | Actor::Scanner | Actor::Postmaster | Actor::Archivist => "the service",
    }
}
