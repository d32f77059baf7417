//! Who hears of what: one line for each letter and reader.

use super::due::{
    always, awaits_acceptance, awaits_choice, is_answered, is_booked, is_introduced, is_not_booked,
    is_shown, is_unanswered, is_unheard, lacks_records, needs_decision, needs_private_contact,
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
    /// The doctor of the event, and their secretary.
    Doctor,
    Secretary,
    /// Each doctor who was asked.
    EveryDoctor,
    /// The specialist of the event, or the one who is chosen.
    Specialist,
    Chosen,
    /// The party that asked.
    Party,
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
    "consent-reminded",
];
const CONSENT_SIGNED: &[&str] = &["consent-given", "consent-recorded", "consent-amended"];
const DOCTOR_ASKED: &[&str] = &["records-asked", "records-chased"];
const APPOINTED: &[&str] = &["scheduling-appointment-booked", "scheduling-appointment-moved"];
const CANCELLED: &[&str] = &["scheduling-appointment-cancelled"];
/// The case is over while others may still be at work for it.
const OVER: &[&str] = &["consent-withdrawn", "casework-stopped"];
/// After which somebody may have to decide whether the case goes on.
const DECISION: &[&str] = &["records-go-ahead-objected", "records-chased"];
const CONCERN: &[&str] = &["report-urgent-concern-raised"];

/// The table. An event that is not here leads to no letter, and the rule on the bus does not let it
/// through to the sender. A letter goes to each reader in a row of its own.
pub(super) const TABLE: &[Row] = &[
    row(&["referral-received"], L::ReferralMade, To::Manager, always, End::UnlessWithdrawn),
    row(INTRODUCED, L::Introduction, To::Member, is_unanswered, End::No),
    row(&["consent-reminded"], L::Reminder, To::Member, is_unanswered, End::No),
    row(INTRODUCED_OR_REMINDED, L::PrivateContactAsked, To::Member, needs_private_contact, End::No),
    row(CONTACT_CHANGED, L::FreshLink, To::Member, is_answered, End::ToTheMember),
    row(&["access-link-asked"], L::FreshLink, To::Party, always, End::ToTheMember),
    row(CONSENT_SIGNED, L::ConsentKept, To::Member, always, End::No),
    row(&["consent-withdrawn"], L::Withdrawn, To::Member, always, End::Yes),
    row(&["casework-stopped"], L::Stopped, To::Member, is_introduced, End::Yes),
    row(OVER, L::NoLongerNeeded, To::EveryDoctor, always, End::Yes),
    row(OVER, L::NoLongerNeeded, To::Chosen, always, End::Yes),
    row(&["records-asked"], L::RecordsAsked, To::Doctor, is_unheard, End::No),
    row(&["records-chased"], L::RecordsChased, To::Doctor, is_unheard, End::No),
    row(DOCTOR_ASKED, L::RecordsAskedOfSecretary, To::Secretary, lacks_records, End::No),
    row(DECISION, L::DecisionNeeded, To::Nurse, needs_decision, End::No),
    row(DECISION, L::DecisionNeeded, To::ClinicalLead, needs_decision, End::No),
    row(&["records-handed-over"], L::HandOver, To::Chosen, is_shown, End::No),
    row(&["matching-offer-made"], L::Choice, To::Member, awaits_choice, End::No),
    row(&["matching-specialist-chosen"], L::Brief, To::Specialist, awaits_acceptance, End::No),
    row(APPOINTED, L::Appointment, To::Member, is_booked, End::No),
    row(APPOINTED, L::Appointment, To::Specialist, is_booked, End::No),
    row(CANCELLED, L::AppointmentCancelled, To::Member, is_not_booked, End::No),
    row(CANCELLED, L::AppointmentCancelled, To::Specialist, is_not_booked, End::Yes),
    row(CONCERN, L::UrgentConcern, To::Nurse, always, End::UnlessWithdrawn),
    row(CONCERN, L::UrgentConcern, To::ClinicalLead, always, End::UnlessWithdrawn),
    row(&["report-released"], L::ReportReady, To::Member, always, End::UnlessWithdrawn),
    row(&["casework-complaint-made"], L::ComplaintMade, To::Nurse, always, End::Yes),
    row(&["casework-complaint-made"], L::ComplaintMade, To::ClinicalLead, always, End::Yes),
    row(&["casework-glass-broken"], L::GlassBroken, To::ClinicalLead, always, End::Yes),
    row(&["keeping-copy-ready"], L::CopyReady, To::Member, always, End::Yes),
];
