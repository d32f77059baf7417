//! One case from referral to invoice, told leg by leg. Each leg goes through the routes, links and
//! codes that people use, and tells what came back.

mod choosing;
mod opinion;

use crate::clinic::Clinic;
use crate::mailbox::{self, Mail};
use crate::{SetupError, demo};
use domain::billing::Month;
use domain::calendar::{Nation, add_working_days, at_london, london};
use jiff::civil::{Date, Time, Weekday, time};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use std::time::Duration;

/// The nurse of the demonstration case.
pub const NURSE: &str = "asha";
/// The treating doctor of the demonstration case.
pub const DOCTOR_EMAIL: &str = "j.whitfield@st-anne.example";
/// Their secretary, who may send records but not give the go-ahead.
pub const SECRETARY_EMAIL: &str = "office@st-anne.example";
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
        self.referral["member"]["email"].as_str().unwrap_or_default().to_owned()
    }

    pub fn now(&self) -> Timestamp {
        let offset = self.clinic.stack.clock_offset();
        Timestamp::now().checked_add(offset.seconds()).unwrap_or_default()
    }

    /// Every leg, in order, from next Monday on.
    pub async fn walk(&mut self) -> Leg {
        self.begin_on_monday()?;
        self.walk_on().await
    }

    /// Every leg, in order, from the stack's own now.
    pub async fn walk_on(&mut self) -> Leg {
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

    /// Up to the member's consent.
    pub async fn to_consent(&mut self) -> Leg {
        self.refer().await?;
        self.introduce().await?;
        self.consent().await
    }

    /// Up to the request that a treating doctor gets.
    pub async fn to_records_asked(&mut self) -> Leg {
        self.to_consent().await?;
        self.understand().await?;
        self.ask_for_records().await
    }

    /// Up to the hand-over to the specialist.
    pub async fn to_hand_over(&mut self) -> Leg {
        self.to_records_asked().await?;
        self.offer().await?;
        self.choose().await?;
        self.accept().await?;
        self.go_ahead_and_records().await?;
        self.hand_over().await
    }

    /// Moves the stack's clock to the next Monday, two minutes past nine.
    pub fn begin_on_monday(&mut self) -> Leg {
        self.begin_after_day(london(Timestamp::now()).date())
    }

    /// Moves the stack's clock to the first Monday after that month's end.
    pub fn begin_after(&mut self, month: Month) -> Leg {
        self.begin_after_day(month.end())
    }

    fn begin_after_day(&mut self, day: Date) -> Leg {
        let mut monday = day.tomorrow().unwrap_or(day);
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
        self.clinic.stack.set_clock(moment.as_second() - Timestamp::now().as_second())
    }

    fn tell(&mut self, who: &'static str, what: impl Into<String>) {
        let told = Told { at: self.now(), who, what: what.into() };
        (self.tell)(told);
    }

    /// What the nurse posts at the case.
    pub async fn nurse(&self, path: &str, body: &Value) -> Result<Value, SetupError> {
        let path = format!("/cases/{}/{path}", self.case);
        Ok(self.clinic.post(NURSE, &path, body).await?.expect(200)?.json())
    }

    async fn mail(&self, to: &str, subject: &str) -> Result<Mail, SetupError> {
        self.clinic.mail(to, subject, self.mark).await
    }

    /// What the nurse makes anew at the case.
    pub async fn nurse_creates(&self, path: &str, body: &Value) -> Result<Value, SetupError> {
        let path = format!("/cases/{}/{path}", self.case);
        Ok(self.clinic.post(NURSE, &path, body).await?.expect(201)?.json())
    }

    /// Waits until the case's log has an event of that name.
    pub async fn until_logged(&self, name: &str) -> Leg {
        let began = std::time::Instant::now();
        while began.elapsed() < CHECKED {
            if self.log().await?.iter().any(|line| line["name"] == name) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(SetupError::new(format!("{name} did not happen in time")))
    }

    pub async fn refer(&mut self) -> Leg {
        self.mark = mailbox::count(&self.clinic.stack.aws).await?;
        let (client, referral) = (self.client.clone(), self.referral.clone());
        let answer = self.clinic.post(&client, "/referrals", &referral).await?.expect(201)?;
        self.case = answer.json()["id"].as_str().unwrap_or_default().to_owned();
        let reference = answer.json()["reference"].as_str().unwrap_or_default().to_owned();
        self.tell("client", format!("POST /referrals  {}  {reference}", answer.status));
        let manager = self.manager_email();
        let mail = self.mail(&manager, "A referral was made in your name").await?;
        self.tell("mail", format!("to {manager}: “{}”", mail.subject));
        Ok(())
    }

    fn manager_email(&self) -> String {
        let clients = self.clinic.demo.clients.iter();
        let managers = clients.flat_map(|client| &client.managers);
        let wanted = self.referral["manager"].as_str().unwrap_or_default();
        let manager = managers.into_iter().find(|manager| manager.id.as_str() == wanted);
        manager.map(|manager| manager.email.clone()).unwrap_or_default()
    }

    /// Moves the stack's clock on by minutes.
    pub fn minutes_later(&self, minutes: i64) -> Leg {
        self.move_to(self.now().checked_add(minutes.minutes()).unwrap_or_default())
    }

    pub async fn run_clock(&mut self) -> Leg {
        let function = self.clinic.stack.output("ClockFunction");
        let answer = self.clinic.stack.aws.invoke(function, &json!({})).await?;
        self.tell("clock", format!("{} due", answer["done"]));
        Ok(())
    }

    pub async fn client_sees(&self) -> Result<String, SetupError> {
        let path = format!("/referrals/{}", self.case);
        let seen = self.clinic.get(&self.client, &path).await?.expect(200)?.json();
        Ok(seen["status"].as_str().unwrap_or_default().to_owned())
    }

    pub async fn close(&mut self) -> Leg {
        let progress = self.nurse("close", &json!({"code": "opinion-given"})).await?;
        self.tell("nurse", format!("closed; {}", waits(&progress)));
        Ok(())
    }

    /// The schedule closes the month: the clock moves to the first of the next, six in the morning.
    pub async fn bill(&mut self) -> Result<Value, SetupError> {
        let month = Month::of(self.now());
        self.move_to(at_london(month.end(), time(6, 0, 0, 0)))?;
        let function = self.clinic.stack.output("BillingFunction");
        let answer =
            self.clinic.stack.aws.invoke(function, &json!({"schedule": "close-month"})).await?;
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

    /// Whether the case's log is whole, as its nurse is told.
    pub async fn verify(&self) -> Result<Value, SetupError> {
        let path = format!("/cases/{}/verify", self.case);
        Ok(self.clinic.get(NURSE, &path).await?.expect(200)?.json())
    }

    /// The case's log, as its nurse sees it, page by page.
    pub async fn log(&self) -> Result<Vec<Value>, SetupError> {
        let first = format!("/cases/{}/log", self.case);
        let (mut path, mut events) = (first.clone(), Vec::new());
        loop {
            let page = self.clinic.get(NURSE, &path).await?.expect(200)?.json();
            events.extend(page["events"].as_array().cloned().unwrap_or_default());
            match page["next"].as_str() {
                Some(cursor) => path = format!("{first}?cursor={cursor}"),
                None => return Ok(events),
            }
        }
    }

    /// How many mails there were when the story began.
    pub fn mark(&self) -> usize {
        self.mark
    }

    /// A day that a paper of this story may bear.
    pub fn dated(&self) -> String {
        london(self.now()).date().saturating_sub(7.days()).to_string()
    }
}

fn waits(progress: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let due = text(&progress["waiting_for"]["due"]);
    let by = due.parse::<Timestamp>().map(domain::calendar::day_in_words).unwrap_or_default();
    let until = if by.is_empty() { String::new() } else { format!(" until {by}") };
    format!(
        "{}, waits for {}{until}",
        text(&progress["stage"]),
        text(&progress["waiting_for"]["party"])
    )
}
