//! Worklists and assigning: whose cases are whose, in which order, and who gets the next one.

use crate::house::{born_years_ago, introduced, of_tern, on_stack};
use serde_json::{Value, json};
use testkit::Clinic;
use testkit::journey::{INTRODUCTION, NURSE};

async fn list(clinic: &Clinic, who: &str, list: &str) -> Vec<String> {
    let (mut path, mut cases) = (format!("/cases?list={list}"), Vec::new());
    loop {
        let page = clinic.get(who, &path).await.unwrap().expect(200).unwrap().json();
        let found = page["cases"].as_array().unwrap();
        cases.extend(found.iter().map(|line| line["case"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(cursor) => path = format!("/cases?list={list}&cursor={cursor}"),
            None => return cases,
        }
    }
}

#[test]
fn a_new_case_is_nobodys_then_the_nurses_then_covered() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "on.the.lists@home.example");
        journey.refer().await.unwrap();
        let case = &journey.case.clone();
        assert!(list(clinic, "dipa", "unassigned").await.contains(case));
        assert!(!list(clinic, "dipa", "mine").await.contains(case));
        let path = format!("/cases/{case}/assign");
        clinic.post("dipa", &path, &json!({"nurse": "dipa"})).await.unwrap().expect(200).unwrap();
        assert!(list(clinic, "dipa", "mine").await.contains(case));
        assert!(!list(clinic, "dipa", "unassigned").await.contains(case));
        let until = journey.now().checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
        let cover = json!({"nurse": "ben", "until": until});
        let path = format!("/cases/{case}/cover");
        clinic.post("dipa", &path, &cover).await.unwrap().expect(200).unwrap();
        assert!(list(clinic, "ben", "covered").await.contains(case));
        journey.minutes_later(60).unwrap();
        assert!(!list(clinic, "ben", "covered").await.contains(case));
        let stop = json!({"code": "other", "reason": "it was a test"});
        let path = format!("/cases/{case}/stop");
        clinic.post("dipa", &path, &stop).await.unwrap().expect(200).unwrap();
        assert!(!list(clinic, "dipa", "mine").await.contains(case));
    });
}

#[test]
fn a_list_that_there_is_not_and_a_cursor_of_another_are_refused() {
    on_stack(async |clinic| {
        let ask = async |who: &str, query: &str| {
            clinic.get(who, &format!("/cases?{query}")).await.unwrap()
        };
        assert_eq!(ask(NURSE, "list=everything").await.code(), "bad-field");
        assert_eq!(ask(NURSE, "waiting_for=member").await.status, 200);
        // The log's cursor is one for a case, and no worklist's.
        let cursor = "30".repeat(20);
        for query in [format!("cursor={cursor}"), "cursor=zz".to_owned(), "cursor=%00".to_owned()] {
            let refused = ask(NURSE, &query).await;
            assert_eq!((refused.status, refused.code().as_str()), (400, "bad-field"), "{query}");
        }
    });
}

#[test]
fn the_nurse_with_the_skills_or_the_least_to_do_gets_the_next_case() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "next.one@home.example");
        journey.refer().await.unwrap();
        let mut loads = Vec::new();
        for nurse in ["asha", "ben", "chloe", "dipa"] {
            loads.push((list(clinic, nurse, "mine").await.len(), nurse));
        }
        let (_, least) = loads.iter().min().unwrap();
        let path = format!("/cases/{}/assign", journey.case);
        let by_load = json!({"by": "load"});
        clinic.post(NURSE, &path, &by_load).await.unwrap().expect(200).unwrap();
        assert!(list(clinic, least, "mine").await.contains(&journey.case), "{loads:?}");

        // A child's case goes to the nurse who is trained for it, however much she has to do.
        let mut child = of_tern(clinic, "parent.of.one@home.example");
        child.referral["member"]["birth_date"] = json!(born_years_ago(&child, 11));
        child.refer().await.unwrap();
        let path = format!("/cases/{}/assign", child.case);
        clinic.post("lead", &path, &by_load).await.unwrap().expect(200).unwrap();
        assert!(list(clinic, "chloe", "mine").await.contains(&child.case));
        for wrong in [json!({}), json!({"nurse": "ben", "by": "load"}), json!({"by": "luck"})] {
            let refused = clinic.post("lead", &path, &wrong).await.unwrap();
            assert_eq!(refused.code(), "bad-field", "{wrong}");
        }
    });
}

#[test]
fn the_timeline_tells_in_words_what_happened_and_a_note_is_followed_by_its_correction() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "in.words@home.example");
        journey.to_consent().await.unwrap();
        journey.nurse("notes", &json!({"note": "PLANTED-NEED: left knee"})).await.unwrap();
        let path = format!("/cases/{}/timeline", journey.case);
        let told = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let last = |told: &Value| told["events"].as_array().unwrap().last().unwrap().clone();
        let note = last(&told);
        assert_eq!(note["what"], "A note was added");
        assert_eq!(note["words"]["words"], "PLANTED-NEED: left knee");
        let correction = json!({"note": "PLANTED-NEED: right knee", "corrects": note["sheet"]});
        journey.nurse("notes", &correction).await.unwrap();
        let told = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(last(&told)["what"], "A note was followed by a correction");
        let words: Vec<&Value> =
            told["events"].as_array().unwrap().iter().map(|it| &it["words"]["words"]).collect();
        assert!(words.iter().any(|it| **it == "PLANTED-NEED: left knee"), "the note is gone");
        // Only a note is corrected, and no other sheet of the case.
        let task = json!({"task": "PLANTED-NEED: ask for the scan"});
        journey.nurse("tasks", &task).await.unwrap();
        let told = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let other = last(&told)["sheet"].as_str().unwrap().to_owned();
        let path_of_notes = format!("/cases/{}/notes", journey.case);
        for sheet in ["no-such-sheet", &other] {
            let foreign = json!({"note": "x", "corrects": sheet});
            let refused = clinic.post(NURSE, &path_of_notes, &foreign).await.unwrap();
            assert_eq!(refused.code(), "no-such-note");
        }
    });
}

#[test]
fn a_complaint_is_made_on_a_page_answered_by_the_lead_and_shown_to_nobody_else() {
    on_stack(async |clinic| {
        let email = "not.content@home.example";
        let journey = introduced(clinic, email).await;
        let subject = INTRODUCTION;
        let mut member = journey.follow(email, subject).await.unwrap();
        let mark = testkit::mailbox::count(&clinic.stack.aws).await.unwrap();
        let page = format!("/complaint/{}", member.selector());
        let words = "PLANTED-NEED: nobody rang me back";
        member.get(&page).await.unwrap().expect(200).unwrap();
        let kept = member.press(&page, &[("complaint", words)]).await.unwrap().expect(200).unwrap();
        assert!(kept.body.contains("has reached us"));
        for to in ["asha.rahman@nurses.example", "ruth.adeyemi@nurses.example"] {
            let mail = clinic.mail(to, "A complaint has been made", mark).await.unwrap();
            assert!(!mail.body_text.contains("PLANTED"));
        }
        // Clinical content is shown once there is consent; a complaint and its task at once.
        let path = format!("/cases/{}", journey.case);
        let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(shown["tasks"][0]["kind"]["kind"], "answer-complaint", "{shown}");
        assert!(shown["complaints"].to_string().contains("nobody rang me back"), "{shown}");
        let log = journey.log().await.unwrap();
        let made = log.iter().find(|line| line["name"] == "casework-complaint-made").unwrap();
        assert!(made.get("event").is_none());
        let words = json!({"party": "member", "complaint": "PLANTED-NEED: and by phone"});
        journey.nurse("complaints", &words).await.unwrap();
        let nobody = json!({"party": "landlord", "complaint": "x"});
        let refused = clinic.post(NURSE, &format!("{path}/complaints"), &nobody).await.unwrap();
        assert_eq!(refused.code(), "bad-field");

        // A session that is over loses nobody's words.
        let lost =
            clinic.visitor(&page).post(&page, &[("complaint", "they are still there")]).await;
        let lost = lost.unwrap().expect(410).unwrap();
        assert!(lost.body.contains("was not sent") && lost.body.contains("they are still there"));

        // The clinical lead answers the first; the second still waits.
        let answer = json!({"answer": "PLANTED-ANSWER: we are sorry, and Asha rings today"});
        let complaint = made_first(&shown["complaints"]);
        let answered = format!("{path}/complaints/{complaint}/answer");
        assert_eq!(clinic.post("ben", &answered, &answer).await.unwrap().status, 404);
        clinic.post("lead", &answered, &answer).await.unwrap().expect(200).unwrap();
        let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let open = shown["complaints"].to_string();
        assert!(open.contains("and by phone") && !open.contains("nobody rang"), "{open}");
        for subject in ["We have received your complaint", "We have answered your complaint"] {
            let mail = clinic.mail(email, subject, mark).await.unwrap();
            assert!(mail.link().is_some() && !mail.body_text.contains("PLANTED"));
        }
        let read = member.get(&page).await.unwrap().expect(200).unwrap();
        assert!(read.body.contains("PLANTED-ANSWER: we are sorry"), "{}", read.body);
        let again = clinic.post("lead", &answered, &answer).await.unwrap();
        assert_eq!(again.code(), "not-found");
        let log = journey.log().await.unwrap();
        assert_eq!(log.last().unwrap()["name"], "casework-complaint-answered");
    });
}

/// The id of the one complaint that there is.
fn made_first(complaints: &Value) -> String {
    complaints.as_object().unwrap().keys().next().unwrap().clone()
}
