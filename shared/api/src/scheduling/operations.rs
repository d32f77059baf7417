//! The operations of `scheduling`.

use super::{BookSlot, FreeSlots, NoteConsultation, OfferSlots, SlotsOffered};
use crate::operation::CONSENT;
use crate::{Operation, Progress};
use domain::refusal::Gate;
use domain::scheduling::Refusal;

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/cases/{id}/slots", "Free quanta of the accepted specialist")
        .nurse_or_lead()
        .answers::<FreeSlots>(200)
        .refuses(&[Refusal::NotReviewed]),
    post("/specialists/{specialist}/slots", "Offer quarters of an hour of a specialist's time")
        .offers_slots()
        .takes::<OfferSlots>()
        .answers::<SlotsOffered>(200),
    post("/cases/{id}/appointment", "Book")
        .nurse()
        .takes::<BookSlot>()
        .answers::<Progress>(200)
        .refuses(&[
            Gate::Erased,
            Gate::Ended,
            Gate::NotAllowed,
            Gate::NoConsent,
            Gate::OutsideConsent,
            Gate::SignatureUnconfirmed,
            Gate::Undecided,
        ])
        .refuses(&[
            Refusal::AlreadyDone,
            Refusal::NotReviewed,
            Refusal::BadSlot,
            Refusal::AlreadyBooked,
            Refusal::SlotTaken,
        ]),
    post("/cases/{id}/appointment/move", "Move")
        .nurse()
        .takes::<BookSlot>()
        .answers::<Progress>(200)
        .refuses(&[
            Gate::Erased,
            Gate::Ended,
            Gate::NotAllowed,
            Gate::NoConsent,
            Gate::OutsideConsent,
            Gate::SignatureUnconfirmed,
            Gate::Undecided,
        ])
        .refuses(&[
            Refusal::AlreadyDone,
            Refusal::NotReviewed,
            Refusal::BadSlot,
            Refusal::NotBooked,
            Refusal::SlotTaken,
        ]),
    post("/cases/{id}/appointment/cancel", "Cancel")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NotAllowed])
        .refuses(&[Refusal::AlreadyDone, Refusal::NotBooked, Refusal::SlotTaken]),
    post("/cases/{id}/consultation", "Note that the consultation was held, missed or not needed")
        .nurse()
        .takes::<NoteConsultation>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NotAllowed])
        .refuses(CONSENT)
        .refuses(OUTCOME),
];

pub(crate) const OUTCOME: &[Refusal; 5] = &[
    Refusal::AlreadyDone,
    Refusal::NotBooked,
    Refusal::NotStarted,
    Refusal::NotReviewed,
    Refusal::AlreadyBooked,
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("scheduling", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("scheduling", path, summary)
}
