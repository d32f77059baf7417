//! Codes and sessions: how long each lasts, what it opens, and how often it may be tried.

use crate::house::{after_the_walk, of_tern, on_stack, written, written_at_rest};
use crate::links::{introduced, typed};
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION};
use testkit::mailbox;

#[test]
fn two_redemptions_at_one_instant_open_one_session_and_a_replay_after_it_none() {
    on_stack(async |clinic| {
        let email = "redeemed@home.example";
        let (_, link) = introduced(clinic, email).await;
        let mut first = clinic.visitor(&link);
        let code = first.ask_for_code(&link, email).await.unwrap();
        let mut second = first.clone();
        let (one, other) = futures::future::join(
            typed(&mut first, &link, &code),
            typed(&mut second, &link, &code),
        )
        .await;
        // They are the same browser's: a double click, which leads to one and the same session.
        let (one, other) = (one.unwrap().expect(303).unwrap(), other.unwrap().expect(303).unwrap());
        assert_eq!(one.header("location"), other.header("location"));
        assert_eq!(first.cookies, second.cookies);
        let session = one.header("location").unwrap().rsplit('/').next().unwrap().to_owned();
        first.clone().submit(&format!("/sessions/{session}/leave"), &[]).await.unwrap();
        let replayed = typed(&mut first, &link, &code).await.unwrap();
        assert_eq!(replayed.status, 410);
        assert!(replayed.body.contains("has opened your page before"));
    });
}

#[test]
fn a_code_lasts_ten_minutes_and_a_session_half_an_hour_idle_and_two_in_all() {
    on_stack(async |clinic| {
        let email = "slow.reader@home.example";
        let (journey, link) = introduced(clinic, email).await;
        let mut visitor = clinic.visitor(&link);
        let code = visitor.ask_for_code(&link, email).await.unwrap();
        journey.minutes_later(10).unwrap();
        let late = typed(&mut visitor, &link, &code).await.unwrap();
        assert_eq!(late.status, 410);
        assert!(late.body.contains("older than ten minutes"));

        let mut idle = clinic.follow(&link, email).await.unwrap();
        let mut busy = clinic.follow(&link, email).await.unwrap();
        let (idle_page, busy_page) = (idle.at.clone(), busy.at.clone());
        for _ in 0..4 {
            journey.minutes_later(29).unwrap();
            busy.get(&busy_page).await.unwrap().expect(200).unwrap();
        }
        let over = idle.get(&idle_page).await.unwrap();
        assert_eq!(over.status, 410);
        assert!(over.body.contains("half an hour without use"));
        journey.minutes_later(5).unwrap();
        assert_eq!(busy.get(&busy_page).await.unwrap().status, 410);
        let before = written_at_rest(clinic).await;
        let form = [("statement", "2"), ("scope", "collect"), ("signatory", "member")];
        assert_eq!(busy.post(&busy_page, &form).await.unwrap().status, 410);
        assert_eq!(busy.post(&format!("{busy_page}/decline"), &[]).await.unwrap().status, 410);
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn a_browser_that_forgot_its_cookie_is_sent_a_new_code_and_never_left_standing() {
    on_stack(async |clinic| {
        let email = "mail.app@home.example";
        let (_, link) = introduced(clinic, email).await;
        let mut visitor = clinic.visitor(&link);
        let lost = visitor.ask_for_code(&link, email).await.unwrap();
        visitor.cookies.clear();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let told = typed(&mut visitor, &link, &lost).await.unwrap().expect(200).unwrap();
        assert!(told.body.contains("we have just sent you a new one"));
        let mail = clinic.mail(email, "Your code", mark).await.unwrap();
        let opened = typed(&mut visitor, &link, mail.code().unwrap()).await.unwrap();
        let page = opened.expect(303).unwrap().header("location").unwrap().to_owned();
        visitor.get(&page).await.unwrap().expect(200).unwrap();
        // Then the session's own cookie is forgotten.
        visitor.cookies.clear();
        let told = visitor.get(&page).await.unwrap();
        assert_eq!(told.status, 410);
        assert!(told.body.contains("does not know you any more") && told.body.contains("tel:"));
    });
}

#[test]
fn five_tries_lock_a_code_and_only_the_newest_works_and_six_a_day_are_enough() {
    on_stack(async |clinic| {
        let email = "locked.out@home.example";
        let (_, link) = introduced(clinic, email).await;
        let mut visitor = clinic.visitor(&link);
        let code = visitor.ask_for_code(&link, email).await.unwrap();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        // What cannot be a code is not a try.
        for _ in 0..5 {
            let short = typed(&mut visitor, &link, "12 34 5").await.unwrap();
            assert!(short.status == 422 && short.body.contains("six digits"), "{}", short.body);
        }
        // Its page has the address of the form: opened again, it leads back to the code.
        let again = visitor.get(&format!("{link}/session")).await.unwrap().expect(303).unwrap();
        assert_eq!(again.header("location"), Some(format!("{link}/code").as_str()));
        for left in [4, 3, 2] {
            let tried = typed(&mut visitor, &link, wrong).await.unwrap();
            let told = format!("You can try {left} more times");
            assert!(tried.status == 422 && tried.body.contains(&told), "{}", tried.body);
        }
        for _ in 0..2 {
            assert_eq!(typed(&mut visitor, &link, wrong).await.unwrap().status, 422);
        }
        // The sixth try fails even with the right digits.
        let locked = typed(&mut visitor, &link, &code).await.unwrap();
        assert_eq!(locked.status, 410);
        assert!(locked.body.contains("it is locked"));
        let old = visitor.ask_for_code(&link, email).await.unwrap();
        let new = visitor.ask_for_code(&link, email).await.unwrap();
        if old != new {
            assert_eq!(typed(&mut visitor, &link, &old).await.unwrap().status, 422);
        }
        assert_eq!(typed(&mut visitor, &link, &new).await.unwrap().status, 303);
        for _ in 0..2 {
            visitor.ask_for_code(&link, email).await.unwrap();
        }
        let newest = visitor.ask_for_code(&link, email).await.unwrap();
        let before = written_at_rest(clinic).await;
        let more = visitor.post(&format!("{link}/code"), &[]).await.unwrap();
        assert_eq!(more.status, 429);
        assert!(more.body.contains("tel:") && more.body.contains("Open my page"));
        assert_eq!(written(clinic).await, before);
        // Whoever did not ask for it is told where it works.
        let stranger = typed(&mut clinic.visitor(&link), &link, &newest).await.unwrap();
        assert!(stranger.status == 429 && stranger.body.contains("did not ask for the last one"));
        assert_eq!(typed(&mut visitor, &link, &newest).await.unwrap().status, 303);
    });
}

#[test]
fn a_session_knows_its_case_and_takes_no_other() {
    after_the_walk(async |clinic, walked| {
        let document = walked
            .log
            .iter()
            .find_map(|line| line["event"]["records"]["document-announced"]["document"].as_str());
        let mut journey = of_tern(clinic, "own.case@home.example");
        journey.to_hand_over().await.unwrap();
        let mail = "The records are ready for you";
        let address = journey.specialist_email();
        let mut specialist = journey.follow(&address, mail).await.unwrap();
        let path = format!("{}/documents/{}", specialist.at, document.unwrap());
        assert_eq!(specialist.get(&path).await.unwrap().status, 404);

        // Another case's id in the body is a field that no form has.
        let (_, link) = introduced(clinic, "another.case@home.example").await;
        let mut member = clinic.follow(&link, "another.case@home.example").await.unwrap();
        let before = written_at_rest(clinic).await;
        let smuggled = [("case", walked.case.as_str())];
        for path in [format!("{}/decline", member.at), format!("{}/withdraw", member.my_case())] {
            assert_eq!(member.post(&path, &smuggled).await.unwrap().status, 400, "{path}");
        }
        // And in the cookie it is a session that does not exist.
        let (name, value) = member.cookies.iter().find(|(name, _)| name.contains("-s-")).unwrap();
        let (name, secret) = (name.clone(), value.split_once('.').unwrap().1.to_owned());
        member.cookies.insert(name, format!("{}.{secret}", walked.case));
        let page = member.at.clone();
        assert_eq!(member.get(&page).await.unwrap().status, 410);
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn a_session_for_one_purpose_opens_nothing_else() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "one.purpose@home.example");
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let mut member = journey.follow("one.purpose@home.example", INTRODUCTION).await.unwrap();
        let before = written_at_rest(clinic).await;
        for (visitor, prefixes) in [
            (
                &mut doctor,
                ["consent", "my-case", "matching/choice", "report", "report/opinion"].as_slice(),
            ),
            (
                &mut member,
                ["records", "matching/brief", "report/opinion", "report/conflict"].as_slice(),
            ),
        ] {
            for prefix in prefixes {
                let path = format!("/{prefix}/{}", visitor.selector());
                assert_eq!(visitor.get(&path).await.unwrap().status, 410, "{path}");
            }
        }
        let path = format!("/records/{}/go-ahead", member.selector());
        let confirm = [("answer", "confirm"), ("shown", "2026-12-24/")];
        assert_eq!(member.post(&path, &confirm).await.unwrap().status, 410);
        let path = format!("/consent/{}/decline", doctor.selector());
        assert_eq!(doctor.post(&path, &[]).await.unwrap().status, 410);
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn no_secret_of_a_link_code_or_session_is_in_a_log_or_a_table() {
    on_stack(async |clinic| {
        let email = "secretive@home.example";
        let (_, link) = introduced(clinic, email).await;
        let mut visitor = clinic.visitor(&link);
        let code = visitor.ask_for_code(&link, email).await.unwrap();
        let browser = visitor.cookies["__Host-browser"].clone();
        typed(&mut visitor, &link, &code).await.unwrap().expect(303).unwrap();
        let sessions = visitor.cookies.iter().filter(|(name, _)| name.contains("-s-"));
        let secrets = sessions.map(|(_, value)| value.split_once('.').unwrap().1.to_owned());
        let mut secrets: Vec<String> = secrets.collect();
        secrets.extend([link[3..].to_owned(), browser]);
        let lines = clinic.stack.log_lines().await.unwrap();
        let tables = [
            crate::privacy::items(clinic, "Access").await,
            crate::privacy::items(clinic, "Cases").await,
        ];
        for text in lines.iter().chain(tables.iter().flatten()) {
            for secret in &secrets {
                assert!(!text.contains(secret), "a secret is in {text}");
            }
        }
        let code = regex::Regex::new(&format!(r"\b{code}\b")).unwrap();
        assert!(lines.iter().all(|line| !code.is_match(line)), "the code is in a log");
    });
}
