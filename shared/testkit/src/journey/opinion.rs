//! From the go-ahead to the report that the member has read.

use super::{CHECKED, DOCTOR_EMAIL, Journey, Leg, NURSE, document_form, waits};
use crate::clinic::{Answer, Visitor};
use crate::{SetupError, papers};
use api::NoFields;
use api::casework::CaseShown;
use api::report::{CallSaid, ReleaseReport};
use api::scheduling::{BookSlot, ConsultationOutcome, FreeSlots, NoteConsultation};
use domain::scheduling::Mode;
use jiff::civil::time;
use std::time::Duration;

impl Journey<'_> {
    pub async fn go_ahead_and_records(&mut self) -> Leg {
        let mut doctor = self.follow(DOCTOR_EMAIL, "A request about one of your patients").await?;
        let (page, dated) = (doctor.at.clone(), self.dated());
        let shown = doctor.get(&page).await?.expect(200)?.hidden("shown").unwrap_or_default();
        let confirm = [("answer", "confirm"), ("shown", shown.as_str())];
        doctor.submit(&format!("{page}/go-ahead"), &confirm).await?;
        self.tell("doctor", "saw the signed consent, confirmed the go-ahead");
        for (item, name, bytes) in [
            ("description", "whitfield-letter.txt", b"Knee pain after a fall.".to_vec()),
            ("letters", "letters.pdf", papers::pdf("PLANTED-NEED")),
        ] {
            let uploads = format!("{page}/items/{item}/uploads");
            let form = doctor.press(&uploads, &document_form(&dated)).await?.expect(200)?;
            let sent = doctor.upload(&form, name, bytes).await?;
            self.until_checked(&mut doctor, &page, item).await?;
            self.tell("doctor", format!("sent {item} ({}), checked", sent.as_u16()));
        }
        for item in ["imaging", "operation"] {
            let none = [("reason", "none were taken")];
            doctor.submit(&format!("{page}/items/{item}/not-available"), &none).await?;
        }
        self.tell("doctor", "imaging and operation notes: not available, with a reason");
        Ok(())
    }

    async fn until_checked(&self, doctor: &mut Visitor<'_>, page: &str, item: &str) -> Leg {
        let began = std::time::Instant::now();
        while began.elapsed() < CHECKED {
            let shown = doctor.get(page).await?.expect(200)?;
            let name = domain::records::ChecklistItem(item.to_owned()).name().to_owned();
            if shown.body.contains(&format!("{name}</a></span> <span class=\"tag quiet\">received"))
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(SetupError::new(format!("{item} was not checked in time")))
    }

    pub async fn hand_over(&mut self) -> Leg {
        self.work("records/complete", &NoFields {}).await?;
        let progress = self.work("hand-over", &NoFields {}).await?;
        self.tell("nurse", format!("records complete, handed over; {}", waits(&progress)));
        Ok(())
    }

    pub async fn review(&mut self) -> Leg {
        let address = self.specialist_email();
        let mut specialist = self.follow(&address, "The records are ready for you").await?;
        let page = specialist.at.clone();
        let desk = specialist.get(&page).await?.expect(200)?;
        let link = document_link(&desk).ok_or_else(|| SetupError::new("no document is offered"))?;
        let led = specialist.get(&link).await?.expect(303)?;
        let url = led.header("location").unwrap_or_default().to_owned();
        let document = reqwest::get(url).await?;
        self.tell("specialist", format!("opened a record ({})", document.status().as_u16()));
        specialist.submit(&format!("{page}/review"), &[("mode", "telephone")]).await?;
        self.tell("specialist", "reviewed, advises a consultation by telephone");
        Ok(())
    }

    pub async fn book(&mut self) -> Leg {
        let path = format!("/cases/{}/slots", self.case);
        let free: FreeSlots = self.clinic.get(NURSE, &path).await?.expect(200)?.read()?;
        let free = free.quanta.first().ok_or_else(|| SetupError::new("no slot is free"))?;
        let starts = free.starts.try_into().map_err(|_| SetupError::new("a slot far away"))?;
        let slot = BookSlot { starts, quanta: 2, mode: Mode::Telephone };
        let progress = self.work("appointment", &slot).await?;
        self.tell("nurse", format!("booked {}; {}", free.starts, waits(&progress)));
        self.mail(&self.member_email(), "Your appointment").await?;
        self.mail(&self.specialist_email(), "Your appointment").await?;
        self.tell(
            "mail",
            "to the member and the specialist: “Your appointment”, with a calendar entry",
        );
        Ok(())
    }

    /// The clock moves to the end of the appointment.
    pub async fn consult(&mut self) -> Leg {
        let shown = self.clinic.get(NURSE, &format!("/cases/{}", self.case)).await?.expect(200)?;
        let ends = shown.read::<CaseShown>()?.progress.waiting_for.due;
        let ends = ends.ok_or_else(|| SetupError::new("no appointment ends"))?;
        self.move_to(ends)?;
        let held = NoteConsultation { outcome: ConsultationOutcome::Held };
        self.work("consultation", &held).await?;
        self.tell("nurse", "noted that the consultation was held");
        Ok(())
    }

    pub async fn report(&mut self) -> Leg {
        self.later(1, time(16, 0, 0, 0))?;
        let address = self.specialist_email();
        let mut specialist = self.follow(&address, "The records are ready for you").await?;
        let page = specialist.at.clone();
        let form = specialist.press(&format!("{page}/uploads"), &[]).await?.expect(200)?;
        specialist.upload(&form, "report.pdf", papers::pdf("PLANTED-ANSWER")).await?;
        let document = self.report_file(&mut specialist, &page).await?;
        let report = [
            ("document", document.as_str()),
            ("diagnosis", "confirmed"),
            ("treatment", "changed"),
            ("impact", "moderate"),
            ("summary", "PLANTED-ANSWER: surgery can wait"),
            ("difference", "Physiotherapy first"),
            ("answer-q-1", "PLANTED-ANSWER: not yet"),
            ("answer-q-2", "Yes, for three months"),
        ];
        specialist.submit(&page, &report).await?;
        self.tell("specialist", "handed in the report, both questions answered");
        Ok(())
    }

    async fn report_file(
        &self,
        specialist: &mut Visitor<'_>,
        page: &str,
    ) -> Result<String, SetupError> {
        let began = std::time::Instant::now();
        while began.elapsed() < CHECKED {
            let desk = specialist.get(page).await?.expect(200)?;
            if let Some((_, rest)) = desk.body.split_once("name=\"document\" value=\"") {
                return Ok(rest.split('"').next().unwrap_or_default().to_owned());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(SetupError::new("the report's file was not checked in time"))
    }

    pub async fn release(&mut self) -> Leg {
        let path = format!("/cases/{}/report", self.case);
        self.clinic.get(NURSE, &path).await?.expect(200)?;
        let offered = ReleaseReport { call: CallSaid::Offered };
        let progress = self.work("report/release", &offered).await?;
        self.tell("nurse", format!("checked and released the report; {}", waits(&progress)));
        Ok(())
    }

    pub async fn read(&mut self) -> Leg {
        let address = self.member_email();
        let mut member = self.follow(&address, "Your nurse has an update for you").await?;
        let page = member.at.clone();
        member.get(&page).await?.expect(200)?;
        let report = member.submit(&format!("{page}/read"), &[]).await?;
        if !report.body.contains("PLANTED-ANSWER: not yet") {
            return Err(SetupError::new("the member does not see the answer"));
        }
        member.get(&format!("{page}/file")).await?.expect(303)?;
        member.submit(&format!("{page}/follow-up"), &[("followed", "yes")]).await?;
        let seen = self.client_sees().await?;
        self.tell("member", format!("read the report, and says it helped; client sees: {seen}"));
        Ok(())
    }
}

fn document_link(desk: &Answer) -> Option<String> {
    let (_, rest) = desk.body.split_once("href=\"/report/opinion/")?;
    let path = rest.split('"').next()?;
    Some(format!("/report/opinion/{path}"))
}
