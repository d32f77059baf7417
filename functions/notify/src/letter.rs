//! One event, and the letters it leads to: decide, address, claim, send, mark.

use crate::Room;
use bus::{SOURCE, Stored};
use casefile::{Addressee, CaseFile};
use domain::access::Party;
use domain::calendar::moment_in_words;
use domain::directory::{Role, Staff};
use domain::notify::{Addressee as To, Letter, LetterKind, letters};
use domain::sheet::Class;
use domain::text::Email;
use domain::{Case, Recorded};
use jiff::{Timestamp, ToSpan};
use mail::{CalendarEntry, Envelope, Reader, Words, compose};
use runtime::Fault;
use serde_json::Value;
use store::{EpochCheck, Invitation, LetterClaim};

/// Seconds after which a letter that was claimed and never marked is sent again: its sender crashed.
const CLAIM_SECONDS: i64 = 60;

/// What is needed to address and word the letters of one event.
struct Desk {
    file: CaseFile,
    recorded: Recorded,
    nurse: Option<Staff>,
}

impl Desk {
    fn case(&self) -> &Case {
        &self.file.loaded.case
    }
}

/// Someone who gets a letter, with the word by which its claim and its tags know them.
struct Recipient {
    word: String,
    address: Addressee,
}

/// What a letter's claim is known by.
fn claim_name(desk: &Desk, letter: &Letter, to: &Recipient) -> String {
    let kind: &'static str = letter.kind.into();
    format!("{}#{:06}#{kind}#{}", desk.case().id, desk.recorded.sequence, to.word)
}

impl Room {
    /// Sends what the event leads to. Returns how many letters left.
    pub async fn tell(&self, event: &Value) -> Result<usize, Fault> {
        if event["source"] != SOURCE {
            return Err(Fault::broken("reading an event", "not one of ours"));
        }
        let stored: Stored = serde_json::from_value(event["detail"].clone())
            .map_err(|_| Fault::broken("reading an event", "not of the expected form"))?;
        let Some(desk) = self.desk(&stored).await? else {
            return Ok(0);
        };
        let mut sent = 0;
        for letter in letters(desk.case(), &desk.recorded) {
            for to in self.recipients(&desk, &letter.to).await? {
                sent += usize::from(self.send(&desk, &letter, &to).await?);
            }
        }
        Ok(sent)
    }

    async fn desk(&self, stored: &Stored) -> Result<Option<Desk>, Fault> {
        let (file, recorded) = futures::future::try_join(
            self.files.open(&stored.case, &[Class::Contact]),
            self.files.cases.event(&stored.case, stored.sequence),
        )
        .await?;
        let (Some(file), Some(recorded)) = (file, recorded) else {
            return Ok(None);
        };
        if letters(&file.loaded.case, &recorded).is_empty() {
            return Ok(None);
        }
        let nurse = match &file.loaded.case.casework.nurse {
            Some(assigned) => self.directory.staff(&assigned.nurse).await?,
            None => None,
        };
        Ok(Some(Desk { file, recorded, nurse }))
    }

    async fn send(&self, desk: &Desk, letter: &Letter, to: &Recipient) -> Result<bool, Fault> {
        const DOING: &str = "sending a letter";
        let name = claim_name(desk, letter, to);
        let token = desk.file.secret(&name)?;
        let invitation = invitation(desk, letter, self.clock.now());
        if !self.claim(desk, &name, &token, invitation.as_ref()).await? {
            return Ok(false);
        }
        let link = invitation.map(|_| format!("{}/i/{token}", self.base_url)).unwrap_or_default();
        let composed = compose(letter.kind, &self.words(desk, letter, &to.address, link))
            .map_err(|_| Fault::broken(DOING, "template"))?;
        let reply_to = desk.nurse.as_ref().map(|nurse| nurse.email.as_str());
        let envelope = Envelope {
            to: &to.address.email,
            reply_to,
            case: desk.case().id.as_str(),
            sequence: desk.recorded.sequence,
            party: to.word.clone(),
            calendar: calendar(desk.case(), letter.kind),
        };
        self.post.send(envelope, &composed).await?;
        self.files.access.mark_sent(&name, self.clock.now()).await?;
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
            case: &desk.case().id,
            member_epoch: desk.case().access.member_epoch,
            others_epoch: desk.case().access.others_epoch,
        };
        let now = self.clock.now();
        let link = invitation.map(|invitation| (token, invitation));
        match self.files.access.claim_letter(name, epochs, link, now).await? {
            LetterClaim::Granted => Ok(true),
            LetterClaim::Sent => Ok(false),
            // The case has moved on: the event comes again, and is decided by the case as it is then.
            LetterClaim::Stale => Err(Fault::busy("claiming a letter", "the case has moved on")),
            LetterClaim::Held { since } if now.duration_since(since).as_secs() >= CLAIM_SECONDS => {
                self.files.access.take_over(name, epochs, since, now).await
            }
            LetterClaim::Held { .. } => {
                Err(Fault::busy("claiming a letter", "another is sending it"))
            }
        }
    }

    /// Who gets the letter: every clinical lead, or the one whom it is to; nobody without an address.
    async fn recipients(&self, desk: &Desk, to: &To) -> Result<Vec<Recipient>, Fault> {
        let one = |word: &str, address: Option<Addressee>| -> Vec<Recipient> {
            let word = word.to_owned();
            address.map(|address| Recipient { word, address }).into_iter().collect()
        };
        Ok(match to {
            To::Manager => one("manager", self.manager(desk).await?),
            To::Nurse => {
                let nurse = desk.nurse.as_ref();
                one("nurse", nurse.and_then(|nurse| addressee(&nurse.name, &nurse.email)))
            }
            To::ClinicalLead => {
                let leads = self.directory.staff_of(Role::ClinicalLead).await?;
                let lead =
                    |it: &Staff| one(&format!("lead-{}", it.id), addressee(&it.name, &it.email));
                leads.iter().flat_map(lead).collect()
            }
            To::Specialist(id) => {
                let specialist = self.directory.specialist(id).await?;
                let address = specialist.and_then(|it| addressee(&it.name, &it.email));
                one(&Party::Specialist(id.clone()).to_string(), address)
            }
            To::Member | To::PrimaryConsultant(_) | To::Secretary(_) => match to.party() {
                Some(party) => one(&party.to_string(), desk.file.addressee(&party)?),
                None => Vec::new(),
            },
        })
    }

    async fn manager(&self, desk: &Desk) -> Result<Option<Addressee>, Fault> {
        let Some(received) = &desk.case().received else {
            return Ok(None);
        };
        let client = self.directory.client(&received.client).await?;
        let managers = client.map(|client| client.managers).unwrap_or_default();
        let manager = managers.into_iter().find(|manager| manager.id == received.manager);
        Ok(manager.and_then(|manager| addressee(&manager.name, &manager.email)))
    }

    fn words(&self, desk: &Desk, letter: &Letter, to: &Addressee, link: String) -> Words {
        let nurse = desk.nurse.as_ref();
        let booked = desk.case().scheduling.appointment.as_ref();
        let phone = nurse.map_or(&self.service_phone, |nurse| &nurse.phone);
        let reader = if letter.to == To::Member { Reader::Member } else { Reader::Other };
        Words {
            reader,
            name: to.name.clone(),
            reference: desk.case().id.reference(),
            nurse_name: nurse.map_or_else(|| "our nurses".to_owned(), |nurse| nurse.name.clone()),
            nurse_phone: phone.clone(),
            link,
            when: booked.map(|it| moment_in_words(it.slot.starts)).unwrap_or_default(),
            code: String::new(),
        }
    }
}

fn addressee(name: &str, email: &str) -> Option<Addressee> {
    Email::parse(email).ok().map(|email| Addressee { name: name.to_owned(), email })
}

/// The link that goes with the letter. Its epoch is that of its audience now.
fn invitation(desk: &Desk, letter: &Letter, now: Timestamp) -> Option<Invitation> {
    let (purpose, party): (_, Party) = (letter.opens?, letter.to.party()?);
    let hours = i64::from(purpose.link_days()) * 24;
    let expires = now.checked_add(hours.hours()).ok()?;
    let epoch = desk.case().access.epoch_of(&party);
    Some(Invitation { case: desk.case().id.clone(), party, purpose, epoch, expires })
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
