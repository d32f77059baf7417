//! The nurse's work: cover, urgent, pause, tasks, the log that verifies, and sheets that open only
//! where they were sealed.

use crate::house::{after_the_walk, of_tern, on_stack};
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};
use std::collections::HashMap;
use testkit::journey::NURSE;
use testkit::{Clinic, Journey, mailbox};

async fn shown(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let path = format!("/cases/{}", journey.case);
    clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json()
}

#[test]
fn a_colleague_acts_while_they_cover_and_no_longer() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "covered.case@home.example");
        journey.to_consent().await.unwrap();
        let path = format!("/cases/{}", journey.case);
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 404);
        let until = journey.now().checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
        journey.nurse("cover", &json!({"nurse": "ben", "until": until})).await.unwrap();
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 200);
        journey.minutes_later(60).unwrap();
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 404);
        let nobody = json!({"nurse": "finance", "until": until});
        let refused = clinic.post(NURSE, &format!("{path}/cover"), &nobody).await.unwrap();
        assert_eq!(refused.code(), "bad-field");
    });
}

#[test]
fn a_case_is_urgent_waits_goes_on_and_has_tasks() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "busy.case@home.example");
        journey.to_consent().await.unwrap();
        journey.nurse("urgent", &json!({})).await.unwrap();
        let worklist = clinic.get(NURSE, "/cases").await.unwrap().expect(200).unwrap().json();
        assert_eq!(worklist["cases"][0]["case"], journey.case, "the urgent one is not first");

        journey.nurse("pause", &json!({"reason": "PLANTED-NEED: on holiday"})).await.unwrap();
        let path = format!("/cases/{}/pause", journey.case);
        let again = clinic.post(NURSE, &path, &json!({"reason": "again"})).await.unwrap();
        assert_eq!(again.code(), "already-paused");
        journey.nurse("resume", &json!({})).await.unwrap();

        journey.nurse("tasks", &json!({"task": "PLANTED-NEED: ring the ward"})).await.unwrap();
        let tasks = shown(clinic, &journey).await["own_tasks"].clone();
        let (task, words) = tasks.as_object().unwrap().iter().next().unwrap();
        assert_eq!(words["words"], "PLANTED-NEED: ring the ward");
        journey.nurse(&format!("tasks/{task}/done"), &json!({})).await.unwrap();
        assert_eq!(shown(clinic, &journey).await["own_tasks"], json!({}));
    });
}

#[test]
fn an_urgent_concern_reaches_the_nurse_at_once_and_waits_for_no_release() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "in.danger@home.example");
        journey.to_hand_over().await.unwrap();
        let address = journey.specialist_email();
        let mut specialist =
            journey.follow(&address, "The records are ready for you").await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let desk = specialist.at.clone();
        let words = [("concern", "PLANTED-ANSWER: stop the drug today")];
        let shown = specialist.submit(&format!("{desk}/concern"), &words).await.unwrap();
        assert!(shown.body.contains("has reached the nurse"));
        let nurse = "asha.rahman@nurses.example";
        let mail = clinic.mail(nurse, "Urgent: a concern has been raised", mark).await.unwrap();
        assert!(!mail.body_text.contains("PLANTED"));
        assert!(mail.body_text.contains(&format!("/cases/{}", journey.case)), "{}", mail.body_text);

        let path = format!("/cases/{}/concerns", journey.case);
        assert_eq!(clinic.get("ben", &path).await.unwrap().status, 404);
        let seen = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(seen["open"][0]["words"]["words"], words[0].1);
        let concern = seen["open"][0]["concern"].as_str().unwrap();
        let shown = clinic.get(NURSE, &format!("/cases/{}", journey.case)).await.unwrap().json();
        let task = &shown["tasks"][0];
        assert_eq!(task["kind"]["kind"], "answer-concern", "{shown}");
        assert!(task["due"].as_str() > task["since"].as_str());
        let path_of_answer = format!("{path}/{concern}/answer");
        let mut answer =
            json!({"answer": "PLANTED-ANSWER: phoned the member and the ward", "phoned": []});
        let silent = clinic.post(NURSE, &path_of_answer, &answer).await.unwrap();
        assert_eq!(silent.code(), "nobody-phoned");
        answer["phoned"] = json!([{"party": "member", "at": journey.now().to_string()}]);
        journey.nurse(&format!("concerns/{concern}/answer"), &answer).await.unwrap();
        let seen = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(seen["open"], json!([]));
    });
}

#[test]
fn the_log_of_a_whole_journey_verifies_and_an_edit_in_the_table_is_named() {
    after_the_walk(async |clinic, walked| {
        let path = format!("/cases/{}/verify", walked.case);
        let whole = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(whole["whole"], true, "{whole}");

        let mut journey = of_tern(clinic, "edited.log@home.example");
        journey.to_consent().await.unwrap();
        let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
        let key = keyed(&journey.case, "EVENT#000003");
        let edit = client
            .update_item()
            .table_name(clinic.stack.output("CasesTable"))
            .set_key(Some(key))
            .update_expression("SET #record = :edited")
            .expression_attribute_names("#record", "record")
            .expression_attribute_values(":edited", AttributeValue::S("{}".to_owned()));
        edit.send().await.unwrap();
        let path = format!("/cases/{}/verify", journey.case);
        let broken = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(broken["broken"], json!([{"sequence": 3, "how": "edited"}]));
    });
}

fn keyed(case: &str, sk: &str) -> HashMap<String, AttributeValue> {
    let text = |value: String| AttributeValue::S(value);
    [("pk".to_owned(), text(format!("CASE#{case}"))), ("sk".to_owned(), text(sk.to_owned()))].into()
}

#[test]
fn a_sheet_moved_to_another_case_or_place_does_not_open() {
    on_stack(async |clinic| {
        let mut one = of_tern(clinic, "sealed.one@home.example");
        one.to_consent().await.unwrap();
        let mut other = of_tern(clinic, "sealed.other@home.example");
        other.to_consent().await.unwrap();
        for journey in [&mut one, &mut other] {
            journey.nurse("notes", &json!({"note": "PLANTED-NEED: left knee"})).await.unwrap();
        }
        let client = aws_sdk_dynamodb::Client::new(&clinic.stack.owner().config);
        let table = clinic.stack.output("SheetsTable");
        let sheets = async |case: &str| -> Vec<HashMap<String, AttributeValue>> {
            let pk = AttributeValue::S(format!("CASE#{case}"));
            let query = client.query().table_name(table).key_condition_expression("pk = :pk");
            query.expression_attribute_values(":pk", pk).send().await.unwrap().items.unwrap()
        };
        let put = async |item: HashMap<String, AttributeValue>| {
            client.put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
        };
        let (own, foreign) = (sheets(&one.case).await, sheets(&other.case).await);
        let details = own.iter().map(|it| it["sealed"].as_b().unwrap().as_ref().len());
        assert!(details.count() >= 3, "the case has too few sheets to swap");
        let path = format!("/cases/{}", one.case);
        // Into every place of the case: the other case's bytes, and the case's own next sheet.
        for (place, item) in own.iter().enumerate() {
            for moved in [&foreign[place], &own[(place + 1) % own.len()]] {
                let mut swapped = item.clone();
                swapped.insert("sealed".to_owned(), moved["sealed"].clone());
                put(swapped).await;
            }
            let answer = clinic.get(NURSE, &format!("{path}/consent")).await.unwrap();
            let page = clinic.get(NURSE, &path).await.unwrap();
            let told = clinic.get(NURSE, &format!("{path}/timeline")).await.unwrap();
            let broken = [&answer, &page, &told].iter().any(|answer| answer.status == 500);
            assert!(broken || is_copy(item), "{place}");
            assert!(!page.body.contains("sealed.other") && !answer.body.contains("sealed.other"));
            put(item.clone()).await;
        }
        assert_eq!(clinic.get(NURSE, &path).await.unwrap().status, 200);
    });
}

/// The signed copy is opened by the member's download alone.
fn is_copy(item: &HashMap<String, AttributeValue>) -> bool {
    item["sk"].as_s().unwrap().starts_with("aside#contact#")
}
