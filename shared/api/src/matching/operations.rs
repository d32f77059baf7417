//! The operations of `matching`.

use super::{BriefForm, ChoiceForm, OfferSpecialists, RankedMatches};
use crate::{Operation, Progress};
use domain::matching::Refusal;
use domain::refusal::Gate;

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/cases/{id}/matches", "Ranked specialists with reasons")
        .nurse()
        .answers::<RankedMatches>(200)
        .refuses(&[Refusal::NeedsNotRecorded]),
    post("/cases/{id}/offer", "Offer two or three specialists")
        .nurse()
        .takes::<OfferSpecialists>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NoConsent])
        .refuses(&[
            Refusal::NeedsNotRecorded,
            Refusal::NoDoctorNamed,
            Refusal::AlreadyChosen,
            Refusal::NotTwoOrThree,
            Refusal::NotEligible,
        ]),
    get("/matching/choice/{session}", "The member's choice").page().answers_page(),
    post("/matching/choice/{session}", "Choose, or ask for others")
        .page()
        .takes_form::<ChoiceForm>()
        .answers_page()
        .refuses(&[Gate::Ended, Gate::OutsideConsent])
        .refuses(&[Refusal::NoOffer, Refusal::AlreadyChosen, Refusal::NotOffered]),
    get("/matching/brief/{session}", "The anonymous brief").page().answers_page(),
    post("/matching/brief/{session}", "Accept or decline")
        .page()
        .takes_form::<BriefForm>()
        .answers_page()
        .refuses(&[Gate::OutsideConsent])
        .refuses(&[Refusal::AlreadyAccepted, Refusal::DelayNotAcceptable]),
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("matching", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("matching", path, summary)
}
