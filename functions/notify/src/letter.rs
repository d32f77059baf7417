//! One event, and the letters it leads to: decide, address, claim, send, mark.

use crate::Room;
use bus::Stored;
use domain::access::Party;
use domain::calendar::moment_in_words;
use domain::directory::Staff;
use domain::ids::CaseId;
use domain::notify::{Addressee, Letter, LetterKind, letters};
use domain::sheet::{Class, DoctorDetails, MemberDetails, Sheet};
use domain::text::Email;
use domain::{Case, Recorded};
use jiff::{Timestamp, ToSpan};
use mail::{CalendarEntry, Envelope, Words, compose};
use runtime::Fault;
use serde_json::Value;
use store::{Claimed, EpochCheck, Invitation, SealedSheet};
use vault::CaseKey;

/// Seconds after which a letter that was claimed and never marked is sent again: its sender crashed.
const CLAIM_SECONDS: i64 = 60;

/// What is needed to address and word the letters of one case.
struct Desk {
    case: Case,
    recorded: Recorded,
    key: CaseKey,
    sheets: Vec<SealedSheet>,
    nurse: Option<Staff>,
}

/// Someone's name and address.
struct Address {
    name: String,
    email: Email,
}

/// What a letter's claim is known by.
fn claim_name(desk: &Desk, letter: &Letter) -> String {
    let kind: &'static str = letter.kind.into();
    let to = match &letter.to {
        Addressee::Manager => "manager".to_owned(),
        Addressee::Nurse => "nurse".to_owned(),
        Addressee::Member => "member".to_owned(),
        Addressee::PrimaryConsultant(doctor) => format!("doctor-{doctor}"),
        Addressee::Specialist(specialist) => format!("specialist-{specialist}"),
    };
    format!("{}#{:06}#{kind}#{to}", desk.case.id, desk.recorded.sequence)
}

impl Room {
    /// Sends what the event leads to. Returns how many letters left.
    pub async fn tell(&self, event: &Value) -> Result<usize, Fault> {
        let stored: Stored = serde_json::from_value(event["detail"].clone())
            .map_err(|_| Fault::broken("reading an event", "not of the expected form"))?;
        let Some(desk) = self.desk(&stored).await? else { return Ok(0) };
        let mut sent = 0;
        for letter in letters(&desk.case, &desk.recorded) {
            sent += usize::from(self.send(&desk, &letter).await?);
        }
        Ok(sent)
    }

    async fn desk(&self, stored: &Stored) -> Result<Option<Desk>, Fault> {
        let id: &CaseId = &stored.case;
        let (loaded, recorded, keys, sheets) = futures::future::try_join4(
            self.cases.load(id),
            self.cases.event(id, stored.sequence),
            self.keys.load(id),
            self.sheets.all(id, Class::Contact),
        )
        .await?;
        let (Some(loaded), Some(recorded), Some(keys)) = (loaded, recorded, keys) else {
            return Ok(None);
        };
        if letters(&loaded.case, &recorded).is_empty() {
            return Ok(None);
        }
        let key = self.vault.open(id, Class::Contact, &keys.contact).await?;
        let nurse = match &loaded.case.casework.nurse {
            Some(assigned) => self.directory.staff(&assigned.nurse).await?,
            None => None,
        };
        Ok(Some(Desk { case: loaded.case, recorded, key, sheets, nurse }))
    }

    async fn send(&self, desk: &Desk, letter: &Letter) -> Result<bool, Fault> {
        const DOING: &str = "sending a letter";
        let Some(address) = self.address(desk, &letter.to).await? else { return Ok(false) };
        let name = claim_name(desk, letter);
        let token = desk.key.secret(&name);
        let invitation = invitation(desk, letter, self.clock.now());
        if !self.claim(desk, &name, &token, invitation.as_ref()).await? {
            return Ok(false);
        }
        let link = invitation.map(|_| format!("{}/i/{token}", self.base_url)).unwrap_or_default();
        let composed = compose(letter.kind, &words(desk, &address, link))
            .map_err(|_| Fault::broken(DOING, "template"))?;
        let reply_to = desk.nurse.as_ref().map(|nurse| nurse.email.as_str());
        let envelope = Envelope {
            to: &address.email,
            reply_to,
            case: desk.case.id.as_str(),
            sequence: desk.recorded.sequence,
            calendar: calendar(&desk.case, letter.kind),
        };
        self.post.send(envelope, &composed).await?;
        self.access.mark_sent(&name, self.clock.now()).await?;
        Ok(true)
    }

    async fn claim(
        &self,
        desk: &Desk,
        name: &str,
        token: &str,
        invitation: Option<&Invitation>,
    ) -> Result<bool, Fault> {
        let epochs = EpochCheck {
            cases_table: &self.cases_table,
            case: &desk.case.id,
            member_epoch: desk.case.access.member_epoch,
            others_epoch: desk.case.access.others_epoch,
        };
        let now = self.clock.now();
        let link = invitation.map(|invitation| (token, invitation));
        match self.access.claim_letter(name, epochs, link, now).await? {
            Claimed::Yes => Ok(true),
            Claimed::Sent | Claimed::Stale => Ok(false),
            Claimed::Before { at } if now.duration_since(at).as_secs() >= CLAIM_SECONDS => Ok(true),
            Claimed::Before { .. } => {
                Err(Fault::busy("claiming a letter", "another is sending it"))
            }
        }
    }

    async fn address(&self, desk: &Desk, to: &Addressee) -> Result<Option<Address>, Fault> {
        let address = |name: &str, email: &str| {
            Email::parse(email).ok().map(|email| Address { name: name.to_owned(), email })
        };
        match to {
            Addressee::Manager => self.manager(desk).await,
            Addressee::Nurse => {
                Ok(desk.nurse.as_ref().and_then(|nurse| address(&nurse.name, &nurse.email)))
            }
            Addressee::Member => {
                let details: MemberDetails = open(desk, desk.case.details())?;
                let name = details.name.reveal().to_owned();
                Ok(Some(Address { name, email: details.email }))
            }
            Addressee::PrimaryConsultant(id) => {
                let doctor = desk.case.casework.doctor(id);
                let details: DoctorDetails = open(desk, doctor.map(|doctor| &doctor.details))?;
                let name = details.name.reveal().to_owned();
                Ok(Some(Address { name, email: details.email }))
            }
            Addressee::Specialist(id) => {
                let specialist = self.directory.specialist(id).await?;
                Ok(specialist.and_then(|it| address(&it.name, &it.email)))
            }
        }
    }

    async fn manager(&self, desk: &Desk) -> Result<Option<Address>, Fault> {
        let Some(received) = &desk.case.received else { return Ok(None) };
        let client = self.directory.client(&received.client).await?;
        let managers = client.map(|client| client.managers).unwrap_or_default();
        let manager = managers.into_iter().find(|manager| manager.id == received.manager);
        Ok(manager.and_then(|it| {
            Email::parse(&it.email).ok().map(|email| Address { name: it.name, email })
        }))
    }
}

fn open<S: Sheet>(desk: &Desk, id: Option<&domain::ids::SheetId>) -> Result<S, Fault> {
    let missing = || Fault::broken("opening an address", "the sheet is not there");
    let id = id.ok_or_else(missing)?;
    let sealed = desk.sheets.iter().find(|sheet| &sheet.id == id).ok_or_else(missing)?;
    desk.key.open(id, &sealed.sealed)
}

/// The link that goes with the letter. Its epoch is that of its audience now.
fn invitation(desk: &Desk, letter: &Letter, now: Timestamp) -> Option<Invitation> {
    let (purpose, party): (_, Party) = (letter.kind.purpose()?, letter.to.party()?);
    let hours = i64::from(purpose.link_days()) * 24;
    let expires = now.checked_add(hours.hours()).ok()?;
    let epoch = desk.case.access.epoch_of(&party);
    Some(Invitation { case: desk.case.id.clone(), party, purpose, epoch, expires })
}

fn words(desk: &Desk, address: &Address, link: String) -> Words {
    let nurse = desk.nurse.as_ref();
    let booked = desk.case.scheduling.appointment.as_ref();
    Words {
        name: address.name.clone(),
        reference: desk.case.id.reference(),
        nurse_name: nurse.map(|nurse| nurse.name.clone()).unwrap_or_default(),
        nurse_phone: nurse.map(|nurse| nurse.phone.clone()).unwrap_or_default(),
        link,
        when: booked.map(|it| moment_in_words(it.slot.starts)).unwrap_or_default(),
        code: String::new(),
    }
}

/// An invite in UTC without a word of what it is about. The same id with a higher sequence moves it.
fn calendar(case: &Case, kind: LetterKind) -> Option<CalendarEntry> {
    if kind != LetterKind::Appointment {
        return None;
    }
    let booked = case.scheduling.appointment.as_ref()?;
    let stamp = |moment: Timestamp| moment.strftime("%Y%m%dT%H%M%SZ").to_string();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Second Opinion//EN".to_owned(),
        "METHOD:REQUEST".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@second-opinion", booked.id),
        format!("SEQUENCE:{}", booked.revision),
        format!("DTSTAMP:{}", stamp(booked.slot.starts)),
        format!("DTSTART:{}", stamp(booked.slot.starts)),
        format!("DTEND:{}", stamp(booked.slot.ends())),
        "SUMMARY:Appointment".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(CalendarEntry { text: lines.join("\r\n") + "\r\n" })
}
