//! What the nurse's work makes known of a case.

use super::{Assigned, BrokenGlass, Complaint, CoveringNurse, Event, OpenTask, Pause, Understood};
use crate::Case;
use crate::case::Ending;
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
        Event::ContactLogged { .. } => {
            facts.contacts += 1;
            case.access.unreached.clear();
        }
        Event::NoteAdded { sheet, .. } | Event::NoteCorrected { sheet, .. } => {
            facts.notes.push(sheet.clone());
        }
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
        Event::ComplaintMade { sheet, by } => {
            facts.complaints.push(Complaint { sheet: sheet.clone(), by: by.clone(), at });
        }
        Event::ComplaintAnswered { complaint, .. } => {
            facts.complaints.retain(|open| open.sheet != *complaint);
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
