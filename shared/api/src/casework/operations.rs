//! The operations of `casework`.

use super::{
    AddNote, AddQuestion, AddTask, AllowEmployerAddress, AnswerComplaint, AssignNurse, BreakGlass,
    CaseShown, CloseCase, ComplaintForm, CoverCase, FindCase, FoundCases, LogContact, LogPage,
    NameDoctor, NoteComplaint, PauseCase, RecordNeeds, ReopenedCase, SetDates, StopCase,
    TimelinePage, WithdrawDoctor, WorklistPage,
};
use crate::{Operation, Progress};
use domain::casework::Refusal;
use domain::records;
use domain::referral;
use domain::refusal::Gate;

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/cases", "A worklist: references and codes, never a name")
        .caseworker()
        .query(&["list", "waiting_for", "cursor"])
        .answers::<WorklistPage>(200),
    get("/cases/{id}", "A case, as its nurse sees it; a logged read")
        .reader()
        .answers::<CaseShown>(200),
    get("/cases/{id}/log", "The case's log").reader().query(&["cursor"]).answers::<LogPage>(200),
    get("/cases/{id}/timeline", "What happened, in words, with what people typed; a logged read")
        .reader()
        .query(&["cursor"])
        .answers::<TimelinePage>(200),
    post("/search", "The cases of a person who is on the phone")
        .caseworker()
        .repeats_safely()
        .takes::<FindCase>()
        .answers::<FoundCases>(200),
    post("/cases/{id}/break-glass", "Read a case that is another nurse's, and say why")
        .breaks_glass()
        .takes::<BreakGlass>()
        .answers::<Progress>(200)
        .refuses(&[Refusal::GlassNotNeeded]),
    post("/cases/{id}/reopen", "An ended case goes on as a new one")
        .nurse_or_lead()
        .creates()
        .answers::<ReopenedCase>(201)
        .refuses(&[Gate::NotAllowed])
        .refuses(&[
            referral::Refusal::NotEnded,
            referral::Refusal::NotCovered,
            referral::Refusal::BirthDateNotPossible,
            referral::Refusal::LiveDuplicate,
        ]),
    post("/cases/{id}/complaints", "A complaint that the nurse heard")
        .nurse()
        .creates()
        .takes::<NoteComplaint>()
        .answers::<Progress>(200)
        .refuses(&[Refusal::TooMany]),
    post("/cases/{id}/complaints/{complaint}/answer", "Answer a complaint")
        .nurse_or_lead()
        .takes::<AnswerComplaint>()
        .answers::<Progress>(200)
        .refuses(&[Gate::NotAllowed]),
    get("/complaint/{session}", "The page to make a complaint").page().answers_page(),
    post("/complaint/{session}", "Make a complaint")
        .page()
        .takes_form::<ComplaintForm>()
        .on_page("/complaint/{session}")
        .answers_page()
        .refuses(&[Refusal::TooMany]),
    post("/cases/{id}/assign", "Assign a nurse")
        .nurse_or_lead()
        .takes::<AssignNurse>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended])
        .refuses(&[Refusal::AlreadyAssigned])
        .refuses_with(&[(409, "no-nurse-there")]),
    post("/cases/{id}/introduction", "Send the introduction")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended])
        .refuses(&[Refusal::AlreadyIntroduced]),
    post("/cases/{id}/contacts", "Log a contact")
        .nurse()
        .creates()
        .takes::<LogContact>()
        .answers::<Progress>(200)
        .refuses(&[Gate::NoConsent]),
    post("/cases/{id}/death", "Record that the member has died")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased])
        .refuses(&[Refusal::DeathAlreadyRecorded]),
    post("/cases/{id}/stop", "Stop a case")
        .nurse_or_lead()
        .takes::<StopCase>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NotAllowed]),
    post("/cases/{id}/cover", "Let a colleague act until a moment")
        .nurse_or_lead()
        .takes::<CoverCase>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NotAllowed, Gate::NoNurse])
        .refuses(&[Refusal::CoverInThePast]),
    post("/cases/{id}/urgent", "Mark a case urgent")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended])
        .refuses(&[Refusal::AlreadyUrgent]),
    post("/cases/{id}/pause", "Pause a case")
        .nurse()
        .takes::<PauseCase>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::AlreadyPaused]),
    post("/cases/{id}/resume", "Go on with a case")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended])
        .refuses(&[Refusal::NotPaused]),
    post("/cases/{id}/tasks", "Note a task")
        .nurse()
        .creates()
        .takes::<AddTask>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::TooMany]),
    post("/cases/{id}/tasks/{task}/done", "Finish a task")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended]),
    post("/cases/{id}/needs", "Record what the member needs")
        .nurse()
        .takes::<RecordNeeds>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::SpecialistInTheWay]),
    post("/cases/{id}/questions", "Add a question to answer")
        .nurse()
        .creates()
        .takes::<AddQuestion>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::TooMany]),
    post("/cases/{id}/dates", "Set the treatment dates")
        .nurse()
        .takes::<SetDates>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::DatesDoNotFit]),
    post("/cases/{id}/doctors", "Name a treating doctor")
        .nurse()
        .creates()
        .takes::<NameDoctor>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::TooMany])
        .refuses(DOCTORS_ADDRESS),
    post("/cases/{id}/doctors/{doctor}/correct", "Correct what is known of a treating doctor")
        .nurse()
        .takes::<NameDoctor>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::NoSuchDoctor, Refusal::DoctorWithdrawn])
        .refuses(&[records::Refusal::AddressNotVerified])
        .refuses(DOCTORS_ADDRESS),
    post("/cases/{id}/doctors/{doctor}/withdraw", "A doctor does not treat the member any more")
        .nurse()
        .takes::<WithdrawDoctor>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::NoSuchDoctor, Refusal::DoctorWithdrawn]),
    post("/cases/{id}/employer-address", "Allow a doctor's address at the employer")
        .lead()
        .takes::<AllowEmployerAddress>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::MemberHasNotAgreed, Refusal::AlreadyThere]),
    post("/cases/{id}/notes", "Add a note")
        .nurse()
        .creates()
        .takes::<AddNote>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::TooMany, Refusal::NoSuchNote]),
    post("/cases/{id}/close", "Close a case")
        .nurse()
        .takes::<CloseCase>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NotAllowed])
        .refuses(&[Refusal::NotFollowedUp]),
];

const DOCTORS_ADDRESS: &[Refusal; 3] =
    &[Refusal::MembersAddress, Refusal::EmployersAddress, Refusal::SpecialistInTheWay];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("casework", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("casework", path, summary)
}
