//! By which operation each next step is taken.

use domain::question::What;

/// The route of the operation: of our own people by the API, of everyone else by a page.
pub fn operation_of(what: What) -> &'static str {
    match what {
        What::AssignNurse => "POST /cases/{id}/assign",
        What::SendIntroduction => "POST /cases/{id}/introduction",
        What::CorrectContact => "POST /cases/{id}/contact",
        What::ConfirmPrivateContact => "POST /cases/{id}/contact/confirm",
        What::Phone => "POST /cases/{id}/contacts",
        What::GiveConsent => "POST /consent/{session}",
        What::ConfirmSignature => "POST /cases/{id}/consent/signature",
        What::AllowMore => "POST /my-case/{session}/change",
        What::RecordNeeds => "POST /cases/{id}/needs",
        What::AddQuestion => "POST /cases/{id}/questions",
        What::SetDates => "POST /cases/{id}/dates",
        What::NameDoctor => "POST /cases/{id}/doctors",
        What::CorrectDoctor => "POST /cases/{id}/doctors/{doctor}/correct",
        What::AskForRecords => "POST /cases/{id}/records",
        What::GiveGoAhead => "POST /records/{session}/go-ahead",
        What::DecideGoAhead => "POST /cases/{id}/go-ahead",
        What::SendRecords => "POST /records/{session}/items/{item}/uploads",
        What::NoteNotAvailable => "POST /cases/{id}/records/not-available",
        What::CompleteRecords => "POST /cases/{id}/records/complete",
        What::OfferSpecialists => "POST /cases/{id}/offer",
        What::ChooseSpecialist | What::KeepChoice => "POST /matching/choice/{session}",
        What::ChooseForMember => "POST /cases/{id}/choice",
        What::AcceptCase => "POST /report/conflict/{session}",
        What::ReplaceSpecialist => "POST /cases/{id}/specialist/replace",
        What::HandOver => "POST /cases/{id}/hand-over",
        What::ReviewCase => "POST /report/opinion/{session}/review",
        What::BookAppointment => "POST /cases/{id}/appointment",
        What::MoveAppointment => "POST /cases/{id}/appointment/move",
        What::NoteConsultation | What::SayNotNeeded => "POST /cases/{id}/consultation",
        What::HandInReport => "POST /report/opinion/{session}",
        What::CheckReport => "POST /cases/{id}/report/release",
        What::ReadReport => "POST /report/{session}/read",
        What::AnswerFollowUp => "POST /report/{session}/follow-up",
        What::CloseCase => "POST /cases/{id}/close",
        What::AnswerConcern => "POST /cases/{id}/concerns/{concern}/answer",
        What::AnswerComplaint => "POST /cases/{id}/complaints/{complaint}/answer",
        What::ResumeCase => "POST /cases/{id}/resume",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn every_step_is_taken_by_an_operation_that_there_is() {
        for what in What::iter() {
            let route = operation_of(what);
            assert!(
                crate::operation(route).is_some(),
                "{what:?} is taken by no operation: {route}"
            );
        }
    }
}
