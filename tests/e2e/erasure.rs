//! Erasure: what is left of a case, at once and after the sweep; what stops it; and what the clock
//! erases without being asked.

use crate::house::{introduced, of_tern, on_stack};
use crate::privacy::items;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION, NURSE, PLANTED};
use testkit::{Clinic, mailbox};

/// Waits for the certificate of an erasure.
async fn certificate(clinic: &Clinic, case: &str) -> Value {
    let began = Instant::now();
    loop {
        let answer = clinic.get("operator", &format!("/cases/{case}/certificate")).await.unwrap();
        if answer.status == 200 {
            return answer.json();
        }
        assert_eq!(answer.code(), "being-erased", "{}", answer.body);
        assert!(began.elapsed() < Duration::from_secs(60), "the erasure is not through");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Every route that reads something of a case, with that case in it.
fn reading_routes(case: &str) -> Vec<String> {
    let text = std::fs::read_to_string(crate::root().join("infra/openapi.yaml")).unwrap();
    let contract: Value = serde_saphyr::from_str(&text).unwrap();
    let paths = contract["paths"].as_object().unwrap().iter();
    let reads =
        paths.filter(|(path, methods)| path.contains("{id}") && methods.get("get").is_some());
    let with_case = reads.map(|(path, _)| {
        path.replace("{id}", case).replace("{document}", "any").replace("{complaint}", "any")
    });
    with_case.collect()
}

#[test]
fn an_erased_case_gives_nothing_back_by_any_route_object_or_index() {
    on_stack(async |clinic| {
        let email = "to.be.erased@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        let (case, specialist) = (journey.case.clone(), journey.specialist.clone());
        let path = format!("/cases/{case}");
        let subject = INTRODUCTION;
        let mut member = journey.follow(email, subject).await.unwrap();
        let own = member.my_case();
        member.get(&own).await.unwrap().expect(200).unwrap();
        let shown = clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json();
        let document = shown["documents"].as_object().unwrap().keys().next().unwrap().clone();
        let link = clinic.get(NURSE, &format!("{path}/documents/{document}")).await.unwrap();
        let link = link.expect(303).unwrap().header("location").unwrap().to_owned();

        let grounds = json!({"grounds": "lawful-request"});
        let erase = format!("{path}/erase");
        let open = clinic.post("operator", &erase, &grounds).await.unwrap();
        assert_eq!(open.code(), "still-open");
        let stop = json!({"code": "other", "reason": "PLANTED-NEED: on their own wish"});
        journey.nurse("stop", &stop).await.unwrap();
        let before = clinic.get("tern", &format!("/referrals/{case}")).await.unwrap().body;

        // A hold blocks it and says why; only the operator sees it.
        let reason = json!({"reason": "PLANTED-NEED: a claim is pending"});
        let hold = format!("{path}/legal-hold");
        assert_eq!(clinic.post("operator", &hold, &reason).await.unwrap().status, 200);
        let refused = clinic.post("operator", &erase, &grounds).await.unwrap();
        assert_eq!((refused.status, refused.code().as_str()), (409, "legal-hold"));
        let kept = clinic.get("operator", &format!("{path}/retention")).await.unwrap();
        assert!(kept.body.contains("a claim is pending"), "{}", kept.body);
        let lift = format!("{path}/legal-hold/lift");
        clinic.post("operator", &lift, &json!({})).await.unwrap().expect(200).unwrap();
        let early = json!({"grounds": "retention-over"});
        let early = clinic.post("operator", &erase, &early).await.unwrap();
        assert_eq!(early.code(), "retention-not-over");
        let not_erased = clinic.get("operator", &format!("{path}/certificate")).await.unwrap();
        assert_eq!(not_erased.code(), "not-erased");

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        clinic.post("operator", &erase, &grounds).await.unwrap().expect(200).unwrap();
        // At once: no route gives anything back, no link opens, nothing can be done.
        for route in reading_routes(&case) {
            for who in [NURSE, "lead", "operator"] {
                let answer = clinic.get(who, &route).await.unwrap();
                for word in PLANTED.iter().chain(&[email]) {
                    assert!(!answer.body.contains(word), "{route} as {who}: {}", answer.body);
                }
            }
        }
        assert_eq!(clinic.get(NURSE, &path).await.unwrap().status, 404);
        assert_eq!(member.get(&own).await.unwrap().status, 410);
        let again = clinic.post("operator", &erase, &grounds).await.unwrap();
        assert_eq!(again.status, 410);
        let sought = clinic.post(NURSE, "/search", &json!({"email": email})).await.unwrap();
        assert_eq!(sought.json()["cases"], json!([]));
        // The client sees what it saw.
        let after = clinic.get("tern", &format!("/referrals/{case}")).await.unwrap().body;
        assert_eq!(after, before);

        let certificate = certificate(clinic, &case).await;
        assert_eq!(
            (&certificate["keys"], &certificate["documents"]),
            (&json!("destroyed"), &json!(0))
        );
        assert_eq!(certificate["log_whole"], true, "{certificate}");
        assert!(certificate["contents_dropped"].as_u64().unwrap() > 15, "{certificate}");
        assert!(
            !reqwest::get(&link).await.unwrap().status().is_success(),
            "an address still opens"
        );
        for table in ["Cases", "Access", "Keys"] {
            for item in items(clinic, table).await.iter().filter(|item| item.contains(&case)) {
                for word in [specialist.as_str(), "st-anne", "\"110\"", "MEMBER#", "FOUND#"] {
                    // What counts codes and sessions goes by itself within two days.
                    let short = item.contains("CODES#") || item.contains("SESSION#");
                    assert!(short || !item.contains(word), "{word} in {table}: {item}");
                }
            }
        }
        let keys = items(clinic, "Keys").await;
        assert!(!keys.iter().any(|item| item.contains(&case)), "the keys are there");
        let sent = mailbox::all(&clinic.stack.aws).await.unwrap();
        let told = sent[mark..]
            .iter()
            .filter(|mail| mail.to.iter().any(|to| to == email || to == DOCTOR_EMAIL));
        assert_eq!(told.count(), 0, "a mail left after the erasure");
    });
}

#[test]
fn the_clock_erases_what_is_kept_no_longer_and_what_it_would_erase_is_listed_before() {
    on_stack(async |clinic| {
        let email = "said.no.long.ago@home.example";
        let journey = introduced(clinic, email).await;
        journey.nurse("consent/decline", &json!({})).await.unwrap();
        let kept = clinic.get("operator", &format!("/cases/{}/retention", journey.case)).await;
        assert!(kept.unwrap().json()["erasable_from"].is_string());
        let listed = async |query: &str| -> Vec<String> {
            let list = clinic.get("operator", &format!("/retention{query}")).await.unwrap();
            let list = list.expect(200).unwrap().json()["to_erase"].as_array().unwrap().clone();
            list.iter().map(|it| it["case"].as_str().unwrap().to_owned()).collect()
        };
        assert!(!listed("").await.contains(&journey.case));
        let later = journey.now().checked_add(jiff::SignedDuration::from_hours(24 * 91)).unwrap();
        let day = domain::calendar::london(later).date();
        assert!(listed(&format!("?before={day}")).await.contains(&journey.case));
        let wrong = clinic.get("operator", "/retention?before=soon").await.unwrap();
        assert_eq!(wrong.code(), "bad-field");
        assert_eq!(clinic.get(NURSE, "/retention").await.unwrap().code(), "missing-scope");

        journey.move_to(later).unwrap();
        let due = listed("").await;
        assert!(due.contains(&journey.case));
        let answer = clinic
            .stack
            .aws
            .invoke(clinic.stack.output("ClockFunction"), &json!({}))
            .await
            .unwrap();
        assert!(answer["done"].as_u64().unwrap() >= due.len() as u64, "{answer}");
        assert_eq!(listed("").await, Vec::<String>::new());
        for case in due {
            certificate(clinic, &case).await;
        }
    });
}
