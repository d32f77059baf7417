//! What a consent would lead to, before it is signed: everything that could follow is folded in memory, and then
//! the same rule is asked as ever. So what somebody reads before they sign is what they will get.

use super::{Item, Reader, may_disclose};
use crate::casework::{DoctorAddress, Outlook, TreatingDoctor};
use crate::consent::{Scope, Signatory, TypedName, current_statement};
use crate::directory::Specialty;
use crate::ids::{DoctorId, HospitalId, SheetId, SpecialistId, StaffId};
use crate::matching::Offered;
use crate::records::ChecklistItem;
use crate::report::Recipient;
use crate::{Actor, Case, Event, casework, consent, matching, records, report};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;

/// Who could come to see something, as the member knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter)]
pub enum Audience {
    Employer,
    OurTeam,
    OwnDoctors,
    Secretaries,
    Specialist,
    Gp,
}

/// What an audience would see, and which answer lets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    pub audience: Audience,
    pub items: Vec<Item>,
    /// The scope without which they would not see it; nothing where any consent is enough.
    pub scope: Option<Scope>,
}

/// What a rehearsal names; the other items are about how a case is kept.
const TOLD: [Item; 7] = [
    Item::Contact,
    Item::Consent,
    Item::ConflictCheck,
    Item::Condition,
    Item::Needs,
    Item::Records,
    Item::Report,
];

impl Audience {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Employer => "Your employer",
            Self::OurTeam => "Our nurses and our clinical lead",
            Self::OwnDoctors => "Your own doctors, whom you name",
            Self::Secretaries => "Their secretaries",
            Self::Specialist => "The one specialist whom you choose",
            Self::Gp => "Your GP",
        }
    }

    fn reader(self) -> Reader {
        match self {
            Self::Employer => Reader::Client,
            Self::OurTeam => Reader::ClinicalLead,
            Self::OwnDoctors => Reader::PrimaryConsultant(stand_in()),
            Self::Secretaries => Reader::Secretary(stand_in()),
            Self::Specialist => Reader::Specialist(stand_in()),
            Self::Gp => Reader::Gp,
        }
    }
}

/// Who would see what if those scopes were signed and the case went its whole way.
pub fn rehearse(case: &Case, scopes: &BTreeSet<Scope>, now: Timestamp) -> Vec<Rehearsed> {
    let whole = as_if(case, scopes, now);
    let without = |scope: &Scope| {
        let kept = scopes.iter().copied().filter(|other| other != scope).collect();
        (*scope, as_if(case, &kept, now))
    };
    let lesser: Vec<(Scope, Case)> = scopes.iter().map(without).collect();
    let mut rows: Vec<Rehearsed> = Vec::new();
    for audience in Audience::iter() {
        let sees = |case: &Case, item| may_disclose(case, item, &audience.reader(), now).is_ok();
        for item in TOLD.into_iter().filter(|item| sees(&whole, *item)) {
            let needs = lesser.iter().find(|(_, case)| !sees(case, item));
            let scope = needs.map(|(scope, _)| *scope);
            let row = rows.iter_mut().find(|row| row.audience == audience && row.scope == scope);
            match row {
                Some(row) => row.items.push(item),
                None => rows.push(Rehearsed { audience, items: vec![item], scope }),
            }
        }
    }
    rows
}

/// The case as it would be in the end: asked, offered, chosen, handed over, reported, and sent wherever it
/// may be sent.
fn as_if(case: &Case, scopes: &BTreeSet<Scope>, now: Timestamp) -> Case {
    let (doctor, specialist): (DoctorId, SpecialistId) = (stand_in(), stand_in());
    let shown = Outlook { finish: Date::MAX, latest_safe: None };
    let offered = Offered {
        specialist: specialist.clone(),
        specialty: unknown_specialty(),
        hospitals: Vec::new(),
        report_days: 0,
    };
    let named = TreatingDoctor {
        doctor: doctor.clone(),
        hospital: stand_in::<HospitalId>(),
        details: stand_in(),
        address: DoctorAddress::Verified,
    };
    let chosen =
        matching::Event::SpecialistChosen { specialist: specialist.clone(), shown, reason: None };
    let to = [Recipient::PrimaryConsultant(doctor.clone()), Recipient::Gp];
    let sent = to.into_iter().map(|to| report::Event::SentOn { to, version: 1 }.into());
    let events: Vec<Event> = [
        given(scopes).into(),
        casework::Event::DoctorNamed(named).into(),
        records::Event::Asked { doctor, checklist: Vec::<ChecklistItem>::new() }.into(),
        matching::Event::OfferMade { specialists: vec![offered] }.into(),
        chosen.into(),
        matching::Event::SpecialistAccepted { specialist, shown }.into(),
        records::Event::HandedOver.into(),
        report::Event::Released { version: 1 }.into(),
    ]
    .into_iter()
    .chain(sent)
    .collect();
    let by = Actor::Nurse(stand_in::<StaffId>());
    case.record(events, &by, now).iter().fold(case.clone(), Case::apply)
}

fn given(scopes: &BTreeSet<Scope>) -> consent::Event {
    let statement = current_statement();
    consent::Event::Given {
        signatory: Signatory::Member,
        capacity: None,
        statement: statement.version,
        statement_hash: statement.hash.to_owned(),
        scopes: scopes.clone(),
        signature: stand_in::<SheetId>(),
        copy: None,
        typed: TypedName::Fits,
    }
}

fn unknown_specialty() -> Specialty {
    "000".to_owned().try_into().expect("three digits are a specialty")
}

/// An id of nobody: it never leaves this rehearsal.
fn stand_in<T: std::str::FromStr<Err: std::fmt::Debug>>() -> T {
    "rehearsal".parse().expect("a word is an id")
}
