//! Every command, by name.

use super::parts::*;
use domain::access::{MailBox, Purpose};
use domain::casework::{
    CloseCode, ContactOutcome, ContactWay, Dates, MemberAgrees, Question, StopCode, WhoseMailBox,
};
use domain::consent::{Heard, Scope, TypedName};
use domain::directory::Specialty;
use domain::ids::SheetId;
use domain::keeping::ErasureGrounds;
use domain::matching::{DelayAcceptable, NoConflict, ReplacedFor, Yes};
use domain::money::Pence;
use domain::records::{DocumentRefused, GoAheadBy, GoOn, Use};
use domain::referral::Address;
use domain::report::{CallOffered, Followed, Phoned, Recipient};
use domain::scheduling::{Absentee, Mode, NotNeededFor};
use domain::sheet::Class;
use domain::{
    Actor, Command, Party, access, casework, consent, keeping, matching, records, report,
    scheduling,
};
use jiff::Timestamp;
use jiff::civil::date;
/// A command by its name, with the actor who naturally gives it.
type Named = (&'static str, Actor, Command);

/// Every command there is.
pub fn commands() -> Vec<Named> {
    let words = [
        at_the_beginning(),
        of_consent(),
        of_the_nurses_work(),
        of_doctors_and_ends(),
        of_keeping(),
        of_matching(),
        of_records(),
        of_scheduling(),
        of_report(),
    ];
    words.concat()
}

fn member() -> Actor {
    Actor::Member
}

fn sheet() -> SheetId {
    id("sheet")
}

fn at_the_beginning() -> Vec<Named> {
    use access::Command as A;
    let corrected = correct_contact("sheet", Address::Private, MailBox::Other);
    let not_delivered = A::ReportNotDelivered { letter: 1, to: Some(Party::Member) };
    let ask_link = A::AskLink { party: Party::Member, purpose: Purpose::Consent };
    vec![
        ("receive a referral", Actor::Client(id("northwind")), receive().into()),
        ("correct a contact", nurse(), corrected.into()),
        ("confirm a private contact", nurse(), confirm_contact(Address::Private).into()),
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
    ]
}

fn of_consent() -> Vec<Named> {
    use consent::Command as C;
    let amended = scopes(&[Scope::Collect]);
    let record = C::Record { sign: sign(), heard: Heard::OnPaper, scan: id("scan") };
    let typed = TypedName::Fits;
    let amend = C::Amend { scopes: amended, typed, signature: sheet(), copy: id("copy-2") };
    vec![
        ("give consent", member(), C::Give(sign()).into()),
        ("record a consent", nurse(), record.into()),
        ("amend consent", member(), amend.into()),
        ("confirm a signature", nurse(), C::ConfirmSignature.into()),
        ("refuse a signature", nurse(), C::RefuseSignature.into()),
        ("decline", member(), C::Decline { reason: None }.into()),
        ("remind", Actor::Clock, C::Remind.into()),
        ("lapse", Actor::Clock, C::Lapse.into()),
        ("withdraw consent", member(), C::Withdraw { reason: None }.into()),
    ]
}

fn of_the_nurses_work() -> Vec<Named> {
    use casework::Command as K;
    let dates = Dates { planned: None, latest_safe: date(2027, 1, 15) };
    let named = K::NameDoctor { doctor: treating_doctor("d-2"), at: WhoseMailBox::TheirOwn };
    let question = Question { question: id("q-2"), sheet: sheet() };
    vec![
        ("assign a nurse", nurse(), K::Assign { nurse: id("ben") }.into()),
        ("cover for a nurse", nurse(), K::Cover { nurse: id("ben"), until: Timestamp::MAX }.into()),
        ("introduce", nurse(), K::Introduce.into()),
        (
            "log a contact",
            nurse(),
            K::LogContact {
                way: ContactWay::Call,
                with: Party::Member,
                outcome: ContactOutcome::Reached,
                sheet: Some(sheet()),
            }
            .into(),
        ),
        ("add a note", nurse(), K::AddNote { sheet: sheet(), class: Class::Clinical }.into()),
        (
            "correct a note",
            nurse(),
            K::CorrectNote { sheet: sheet(), corrects: Some(id("note-1")) }.into(),
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
        ("name a doctor", nurse(), named.into()),
    ]
}

fn of_doctors_and_ends() -> Vec<Named> {
    use {casework::Command as K, keeping::Command as H};
    let code = CloseCode::OpinionGiven;
    let answer = K::AnswerComplaint { complaint: sheet(), answer: id("answer") };
    let finish = H::FinishCopy { copy: copy_file(), read: Timestamp::MAX };
    vec![
        (
            "correct a doctor",
            nurse(),
            K::CorrectDoctor {
                doctor: treating_doctor("d-1"),
                at: WhoseMailBox::TheirOwn,
                mail: MailBox::Other,
            }
            .into(),
        ),
        (
            "withdraw a doctor",
            nurse(),
            K::WithdrawDoctor { doctor: id("d-1"), reason: sheet() }.into(),
        ),
        (
            "allow an address at the employer",
            lead(),
            K::AllowEmployerAddress { reason: sheet(), agreed: Some(MemberAgrees) }.into(),
        ),
        ("complain", member(), K::Complain { sheet: sheet(), by: Party::Member }.into()),
        ("answer a complaint", lead(), answer.into()),
        ("ask for subject access", member(), H::AskSubjectAccess.into()),
        ("finish subject access", Actor::Archivist, finish.into()),
        ("stop", nurse(), K::Stop { code: StopCode::Other, reason: sheet() }.into()),
        ("close", nurse(), K::Close { code }.into()),
        ("record a death", nurse(), K::RecordDeath.into()),
    ]
}

fn of_keeping() -> Vec<Named> {
    use keeping::Command as H;
    vec![
        ("place a legal hold", operator(), H::PlaceLegalHold { reason: sheet() }.into()),
        ("lift a legal hold", operator(), H::LiftLegalHold.into()),
        ("erase", operator(), H::Erase { grounds: ErasureGrounds::LawfulRequest }.into()),
    ]
}

fn of_matching() -> Vec<Named> {
    use matching::Command as M;
    let offered = ["sp-1", "sp-2"].map(specialist).to_vec();
    vec![
        ("offer specialists", nurse(), M::Offer { specialists: offered }.into()),
        (
            "choose a specialist",
            member(),
            M::Choose { specialist: entry(), shown: shown(), reason: None }.into(),
        ),
        ("keep the choice", member(), M::KeepChoice { shown: shown(), reason: None }.into()),
        ("ask for more specialists", member(), M::AskForMore { reason: None }.into()),
        (
            "accept the case",
            chosen(),
            M::Accept {
                specialist: entry(),
                shown: shown(),
                delay: Some(DelayAcceptable),
                conflict: Some(NoConflict),
            }
            .into(),
        ),
        ("decline the case", chosen(), M::Decline { reason: None }.into()),
        ("replace the specialist", nurse(), M::Replace { why: ReplacedFor::Silence }.into()),
        ("ask the member again", Actor::Clock, M::AskAgain { yes: Yes::Choice }.into()),
    ]
}

fn of_records() -> Vec<Named> {
    use records::Command as R;
    let (document, used_for) = (id("doc-2"), Use::Record { item: item() });
    let announce = R::Announce { document, used_for, dated: None, name: None };
    let refused = R::Refuse { document: id("doc-1"), why: DocumentRefused::Malware };
    vec![
        ("ask for records", nurse(), R::Ask { doctor: id("d-1"), checklist: vec![item()] }.into()),
        ("chase a doctor", Actor::Clock, R::Chase { doctor: id("d-1") }.into()),
        ("confirm the go-ahead", doctor(), R::Confirm { shown: shown() }.into()),
        ("object to going ahead", doctor(), R::Object { reason: sheet() }.into()),
        ("decide the go-ahead", lead(), R::Decide { go_on: GoOn::GoOn, reason: sheet() }.into()),
        ("announce a document", doctor(), announce.into()),
        (
            "find a document clean",
            Actor::Scanner,
            R::FindClean { document: id("doc-1"), content: content() }.into(),
        ),
        ("refuse a document", Actor::Scanner, refused.into()),
        ("say not available", doctor(), R::NotAvailable { item: item(), reason: sheet() }.into()),
        ("say available after all", doctor(), R::AvailableAfterAll { item: item() }.into()),
        ("take a document back", doctor(), R::TakeBack { document: id("doc-1") }.into()),
        ("claim a copying fee", doctor(), R::ClaimCopyingFee { pence: Pence(5_000) }.into()),
        (
            "ask for one more item",
            nurse(),
            R::AskItems { items: vec![id_of_item("imaging")], doctor: None, reason: Some(sheet()) }
                .into(),
        ),
        ("outdate papers", Actor::Clock, R::Outdate.into()),
        (
            "ask for the go-ahead again",
            Actor::Clock,
            R::AskAgain { of: GoAheadBy::Doctor(id("d-1")) }.into(),
        ),
        ("complete the records", nurse(), R::Complete.into()),
        ("reopen the records", nurse(), R::Reopen { reason: sheet() }.into()),
        ("hand over", nurse(), R::HandOver { specialist: Some(entry()) }.into()),
    ]
}

fn of_scheduling() -> Vec<Named> {
    use scheduling::Command as S;
    vec![
        (
            "book an appointment",
            nurse(),
            S::Book { appointment: id("a-1"), slot: slot(), mode: Mode::Telephone }.into(),
        ),
        ("move an appointment", nurse(), S::Move { slot: slot(), mode: Mode::Video }.into()),
        ("cancel an appointment", nurse(), S::Cancel.into()),
        ("note a consultation held", nurse(), S::NoteHeld.into()),
        ("note a consultation missed", nurse(), S::NoteMissed { by: Absentee::Member }.into()),
        (
            "say no consultation is needed",
            chosen(),
            S::NotNeeded { why: NotNeededFor::RecordsSuffice }.into(),
        ),
    ]
}

fn of_report() -> Vec<Named> {
    use report::Command as P;
    let phoned = Phoned { who: Party::Member, at: monday() };
    vec![
        ("review", chosen(), P::Review { mode: Some(Mode::Telephone), sheet: None }.into()),
        (
            "raise an urgent concern",
            chosen(),
            P::RaiseConcern { concern: id("u-1"), sheet: sheet() }.into(),
        ),
        (
            "answer an urgent concern",
            lead(),
            P::AnswerConcern { concern: id("u-1"), sheet: sheet(), phoned: vec![phoned] }.into(),
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

/// The command of that name.
pub fn named(name: &str) -> Command {
    commands().into_iter().find(|command| command.0 == name).unwrap().2
}
