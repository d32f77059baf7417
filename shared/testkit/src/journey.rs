//! One case from referral to invoice, told leg by leg. Each leg goes through the routes, links and
//! codes that people use, and tells what came back.

mod choosing;
mod ending;
mod opinion;
mod time;

use crate::clinic::Clinic;
use crate::mailbox::{self, Mail};
use crate::{SetupError, demo};
pub use time::document_form;

use api::Progress;
use api::referral::ReferralReceived;
use jiff::Timestamp;
use jiff::civil::time;
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// The nurse of the demonstration case.
pub const NURSE: &str = "asha";
/// The treating doctor of the demonstration case.
pub const DOCTOR_EMAIL: &str = "j.whitfield@st-anne.example";
/// Their secretary, who may send records but not give the go-ahead.
/// The subject of the introduction.
pub const INTRODUCTION: &str = "A message from your nurse, Asha";
/// The same to an address that others at work may read.
pub const AT_WORK: &str = "A message from Asha Rahman";
pub const SECRETARY_EMAIL: &str = "office@st-anne.example";
/// Words planted as examples of what is private: they must be found in no log, event, subject, URL or key.
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

    fn tell(&mut self, who: &'static str, what: impl Into<String>) {
        let told = Told { at: self.now(), who, what: what.into() };
        (self.tell)(told);
    }

    /// What the nurse posts at the case.
    pub async fn nurse(&self, path: &str, body: &Value) -> Result<Value, SetupError> {
        let path = format!("/cases/{}/{path}", self.case);
        Ok(self.clinic.post(NURSE, &path, body).await?.expect(200)?.json())
    }

    /// What the nurse of the case asks for, in the words of the API.
    async fn work(&self, path: &str, asked: &impl Serialize) -> Result<Progress, SetupError> {
        let path = format!("/cases/{}/{path}", self.case);
        self.clinic.post(NURSE, &path, asked).await?.expect(200)?.read()
    }

    /// How letters name the case.
    pub fn reference(&self) -> String {
        let id = words::<domain::ids::CaseId>(&self.case);
        id.map(|id| id.reference()).unwrap_or_default()
    }

    async fn mail(&self, to: &str, subject: &str) -> Result<Mail, SetupError> {
        let reference = self.reference();
        let aws = &self.clinic.stack.aws;
        let of_case = |mail: &Mail| mail.is_of(&reference);
        mailbox::wait_for_one_of(aws, to, subject, self.mark, of_case).await
    }

    /// What the nurse creates at the case.
    pub async fn nurse_creates(&self, path: &str, body: &Value) -> Result<Value, SetupError> {
        let path = format!("/cases/{}/{path}", self.case);
        Ok(self.clinic.post(NURSE, &path, body).await?.expect(201)?.json())
    }

    pub async fn refer(&mut self) -> Leg {
        self.mark = mailbox::count(&self.clinic.stack.aws).await?;
        let (client, referral) = (self.client.clone(), self.referral.clone());
        let answer = self.clinic.post(&client, "/referrals", &referral).await?.expect(201)?;
        let received: ReferralReceived = answer.read()?;
        self.case = received.id.to_string();
        self.tell("client", format!("POST /referrals  {}  {}", answer.status, received.reference));
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

    /// How many mails there were when the story began.
    pub fn mark(&self) -> usize {
        self.mark
    }
}

/// Words of the kind that is asked for.
fn words<T: TryFrom<String, Error: std::fmt::Display>>(text: &str) -> Result<T, SetupError> {
    T::try_from(text.to_owned()).map_err(|error| SetupError::new(error.to_string()))
}

fn waits(progress: &Progress) -> String {
    let due = progress.waiting_for.due.map(domain::calendar::day_in_words);
    let until = due.map(|day| format!(" until {day}")).unwrap_or_default();
    let party: &'static str = progress.waiting_for.party.into();
    let stage: &'static str = progress.stage.into();
    format!("{stage}, waits for {party}{until}")
}
