//! A member who does not answer, and how a case looks to the client when it has ended.

use crate::consent::names;
use crate::house::{introduced, of_tern, on_stack};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use domain::calendar::{Nation, add_working_days, at_london, london};
use domain::due::MORNING;
use domain::question::Stage;
use jiff::ToSpan;
use jiff::civil::time;
use serde_json::json;
use testkit::journey::INTRODUCTION;
use testkit::{Clinic, mailbox};

async fn count(clinic: &Clinic, email: &str, subject: &str) -> usize {
    let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
    let fits = |mail: &&mailbox::Mail| mail.to == [email.to_owned()] && mail.is_about(subject);
    mails.iter().filter(fits).count()
}

#[test]
fn reminders_leave_at_ten_on_the_second_fifth_and_tenth_day_and_then_it_lapses() {
    on_stack(async |clinic| {
        let email = "never.answers@home.example";
        let mut journey = introduced(clinic, email).await;
        let reminder = "We have not heard from you yet";
        // Introduced on a Monday at two past nine; working days are those of the client's nation.
        let monday = london(journey.now()).date();
        for (days, reminders) in [(1, 0), (2, 1), (5, 2), (10, 3)] {
            let day = add_working_days(monday, days, Nation::Scotland);
            for (moment, noted) in [(time(9, 59, 0, 0), reminders.max(1) - 1), (MORNING, reminders)]
            {
                journey.move_to(at_london(day, moment)).unwrap();
                let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
                journey.run_clock().await.unwrap();
                // It has left before time moves on: one that is heard after the lapse is no longer due.
                if moment == MORNING && reminders > 0 {
                    clinic.mail(email, reminder, mark).await.unwrap();
                }
                let log = names(&journey).await;
                let count = log.iter().filter(|name| *name == "consent-reminded").count();
                assert_eq!(count, noted, "{days} days on, at {moment}");
            }
        }
        // It lapses at the end of the twenty-first day, and not a minute before.
        let last = monday.checked_add(21.days()).unwrap();
        journey.move_to(at_london(last, time(23, 59, 0, 0))).unwrap();
        journey.run_clock().await.unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "with-the-member");
        journey.minutes_later(1).unwrap();
        journey.run_clock().await.unwrap();
        assert_eq!(names(&journey).await.last().unwrap(), "consent-lapsed");
        assert_eq!(journey.client_sees().await.unwrap(), "with-the-member");
        journey.after_the_month().unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "closed");
        // Once a later letter has come, an earlier one would have.
        of_tern(clinic, "after.the.lapse@home.example").refer().await.unwrap();
        assert_eq!(count(clinic, email, reminder).await, 3);
    });
}

#[test]
fn reminders_stop_the_moment_the_member_answers() {
    on_stack(async |clinic| {
        let email = "answers.at.last@home.example";
        let mut journey = introduced(clinic, email).await;
        journey.later(2, time(10, 0, 0, 0)).unwrap();
        journey.run_clock().await.unwrap();
        clinic.mail(email, "We have not heard from you yet", 0).await.unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let decline = format!("{}/decline", member.at);
        let said = member.press(&decline, &[]).await.unwrap().expect(200).unwrap();
        assert!(said.body.contains("Your employer is not told why"));
        journey.later(10, time(10, 0, 0, 0)).unwrap();
        journey.run_clock().await.unwrap();
        of_tern(clinic, "after.the.answer@home.example").refer().await.unwrap();
        assert_eq!(count(clinic, email, "We have not heard from you yet").await, 1);
        assert_eq!(names(&journey).await.last().unwrap(), "consent-declined");
    });
}

#[test]
fn a_client_cannot_tell_the_ways_apart_in_which_a_case_ended() {
    on_stack(async |clinic| {
        let mut ended = Vec::new();
        for stage in [Stage::Declined, Stage::Lapsed, Stage::Withdrawn, Stage::Stopped] {
            let name: &str = stage.into();
            let email = format!("ended.{name}@home.example");
            let mut journey = introduced(clinic, &email).await;
            match stage {
                Stage::Declined => journey.nurse("consent/decline", &json!({})).await.unwrap(),
                Stage::Stopped => {
                    let why = json!({"code": "member-unreachable", "reason": "three calls"});
                    journey.nurse("stop", &why).await.unwrap()
                }
                Stage::Withdrawn => {
                    journey.consent().await.unwrap();
                    journey.nurse("consent/withdraw", &json!({})).await.unwrap()
                }
                _ => {
                    journey.minutes_later(23 * 24 * 60).unwrap();
                    journey.run_clock().await.unwrap();
                    json!({})
                }
            };
            ended.push(journey);
        }
        ended[3].after_the_month().unwrap();
        let mut answers = Vec::new();
        for journey in &ended {
            let path = format!("/referrals/{}", journey.case);
            let seen = clinic.get("tern", &path).await.unwrap().expect(200).unwrap();
            answers.push(told_apart(&seen));
        }
        for other in &answers[1..] {
            assert_eq!(&answers[0], other);
        }
        assert!(answers[0].contains("\"status\":\"closed\""));
    });
}

/// An answer as a client could compare it: the body with its reference and dates taken out, its
/// length, and every header but the gateway's own ids and times.
fn told_apart(answer: &testkit::clinic::Answer) -> String {
    let mut body = answer.json();
    for field in ["reference", "received", "closed"] {
        let value = body[field].as_str().unwrap();
        body[field] = "x".repeat(value.len()).into();
    }
    let own = ["date", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-amz-request-id"];
    let headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !own.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    format!("{} {} {body} {headers:?}", answer.status, answer.body.len())
}

/// The words by which the clock tells that it could not look at a case.
async fn failures(clinic: &Clinic, case: &str) -> usize {
    let log = clinic.stack.function_log(clinic.stack.output("ClockFunction")).await.unwrap();
    let of_case = |line: &&String| line.contains("not looked at") && line.contains(case);
    log.iter().filter(of_case).count()
}

/// Replaces the case as its head has it, and gives what was there before.
async fn refold(clinic: &Clinic, case: &str, folded: &str) -> String {
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
    let update = client.update_item().table_name(clinic.stack.output("CasesTable"));
    let update = update.key("pk", text(&format!("CASE#{case}"))).key("sk", text("CASE"));
    let update = update.update_expression("SET folded = :folded");
    let update = update.expression_attribute_values(":folded", text(folded));
    let before = update.return_values(ReturnValue::UpdatedOld).send().await.unwrap();
    before.attributes.unwrap()["folded"].as_s().unwrap().clone()
}

#[test]
fn a_case_that_cannot_be_looked_at_is_put_off_for_an_hour() {
    on_stack(async |clinic| {
        let mut journey = introduced(clinic, "cannot.be.read@home.example").await;
        let folded = refold(clinic, &journey.case, "{}").await;
        journey.later(2, time(10, 0, 0, 0)).unwrap();
        for (minutes, failed) in [(0, 1), (5, 1), (55, 2)] {
            journey.minutes_later(minutes).unwrap();
            journey.run_clock().await.unwrap();
            assert_eq!(failures(clinic, &journey.case).await, failed, "{minutes} minutes later");
        }
        refold(clinic, &journey.case, &folded).await;
        journey.minutes_later(60).unwrap();
        journey.run_clock().await.unwrap();
        assert_eq!(names(&journey).await.last().unwrap(), "consent-reminded");
    });
}
