//! Consent: signed, kept, changed, recorded by the nurse, reminded of, lapsed, and taken back.

use crate::house::{introduced, of_tern, on_stack, written};
use domain::calendar::{Nation, add_working_days, at_london, london};
use domain::clock::MORNING;
use domain::question::Stage;
use jiff::ToSpan;
use jiff::civil::time;
use serde_json::{Value, json};
use store::Directory;
use testkit::clinic::Visitor;
use testkit::journey::{DOCTOR_EMAIL, NURSE};
use testkit::{Clinic, Journey, mailbox};

const INTRODUCTION: &str = "An appointment with our nurse team";

async fn count(clinic: &Clinic, email: &str, subject: &str) -> usize {
    let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
    let fits = |mail: &&mailbox::Mail| mail.to == [email.to_owned()] && mail.subject == subject;
    mails.iter().filter(fits).count()
}

async fn names(journey: &Journey<'_>) -> Vec<String> {
    let log = journey.log().await.unwrap();
    log.iter().map(|line| line["name"].as_str().unwrap().to_owned()).collect()
}

async fn shown(clinic: &Clinic, journey: &Journey<'_>) -> Value {
    let path = format!("/cases/{}/consent", journey.case);
    clinic.get(NURSE, &path).await.unwrap().expect(200).unwrap().json()
}

#[test]
fn a_form_with_anything_missing_signs_nothing() {
    on_stack(async |clinic| {
        let email = "half.signed@home.example";
        let journey = introduced(clinic, email).await;
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let page = member.at.clone();
        let before = written(clinic).await;
        let whole = [
            ("statement", "2"),
            ("scope", "collect"),
            ("delay", "known"),
            ("signatory", "member"),
            ("name", "Maria Plantsworth"),
        ];
        let without = |field: &str| -> Vec<(&str, &str)> {
            whole.iter().filter(|(name, _)| *name != field).copied().collect()
        };
        let with = |field: &str, value: &'static str| -> Vec<(&str, &str)> {
            let change = |(name, old): &(&'static str, &'static str)| {
                (*name, if *name == field { value } else { *old })
            };
            whole.iter().map(change).collect()
        };
        for (form, status) in [
            (without("statement"), 400),
            (with("statement", "1"), 409),
            (with("statement", "99"), 409),
            (without("scope"), 422),
            (with("scope", "report-to-gp"), 422),
            (with("scope", "everything"), 400),
            (without("delay"), 422),
            (without("signatory"), 400),
            (with("signatory", "parent"), 409),
            (with("signatory", "representative"), 422),
            (without("name"), 400),
            (with("name", "   "), 400),
            (with("name", "Maria\u{202e}Plantsworth"), 400),
        ] {
            let answer = member.post(&page, &form).await.unwrap();
            assert_eq!(answer.status, status, "{form:?}: {}", answer.body);
        }
        assert_eq!(written(clinic).await, before);
        member.submit(&page, &whole).await.unwrap();
        // A double click signs nothing more and leads to the same page; nor does another session.
        let signed = written(clinic).await;
        member.submit(&page, &whole).await.unwrap();
        assert_eq!(written(clinic).await[..3], signed[..3]);
        let mut other = journey.follow(email, INTRODUCTION).await.unwrap();
        let page = format!("/consent/{}", other.selector());
        assert_eq!(other.post(&page, &whole).await.unwrap().status, 409);
    });
}

#[test]
fn a_child_is_signed_for_and_a_representative_says_by_what_right() {
    on_stack(async |clinic| {
        let email = "parent.of@home.example";
        let mut journey = of_tern(clinic, email);
        journey.referral["member"]["birth_date"] = "2015-05-05".into();
        journey.refer().await.unwrap();
        journey.introduce().await.unwrap();
        let mut parent = journey.follow(email, INTRODUCTION).await.unwrap();
        let page = parent.at.clone();
        let form = parent.get(&page).await.unwrap().expect(200).unwrap();
        assert!(form.body.contains("parental responsibility"));
        assert!(!form.body.contains("I sign for myself"));
        let sign = |signatory: &'static str, capacity: &'static str| {
            [
                ("statement", "2"),
                ("scope", "collect"),
                ("delay", "known"),
                ("signatory", signatory),
                ("capacity", capacity),
                ("name", "Paula Plantsworth"),
            ]
        };
        assert_eq!(parent.post(&page, &sign("member", "")).await.unwrap().status, 422);
        assert_eq!(parent.post(&page, &sign("representative", "")).await.unwrap().status, 422);
        parent.submit(&page, &sign("representative", "deputy")).await.unwrap();
        let consent = shown(clinic, &journey).await["consent"].clone();
        assert_eq!(consent["capacity"], "deputy");
        assert_eq!(consent["signed_by"], "Paula Plantsworth");
    });
}

#[test]
fn what_was_signed_is_kept_as_a_paper_and_the_statement_as_it_was() {
    on_stack(async |clinic| {
        let email = "keeps.copies@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_consent().await.unwrap();
        let mail = clinic.mail(email, "We have kept your answer", 0).await.unwrap();
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let own = member.my_case();
        let page = member.get(&own).await.unwrap().expect(200).unwrap();
        let copy = link_with(&page.body, "/copies/");
        let paper = member.get(&copy).await.unwrap().expect(200).unwrap();
        assert_eq!(paper.header("content-type"), Some("application/pdf"));
        assert_eq!(paper.header("content-disposition"), Some("attachment; filename=\"copy.pdf\""));
        assert!(paper.body.starts_with("%PDF-"), "not a PDF");
        let statement = member.get(&format!("{own}/statement")).await.unwrap().expect(200).unwrap();
        assert!(statement.body.contains("Version 2"));

        // Another case's copy, or any other sheet, is nothing here.
        let foreign = format!("{own}/copies/7b0c2d1e-aaaa-4bbb-8ccc-1234567890ab");
        assert_eq!(member.get(&foreign).await.unwrap().status, 404);
        let narrowed = [("scope", "collect"), ("name", "Maria Plantsworth")];
        let changed = member.submit(&format!("{own}/change"), &narrowed).await.unwrap();
        assert_eq!(changed.body.matches("/copies/").count(), 2);
        assert!(!changed.body.contains("when I say so"));
    });
}

fn link_with(page: &str, part: &str) -> String {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.into_iter().find(|link| link.contains(part)).unwrap().to_owned()
}

#[test]
fn what_a_member_no_longer_allows_stops_at_once() {
    on_stack(async |clinic| {
        let email = "narrows.it@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let page = doctor.at.clone();
        doctor.get(&page).await.unwrap().expect(200).unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let change = format!("{}/change", member.my_case());
        let only_show = [("scope", "show"), ("name", "Maria Plantsworth")];
        member.submit(&change, &only_show).await.unwrap();
        assert_eq!(doctor.get(&page).await.unwrap().status, 410);
        for (verb, form) in
            [("go-ahead", [("answer", "confirm")]), ("uploads", [("item", "letters")])]
        {
            let answer = doctor.post(&format!("{page}/{verb}"), &form).await.unwrap();
            assert_eq!(answer.status, 403, "{verb}");
        }
        // The nurse may take away on the member's word, and give nothing.
        let case = format!("/cases/{}/consent/change", journey.case);
        let more = json!({"scopes": ["show", "collect"], "name": "Maria Plantsworth"});
        let refused = clinic.post(NURSE, &case, &more).await.unwrap();
        assert_eq!(refused.code(), "only-the-member-allows-more");
        let less = json!({"scopes": [], "name": "Maria Plantsworth"});
        clinic.post(NURSE, &case, &less).await.unwrap().expect(200).unwrap();
        assert_eq!(shown(clinic, &journey).await["consent"]["copies"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn a_withdrawal_names_who_had_seen_what_and_frees_the_appointment() {
    on_stack(async |clinic| {
        let email = "withdraws.late@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_hand_over().await.unwrap();
        journey.review().await.unwrap();
        let (chosen, now) = (journey.specialist.parse().unwrap(), journey.now());
        let free = async || {
            let table = clinic.stack.output("DirectoryTable").to_owned();
            let directory = Directory::new(&clinic.stack.owner(), table);
            directory.free_slots(&chosen, now).await.unwrap()
        };
        let before = free().await;
        journey.book().await.unwrap();
        assert_ne!(free().await, before);
        let address = journey.specialist_email();
        let mut specialist =
            journey.follow(&address, "The records are ready for you").await.unwrap();
        let desk = specialist.at.clone();
        specialist.get(&desk).await.unwrap().expect(200).unwrap();
        let mut chooser =
            journey.follow(email, "There is something for you to choose").await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();

        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let own = member.my_case();
        let asked = member.get(&format!("{own}/withdraw")).await.unwrap().expect(200).unwrap();
        assert!(asked.body.contains("We then stop at once"));
        let receipt =
            member.post(&format!("{own}/withdraw"), &[]).await.unwrap().expect(200).unwrap();
        // A session for another purpose is not the one that withdrew.
        let foreign = format!("{}/withdraw", chooser.my_case());
        assert_eq!(chooser.post(&foreign, &[]).await.unwrap().status, 410);
        // A double click gets the same answer, and does nothing more.
        let again = member.post(&format!("{own}/withdraw"), &[]).await.unwrap();
        assert_eq!((again.status, &again.body), (200, &receipt.body));
        for named in [
            "Dr Jane Whitfield (your own doctor)",
            "(specialist)",
            "an anonymous brief",
            "medical records",
        ] {
            assert!(receipt.body.contains(named), "{named} is not in {}", receipt.body);
        }
        // Everyone is out, the member too; nothing more can be done to the case.
        assert_eq!(member.get(&own).await.unwrap().status, 410);
        assert_eq!(specialist.get(&desk).await.unwrap().status, 410);
        let review = [("mode", "telephone")];
        let again = specialist.post(&format!("{desk}/review"), &review).await.unwrap();
        assert_eq!(again.status, 410);
        for (path, body) in [
            (
                "appointment",
                json!({"starts": "2027-01-04T14:00:00Z", "quarters": 1, "mode": "video"}),
            ),
            ("records", json!({"doctor": "d-1"})),
            ("report/release", json!({"call": "not-offered"})),
            ("questions", json!({"question": "one more"})),
        ] {
            let path = format!("/cases/{}/{path}", journey.case);
            let answer = clinic.post(NURSE, &path, &body).await.unwrap();
            assert!([403, 409, 422].contains(&answer.status), "{path}: {}", answer.body);
        }
        // The hours are free again, and the specialist knows no more than that.
        let cancelled = clinic.mail(&address, "Your appointment is cancelled", mark).await.unwrap();
        assert!(cancelled.link().is_none() && !cancelled.body_text.contains("withdr"));
        let began = std::time::Instant::now();
        while free().await != before {
            assert!(began.elapsed().as_secs() < 30, "the slot is still held");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        // The receipt, the copy and the report's place stay the member's, by a fresh link and code.
        let mail = clinic.mail(email, "We have stopped", mark).await.unwrap();
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let page = member.at.clone();
        let kept = member.get(&page).await.unwrap().expect(200).unwrap();
        assert!(kept.body.contains("Receipt") && kept.body.contains("medical records"));
        let copy = link_with(&kept.body, "/copies/");
        assert!(member.get(&copy).await.unwrap().expect(200).unwrap().body.starts_with("%PDF-"));
        let log = names(&journey).await;
        assert_eq!(log[log.len() - 2..], ["consent-withdrawn", "scheduling-appointment-cancelled"]);
    });
}

#[test]
fn a_withdrawal_wins_or_loses_against_every_other_writer_and_never_in_between() {
    on_stack(async |clinic| {
        let email = "races.all@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let asked = "A request about one of your patients";
        let doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let withdraw = format!("{}/withdraw", member.my_case());
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();

        let nurse = async |path: &str, body: Value| {
            let path = format!("/cases/{}/{path}", journey.case);
            clinic.post(NURSE, &path, &body).await.unwrap().status
        };
        let upload = async |visitor: &Visitor<'_>, item: &str| {
            let mut visitor = visitor.clone();
            let path = format!("{}/uploads", visitor.at);
            let dated = journey.dated();
            let form = [("item", item), ("dated", dated.as_str())];
            visitor.post(&path, &form).await.unwrap().status
        };
        let matches = clinic.get(NURSE, &format!("/cases/{}/matches", journey.case)).await.unwrap();
        let matches = matches.expect(200).unwrap().json();
        let ids: Vec<&Value> = matches["matches"]
            .as_array()
            .unwrap()
            .iter()
            .take(3)
            .map(|it| &it["specialist"])
            .collect();
        let others = futures::future::join5(
            nurse("questions", json!({"question": "PLANTED-QUESTION"})),
            nurse("offer", json!({"specialists": ids})),
            nurse("notes", json!({"note": "PLANTED-NEED"})),
            upload(&doctor, "letters"),
            upload(&doctor, "description"),
        );
        let withdrawn = async {
            member.post(&withdraw, &[]).await.unwrap().expect(200).unwrap();
        };
        let (statuses, ()) = futures::future::join(others, withdrawn).await;
        let told = format!("{statuses:?}");
        // Whatever was accepted came first; after the withdrawal nothing was written but its own.
        let log = names(&journey).await;
        let at = log.iter().position(|name| name == "consent-withdrawn").unwrap();
        assert_eq!(at, log.len() - 1, "{log:?} {told}");
        clinic.mail(email, "We have stopped", mark).await.unwrap();
        of_tern(clinic, "marks.the.end@home.example").refer().await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let stopped =
            mails.iter().position(|mail| mail.subject == "We have stopped" && mail.to == [email]);
        let later = &mails[stopped.unwrap() + 1..];
        let of_case = |mail: &&mailbox::Mail| mail.to == [email] || mail.to == [DOCTOR_EMAIL];
        assert_eq!(later.iter().filter(of_case).count(), 0, "{later:?}");
    });
}

#[test]
fn consent_on_paper_counts_with_its_scan_and_not_before() {
    on_stack(async |clinic| {
        let email = "signs.on.paper@home.example";
        let journey = introduced(clinic, email).await;
        let form = journey.nurse_creates("consent/scan", &json!({})).await.unwrap();
        let scan = form["document"].as_str().unwrap().to_owned();
        let record = json!({
            "statement": 2,
            "scopes": ["collect", "show"],
            "knows_of_delay": true,
            "signatory": "member",
            "name": "Maria Plantsworth",
            "heard": "on-paper",
            "scan": scan,
        });
        let path = format!("/cases/{}/consent", journey.case);
        let early = clinic.post(NURSE, &path, &record).await.unwrap();
        assert_eq!((early.status, early.code().as_str()), (409, "scan-not-clean"));
        clinic.send_file(&form, b"%PDF-1.4\n% the signed form\n%%EOF\n".to_vec()).await.unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
        let mut unsaid = record.clone();
        unsaid["knows_of_delay"] = false.into();
        let refused = clinic.post(NURSE, &path, &unsaid).await.unwrap();
        assert_eq!(refused.code(), "delay-not-acknowledged");
        clinic.post(NURSE, &path, &record).await.unwrap().expect(200).unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "in-progress");
        let mail = clinic.mail(email, "We have kept your answer", 0).await.unwrap();
        let mut member = clinic.follow(mail.link().unwrap(), email).await.unwrap();
        let page = member.at.clone();
        assert!(member.get(&page).await.unwrap().body.contains("Maria Plantsworth"));
        // The nurse withdraws on the member's word, by phone.
        journey.nurse("consent/withdraw", &json!({})).await.unwrap();
        assert_eq!(journey.client_sees().await.unwrap(), "closed");
        clinic.mail(email, "We have stopped", 0).await.unwrap();
    });
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
                journey.run_clock().await.unwrap();
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
        let said = member.post(&decline, &[]).await.unwrap().expect(200).unwrap();
        assert!(said.body.contains("your employer is not told why"));
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
        let mut answers = Vec::new();
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
