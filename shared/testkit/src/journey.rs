//! One case from referral to invoice, told leg by leg. Each leg goes through the routes, links and
//! codes that people use, and tells what came back.

use crate::clinic::{Answer, Clinic, Visitor};
use crate::mailbox::{self, Mail};
use crate::{SetupError, demo};
use domain::calendar::{Nation, add_working_days, at_london, london};
use jiff::civil::{Time, Weekday, time};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use std::time::Duration;

/// The nurse of the demonstration case.
pub const NURSE: &str = "asha";
/// The treating doctor of the demonstration case.
pub const DOCTOR_EMAIL: &str = "j.whitfield@st-anne.example";
/// Words that stand for what is private: they must be found in no log, event, subject, URL or key.
pub const PLANTED: [&str; 9] = [
    "Plantsworth",
    "maria.plantsworth",
    "07700900123",
    "9434765919",
    "1979-04-12",
    "Whitfield",
    "PLANTED-NEED",
    "PLANTED-QUESTION",
    "PLANTED-ANSWER",
];
/// How long a document may take to be checked.
const CHECKED: Duration = Duration::from_secs(30);

/// One thing that happened, as it is told.
#[derive(Debug, Clone)]
pub struct Told {
    pub at: Timestamp,
    pub who: &'static str,
    pub what: String,
}

/// A case on its way.
pub struct Journey<'a> {
    pub clinic: &'a Clinic,
    pub client: String,
    pub referral: Value,
    /// The case's id, once it was received.
    pub case: String,
    pub specialist: String,
    /// Mails before this one are of others.
    mark: usize,
    tell: Box<dyn FnMut(Told) + 'a>,
}

impl std::fmt::Debug for Journey<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Journey({})", self.case)
    }
}

type Leg = Result<(), SetupError>;

impl<'a> Journey<'a> {
    /// The demonstration referral, told to `tell` as it goes.
    pub fn demonstration(
        clinic: &'a Clinic,
        tell: impl FnMut(Told) + 'a,
    ) -> Result<Self, SetupError> {
        let referral = demo::referral()?;
        Ok(Self {
            clinic,
            client: "northwind".to_owned(),
            referral,
            case: String::new(),
            specialist: String::new(),
            mark: 0,
            tell: Box::new(tell),
        })
    }

    /// The same by another client, for another member.
    #[must_use]
    pub fn of(mut self, client: &str, manager: &str, email: &str) -> Self {
        client.clone_into(&mut self.client);
        self.referral["manager"] = manager.into();
        self.referral["member"]["email"] = email.into();
        if let Some(member) = self.referral["member"].as_object_mut() {
            member.remove("nhs_number");
        }
        self
    }

    pub fn member_email(&self) -> String {
        self.referral["member"]["email"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub fn now(&self) -> Timestamp {
        let offset = self.clinic.stack.clock_offset();
        Timestamp::now()
            .checked_add(offset.seconds())
            .unwrap_or_default()
    }

    /// Every leg, in order.
    pub async fn walk(&mut self) -> Leg {
        self.begin_on_monday()?;
        self.refer().await?;
        self.introduce().await?;
        self.consent().await?;
        self.later(1, time(10, 30, 0, 0))?;
        self.understand().await?;
        self.ask_for_records().await?;
        self.offer().await?;
        self.choose().await?;
        self.accept().await?;
        self.later(1, time(9, 15, 0, 0))?;
        self.run_clock().await?;
        self.go_ahead_and_records().await?;
        self.hand_over().await?;
        self.review().await?;
        self.book().await?;
        self.consult().await?;
        self.report().await?;
        self.release().await?;
        self.read().await?;
        self.close().await
    }

    /// Moves the stack's clock to the next Monday, two minutes past nine.
    pub fn begin_on_monday(&mut self) -> Leg {
        let today = london(Timestamp::now()).date();
        let mut monday = today.tomorrow().unwrap_or(today);
        while monday.weekday() != Weekday::Monday {
            monday = monday.tomorrow().unwrap_or(monday);
        }
        self.move_to(at_london(monday, time(9, 2, 0, 0)))
    }

    /// Moves the stack's clock some working days on, to a time of day.
    pub fn later(&mut self, working_days: u32, at: Time) -> Leg {
        let day = add_working_days(london(self.now()).date(), working_days, Nation::England);
        self.move_to(at_london(day, at))
    }

    pub fn move_to(&self, moment: Timestamp) -> Leg {
        self.clinic
            .stack
            .set_clock(moment.as_second() - Timestamp::now().as_second())
    }

    fn tell(&mut self, who: &'static str, what: impl Into<String>) {
        let told = Told {
            at: self.now(),
            who,
            what: what.into(),
        };
        (self.tell)(told);
    }

    async fn nurse(&self, path: &str, body: &Value) -> Result<Value, SetupError> {
        let path = format!("/cases/{}/{path}", self.case);
        Ok(self
            .clinic
            .post(NURSE, &path, body)
            .await?
            .expect(200)?
            .json())
    }

    async fn mail(&self, to: &str, subject: &str) -> Result<Mail, SetupError> {
        self.clinic.mail(to, subject, self.mark).await
    }

    pub async fn refer(&mut self) -> Leg {
        self.mark = mailbox::count(&self.clinic.stack.aws).await?;
        let (client, referral) = (self.client.clone(), self.referral.clone());
        let answer = self
            .clinic
            .post(&client, "/referrals", &referral)
            .await?
            .expect(201)?;
        self.case = answer.json()["id"].as_str().unwrap_or_default().to_owned();
        let reference = answer.json()["reference"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        self.tell(
            "client",
            format!("POST /referrals  {}  {reference}", answer.status),
        );
        let manager = self.manager_email();
        let mail = self
            .mail(&manager, "A referral was made in your name")
            .await?;
        self.tell("mail", format!("to {manager}: “{}”", mail.subject));
        Ok(())
    }

    fn manager_email(&self) -> String {
        let clients = self.clinic.demo.clients.iter();
        let managers = clients.flat_map(|client| &client.managers);
        let wanted = self.referral["manager"].as_str().unwrap_or_default();
        let manager = managers
            .into_iter()
            .find(|manager| manager.id.as_str() == wanted);
        manager
            .map(|manager| manager.email.clone())
            .unwrap_or_default()
    }

    pub async fn introduce(&mut self) -> Leg {
        self.nurse("assign", &json!({"nurse": NURSE})).await?;
        let progress = self.nurse("introduction", &json!({})).await?;
        self.tell(
            "nurse",
            format!("assigned, introduced; {}", waits(&progress)),
        );
        let mail = self
            .mail(&self.member_email(), "An appointment with our nurse team")
            .await?;
        self.tell("mail", format!("to the member: “{}”", mail.subject));
        Ok(())
    }

    /// Follows the newest link with that subject.
    pub async fn follow(&self, address: &str, subject: &str) -> Result<Visitor<'a>, SetupError> {
        let mail = self.mail(address, subject).await?;
        let link = mail
            .link()
            .ok_or_else(|| SetupError::new("the mail has no link"))?;
        self.clinic.follow(link, address).await
    }

    pub async fn consent(&mut self) -> Leg {
        let address = self.member_email();
        let mut member = self
            .follow(&address, "An appointment with our nurse team")
            .await?;
        self.tell("member", "followed the link, asked for a code, typed it");
        let page = member.at.clone();
        member.get(&page).await?.expect(200)?;
        let signed = [
            ("statement", "1"),
            ("scope", "collect"),
            ("scope", "show"),
            ("scope", "report-to-doctors"),
            ("delay", "known"),
            ("signatory", "member"),
            ("name", "Maria Plantsworth"),
        ];
        let agreed = member.submit(&page, &signed).await?;
        if !agreed.body.contains("What you agreed to") {
            return Err(SetupError::new("the signed consent is not shown"));
        }
        self.tell(
            "member",
            "signed: records ✓  show ✓  report to doctors ✓  report to GP ✗",
        );
        self.mail(&address, "We have kept your answer").await?;
        Ok(())
    }

    pub async fn understand(&mut self) -> Leg {
        let needs = json!({
            "issue": "PLANTED-NEED: knee pain since a fall, surgery advised",
            "needs": "Wants to know whether surgery is the only way",
            "specialty": "110",
        });
        self.nurse("needs", &needs).await?;
        for question in [
            "PLANTED-QUESTION: is surgery needed?",
            "Could physiotherapy help first?",
        ] {
            self.nurse("questions", &json!({"question": question}))
                .await?;
        }
        let safe = add_working_days(london(self.now()).date(), 40, Nation::England);
        self.nurse("dates", &json!({"latest_safe": safe})).await?;
        let doctor = json!({
            "name": "Dr Jane Whitfield",
            "email": DOCTOR_EMAIL,
            "hospital_name": "St Anne's Hospital",
            "hospital": "st-anne",
            "address": "verified",
        });
        let progress = self.nurse("doctors", &doctor).await?;
        self.tell(
            "nurse",
            format!(
                "needs, 2 questions, 1 doctor, safe until {safe}; {}",
                waits(&progress)
            ),
        );
        Ok(())
    }

    pub async fn ask_for_records(&mut self) -> Leg {
        self.nurse("records", &json!({"doctor": "d-1"})).await?;
        self.mail(DOCTOR_EMAIL, "A request about one of your patients")
            .await?;
        self.tell(
            "mail",
            "to the treating doctor: “A request about one of your patients”",
        );
        Ok(())
    }

    pub async fn offer(&mut self) -> Leg {
        let path = format!("/cases/{}/matches", self.case);
        let matches = self.clinic.get(NURSE, &path).await?.expect(200)?.json();
        let ranked: Vec<Value> = matches["matches"].as_array().cloned().unwrap_or_default();
        let ids: Vec<&str> = ranked
            .iter()
            .filter_map(|it| it["specialist"].as_str())
            .take(3)
            .collect();
        let progress = self.nurse("offer", &json!({"specialists": ids})).await?;
        self.specialist = ids.first().copied().unwrap_or_default().to_owned();
        let names: Vec<&str> = ranked
            .iter()
            .filter_map(|it| it["name"].as_str())
            .take(3)
            .collect();
        self.tell(
            "nurse",
            format!("offered {}; {}", names.join(", "), waits(&progress)),
        );
        Ok(())
    }

    fn specialist_email(&self) -> String {
        let specialists = &self.clinic.demo.specialists;
        let chosen = specialists
            .iter()
            .find(|it| it.id.as_str() == self.specialist);
        chosen.map(|it| it.email.clone()).unwrap_or_default()
    }

    pub async fn choose(&mut self) -> Leg {
        let address = self.member_email();
        let mut member = self
            .follow(&address, "There is something for you to choose")
            .await?;
        let page = member.at.clone();
        member.get(&page).await?.expect(200)?;
        let chosen = self.specialist.clone();
        member.submit(&page, &[("specialist", &chosen)]).await?;
        self.tell("member", "chose a specialist");
        Ok(())
    }

    pub async fn accept(&mut self) -> Leg {
        let address = self.specialist_email();
        let mut specialist = self.follow(&address, "Would you take on a case").await?;
        let page = specialist.at.clone();
        let brief = specialist.get(&page).await?.expect(200)?;
        if PLANTED[..6].iter().any(|word| brief.body.contains(word)) {
            return Err(SetupError::new("the brief is not anonymous"));
        }
        specialist
            .submit(&page, &[("answer", "accept"), ("delay", "acceptable")])
            .await?;
        self.tell("specialist", "read an anonymous brief, accepted");
        Ok(())
    }

    pub async fn run_clock(&mut self) -> Leg {
        let function = self.clinic.stack.output("ClockFunction");
        let answer = self.clinic.stack.aws.invoke(function, &json!({})).await?;
        self.tell("clock", format!("{} due", answer["done"]));
        Ok(())
    }

    pub async fn go_ahead_and_records(&mut self) -> Leg {
        let mut doctor = self
            .follow(DOCTOR_EMAIL, "A request about one of your patients")
            .await?;
        let page = doctor.at.clone();
        doctor.get(&page).await?.expect(200)?;
        doctor
            .submit(&format!("{page}/go-ahead"), &[("answer", "confirm")])
            .await?;
        self.tell("doctor", "saw the signed consent, confirmed the go-ahead");
        for (item, name, bytes) in [
            (
                "description",
                "whitfield-letter.txt",
                b"Knee pain after a fall.".to_vec(),
            ),
            (
                "letters",
                "letters.pdf",
                b"%PDF-1.4\n% PLANTED-NEED\n%%EOF\n".to_vec(),
            ),
        ] {
            let form = doctor
                .post(&format!("{page}/uploads"), &[("item", item)])
                .await?
                .expect(200)?;
            let sent = doctor.upload(&form, name, bytes).await?;
            self.until_checked(&mut doctor, &page, item).await?;
            self.tell(
                "doctor",
                format!("sent {item} ({}), checked", sent.as_u16()),
            );
        }
        for item in ["imaging", "results"] {
            let form = [("item", item), ("reason", "none were taken")];
            doctor
                .submit(&format!("{page}/not-available"), &form)
                .await?;
        }
        self.tell(
            "doctor",
            "imaging and results: not available, with a reason",
        );
        Ok(())
    }

    async fn until_checked(&self, doctor: &mut Visitor<'_>, page: &str, item: &str) -> Leg {
        let began = std::time::Instant::now();
        while began.elapsed() < CHECKED {
            let shown = doctor.get(page).await?.expect(200)?;
            if !shown
                .body
                .contains(&format!("name=\"item\" value=\"{item}\""))
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(SetupError::new(format!("{item} was not checked in time")))
    }

    pub async fn hand_over(&mut self) -> Leg {
        self.nurse("records/complete", &json!({})).await?;
        let progress = self.nurse("hand-over", &json!({})).await?;
        self.tell(
            "nurse",
            format!("records complete, handed over; {}", waits(&progress)),
        );
        Ok(())
    }

    pub async fn review(&mut self) -> Leg {
        let address = self.specialist_email();
        let mut specialist = self
            .follow(&address, "The records are ready for you")
            .await?;
        let page = specialist.at.clone();
        let desk = specialist.get(&page).await?.expect(200)?;
        let link = document_link(&desk).ok_or_else(|| SetupError::new("no document is offered"))?;
        let led = specialist.get(&link).await?.expect(303)?;
        let url = led.header("location").unwrap_or_default().to_owned();
        let document = reqwest::get(url).await?;
        self.tell(
            "specialist",
            format!("opened a record ({})", document.status().as_u16()),
        );
        specialist
            .submit(&format!("{page}/review"), &[("mode", "telephone")])
            .await?;
        self.tell(
            "specialist",
            "reviewed, advises a consultation by telephone",
        );
        Ok(())
    }

    pub async fn book(&mut self) -> Leg {
        let path = format!("/cases/{}/slots", self.case);
        let free = self.clinic.get(NURSE, &path).await?.expect(200)?.json();
        let slot = free["quarter_hours"][0]["starts"].clone();
        let body = json!({"starts": slot, "quarters": 2, "mode": "telephone"});
        let progress = self.nurse("appointment", &body).await?;
        self.tell(
            "nurse",
            format!(
                "booked {}; {}",
                slot.as_str().unwrap_or_default(),
                waits(&progress)
            ),
        );
        self.mail(&self.member_email(), "Your appointment").await?;
        self.mail(&self.specialist_email(), "Your appointment")
            .await?;
        self.tell(
            "mail",
            "to the member and the specialist: “Your appointment”, with a calendar entry",
        );
        Ok(())
    }

    /// The clock moves to the end of the appointment.
    pub async fn consult(&mut self) -> Leg {
        let shown = self
            .clinic
            .get(NURSE, &format!("/cases/{}", self.case))
            .await?
            .expect(200)?;
        let ends = shown.json()["waiting_for"]["due"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let ends: Timestamp = ends
            .parse()
            .map_err(|_| SetupError::new("no appointment ends"))?;
        self.move_to(ends)?;
        self.nurse("consultation", &json!({"outcome": "held"}))
            .await?;
        self.tell("nurse", "noted that the consultation was held");
        Ok(())
    }

    pub async fn report(&mut self) -> Leg {
        self.later(1, time(16, 0, 0, 0))?;
        let address = self.specialist_email();
        let mut specialist = self
            .follow(&address, "The records are ready for you")
            .await?;
        let page = specialist.at.clone();
        let form = specialist
            .post(&format!("{page}/uploads"), &[])
            .await?
            .expect(200)?;
        specialist
            .upload(
                &form,
                "report.pdf",
                b"%PDF-1.4\n% PLANTED-ANSWER\n%%EOF\n".to_vec(),
            )
            .await?;
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
        self.tell(
            "specialist",
            "handed in the report, both questions answered",
        );
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
            if let Some((_, rest)) = desk.body.split_once("<option value=\"\">No file</option>") {
                let id = rest
                    .split("value=\"")
                    .nth(1)
                    .and_then(|it| it.split('"').next());
                return Ok(id.unwrap_or_default().to_owned());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(SetupError::new("the report's file was not checked in time"))
    }

    pub async fn release(&mut self) -> Leg {
        let path = format!("/cases/{}/report", self.case);
        self.clinic.get(NURSE, &path).await?.expect(200)?;
        let progress = self
            .nurse("report/release", &json!({"call": "offered"}))
            .await?;
        self.tell(
            "nurse",
            format!("checked and released the report; {}", waits(&progress)),
        );
        Ok(())
    }

    pub async fn read(&mut self) -> Leg {
        let address = self.member_email();
        let mut member = self
            .follow(&address, "Something is ready for you to read")
            .await?;
        let page = member.at.clone();
        member.get(&page).await?.expect(200)?;
        let report = member.submit(&format!("{page}/read"), &[]).await?;
        if !report.body.contains("PLANTED-ANSWER: not yet") {
            return Err(SetupError::new("the member does not see the answer"));
        }
        member.get(&format!("{page}/file")).await?.expect(303)?;
        member
            .submit(&format!("{page}/follow-up"), &[("followed", "yes")])
            .await?;
        let seen = self.client_sees().await?;
        self.tell(
            "member",
            format!("read the report, and says it helped; client sees: {seen}"),
        );
        Ok(())
    }

    pub async fn client_sees(&self) -> Result<String, SetupError> {
        let path = format!("/referrals/{}", self.case);
        let seen = self
            .clinic
            .get(&self.client, &path)
            .await?
            .expect(200)?
            .json();
        Ok(seen["status"].as_str().unwrap_or_default().to_owned())
    }

    pub async fn close(&mut self) -> Leg {
        let progress = self
            .nurse("close", &json!({"code": "opinion-given"}))
            .await?;
        self.tell("nurse", format!("closed; {}", waits(&progress)));
        Ok(())
    }

    /// The schedule closes the month: the clock moves to the first of the next, six in the morning.
    pub async fn bill(&mut self) -> Result<Value, SetupError> {
        let month = domain::billing::Month::of(self.now());
        self.move_to(at_london(month.end(), time(6, 0, 0, 0)))?;
        let function = self.clinic.stack.output("BillingFunction");
        let answer = self
            .clinic
            .stack
            .aws
            .invoke(function, &json!({"source": "aws.scheduler"}))
            .await?;
        if answer.get("errorMessage").is_some() {
            return Err(SetupError::new(format!("billing failed: {answer}")));
        }
        let path = format!("/invoices/{}/{month}", self.client);
        let invoice = self.clinic.get("finance", &path).await?.expect(200)?.json();
        let pounds =
            |field: &str| domain::money::Pence(invoice[field].as_i64().unwrap_or_default());
        let (number, net, vat) = (&invoice["number"], pounds("net"), pounds("vat"));
        let lines = invoice["texts"].as_array().map_or(0, Vec::len);
        let number = number.as_str().unwrap_or_default();
        self.tell(
            "billing",
            format!("{month} closed: {number}  {net} + VAT {vat}  {lines} line(s), no names"),
        );
        Ok(invoice)
    }

    /// The case's log, as its nurse sees it.
    pub async fn log(&self) -> Result<Vec<Value>, SetupError> {
        let path = format!("/cases/{}/log", self.case);
        let log = self.clinic.get(NURSE, &path).await?.expect(200)?.json();
        Ok(log["events"].as_array().cloned().unwrap_or_default())
    }
}

fn waits(progress: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let due = text(&progress["waiting_for"]["due"]);
    let by = due
        .parse::<Timestamp>()
        .map(domain::calendar::day_in_words)
        .unwrap_or_default();
    let until = if by.is_empty() {
        String::new()
    } else {
        format!(" until {by}")
    };
    format!(
        "{}, waits for {}{until}",
        text(&progress["stage"]),
        text(&progress["waiting_for"]["party"])
    )
}

fn document_link(desk: &Answer) -> Option<String> {
    let (_, rest) = desk.body.split_once("href=\"/report/opinion/")?;
    let path = rest.split('"').next()?;
    Some(format!("/report/opinion/{path}"))
}
