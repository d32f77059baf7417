//! A case told as a story: each stage is reached by the commands that lead to it, through `decide`.

#![allow(dead_code, reason = "each test file uses its own part")]

use domain::access::{MailBox, Purpose};
use domain::calendar::Nation;
use domain::casework::{
    CloseCode, ContactWay, Dates, DoctorAddress, Question, StopCode, TreatingDoctor,
};
use domain::consent::{DelayAcknowledged, Heard, Scope, Sign, Signatory, current_statement};
use domain::directory::{Client, Cover, Manager, Specialist, Specialty};
use domain::keeping::{CopyFile, ErasureGrounds};
use domain::matching::DelayAcceptable;
use domain::money::Pence;
use domain::question::Stage;
use domain::records::{ChecklistItem, Content, DocumentKind, DocumentRefused, GoOn, Use};
use domain::referral::{Address, AddressRule, MemberDetails};
use domain::report::{CallOffered, Finding, Findings, Followed, Impact, Recipient, Upload};
use domain::scheduling::{Absentee, Mode, Slot};
use domain::sheet::Class;
use domain::text::{Email, PersonName};
use domain::{
    Actor, Case, Command, Event, Party, Private, Recorded, Refusal, access, casework, consent,
    keeping, matching, records, referral, report, scheduling,
};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};

pub fn id<T: std::str::FromStr>(word: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    word.parse().unwrap()
}

/// Monday 2 November 2026, nine in the morning in London.
pub fn monday() -> Timestamp {
    "2026-11-02T09:00:00Z".parse().unwrap()
}

pub fn client() -> Client {
    Client {
        id: id("northwind"),
        name: "Northwind Mutual".to_owned(),
        nation: Nation::England,
        mail_domains: vec!["northwind.example".to_owned()],
        managers: vec![Manager {
            id: id("d-okafor"),
            name: "Dele Okafor".to_owned(),
            email: "d.okafor@northwind.example".to_owned(),
            from: date(2026, 1, 1),
            until: None,
        }],
        covers: vec![Cover { contract: id("nw-2026"), from: date(2026, 1, 1), until: None }],
    }
}

pub fn details() -> MemberDetails {
    MemberDetails {
        name: PersonName::parse("Maria Plantsworth").unwrap(),
        email: Email::parse("maria@home.example").unwrap(),
        phone: None,
        birth_date: Private::new(date(1979, 4, 12)),
        nhs_number: None,
    }
}

pub fn specialist(name: &str) -> Specialist {
    Specialist {
        id: id(name),
        name: name.to_owned(),
        gmc_number: "7000001".to_owned(),
        checked_until: date(2027, 12, 31),
        email: format!("{name}@specialists.example"),
        specialty: Specialty::try_from("110".to_owned()).unwrap(),
        hospitals: vec![id("kingsway")],
        report_days: 10,
        conflicts: Vec::new(),
    }
}

pub fn nurse() -> Actor {
    Actor::Nurse(id("asha"))
}

pub fn lead() -> Actor {
    Actor::ClinicalLead(id("lead"))
}

pub fn doctor() -> Actor {
    Actor::PrimaryConsultant(id("d-1"))
}

pub fn chosen() -> Actor {
    Actor::Specialist(id("sp-1"))
}

pub fn operator() -> Actor {
    Actor::Operator(id("oli"))
}

pub fn scopes(which: &[Scope]) -> std::collections::BTreeSet<Scope> {
    which.iter().copied().collect()
}

pub fn sign() -> Sign {
    Sign {
        signatory: Signatory::Member,
        capacity: None,
        statement: current_statement().version,
        scopes: scopes(&[Scope::Collect, Scope::Show, Scope::ReportToDoctors]),
        delay: Some(DelayAcknowledged),
        signature: id("signature"),
        copy: id("copy"),
    }
}

fn slot() -> Slot {
    Slot { starts: "2026-11-12T14:00:00Z".parse().unwrap(), quanta: 2 }
}

fn upload() -> Upload {
    Upload {
        version: 1,
        sheet: id("report-1"),
        document: None,
        answered: [id("q-1")].into(),
        findings: Findings {
            diagnosis: Some(Finding::Confirmed),
            treatment: Some(Finding::Changed),
            impact: Impact::Moderate,
        },
    }
}

fn treating_doctor(name: &str) -> TreatingDoctor {
    TreatingDoctor {
        doctor: id(name),
        hospital: id("st-anne"),
        details: id("doctor-sheet"),
        address: DoctorAddress::Verified,
    }
}

fn item() -> ChecklistItem {
    ChecklistItem("description".to_owned())
}

fn content() -> Content {
    Content {
        hash: "hash".to_owned(),
        bytes: 10,
        kind: DocumentKind::Pdf,
        version: None,
        descriptor: Some(id("descriptor")),
    }
}

pub fn copy_file() -> CopyFile {
    CopyFile { id: id("copy-1"), hash: "hash".to_owned(), bytes: 10, version: None }
}

/// Every command there is, with the actor who naturally gives it.
#[expect(clippy::too_many_lines, reason = "it is one list")]
pub fn commands() -> Vec<(&'static str, Actor, Command)> {
    use {
        access::Command as A, casework::Command as K, consent::Command as C, keeping::Command as H,
        matching::Command as M, records::Command as R, referral::Command as F,
        report::Command as P, scheduling::Command as S,
    };
    let member = || Actor::Member;
    let sheet = || id("sheet");
    let receive = F::Receive {
        client: client(),
        manager: id("d-okafor"),
        details: details(),
        sheet: id("details"),
        rule: AddressRule::PrivateOnly,
    };
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
        ("receive a referral", Actor::Client(id("northwind")), receive.into()),
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

/// A case with its log, and the time of its story.
#[derive(Debug, Clone)]
pub struct Story {
    pub case: Case,
    pub log: Vec<Recorded>,
    pub now: Timestamp,
}

impl Default for Story {
    fn default() -> Self {
        let case = Case::new(id("7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab"));
        Self { case, log: Vec::new(), now: monday() }
    }
}

impl Story {
    /// Carries out a command or says why not; the log and the case only grow on success.
    pub fn try_to(
        &mut self,
        by: &Actor,
        command: impl Into<Command>,
    ) -> Result<Vec<Event>, Refusal> {
        let events = self.case.decide(by, command, self.now)?;
        let recorded = self.case.record(events.clone(), by, self.now);
        self.case = recorded.iter().fold(self.case.clone(), Case::apply);
        self.log.extend(recorded);
        Ok(events)
    }

    #[must_use]
    pub fn then(mut self, by: &Actor, command: impl Into<Command>) -> Self {
        self.try_to(by, command).unwrap();
        self
    }

    /// The named command of the table, by its natural actor.
    #[must_use]
    pub fn does(self, name: &str) -> Self {
        let (_, by, command) = commands().into_iter().find(|it| it.0 == name).unwrap();
        self.then(&by, command)
    }

    #[must_use]
    pub fn at(mut self, now: &str) -> Self {
        self.now = now.parse().unwrap();
        self
    }

    #[must_use]
    pub fn days_later(mut self, days: i64) -> Self {
        self.now = self.now.checked_add((24 * days).hours()).unwrap();
        self
    }

    pub fn at_stage(stage: Stage) -> Self {
        let assign = casework::Command::Assign { nurse: id("asha") };
        let asked = || {
            let question = Question { question: id("q-1"), sheet: id("question-1") };
            Self::at_stage(Stage::Consented)
                .does("record needs")
                .then(&nurse(), casework::Command::AddQuestion(question))
                .does("set dates")
                .then(&nurse(), casework::Command::NameDoctor(treating_doctor("d-1")))
                .does("ask for records")
        };
        match stage {
            Stage::Received => Self::default().does("receive a referral").then(&nurse(), assign),
            Stage::Introduced => Self::at_stage(Stage::Received).does("introduce"),
            Stage::Consented => Self::at_stage(Stage::Introduced).does("give consent"),
            Stage::Understood => asked(),
            Stage::Offered => Self::at_stage(Stage::Understood).does("offer specialists"),
            Stage::Chosen => Self::at_stage(Stage::Offered).does("choose a specialist"),
            Stage::Accepted => Self::at_stage(Stage::Chosen).does("accept the case").announced(),
            Stage::RecordsComplete => Self::at_stage(Stage::Accepted)
                .does("confirm the go-ahead")
                .does("find a document clean")
                .does("complete the records"),
            Stage::WithTheSpecialist => Self::at_stage(Stage::RecordsComplete).does("hand over"),
            Stage::Reviewed => Self::at_stage(Stage::WithTheSpecialist).does("review"),
            Stage::ConsultationBooked => {
                Self::at_stage(Stage::Reviewed).does("book an appointment")
            }
            Stage::ConsultationHeld => Self::at_stage(Stage::ConsultationBooked)
                .at("2026-11-12T14:30:00Z")
                .does("note a consultation held"),
            Stage::Reported => Self::at_stage(Stage::ConsultationHeld).does("hand in a report"),
            Stage::Released => Self::at_stage(Stage::Reported).does("release a report"),
            Stage::Closed => {
                Self::at_stage(Stage::Released).does("answer the follow-up").does("close")
            }
            Stage::Declined => Self::at_stage(Stage::Introduced).does("decline"),
            Stage::Lapsed => Self::at_stage(Stage::Introduced).days_later(22).does("lapse"),
            Stage::Withdrawn => Self::at_stage(Stage::Offered).does("withdraw consent"),
            Stage::Stopped => Self::at_stage(Stage::Offered).does("stop"),
            Stage::MemberDied => Self::at_stage(Stage::Offered).does("record a death"),
            Stage::Erased => Self::at_stage(Stage::Closed).does("erase"),
        }
    }

    /// A document that is being checked.
    fn announced(self) -> Self {
        let used_for = Use::Record { item: item() };
        let announce = records::Command::Announce { document: id("doc-1"), used_for, dated: None };
        self.then(&doctor(), announce)
    }
}
