//! The operations of `matching`.

use super::{
    ChoiceForm, ChooseForMember, DeclineForm, KeepForMember, OfferSpecialists, OthersForMember,
    RankedMatches, ReplaceSpecialist,
};
use crate::operation::CONSENT;
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
        .refuses(&[Gate::Erased, Gate::Ended])
        .refuses(CONSENT)
        .refuses(&[
            Refusal::NeedsNotRecorded,
            Refusal::NoDoctorNamed,
            Refusal::AlreadyChosen,
            Refusal::NotTwoOrThree,
            Refusal::NotEligible,
        ]),
    post("/cases/{id}/choice", "Choose a specialist, on the member's word")
        .nurse()
        .takes::<ChooseForMember>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(CONSENT)
        .refuses(CHOOSING)
        .refuses(KEEPING),
    post("/cases/{id}/choice/keep", "Keep the choice with a later finish, on the member's word")
        .nurse()
        .takes::<KeepForMember>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(CONSENT)
        .refuses(&[Refusal::NotChosen, Refusal::NotAskedAgain])
        .refuses(KEEPING),
    post("/cases/{id}/choice/others", "Ask for other specialists, on the member's word")
        .nurse()
        .takes::<OthersForMember>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::NoOffer, Refusal::AlreadyHandedOver]),
    post("/cases/{id}/specialist/replace", "Look for another specialist, and say why")
        .nurse_or_lead()
        .takes::<ReplaceSpecialist>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NotAllowed])
        .refuses(&[Refusal::NotChosen, Refusal::AlreadyReported]),
    get("/matching/choice/{session}", "The member's choice").page().answers_page(),
    post("/matching/choice/{session}", "Choose, keep the choice, or ask for others")
        .page()
        .takes_form::<ChoiceForm>()
        .on_page("/matching/choice/{session}")
        .answers_page()
        .refuses(&[Gate::Ended])
        .refuses(CONSENT)
        .refuses(CHOOSING)
        .refuses(KEEPING)
        .refuses(&[Refusal::NotChosen, Refusal::NotAskedAgain, Refusal::AlreadyHandedOver]),
    get("/matching/brief/{session}", "The anonymous brief").page().answers_page(),
    get("/matching/declined", "What a specialist reads who has declined").page().answers_page(),
    post("/matching/brief/{session}", "Decline, or give the case back")
        .page()
        .takes_form::<DeclineForm>()
        .on_page("/matching/brief/{session}")
        .answers_page()
        .refuses(CONSENT)
        .refuses(&[Refusal::AlreadyHandedOver]),
];

const CHOOSING: &[Refusal; 4] =
    &[Refusal::NoOffer, Refusal::AlreadyChosen, Refusal::NotOffered, Refusal::NoLongerEligible];
const KEEPING: &[Refusal; 2] = &[Refusal::FinishMoved, Refusal::ReasonNeeded];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("matching", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("matching", path, summary)
}
