//! What the nurse's work makes known of a case.

use super::facts::{ANSWERED_MAX, Facts};
use super::{
    AnsweredComplaint, Assigned, BrokenGlass, Complaint, ContactOutcome, CoveringNurse, Event,
    OpenTask, Pause, TreatingDoctor, Understood,
};
use crate::access::MailBox;
use crate::case::Ending;
use crate::ids::{DoctorId, SheetId};
use crate::{Case, Party};
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.casework;
    match event {
        Event::NurseAssigned { nurse } | Event::NurseReassigned { nurse } => {
            facts.nurse = Some(Assigned { nurse: nurse.clone(), at });
            facts.cover = None;
        }
        Event::NurseCovered { nurse, until } => {
            facts.cover = Some(CoveringNurse { nurse: nurse.clone(), until: *until });
        }
        Event::IntroductionSent => facts.introduced = Some(at),
        Event::ContactLogged { with, outcome, .. } => {
            facts.contacts += 1;
            if *outcome == ContactOutcome::Reached {
                case.access.unreached.retain(|miss| miss.party != *with);
            }
        }
        Event::NoteAdded { .. } | Event::NoteCorrected { .. } => facts.notes += 1,
        Event::MarkedUrgent => facts.urgent = Some(at),
        Event::Paused { reason } => {
            facts.pause = Some(Pause { reason: reason.clone(), at });
        }
        Event::Resumed => facts.pause = None,
        Event::TaskAdded { task, sheet } => {
            facts.open_tasks.push(OpenTask { task: task.clone(), sheet: sheet.clone() });
        }
        Event::TaskDone { task } => facts.open_tasks.retain(|open| open.task != *task),
        Event::NeedsRecorded { sheet, specialty } => {
            facts.needs =
                Some(Understood { sheet: sheet.clone(), specialty: specialty.clone(), at });
        }
        Event::QuestionAdded(question) => facts.questions.push(question.clone()),
        Event::DatesSet(dates) => facts.dates = Some(*dates),
        Event::DoctorNamed(doctor) => facts.doctors.push(doctor.clone()),
        Event::DoctorCorrected { doctor, mail } => correct_doctor(case, doctor, *mail, at),
        Event::DoctorWithdrawn { doctor, .. } => {
            facts.withdrawn_doctors.push(doctor.clone());
            case.records.asked_mut(doctor).into_iter().for_each(|asked| asked.withdrawn = Some(at));
            end_doctors_links(case, doctor);
        }
        Event::EmployerAddressAllowed { .. } => facts.employer_address = Some(at),
        Event::ComplaintMade { sheet, by } => {
            facts.complaints.push(Complaint { sheet: sheet.clone(), by: by.clone(), at });
        }
        Event::ComplaintAnswered { complaint, answer } => {
            answered(facts, complaint, answer, at);
        }
        Event::GlassBroken { nurse, until, .. } => {
            facts.glass.retain(|glass| at < glass.until);
            facts.glass.push(BrokenGlass { nurse: nurse.clone(), until: *until });
        }
        Event::Stopped { .. } => case.end(Ending::Stopped, at),
        Event::Closed { .. } => case.end(Ending::Closed, at),
        Event::MemberDied => {
            facts.died = Some(at);
            case.end(Ending::MemberDied, at);
        }
    }
}

/// At another address someone else may have answered before: a confirmation from there does not count,
/// an objection does.
fn correct_doctor(case: &mut Case, corrected: &TreatingDoctor, mail: MailBox, at: Timestamp) {
    let id = &corrected.doctor;
    let known = case.casework.doctors.iter_mut().find(|known| known.doctor == *id);
    if let Some(known) = known {
        *known = corrected.clone();
    }
    if mail == MailBox::Other {
        end_doctors_links(case, id);
        case.records.ask_again(id, at);
    }
}

fn end_doctors_links(case: &mut Case, doctor: &DoctorId) {
    for party in [Party::PrimaryConsultant(doctor.clone()), Party::Secretary(doctor.clone())] {
        case.access.readdressed(&party);
        case.access.end_for(party);
    }
}

fn answered(facts: &mut Facts, complaint: &SheetId, answer: &SheetId, at: Timestamp) {
    let found = facts.complaints.iter().position(|open| open.sheet == *complaint);
    let Some(open) = found else {
        return;
    };
    let complaint = facts.complaints.remove(open);
    let by = complaint.by.clone();
    facts.answered.push(AnsweredComplaint { complaint, answer: answer.clone(), at });
    let theirs = |answered: &AnsweredComplaint| answered.complaint.by == by;
    if facts.answered.iter().filter(|answered| theirs(answered)).count() > ANSWERED_MAX
        && let Some(oldest) = facts.answered.iter().position(theirs)
    {
        facts.answered.remove(oldest);
    }
}
