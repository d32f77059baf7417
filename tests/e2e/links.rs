//! Links: each way in which someone could come in who should not, and each way in which a person could
//! be left standing outside.

use crate::house::{self, of_tern, on_stack, written, written_at_rest};
use domain::ids::CaseId;
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use testkit::clinic::{Answer, Visitor};
use testkit::journey::{AT_WORK, INTRODUCTION};
use testkit::{Clinic, Journey, mailbox};

pub const FRESH: &str = "A new link to your page";

/// A member who has been introduced, and the path of their link.
pub async fn introduced(clinic: &'static Clinic, email: &str) -> (Journey<'static>, String) {
    let journey = house::introduced(clinic, email).await;
    let link = link_to(clinic, email, INTRODUCTION, 0).await;
    (journey, link)
}

pub async fn link_to(clinic: &Clinic, email: &str, subject: &str, mark: usize) -> String {
    let mail = clinic.mail(email, subject, mark).await.unwrap();
    clinic.path(mail.link().unwrap())
}

pub async fn get(clinic: &Clinic, path: &str) -> Answer {
    let request = clinic.request(Method::GET, path).header("accept", "text/html");
    clinic.send(request).await.unwrap()
}

pub async fn typed(
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
        let before = written_at_rest(clinic).await;
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
fn a_link_that_is_too_old_says_so_and_leads_to_a_fresh_one() {
    on_stack(async |clinic| {
        let email = "too.late@home.example";
        let (journey, link) = introduced(clinic, email).await;
        journey.minutes_later(21 * 24 * 60 - 5).unwrap();
        assert_eq!(get(clinic, &link).await.status, 200);
        journey.minutes_later(5).unwrap();
        let before = written_at_rest(clinic).await;
        let ended = get(clinic, &link).await;
        assert_eq!(ended.status, 410);
        assert!(ended.body.contains("too old") && ended.body.contains("tel:02079460018"));
        let mut visitor = clinic.visitor(&link);
        assert_eq!(visitor.post(&format!("{link}/code"), &[]).await.unwrap().status, 410);
        assert_eq!(typed(&mut visitor, &link, "123456").await.unwrap().status, 410);
        assert_eq!(written(clinic).await, before);

        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let sent = visitor.press(&format!("{link}/link"), &[]).await.unwrap().expect(200).unwrap();
        assert!(!sent.body.contains(email));
        let fresh = link_to(clinic, email, FRESH, mark).await;
        assert_ne!(fresh, link);
        clinic.follow(&fresh, email).await.unwrap();
        // Three a day, then the phone.
        for status in [303, 303, 429] {
            let again = visitor.post(&format!("{link}/link"), &[]).await.unwrap();
            assert_eq!(again.status, status, "{}", again.body);
        }
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
fn a_guessed_link_is_gone_whatever_is_wrong_with_it() {
    on_stack(async |clinic| {
        let (_, link) = introduced(clinic, "guessed@home.example").await;
        let before = written_at_rest(clinic).await;
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
                let form = [("code", "1"), ("contact", "someone@home.example")];
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
        let sent = clinic.send(request).await.unwrap().expect(303).unwrap();
        assert_eq!(sent.header("location"), Some(format!("{link}/link").as_str()));
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
        let before = written_at_rest(clinic).await;
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
        let mail = clinic.mail(work, AT_WORK, 0).await.unwrap();
        assert!(!mail.body_text.contains("opinion") && mail.body_text.contains("of your own"));
        let link = clinic.path(mail.link().unwrap());
        let mut visitor = clinic.visitor(&link);
        let page = visitor.get(&link).await.unwrap().expect(200).unwrap();
        assert!(page.body.contains("Your own email address or mobile number"));
        // No code is sent there, and so no session opens.
        assert_eq!(visitor.post(&format!("{link}/code"), &[]).await.unwrap().status, 303);
        assert_eq!(typed(&mut visitor, &link, "123456").await.unwrap().status, 303);
        assert_eq!(mailbox::count(&clinic.stack.aws).await.unwrap(), mark);

        let given = format!("{link}/private-contact");
        let too = visitor.post(&given, &[("contact", "me.again@tern.example")]).await.unwrap();
        assert!(too.status == 400 && too.body.contains("at your employer, too"), "{}", too.body);
        visitor.press(&given, &[("contact", home)]).await.unwrap().expect(200).unwrap();
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
