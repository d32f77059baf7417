//! Links, codes and sessions: each way in which someone could come in who should not, and each way
//! in which a person could be left standing outside.

use crate::house::{self, after_the_walk, of_tern, on_stack, written};
use domain::casework::{Command, ErasureGrounds};
use domain::{Actor, ids::CaseId};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use store::{Cases, Change};
use testkit::clinic::{Answer, Visitor};
use testkit::journey::DOCTOR_EMAIL;
use testkit::{Clinic, Journey, mailbox};

const INTRODUCTION: &str = "An appointment with our nurse team";
const FRESH: &str = "A new link to your page";

/// A member who has been introduced, and the path of their link.
async fn introduced(clinic: &'static Clinic, email: &str) -> (Journey<'static>, String) {
    let journey = house::introduced(clinic, email).await;
    let link = link_to(clinic, email, INTRODUCTION, 0).await;
    (journey, link)
}

async fn link_to(clinic: &Clinic, email: &str, subject: &str, mark: usize) -> String {
    let mail = clinic.mail(email, subject, mark).await.unwrap();
    clinic.path(mail.link().unwrap())
}

async fn get(clinic: &Clinic, path: &str) -> Answer {
    let request = clinic.request(Method::GET, path).header("accept", "text/html");
    clinic.send(request).await.unwrap()
}

async fn typed(
    visitor: &mut Visitor<'_>,
    link: &str,
    code: &str,
) -> Result<Answer, testkit::SetupError> {
    visitor.post(&format!("{link}/session"), &[("code", code)]).await
}

#[test]
fn what_scanners_do_with_a_link_changes_nothing_and_the_person_still_gets_in() {
    on_stack(async |clinic| {
        let (mut journey, link) = introduced(clinic, "scanned@home.example").await;
        let before = written(clinic).await;
        let prefetched = futures::future::join_all((0..8).map(|_| get(clinic, &link))).await;
        assert!(prefetched.iter().all(|page| page.status == 200));
        // No page has a script that a scanner could run.
        assert!(prefetched.iter().all(|page| !page.body.contains("<script")));
        for method in [Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE] {
            let answer = clinic.send(clinic.request(method, &link)).await.unwrap();
            assert!(answer.status >= 400, "{}", answer.status);
        }
        assert_eq!(written(clinic).await, before);
        journey.consent().await.unwrap();
    });
}

#[test]
fn two_redemptions_at_one_instant_open_one_session_and_a_replay_none() {
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
        let statuses = BTreeSet::from([one.unwrap().status, other.unwrap().status]);
        assert_eq!(statuses, BTreeSet::from([303, 410]));
        let replayed = typed(&mut first, &link, &code).await.unwrap();
        assert_eq!(replayed.status, 410);
        assert!(replayed.body.contains("has opened your page before"));
    });
}

#[test]
fn a_link_that_is_too_old_says_so_and_leads_to_a_fresh_one() {
    on_stack(async |clinic| {
        let email = "too.late@home.example";
        let (journey, link) = introduced(clinic, email).await;
        journey.minutes_later(21 * 24 * 60 - 5).unwrap();
        assert_eq!(get(clinic, &link).await.status, 200);
        journey.minutes_later(5).unwrap();
        let before = written(clinic).await;
        let ended = get(clinic, &link).await;
        assert_eq!(ended.status, 410);
        assert!(ended.body.contains("too old") && ended.body.contains("tel:02079460018"));
        let mut visitor = clinic.visitor(&link);
        assert_eq!(visitor.post(&format!("{link}/code"), &[]).await.unwrap().status, 410);
        assert_eq!(typed(&mut visitor, &link, "123456").await.unwrap().status, 410);
        assert_eq!(written(clinic).await, before);

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let sent = visitor.post(&format!("{link}/link"), &[]).await.unwrap().expect(200).unwrap();
        assert!(!sent.body.contains(email));
        let fresh = link_to(clinic, email, FRESH, mark).await;
        assert_ne!(fresh, link);
        clinic.follow(&fresh, email).await.unwrap();
        // Three a day, then the phone.
        for status in [200, 200, 429] {
            let again = visitor.post(&format!("{link}/link"), &[]).await.unwrap();
            assert_eq!(again.status, status, "{}", again.body);
        }
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
        let before = written(clinic).await;
        let form = [("statement", "2"), ("scope", "collect"), ("signatory", "member")];
        assert_eq!(busy.post(&busy_page, &form).await.unwrap().status, 400);
        assert_eq!(busy.post(&format!("{busy_page}/decline"), &[]).await.unwrap().status, 410);
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn a_forwarded_link_shows_nothing_and_its_code_goes_to_the_address_on_file() {
    on_stack(async |clinic| {
        let email = "forwarded@home.example";
        let (journey, link) = introduced(clinic, email).await;
        let mut stranger = clinic.visitor(&link);
        let page = stranger.get(&link).await.unwrap().expect(200).unwrap();
        let case: CaseId = journey.case.parse().unwrap();
        for word in ["Plantsworth", email, &case.reference(), "opinion?", "Asha"] {
            assert!(!page.body.contains(word), "{word}");
        }
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let code = stranger.ask_for_code(&link, email).await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        assert!(mails[mark..].iter().all(|mail| mail.to == [email.to_owned()]));
        // The code is worth nothing in another browser, which is told so and sent one of its own.
        let mut other = clinic.visitor(&link);
        let told = typed(&mut other, &link, &code).await.unwrap();
        assert_eq!(told.status, 200);
        assert!(told.body.contains("often forgets"));
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
fn a_guessed_link_is_gone_whatever_is_wrong_with_it() {
    on_stack(async |clinic| {
        let (_, link) = introduced(clinic, "guessed@home.example").await;
        let before = written(clinic).await;
        let flipped = |last: char| if last == '0' { '1' } else { '0' };
        let last = link.chars().last().unwrap();
        let token = &link[3..];
        let guesses = [
            format!("/i/{}", &token[..token.len() - 1]),
            format!("/i/{}{}", &token[..token.len() - 1], flipped(last)),
            format!("/i/{}", token.to_uppercase()),
            "/i/%D0%B0%D0%B1%D0%B2".to_owned(),
            "/i/' OR 1=1".replace(' ', "%20"),
            "/i/0".to_owned(),
        ];
        let bodies: BTreeSet<String> =
            futures::future::join_all(guesses.iter().map(|guess| get(clinic, guess)))
                .await
                .into_iter()
                .map(|answer| answer.expect(410).unwrap().body)
                .collect();
        assert_eq!(bodies.len(), 1, "the ways of being wrong can be told apart");
        for guess in &guesses[..2] {
            for verb in ["code", "link", "session", "private-contact"] {
                let form = [("code", "1"), ("contact", "x")];
                let form: &[(&str, &str)] = match verb {
                    "session" => &form[..1],
                    "private-contact" => &form[1..],
                    _ => &[],
                };
                let mut visitor = clinic.visitor(guess);
                let answer = visitor.post(&format!("{guess}/{verb}"), form).await.unwrap();
                assert_eq!(answer.status, 410, "{verb}");
            }
        }
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn guessing_is_slowed_down_by_the_gateway() {
    on_stack(async |clinic| {
        let guess = async || {
            let path = format!("/i/{}/session", "0".repeat(64));
            clinic.visitor(&path).post(&path, &[("code", "123456")]).await.unwrap().status
        };
        // More at once than a busy machine could answer while the gateway's allowance grows again.
        let statuses = futures::future::join_all((0..200).map(|_| guess())).await;
        assert!(statuses.iter().all(|it| [410, 429].contains(it)), "{statuses:?}");
        assert!(statuses.contains(&429), "{statuses:?}");
        let began = std::time::Instant::now();
        while guess().await != 410 {
            assert!(began.elapsed().as_secs() < 30, "the gateway never let anyone in again");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
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
        let before = written(clinic).await;
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
        let before = written(clinic).await;
        for (visitor, prefixes) in [
            (&mut doctor, ["consent", "my-case", "matching/choice", "report", "report/opinion"]),
            (
                &mut member,
                ["records", "matching/choice", "matching/brief", "report", "report/opinion"],
            ),
        ] {
            for prefix in prefixes {
                let path = format!("/{prefix}/{}", visitor.selector());
                assert_eq!(visitor.get(&path).await.unwrap().status, 410, "{path}");
            }
        }
        let path = format!("/records/{}/go-ahead", member.selector());
        assert_eq!(member.post(&path, &[("answer", "confirm")]).await.unwrap().status, 410);
        let path = format!("/consent/{}/decline", doctor.selector());
        assert_eq!(doctor.post(&path, &[]).await.unwrap().status, 410);
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn five_tries_lock_a_code_and_only_the_newest_works_and_ten_a_day_are_enough() {
    on_stack(async |clinic| {
        let email = "locked.out@home.example";
        let (_, link) = introduced(clinic, email).await;
        let mut visitor = clinic.visitor(&link);
        let code = visitor.ask_for_code(&link, email).await.unwrap();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
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
        for _ in 0..7 {
            visitor.ask_for_code(&link, email).await.unwrap();
        }
        let before = written(clinic).await;
        let more = visitor.post(&format!("{link}/code"), &[]).await.unwrap();
        assert_eq!(more.status, 429);
        assert!(more.body.contains("tel:"));
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn a_page_leads_to_our_own_paths_and_a_mail_to_the_configured_address_only() {
    on_stack(async |clinic| {
        let email = "redirected@home.example";
        let (_, link) = introduced(clinic, email).await;
        let mut visitor = clinic.visitor(&link);
        let evil = [("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let request = evil.iter().fold(
            clinic.request(Method::POST, &format!("{link}/link?next=//evil.example")),
            |request, (name, value)| request.header(*name, *value),
        );
        let request = request.header("sec-fetch-site", "same-origin").form(&[("", ""); 0]);
        clinic.send(request).await.unwrap().expect(200).unwrap();
        let mail = clinic.mail(email, FRESH, mark).await.unwrap();
        assert!(mail.link().unwrap().starts_with(&clinic.stack.base_url));

        let code = visitor.ask_for_code(&link, email).await.unwrap();
        let path = format!("{link}/session?next=//evil.example");
        let opened = visitor.post(&path, &[("code", &code)]).await.unwrap().expect(303).unwrap();
        assert!(opened.header("location").unwrap().starts_with("/consent/"));
    });
}

#[test]
fn a_form_of_another_site_is_refused() {
    on_stack(async |clinic| {
        let (_, link) = introduced(clinic, "cross.site@home.example").await;
        let before = written(clinic).await;
        let path = format!("{link}/code");
        let post = || clinic.request(Method::POST, &path);
        let form: [(&str, &str); 0] = [];
        for foreign in [
            post().header("origin", "https://evil.example").form(&form),
            post().header("origin", "null").form(&form),
            post().header("sec-fetch-site", "cross-site").form(&form),
            post().header("sec-fetch-site", "same-site").form(&form),
            post().header("sec-fetch-site", "none").form(&form),
            post().form(&form),
        ] {
            assert_eq!(clinic.send(foreign).await.unwrap().status, 403);
        }
        let plain = post().header("sec-fetch-site", "same-origin");
        let plain = plain.header("content-type", "text/plain").body("a=b");
        assert_eq!(clinic.send(plain).await.unwrap().status, 415);
        assert_eq!(written(clinic).await, before);
    });
}

#[test]
fn an_address_at_the_employer_opens_nothing_until_a_nurse_has_phoned() {
    on_stack(async |clinic| {
        let (work, home) = ("maria@tern.example", "maria.at@home.example");
        let mut journey = of_tern(clinic, work);
        journey.refer().await.unwrap();
        journey.introduce().await.unwrap();
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let mail = clinic.mail(work, INTRODUCTION, 0).await.unwrap();
        assert!(!mail.body_text.contains("opinion") && mail.body_text.contains("of your own"));
        let link = clinic.path(mail.link().unwrap());
        let mut visitor = clinic.visitor(&link);
        let page = visitor.get(&link).await.unwrap().expect(200).unwrap();
        assert!(page.body.contains("Your own mail address or mobile number"));
        // No code is sent there, and so no session opens.
        assert_eq!(visitor.post(&format!("{link}/code"), &[]).await.unwrap().status, 303);
        assert_eq!(typed(&mut visitor, &link, "123456").await.unwrap().status, 303);
        assert_eq!(mailbox::count(&clinic.stack.aws).await.unwrap(), mark);

        let given = format!("{link}/private-contact");
        visitor.post(&given, &[("contact", home)]).await.unwrap().expect(200).unwrap();
        let path = format!("/cases/{}", journey.case);
        let seen = clinic.get("asha", &path).await.unwrap().expect(200).unwrap().json();
        assert_eq!(seen["private_contact"]["contact"], home);
        assert_eq!(seen["tasks"][0]["kind"]["kind"], "confirm-private-contact");
        assert_eq!(seen["waiting_for"]["party"], "nurse");
        let (confirm, at_work) = (format!("{path}/contact/confirm"), json!({"email": work}));
        let refused = clinic.post("asha", &confirm, &at_work).await.unwrap();
        assert_eq!(refused.code(), "address-at-client");

        journey.nurse("contact/confirm", &json!({"email": home})).await.unwrap();
        let fresh = link_to(clinic, home, INTRODUCTION, mark).await;
        let mut member = clinic.follow(&fresh, home).await.unwrap();
        let page = member.at.clone();
        assert!(member.get(&page).await.unwrap().body.contains("Dear Maria Plantsworth"));
        // The old link is dead, and offers nothing but a mail to the private address.
        assert_eq!(get(clinic, &link).await.status, 410);
    });
}

#[test]
fn after_a_withdrawal_a_doctors_link_and_session_are_gone_without_a_hint() {
    on_stack(async |clinic| {
        let email = "took.back@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let subject = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, subject).await.unwrap();
        let page = doctor.at.clone();
        doctor.get(&page).await.unwrap().expect(200).unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let asked = |mail: &&mailbox::Mail| mail.subject == subject;
        let link = clinic.path(mails.iter().rev().find(asked).unwrap().link().unwrap());
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let own = member.my_case();
        member.post(&format!("{own}/withdraw"), &[]).await.unwrap().expect(200).unwrap();
        clinic.mail(email, "We have stopped", 0).await.unwrap();

        let case: CaseId = journey.case.parse().unwrap();
        let closed = doctor.get(&page).await.unwrap();
        let ended = get(clinic, &link).await;
        for answer in [&closed, &ended] {
            assert_eq!(answer.status, 410);
            for hint in ["Plantsworth", "withdr", "consent", &case.reference()] {
                assert!(!answer.body.contains(hint), "{hint}");
            }
        }
        // An expired link of a doctor says the very same.
        let mut other = of_tern(clinic, "kept.on@home.example");
        other.to_records_asked().await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let expired = clinic.path(mails.iter().rev().find(asked).unwrap().link().unwrap());
        other.minutes_later(15 * 24 * 60).unwrap();
        let expired_page = get(clinic, &expired).await.body.replace(&expired, "LINK");
        assert_eq!(ended.body.replace(&link, "LINK"), expired_page);

        // Nothing is sent to the doctor; the member keeps their own by a fresh link and code.
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        doctor.post(&format!("{link}/link"), &[]).await.unwrap().expect(200).unwrap();
        let old = link_to(clinic, email, INTRODUCTION, 0).await;
        assert_eq!(get(clinic, &old).await.status, 410);
        clinic.visitor(&old).post(&format!("{old}/link"), &[]).await.unwrap().expect(200).unwrap();
        let fresh = link_to(clinic, email, FRESH, mark).await;
        let mut member = clinic.follow(&fresh, email).await.unwrap();
        let page = member.at.clone();
        let own = member.get(&page).await.unwrap().expect(200).unwrap();
        assert!(own.body.contains("Receipt") && own.body.contains("Whitfield"));
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        assert!(mails[mark..].iter().all(|mail| !mail.to.contains(&DOCTOR_EMAIL.to_owned())));
    });
}

#[test]
fn after_a_death_or_an_erasure_every_link_is_gone_and_no_mail_leaves() {
    on_stack(async |clinic| {
        let mut links = Vec::new();
        for (email, erased) in [("died@home.example", false), ("erased@home.example", true)] {
            let (journey, link) = introduced(clinic, email).await;
            let mut member = clinic.follow(&link, email).await.unwrap();
            if erased {
                journey.nurse("consent/decline", &json!({})).await.unwrap();
                erase(clinic, &journey).await;
            } else {
                journey.nurse("death", &json!({})).await.unwrap();
            }
            let page = member.at.clone();
            assert_eq!(member.get(&page).await.unwrap().status, 410);
            links.push(link);
        }
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let unknown = get(clinic, &format!("/i/{}", "0".repeat(64))).await;
        for link in &links {
            let over = get(clinic, link).await;
            assert_eq!((over.status, &over.body), (410, &unknown.body));
            let mut visitor = clinic.visitor(link);
            assert_eq!(visitor.post(&format!("{link}/code"), &[]).await.unwrap().status, 410);
            let asked = visitor.post(&format!("{link}/link"), &[]).await.unwrap();
            assert_eq!(asked.status, 410);
        }
        // Once a later letter has come, an earlier one would have.
        of_tern(clinic, "lives.on@home.example").refer().await.unwrap();
        let mails = mailbox::all(&clinic.stack.aws).await.unwrap();
        let to = |email: &str| mails[mark..].iter().any(|mail| mail.to.contains(&email.to_owned()));
        assert!(!to("died@home.example") && !to("erased@home.example"));
    });
}

/// An operator erases the case; there is no route for it yet.
async fn erase(clinic: &Clinic, journey: &Journey<'_>) {
    let table = clinic.stack.output("CasesTable").to_owned();
    let cases = Cases::new(&clinic.stack.owner(), table);
    let loaded = cases.load(&journey.case.parse().unwrap()).await.unwrap().unwrap();
    let by = Actor::Operator("oli".parse().unwrap());
    let erase = Command::Erase { grounds: ErasureGrounds::LawfulRequest };
    let events = loaded.case.decide(&by, erase, journey.now()).unwrap();
    cases.append(loaded, Change::of(&by, events), journey.now()).await.unwrap();
}

#[test]
fn no_secret_of_a_link_code_or_session_stands_in_a_log_or_a_table() {
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
                assert!(!text.contains(secret), "a secret stands in {text}");
            }
        }
        let code = regex::Regex::new(&format!(r"\b{code}\b")).unwrap();
        assert!(lines.iter().all(|line| !code.is_match(line)), "the code stands in a log");
    });
}
