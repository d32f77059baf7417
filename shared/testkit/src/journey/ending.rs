//! The end of a case, what happens by the clock, and what can be read of a case at any time.

use super::{CHECKED, Journey, Leg, NURSE, waits};
use crate::SetupError;
use api::casework::CloseCase;
use domain::billing::Month;
use domain::calendar::at_london;
use domain::casework::CloseCode;
use domain::money::Pence;
use jiff::civil::time;
use serde_json::{Value, json};
use std::time::Duration;

impl Journey<'_> {
    pub async fn close(&mut self) -> Leg {
        let given = CloseCase { code: CloseCode::OpinionGiven };
        let progress = self.work("close", &given).await?;
        self.tell("nurse", format!("closed; {}", waits(&progress)));
        Ok(())
    }

    pub async fn run_clock(&mut self) -> Leg {
        let function = self.clinic.stack.output("ClockFunction");
        let answer = self.clinic.stack.aws.invoke(function, &json!({})).await?;
        self.tell("clock", format!("{} due", answer["done"]));
        Ok(())
    }

    /// The schedule closes the month, meant for the first of the next at six in the morning. The clock
    /// moves there.
    pub async fn bill(&mut self) -> Result<Value, SetupError> {
        let month = Month::of(self.now());
        let meant = at_london(month.end(), time(6, 0, 0, 0));
        self.move_to(meant)?;
        let function = self.clinic.stack.output("BillingFunction");
        let event = json!({"schedule": "close-month", "at": meant.to_string()});
        let answer = self.clinic.stack.aws.invoke(function, &event).await?;
        if answer.get("errorMessage").is_some() {
            return Err(SetupError::new(format!("billing failed: {answer}")));
        }
        let path = format!("/invoices/{}/{month}", self.client);
        let invoice = self.clinic.get("finance", &path).await?.expect(200)?.json();
        let pounds = |field: &str| Pence(invoice[field].as_i64().unwrap_or_default());
        let (number, net, vat) = (&invoice["number"], pounds("net"), pounds("vat"));
        let lines = invoice["texts"].as_array().map_or(0, Vec::len);
        let number = number.as_str().unwrap_or_default();
        self.tell(
            "billing",
            format!("{month} closed: {number}  {net} + VAT {vat}  {lines} line(s), no names"),
        );
        Ok(invoice)
    }

    pub async fn client_sees(&self) -> Result<String, SetupError> {
        let path = format!("/referrals/{}", self.case);
        let seen = self.clinic.get(&self.client, &path).await?.expect(200)?.json();
        Ok(seen["status"].as_str().unwrap_or_default().to_owned())
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
}
