//! How each next step is taken: the actor and the commands of which one should be accepted.

use super::parts::*;
use super::{Story, named};
use domain::access::MailBox;
use domain::casework::{ContactOutcome, ContactWay, Dates, Question};
use domain::consent::{Scope, TypedName};
use domain::directory::Specialist;
use domain::ids::{SheetId, SpecialistId};
use domain::matching::{DelayAcceptable, NoConflict, ReplacedFor};
use domain::question::{NextStep, What, outlook, outlook_with};
use domain::records::{ItemState, Use};
use domain::report::{CallOffered, Phoned, Upload};
use domain::scheduling::{Mode, NotNeededFor, Slot};
use domain::{Actor, Command, Party, casework, consent, matching, records, report, scheduling};
use jiff::{Timestamp, ToSpan};

/// Who takes the step, and how: the first of the commands that is accepted will do.
pub fn doing(story: &Story, step: &NextStep) -> (Actor, Vec<Command>) {
    use {casework::Command as K, consent::Command as C};
    use {matching::Command as M, records::Command as R, report::Command as P};
    let case = &story.case;
    let sheet = || id::<SheetId>(&format!("sheet-{}", story.log.len()));
    let owner = || {
        Actor::Nurse(case.casework.nurse.as_ref().map_or(id("asha"), |nurse| nurse.nurse.clone()))
    };
    let of_doctor = || Actor::PrimaryConsultant(step.doctor.clone().unwrap());
    let specialist =
        || Actor::Specialist(case.matching.chosen.as_ref().unwrap().specialist.clone());
    let shown = || outlook(case, story.now).unwrap();
    let one = |by: Actor, command: Command| (by, vec![command]);
    match step.what {
        What::AssignNurse => one(nurse(), K::Assign { nurse: id("asha") }.into()),
        What::SendIntroduction => one(owner(), K::Introduce.into()),
        What::CorrectContact => one(owner(), named("correct a contact")),
        What::ConfirmPrivateContact => one(owner(), named("confirm a private contact")),
        What::Phone => one(owner(), phone(story)),
        What::GiveConsent => one(Actor::Member, C::Give(sign()).into()),
        What::ConfirmSignature => one(owner(), C::ConfirmSignature.into()),
        What::AllowMore => {
            let scopes = scopes(&[Scope::Collect, Scope::Show, Scope::ReportToDoctors]);
            let (typed, signature, copy) = (TypedName::Fits, sheet(), id("copy-n"));
            one(Actor::Member, C::Amend { scopes, typed, signature, copy }.into())
        }
        What::RecordNeeds => one(owner(), named("record needs")),
        What::AddQuestion => {
            let question = id(&format!("q-{}", story.log.len()));
            one(owner(), K::AddQuestion(Question { question, sheet: sheet() }).into())
        }
        What::SetDates => one(owner(), K::SetDates(far_away(story.now)).into()),
        What::NameDoctor => {
            let name = format!("d-{}", case.casework.doctors.len() + 1);
            one(owner(), name_doctor(&name).into())
        }
        What::CorrectDoctor => {
            let doctor = treating_doctor(step.doctor.as_ref().unwrap().as_str());
            let at = casework::WhoseMailBox::TheirOwn;
            one(owner(), K::CorrectDoctor { doctor, at, mail: MailBox::Other }.into())
        }
        What::AskForRecords => {
            let (doctor, checklist) = (step.doctor.clone().unwrap(), vec![item()]);
            one(owner(), R::Ask { doctor, checklist }.into())
        }
        What::GiveGoAhead => one(of_doctor(), R::Confirm { shown: shown() }.into()),
        What::DecideGoAhead => one(lead(), named("decide the go-ahead")),
        What::SendRecords => one(of_doctor(), send(story)),
        What::NoteNotAvailable => {
            one(owner(), R::NotAvailable { item: missing(story), reason: sheet() }.into())
        }
        What::CompleteRecords => one(owner(), R::Complete.into()),
        What::OfferSpecialists => one(owner(), M::Offer { specialists: eligible(story) }.into()),
        What::ChooseSpecialist => one(Actor::Member, choose(story, sheet())),
        What::ChooseForMember => one(owner(), choose(story, sheet())),
        What::KeepChoice => {
            one(Actor::Member, M::KeepChoice { shown: shown(), reason: Some(sheet()) }.into())
        }
        What::AcceptCase => one(specialist(), accept(story)),
        What::ReplaceSpecialist => one(owner(), M::Replace { why: ReplacedFor::Silence }.into()),
        What::HandOver => {
            one(owner(), R::HandOver { specialist: Some(chosen_entry(story)) }.into())
        }
        What::ReviewCase => one(specialist(), named("review")),
        What::BookAppointment => {
            let (appointment, mode) = (id("a-n"), Mode::Telephone);
            let book = scheduling::Command::Book { appointment, slot: soon(story.now), mode };
            one(owner(), book.into())
        }
        What::MoveAppointment => {
            let (slot, mode) = (soon(story.now), Mode::Video);
            one(owner(), scheduling::Command::Move { slot, mode }.into())
        }
        What::NoteConsultation => one(owner(), scheduling::Command::NoteHeld.into()),
        What::SayNotNeeded => {
            let why = NotNeededFor::RecordsSuffice;
            one(owner(), scheduling::Command::NotNeeded { why }.into())
        }
        What::HandInReport => one(specialist(), P::Upload(whole_report(story)).into()),
        What::CheckReport => {
            let call = Some(CallOffered);
            let (release, send_back) = (P::Release { call }, P::Return { reason: sheet() });
            (owner(), vec![release.into(), send_back.into()])
        }
        What::ReadReport => one(Actor::Member, P::Read.into()),
        What::AnswerFollowUp => one(Actor::Member, named("answer the follow-up")),
        What::CloseCase => one(owner(), named("close")),
        What::AnswerConcern => one(lead(), answer_concern(story, sheet())),
        What::AnswerComplaint => {
            let complaint = case.casework.complaints[0].sheet.clone();
            one(lead(), K::AnswerComplaint { complaint, answer: sheet() }.into())
        }
        What::ResumeCase => one(owner(), K::Resume.into()),
    }
}

fn phone(story: &Story) -> Command {
    let missed = story.case.access.unreached.first();
    let with = missed.map_or(Party::Member, |missed| missed.party.clone());
    let (way, outcome) = (ContactWay::Call, ContactOutcome::Reached);
    casework::Command::LogContact { way, with, outcome, sheet: None }.into()
}

fn far_away(now: Timestamp) -> Dates {
    let today = domain::calendar::london(now).date();
    Dates { planned: None, latest_safe: today.saturating_add(200.days()) }
}

fn missing(story: &Story) -> records::ChecklistItem {
    let checklist = story.case.records.checklist.iter();
    let mut missing = checklist.filter(|(_, state)| **state == ItemState::Missing);
    missing.next().unwrap().0.clone()
}

fn send(story: &Story) -> Command {
    let used_for = Use::Record { item: missing(story) };
    let document = id(&format!("doc-n-{}", story.log.len()));
    let dated = Some(domain::calendar::london(story.now).date());
    records::Command::Announce { document, used_for, dated, name: None }.into()
}

/// Two who work nowhere else, trained for what is needed, and not set aside.
fn eligible(story: &Story) -> Vec<Specialist> {
    let case = &story.case;
    let fresh = (1..).map(|number| entry_of(story, &id(&format!("sp-{number}"))));
    fresh.filter(|entry| !case.matching.set_aside.contains(&entry.id)).take(2).collect()
}

/// The entry of a specialist as it was offered, or of one who would be.
fn entry_of(story: &Story, name: &SpecialistId) -> Specialist {
    let needed = story.case.casework.specialty().cloned();
    let offered = story.case.matching.offer.as_ref().and_then(|offer| offer.of(name));
    let hospitals =
        offered.map_or_else(|| vec![id("far-away")], |offered| offered.hospitals.clone());
    let checked_until = jiff::civil::date(2099, 1, 1);
    let entry = Specialist { checked_until, hospitals, ..specialist(name.as_str()) };
    Specialist { specialty: needed.unwrap_or(entry.specialty.clone()), ..entry }
}

fn chosen_entry(story: &Story) -> Box<Specialist> {
    let name = story.case.matching.chosen.as_ref().unwrap().specialist.clone();
    Box::new(entry_of(story, &name))
}

fn choose(story: &Story, reason: SheetId) -> Command {
    let offer = story.case.matching.offer.as_ref().unwrap();
    let specialist = Box::new(entry_of(story, &offer.specialists[0].specialist));
    let shown = outlook_with(&story.case, &specialist, story.now).unwrap();
    matching::Command::Choose { specialist, shown, reason: Some(reason) }.into()
}

fn accept(story: &Story) -> Command {
    let shown = outlook(&story.case, story.now).unwrap();
    let (delay, conflict) = (Some(DelayAcceptable), Some(NoConflict));
    let specialist = chosen_entry(story);
    matching::Command::Accept { specialist, shown, delay, conflict }.into()
}

/// Tomorrow, on a quarter of an hour.
fn soon(now: Timestamp) -> Slot {
    let second = (now.as_second() / 900 + 96) * 900;
    Slot { starts: Timestamp::from_second(second).unwrap(), quanta: 2 }
}

fn whole_report(story: &Story) -> Upload {
    let case = &story.case;
    let answered = case.casework.questions.iter().map(|asked| asked.question.clone()).collect();
    Upload { version: case.report.next_version(), answered, ..upload() }
}

fn answer_concern(story: &Story, sheet: SheetId) -> Command {
    let concern = story.case.report.concerns[0].concern.clone();
    let phoned = vec![Phoned { who: Party::Member, at: story.now }];
    report::Command::AnswerConcern { concern, sheet, phoned }.into()
}
