//! Every command, by name.

use super::parts::*;
use domain::access::{MailBox, Purpose};
use domain::casework::{CloseCode, ContactWay, Dates, Question, StopCode};
use domain::consent::{Heard, Scope};
use domain::directory::Specialty;
use domain::keeping::ErasureGrounds;
use domain::matching::DelayAcceptable;
use domain::money::Pence;
use domain::records::{DocumentRefused, GoOn, Use};
use domain::referral::Address;
use domain::report::{CallOffered, Followed, Recipient};
use domain::scheduling::{Absentee, Mode};
use domain::sheet::Class;
use domain::{
    Actor, Command, Party, access, casework, consent, keeping, matching, records, report,
    scheduling,
};
use jiff::Timestamp;
use jiff::civil::date;

/// Every command there is, with the actor who naturally gives it.
#[expect(clippy::too_many_lines, reason = "it is one list")]
pub fn commands() -> Vec<(&'static str, Actor, Command)> {
    use {
        access::Command as A, casework::Command as K, consent::Command as C, keeping::Command as H,
        matching::Command as M, records::Command as R, report::Command as P,
        scheduling::Command as S,
    };
    let member = || Actor::Member;
    let sheet = || id("sheet");
    let amended = scopes(&[Scope::Collect]);
    let dates = Dates { planned: None, latest_safe: date(2027, 1, 15) };
    let named = treating_doctor("d-2");
    let question = Question { question: id("q-2"), sheet: sheet() };
    let record_of = Use::Record { item: item() };
    let offered = ["sp-1", "sp-2"].map(specialist).to_vec();
    let code = CloseCode::OpinionGiven;
    let (details_sheet, address, mail) = (sheet(), Address::Private, MailBox::Other);
    let corrected = A::CorrectContact { details: details_sheet, address, mail };
    let not_delivered = A::ReportNotDelivered { letter: 1, to: Some(Party::Member) };
    let ask_link = A::AskLink { party: Party::Member, purpose: Purpose::Consent };
    let record = C::Record { sign: sign(), heard: Heard::OnPaper, scan: id("scan") };
    let amend = C::Amend { scopes: amended, signature: sheet(), copy: id("copy-2") };
    vec![
        ("receive a referral", Actor::Client(id("northwind")), receive().into()),
        ("correct a contact", nurse(), corrected.into()),
        (
            "confirm a private contact",
            nurse(),
            A::ConfirmPrivateContact { details: sheet(), address: Address::Private }.into(),
        ),
        (
            "give a private contact",
            Actor::Bearer(Party::Member),
            A::OfferPrivateContact { contact: sheet() }.into(),
        ),
        ("ask for a fresh link", Actor::Bearer(Party::Member), ask_link.into()),
        ("report a letter not delivered", Actor::Postmaster, not_delivered.into()),
        (
            "report a letter called spam",
            Actor::Postmaster,
            A::ReportSpam { letter: 1, to: Party::Member }.into(),
        ),
        ("give consent", member(), C::Give(sign()).into()),
        ("record a consent", nurse(), record.into()),
        ("amend consent", member(), amend.into()),
        ("decline", member(), C::Decline { reason: None }.into()),
        ("remind", Actor::Clock, C::Remind.into()),
        ("lapse", Actor::Clock, C::Lapse.into()),
        ("withdraw consent", member(), C::Withdraw { reason: None }.into()),
        ("assign a nurse", nurse(), K::Assign { nurse: id("ben") }.into()),
        ("cover for a nurse", nurse(), K::Cover { nurse: id("ben"), until: Timestamp::MAX }.into()),
        ("introduce", nurse(), K::Introduce.into()),
        ("log a contact", nurse(), K::LogContact { way: ContactWay::Call, sheet: sheet() }.into()),
        ("add a note", nurse(), K::AddNote { sheet: sheet(), class: Class::Clinical }.into()),
        (
            "correct a note",
            nurse(),
            K::CorrectNote { sheet: id("note-2"), corrects: sheet() }.into(),
        ),
        ("break the glass", Actor::Nurse(id("ben")), K::BreakGlass { reason: sheet() }.into()),
        ("mark urgent", nurse(), K::MarkUrgent.into()),
        ("pause", nurse(), K::Pause { reason: sheet() }.into()),
        ("resume", nurse(), K::Resume.into()),
        ("add a task", nurse(), K::AddTask { task: id("t-1"), sheet: sheet() }.into()),
        ("finish a task", nurse(), K::FinishTask { task: id("t-1") }.into()),
        (
            "record needs",
            nurse(),
            K::RecordNeeds {
                sheet: sheet(),
                specialty: Specialty::try_from("110".to_owned()).unwrap(),
            }
            .into(),
        ),
        ("add a question", nurse(), K::AddQuestion(question).into()),
        ("set dates", nurse(), K::SetDates(dates).into()),
        ("name a doctor", nurse(), K::NameDoctor(named).into()),
        ("complain", member(), K::Complain { sheet: sheet(), by: Party::Member }.into()),
        (
            "answer a complaint",
            lead(),
            K::AnswerComplaint { complaint: sheet(), answer: id("answer") }.into(),
        ),
        ("ask for subject access", member(), H::AskSubjectAccess.into()),
        ("finish subject access", Actor::Archivist, H::FinishCopy(copy_file()).into()),
        ("stop", nurse(), K::Stop { code: StopCode::Other, reason: sheet() }.into()),
        ("close", nurse(), K::Close { code }.into()),
        ("record a death", nurse(), K::RecordDeath.into()),
        ("place a legal hold", operator(), H::PlaceLegalHold { reason: sheet() }.into()),
        ("lift a legal hold", operator(), H::LiftLegalHold.into()),
        ("erase", operator(), H::Erase { grounds: ErasureGrounds::LawfulRequest }.into()),
        ("offer specialists", nurse(), M::Offer { specialists: offered }.into()),
        ("choose a specialist", member(), M::Choose { specialist: id("sp-1") }.into()),
        ("ask for more specialists", member(), M::AskForMore { reason: None }.into()),
        ("accept the case", chosen(), M::Accept { delay: Some(DelayAcceptable) }.into()),
        ("decline the case", chosen(), M::Decline { reason: None }.into()),
        ("ask for records", nurse(), R::Ask { doctor: id("d-1"), checklist: vec![item()] }.into()),
        ("chase a doctor", Actor::Clock, R::Chase { doctor: id("d-1") }.into()),
        ("confirm the go-ahead", doctor(), R::Confirm.into()),
        ("object to going ahead", doctor(), R::Object { reason: sheet() }.into()),
        ("decide the go-ahead", lead(), R::Decide { go_on: GoOn::GoOn, reason: sheet() }.into()),
        (
            "announce a document",
            doctor(),
            R::Announce { document: id("doc-2"), used_for: record_of, dated: None }.into(),
        ),
        (
            "find a document clean",
            Actor::Scanner,
            R::FindClean { document: id("doc-1"), content: content() }.into(),
        ),
        (
            "refuse a document",
            Actor::Scanner,
            R::Refuse { document: id("doc-1"), why: DocumentRefused::Malware }.into(),
        ),
        ("say not available", doctor(), R::NotAvailable { item: item(), reason: sheet() }.into()),
        ("claim a copying fee", doctor(), R::ClaimCopyingFee { pence: Pence(5_000) }.into()),
        ("complete the records", nurse(), R::Complete.into()),
        ("reopen the records", nurse(), R::Reopen { reason: sheet() }.into()),
        ("hand over", nurse(), R::HandOver.into()),
        (
            "book an appointment",
            nurse(),
            S::Book { appointment: id("a-1"), slot: slot(), mode: Mode::Telephone }.into(),
        ),
        ("move an appointment", nurse(), S::Move { slot: slot(), mode: Mode::Video }.into()),
        ("cancel an appointment", nurse(), S::Cancel.into()),
        ("note a consultation held", nurse(), S::NoteHeld.into()),
        ("note a consultation missed", nurse(), S::NoteMissed { by: Absentee::Member }.into()),
        ("say no consultation is needed", chosen(), S::NotNeeded { reason: sheet() }.into()),
        ("review", chosen(), P::Review { mode: Some(Mode::Telephone), sheet: None }.into()),
        (
            "raise an urgent concern",
            chosen(),
            P::RaiseConcern { concern: id("u-1"), sheet: sheet() }.into(),
        ),
        (
            "answer an urgent concern",
            lead(),
            P::AnswerConcern { concern: id("u-1"), sheet: sheet() }.into(),
        ),
        ("draft a report", chosen(), P::Draft { sheet: sheet() }.into()),
        ("hand in a report", chosen(), P::Upload(upload()).into()),
        ("return a report", nurse(), P::Return { reason: sheet() }.into()),
        ("release a report", nurse(), P::Release { call: Some(CallOffered) }.into()),
        ("read the report", member(), P::Read.into()),
        (
            "send the report on",
            member(),
            P::SendOn { to: Recipient::PrimaryConsultant(id("d-1")) }.into(),
        ),
        (
            "answer the follow-up",
            member(),
            P::AnswerFollowUp { followed: Followed::Yes, sheet: None }.into(),
        ),
    ]
}
