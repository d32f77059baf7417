//! Cases that are made ready to be measured: what happened before is written into their logs as it is, and
//! nothing of it is decided again.

use crate::Error;
use crate::requests::Session;
use crate::world::World;
use domain::access::Purpose;
use domain::casework::{Needs, QuestionWords};
use domain::directory::{Changed, EntryChange};
use domain::ids::{CaseId, SheetId, SpecialistId};
use domain::sheet::{Note, SealedSheet, Sheet, Words};
use domain::{Actor, Event, Party, Private};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use store::{
    Access, Cases, Change, Covers, Directory, Invitation, Kept, Keys, Ledger, LoadedCase,
    OneTimeCode, Sheets, Slots, Versioned,
};
use testkit::demo::Demo;
use vault::{StackKeys, Vault};

/// Whom the demo data has.
pub const NURSE: &str = "asha";
pub const CLIENT: &str = "northwind";
pub const SPECIALIST: &str = "sp-01";
/// What sealed data is bound to.
pub const KEY_CONTEXT: &str = "bench";
/// Events of one change: a transaction has a hundred writes at most, and each note is two.
const EVENTS_AT_ONCE: usize = 40;

/// The tables, and what opens a case.
#[derive(Debug)]
pub struct Desk {
    cases: Cases,
    sheets: Sheets,
    keys: Keys,
    access: Access,
    pub directory: Directory,
    slots: Slots,
    vault: Vault,
}

impl Desk {
    /// With the demo's clients, staff and specialists in the directory.
    pub async fn open(world: &World) -> Result<Self, Error> {
        let aws = world.aws();
        let keys = StackKeys {
            contact: Some("contact".to_owned()),
            clinical: Some("clinical".to_owned()),
        };
        let desk = Self {
            cases: Cases::new(&aws, "Cases".to_owned()),
            sheets: Sheets::new(&aws, "Sheets".to_owned()),
            keys: Keys::new(&aws, "Keys".to_owned()),
            access: Access::new(&aws, "Access".to_owned()),
            directory: Directory::new(&aws, "Directory".to_owned()),
            slots: Slots::new(&aws, "Slots".to_owned()),
            vault: Vault::new(&aws, KEY_CONTEXT.to_owned(), keys),
        };
        let covers = Covers::new(&aws, "Cover".to_owned());
        let ledger = Ledger::new(&aws, "Ledger".to_owned());
        let demo = Demo::read(domain::calendar::london(runtime::Clock::default().now()).date())?;
        for client in &demo.clients {
            desk.enter(client, [client.id.as_str()]).await?;
        }
        for contract in &demo.contracts {
            let agreed = ledger.agreed(&contract.client).await?;
            ledger.put_contract(&covers, contract, &agreed, None).await?;
        }
        for staff in &demo.staff {
            desk.enter(staff, [staff.id.as_str()]).await?;
        }
        for specialist in &demo.specialists {
            desk.enter(specialist, []).await?;
        }
        Ok(desk)
    }

    /// Enters something of the demo data, with those who call for it.
    async fn enter<E: Kept, const N: usize>(
        &self,
        entry: &E,
        callers: [&str; N],
    ) -> Result<(), Error> {
        let callers = callers.iter().map(|caller| caller.parse()).collect::<Result<Vec<_>, _>>()?;
        let said = callers.clone();
        let first = Versioned { entry: entry.clone(), version: 1, callers };
        let change = EntryChange {
            version: 1,
            at: runtime::Clock::default().now(),
            by: NURSE.parse()?,
            what: Changed::Created,
            reason: None,
            callers: said,
            entry: entry.clone(),
        };
        Ok(self.directory.write(None, &first, &change, None).await?)
    }

    /// A referred case that is introduced, with a session in which its member may consent.
    pub async fn introduced(&self, id: &CaseId) -> Result<Session, Error> {
        let events = json!([
            {"casework": {"nurse-assigned": {"nurse": NURSE}}},
            {"casework": "introduction-sent"},
        ]);
        self.append(id, serde_json::from_value(events)?, Vec::new()).await?;
        self.session(id, Purpose::Consent).await
    }

    async fn session(&self, id: &CaseId, purpose: Purpose) -> Result<Session, Error> {
        let (token, secret) = (runtime::random_id(), runtime::random_id());
        let (selector, now) = (runtime::random_word(), runtime::Clock::default().now());
        let expires = now.checked_add(1.hour())?;
        let (case, party, epoch) = (id.clone(), Party::Member, 0);
        let to = Invitation { case: case.clone(), party: party.clone(), purpose, epoch, expires };
        let code =
            OneTimeCode { code: "123456".to_owned(), browser: runtime::random_id(), expires };
        self.access.put_code(&token, &to, &code, &token, now).await?;
        let session = store::Session { case, party, purpose, epoch };
        self.access.open_session(&token, &code, &secret, &session, now).await?;
        Ok(Session { cookie: format!("__Host-s-{selector}={id}.{secret}"), selector })
    }

    /// A case with a consent, as far as it is before its appointment is booked.
    pub async fn reviewed(&self, id: &CaseId) -> Result<(), Error> {
        let private = |words: &str| Private::new(words.to_owned());
        let needs = Needs { issue: private("knee"), history: None, needs: private("an opinion") };
        let needs = self.seal(id, &needs).await?;
        let question = QuestionWords { question: private("What would you do?") };
        let question = self.seal(id, &question).await?;
        let shown = json!({"finish": "2090-01-01", "latest_safe": "2090-06-01"});
        let offered = |specialist| json!({"specialist": specialist, "hospitals": ["st-anne"], "specialty": "110", "report_days": 8});
        let events = json!([
            {"casework": {"needs-recorded": {"sheet": needs.id, "specialty": "110"}}},
            {"casework": {"question-added": {"question": "q-1", "sheet": question.id}}},
            {"casework": {"dates-set": {"planned": null, "latest_safe": "2090-06-01"}}},
            {"casework": {"doctor-named":
                {"address": "verified", "details": question.id, "doctor": "d-1", "hospital": "kingsway"}}},
            {"records": {"asked": {"doctor": "d-1", "checklist": ["description"]}}},
            {"records": {"go-ahead-confirmed": {"doctor": "d-1", "shown": shown}}},
            {"matching": {"offer-made": {"specialists": [offered(SPECIALIST), offered("sp-02")]}}},
            {"matching": {"specialist-chosen": {"specialist": SPECIALIST, "shown": shown, "reason": null}}},
            {"matching": {"specialist-accepted": {"specialist": SPECIALIST, "shown": shown}}},
            {"records": "completed"},
            {"records": "handed-over"},
            {"report": {"reviewed": {"mode": "telephone", "sheet": null}}},
        ]);
        self.append(id, serde_json::from_value(events)?, vec![needs, question]).await
    }

    /// So many more notes in a case.
    pub async fn note(&self, id: &CaseId, notes: usize) -> Result<(), Error> {
        let mut left = notes;
        while left > 0 {
            let (mut events, mut sheets) = (Vec::new(), Vec::new());
            for _ in 0..left.min(EVENTS_AT_ONCE) {
                let words = "They slept better and will phone again on Monday. ".repeat(6);
                let note = self.seal(id, &Note(Words { words: Private::new(words) })).await?;
                let added =
                    json!({"casework": {"note-added": {"sheet": note.id, "class": "clinical"}}});
                events.push(serde_json::from_value(added)?);
                sheets.push(note);
            }
            left -= events.len();
            self.append(id, events, sheets).await?;
        }
        Ok(())
    }

    /// A free slot for an appointment, of its own for each number. Answers with when it starts.
    pub async fn offer(&self, number: i32) -> Result<Timestamp, Error> {
        const SLOT_SECONDS: i64 = 30 * 60;
        let specialist: SpecialistId = SPECIALIST.parse()?;
        let next_month = runtime::Clock::default().now().as_second() + 30 * 24 * 3600;
        let first = next_month / SLOT_SECONDS + i64::from(number);
        let starts = Timestamp::from_second(first * SLOT_SECONDS)?;
        self.slots.offer(&specialist, starts).await?;
        self.slots.offer(&specialist, starts.checked_add(15.minutes())?).await?;
        Ok(starts)
    }

    pub async fn load(&self, id: &CaseId) -> Result<LoadedCase, Error> {
        Ok(self.cases.load(id).await?.ok_or("there is no such case")?)
    }

    async fn append(
        &self,
        id: &CaseId,
        events: Vec<Event>,
        sheets: Vec<SealedSheet>,
    ) -> Result<(), Error> {
        let loaded = self.load(id).await?;
        let mut change = Change::of(&Actor::Nurse(NURSE.parse()?), events);
        for sheet in sheets {
            change = change.with(self.sheets.put(id, sheet));
        }
        self.cases.append(loaded, change, runtime::Clock::default().now()).await?;
        Ok(())
    }

    async fn seal<S: Sheet>(&self, case: &CaseId, body: &S) -> Result<SealedSheet, Error> {
        let wrapped = self.keys.load(case).await?.ok_or("the case has no keys")?;
        let key = self.vault.open(case, S::CLASS, wrapped.of(S::CLASS)).await?;
        let id: SheetId = runtime::new_id();
        let sealed = key.seal(&id, body)?;
        Ok(SealedSheet { id, class: S::CLASS, aside: S::ASIDE, sealed })
    }
}

/// The id of the case that a referral's answer tells.
pub fn case_of(answer: &Value) -> Result<CaseId, Error> {
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap_or_default())?;
    let id = body["id"].as_str().ok_or_else(|| format!("no case was made: {answer}"))?;
    Ok(id.parse()?)
}
