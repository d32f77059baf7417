//! Who hears of what: one line for each letter and reader.

use super::due::{
    always, awaits_acceptance, awaits_choice, chose_late, ended_first, has_been_in_hand,
    has_no_specialist, has_papers_to_send, is_accepted, is_answered, is_booked, is_booked_with,
    is_chosen, is_in_hand, is_in_hand_again, is_incomplete, is_introduced, is_not_booked,
    is_not_booked_with, is_returned, is_to_check, is_unanswered, is_unheard, is_waited_for,
    lacks_records, lives, may_not_collect, may_not_show, needs_decision, needs_private_contact,
    stands, was_asked,
};
use super::{Addressee, LetterKind as L};
use crate::Case;

/// One line of the table.
pub(super) struct Row {
    /// The events after which it goes, by their names.
    pub after: &'static [&'static str],
    pub letter: L,
    pub to: To,
    /// Whether what it asks or tells still holds: an event may be heard late.
    pub due: fn(&Case, &Addressee) -> bool,
    pub ended: End,
}

/// Whom a row's letter goes to, before anyone is named.
#[derive(Clone, Copy)]
pub(super) enum To {
    Manager,
    Nurse,
    ClinicalLead,
    Member,
    /// The same, unless the member asked for others: that is an event of its own.
    NurseUnasked,
    MemberUnasked,
    /// The doctor of the event, and their secretary.
    Doctor,
    Secretary,
    /// The same, or each of them where the event means no one doctor.
    Doctors,
    Secretaries,
    /// Each doctor who was asked.
    EveryDoctor,
    /// Each doctor, once the member does not allow to ask them any more.
    DoctorsRefused,
    /// The specialist of the event, or the one who is chosen.
    Specialist,
    Chosen,
    /// The one who is chosen, once the member does not allow to show them anything.
    ChosenRefused,
    /// The same people and the member, once it is allowed again.
    ChosenAllowed,
    DoctorsAllowed,
    MemberAllowed,
    /// The member or the specialist, whichever of them is asked again.
    WhoChose,
    WhoAccepted,
    /// The party that asked.
    Party,
    /// The member, if the complaint is theirs: others are told by phone.
    Complainant,
}

/// Whether a letter still goes once the case has ended. After an erasure or a death none goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    No,
    ToTheMember,
    UnlessWithdrawn,
    Yes,
}

const fn row(
    after: &'static [&'static str],
    letter: L,
    to: To,
    due: fn(&Case, &Addressee) -> bool,
    ended: End,
) -> Row {
    Row { after, letter, to, due, ended }
}

const CONTACT_CHANGED: &[&str] = &["access-contact-corrected", "access-private-contact-confirmed"];
/// Old links die with a contact that changes, so that a person who has not answered is introduced again.
const INTRODUCED: &[&str] =
    &["casework-introduction-sent", "access-contact-corrected", "access-private-contact-confirmed"];
const INTRODUCED_OR_REMINDED: &[&str] = &[
    "casework-introduction-sent",
    "access-contact-corrected",
    "access-private-contact-confirmed",
    "consent-signature-refused",
    "consent-reminded",
];
const CONSENT_SIGNED: &[&str] = &["consent-given", "consent-recorded", "consent-amended"];
/// A doctor at a new address is asked as at first.
const ASKED: &[&str] = &["records-asked", "casework-doctor-corrected"];
const DOCTOR_ASKED: &[&str] = &["records-asked", "records-chased", "casework-doctor-corrected"];
const MORE_ASKED: &[&str] = &["records-items-asked", "records-papers-outdated"];
const NO_MORE_COMPLETE: &[&str] =
    &["records-items-asked", "records-papers-outdated", "records-reopened"];
/// The specialist will not take the case, so that others are looked for.
const SPECIALIST_LOST: &[&str] =
    &["matching-specialist-declined", "matching-specialist-replaced", "matching-offer-withdrawn"];
const SAID_YES: &[&str] = &["matching-specialist-chosen", "matching-choice-kept"];
const ASKED_AGAIN: &[&str] = &["matching-asked-again", "records-go-ahead-asked-again"];
const APPOINTED: &[&str] = &["scheduling-appointment-booked", "scheduling-appointment-moved"];
const CANCELLED: &[&str] = &["scheduling-appointment-cancelled"];
/// The case is over while others may still be at work for it.
const OVER: &[&str] = &["consent-withdrawn", "casework-stopped", "casework-member-died"];
/// After which somebody may have to decide whether the case goes on.
const DECISION: &[&str] =
    &["records-go-ahead-objected", "records-chased", "records-go-ahead-asked-again"];
/// The member allows something again that rested meanwhile.
const ALLOWED_AGAIN: &[&str] = &["consent-amended", "consent-signature-confirmed"];
const CONCERN: &[&str] = &["report-urgent-concern-raised"];

/// The table. An event that is not here leads to no letter, and the rule on the bus does not let it
/// through to the sender. A letter goes to each reader in a row of its own.
pub(super) const TABLE: &[Row] = &[
    row(&["referral-received"], L::ReferralMade, To::Manager, always, End::UnlessWithdrawn),
    row(INTRODUCED, L::Introduction, To::Member, is_unanswered, End::No),
    row(&["consent-signature-refused"], L::SignAgain, To::Member, is_unanswered, End::No),
    row(&["consent-reminded"], L::Reminder, To::Member, is_unanswered, End::No),
    row(INTRODUCED_OR_REMINDED, L::PrivateContactAsked, To::Member, needs_private_contact, End::No),
    row(CONTACT_CHANGED, L::FreshLink, To::Member, is_answered, End::ToTheMember),
    row(&["access-link-asked"], L::FreshLink, To::Party, always, End::ToTheMember),
    row(CONSENT_SIGNED, L::ConsentKept, To::Member, stands, End::No),
    row(&["consent-declined"], L::Declined, To::Member, is_introduced, End::Yes),
    row(&["consent-lapsed"], L::Lapsed, To::Member, is_introduced, End::Yes),
    row(&["consent-withdrawn"], L::Withdrawn, To::Member, always, End::Yes),
    row(&["casework-stopped"], L::Stopped, To::Member, is_introduced, End::Yes),
    row(&["casework-closed"], L::Closed, To::Member, is_introduced, End::Yes),
    row(OVER, L::NoLongerNeeded, To::EveryDoctor, ended_first, End::Yes),
    row(OVER, L::NoLongerNeeded, To::Chosen, ended_first, End::Yes),
    row(&["consent-amended"], L::NoLongerNeeded, To::DoctorsRefused, may_not_collect, End::No),
    row(&["consent-amended"], L::NoLongerNeeded, To::ChosenRefused, may_not_show, End::No),
    row(&["casework-doctor-withdrawn"], L::NoLongerNeeded, To::Doctor, was_asked, End::Yes),
    row(ASKED, L::RecordsAsked, To::Doctor, is_unheard, End::No),
    row(&["records-chased"], L::RecordsChased, To::Doctor, is_waited_for, End::No),
    row(MORE_ASKED, L::MoreRecords, To::Doctors, lacks_records, End::No),
    row(MORE_ASKED, L::MoreRecords, To::Secretaries, lacks_records, End::No),
    row(NO_MORE_COMPLETE, L::RecordsOpened, To::Nurse, is_incomplete, End::No),
    row(DOCTOR_ASKED, L::RecordsAskedOfSecretary, To::Secretary, lacks_records, End::No),
    row(DECISION, L::DecisionNeeded, To::Nurse, needs_decision, End::No),
    row(DECISION, L::DecisionNeeded, To::ClinicalLead, needs_decision, End::No),
    row(&["records-handed-over"], L::HandOver, To::Chosen, is_in_hand, End::No),
    row(&["records-completed"], L::HandOver, To::Chosen, is_in_hand_again, End::No),
    row(&["records-document-taken-back"], L::FileTakenBack, To::Chosen, has_been_in_hand, End::No),
    row(ALLOWED_AGAIN, L::HandOver, To::ChosenAllowed, is_in_hand, End::No),
    row(ALLOWED_AGAIN, L::Brief, To::ChosenAllowed, awaits_acceptance, End::No),
    row(ALLOWED_AGAIN, L::Choice, To::MemberAllowed, awaits_choice, End::No),
    row(ALLOWED_AGAIN, L::RecordsAsked, To::DoctorsAllowed, is_unheard, End::No),
    row(ALLOWED_AGAIN, L::MoreRecords, To::DoctorsAllowed, has_papers_to_send, End::No),
    row(&["matching-offer-made"], L::Choice, To::Member, awaits_choice, End::No),
    row(&["matching-specialist-chosen"], L::Brief, To::Specialist, awaits_acceptance, End::No),
    row(SPECIALIST_LOST, L::OthersSought, To::MemberUnasked, has_no_specialist, End::No),
    row(SPECIALIST_LOST, L::OthersNeeded, To::NurseUnasked, has_no_specialist, End::No),
    row(&["matching-more-asked-for"], L::OthersNeeded, To::Nurse, has_no_specialist, End::No),
    row(&["matching-specialist-chosen"], L::SpecialistChosen, To::Nurse, is_chosen, End::No),
    row(&["matching-specialist-accepted"], L::CaseAccepted, To::Chosen, is_accepted, End::No),
    row(&["matching-specialist-accepted"], L::SpecialistAnswered, To::Nurse, always, End::No),
    row(&["matching-specialist-replaced"], L::NoLongerNeeded, To::Specialist, always, End::Yes),
    row(SAID_YES, L::FinishMoved, To::Nurse, chose_late, End::No),
    row(ASKED_AGAIN, L::FinishMoved, To::Nurse, always, End::No),
    row(&["matching-asked-again"], L::AskedAgain, To::WhoChose, awaits_choice, End::No),
    row(&["matching-asked-again"], L::AskedAgain, To::WhoAccepted, awaits_acceptance, End::No),
    row(&["records-go-ahead-asked-again"], L::AskedAgain, To::Doctor, is_unheard, End::No),
    row(APPOINTED, L::Appointment, To::Member, is_booked, End::No),
    row(APPOINTED, L::Appointment, To::Specialist, is_booked_with, End::No),
    row(CANCELLED, L::AppointmentCancelled, To::Member, is_not_booked, End::ToTheMember),
    row(CANCELLED, L::AppointmentCancelled, To::Specialist, is_not_booked_with, End::Yes),
    row(CONCERN, L::UrgentConcern, To::Nurse, always, End::Yes),
    row(CONCERN, L::UrgentConcern, To::ClinicalLead, always, End::Yes),
    row(&["report-uploaded"], L::ReportHandedIn, To::Nurse, is_to_check, End::No),
    row(&["report-released"], L::ReportReleased, To::Chosen, lives, End::UnlessWithdrawn),
    row(&["report-returned"], L::ReportReturned, To::Chosen, is_returned, End::No),
    row(&["report-released"], L::ReportReady, To::Member, always, End::UnlessWithdrawn),
    row(&["casework-complaint-made"], L::ComplaintMade, To::Nurse, always, End::Yes),
    row(&["casework-complaint-made"], L::ComplaintMade, To::ClinicalLead, always, End::Yes),
    row(&["casework-complaint-made"], L::ComplaintReceived, To::Complainant, always, End::Yes),
    row(&["casework-complaint-answered"], L::ComplaintAnswered, To::Complainant, always, End::Yes),
    row(&["casework-glass-broken"], L::GlassBroken, To::ClinicalLead, always, End::Yes),
    row(&["keeping-copy-ready"], L::CopyReady, To::Member, always, End::Yes),
];
