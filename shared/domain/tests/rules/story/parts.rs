//! Who and what a story is made of.

use domain::access::{MailBox, OwnAddress};
use domain::billing::{Basis, Contract, FallsDue};
use domain::calendar::Nation;
use domain::casework::{self, DoctorAddress, Outlook, TreatingDoctor, WhoseMailBox};
use domain::consent::{DelayAcknowledged, Scope, Sign, Signatory, TypedName, current_statement};
use domain::directory::{Client, Cover, EntryStanding, Manager, Specialist, Specialty};
use domain::keeping::CopyFile;
use domain::money::Pence;
use domain::records::{self, ChecklistItem, Content, DocumentKind};
use domain::referral::{self, Address, AddressRule, MemberDetails, TestNumbers};
use domain::report::{Finding, Findings, Impact, Upload};
use domain::scheduling::Slot;
use domain::text::{Email, PersonName};
use domain::{Actor, Private, access};
use jiff::Timestamp;
use jiff::civil::date;

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
        standing: EntryStanding::Current,
    }
}

pub fn covers() -> Vec<Cover> {
    vec![Cover { contract: id("nw-2026"), from: date(2026, 1, 1), until: None }]
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
        standing: EntryStanding::Current,
    }
}

pub fn nurse() -> Actor {
    Actor::Nurse(id("asha"))
}

/// What anyone is shown who says yes in a story: late enough for every step, and safe.
pub fn shown() -> Outlook {
    Outlook { finish: date(2026, 12, 30), latest_safe: Some(date(2027, 1, 15)) }
}

/// The specialist chooses, accepts and takes over with this entry of the directory.
pub fn entry() -> Box<Specialist> {
    Box::new(specialist("sp-1"))
}

pub fn hand_over() -> records::Command {
    records::Command::HandOver { specialist: Some(entry()) }
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
        typed: TypedName::Fits,
        delay: Some(DelayAcknowledged),
        signature: id("signature"),
        copy: id("copy"),
    }
}

pub fn slot() -> Slot {
    Slot { starts: "2026-11-12T14:00:00Z".parse().unwrap(), quanta: 2 }
}

pub fn upload() -> Upload {
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

/// The referral with which every story begins.
pub fn receive() -> referral::Command {
    receive_of(details())
}

pub fn receive_of(details: MemberDetails) -> referral::Command {
    referral::Command::Receive {
        client: client(),
        covers: covers(),
        manager: id("d-okafor"),
        details,
        sheet: id("details"),
        marks: vec![id("mark-born")],
        rule: AddressRule::PrivateOnly,
        test_numbers: TestNumbers::Refused,
    }
}

pub fn treating_doctor(name: &str) -> TreatingDoctor {
    TreatingDoctor {
        doctor: id(name),
        hospital: id("st-anne"),
        details: id("doctor-sheet"),
        address: DoctorAddress::Verified,
    }
}

pub fn name_doctor(name: &str) -> casework::Command {
    casework::Command::NameDoctor { doctor: treating_doctor(name), at: WhoseMailBox::TheirOwn }
}

pub fn item() -> ChecklistItem {
    ChecklistItem("description".to_owned())
}

pub fn id_of_item(code: &str) -> ChecklistItem {
    ChecklistItem(code.to_owned())
}

pub fn content() -> Content {
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

/// A contract by referral, with a fee of a pound.
pub fn contract(due: FallsDue, cancellation_fee: i64) -> Contract {
    let (fee, cancellation_fee) = (Pence(100), Pence(cancellation_fee));
    Contract {
        id: id("nw-2026"),
        client: id("northwind"),
        from: date(2026, 1, 1),
        until: None,
        basis: Basis::PerReferral { fee, due, cancellation_fee },
    }
}

/// The member's contact, corrected to an address of their own.
pub fn correct_contact(details: &str, address: Address, mail: MailBox) -> access::Command {
    let (details, own, marks) = (id(details), Some(OwnAddress), vec![id("mark-born")]);
    access::Command::CorrectContact { details, address, mail, own, marks }
}

pub fn confirm_contact(address: Address) -> access::Command {
    let (details, own) = (id("new"), Some(OwnAddress));
    access::Command::ConfirmPrivateContact { details, address, own }
}
