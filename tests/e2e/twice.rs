//! A button pressed twice, a page reloaded, a form sent again: one effect, the same answer, and no error.

use crate::consent::names;
use crate::house::{introduced, of_tern, on_stack};
use futures::future::join_all;
use serde_json::json;
use testkit::clinic::{Answer, Visitor};
use testkit::journey::{DOCTOR_EMAIL, INTRODUCTION, NURSE, document_form};
use testkit::{Journey, mailbox};

/// The form on a page as a browser would send it, with the token that the page gave it.
async fn on_page<'a>(
    visitor: &mut Visitor<'_>,
    page: &str,
    action: &str,
    fields: &[(&'a str, &'a str)],
) -> Vec<(&'a str, String)> {
    let shown = visitor.get(page).await.unwrap().expect(200).unwrap();
    let token = shown.form_token(action).expect("the form has a token");
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
    fields.chain([("form-token", token)]).collect()
}

async fn send(visitor: &Visitor<'_>, path: &str, form: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    visitor.clone().post(path, &fields).await.unwrap()
}

/// Four times at once, and once more afterwards: where all of them lead to.
async fn pressed(visitor: &Visitor<'_>, path: &str, form: &[(&str, String)]) -> String {
    let mut answers = join_all((0..4).map(|_| send(visitor, path, form))).await;
    answers.push(send(visitor, path, form).await);
    let led = |answer: &Answer| answer.header("location").map(str::to_owned);
    let first = led(&answers[0]).unwrap_or_else(|| panic!("{path}: {}", answers[0].body));
    for answer in &answers {
        assert_eq!((answer.status, led(answer)), (303, Some(first.clone())), "{}", answer.body);
    }
    first
}

async fn count(journey: &Journey<'_>, name: &str) -> usize {
    names(journey).await.iter().filter(|event| *event == name).count()
}

const SIGNED: [(&str, &str); 6] = [
    ("statement", "2"),
    ("scope", "collect"),
    ("scope", "show"),
    ("delay", "known"),
    ("signatory", "member"),
    ("name", "Maria Plantsworth"),
];

#[test]
fn a_code_asked_for_and_typed_twice_opens_one_session() {
    on_stack(async |clinic| {
        let email = "impatient@home.example";
        let journey = introduced(clinic, email).await;
        let mail = clinic.mail(email, INTRODUCTION, 0).await.unwrap();
        let link = clinic.path(mail.link().unwrap());
        let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
        let mut member = clinic.visitor(&link);
        let (ask, open) = (format!("{link}/code"), format!("{link}/session"));
        let asked = on_page(&mut member, &link, &ask, &[]).await;
        let page = pressed(&member, &ask, &asked).await;
        assert_eq!(page, ask);
        // Whichever of the answers the browser took, its cookie is the same.
        let fields: Vec<(&str, &str)> = asked.iter().map(|(it, value)| (*it, &**value)).collect();
        member.post(&ask, &fields).await.unwrap().expect(303).unwrap();
        let mail = clinic.mail(email, "Your code", mark).await.unwrap();
        let code = mail.code().unwrap().to_owned();

        let typed = on_page(&mut member, &page, &open, &[("code", &code)]).await;
        let led = pressed(&member, &open, &typed).await;
        assert!(led.starts_with("/consent/"), "{led}");
        let codes = mailbox::all(&clinic.stack.aws).await.unwrap();
        let codes = codes[mark..].iter().filter(|mail| mail.subject == "Your code");
        assert_eq!(codes.count(), 1);

        // Once they have left, the same code opens nothing.
        let opened = send(&member, &open, &typed).await;
        let cookie = opened.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let (name, value) = cookie.split_once('=').unwrap();
        member.cookies.insert(name.to_owned(), value.to_owned());
        let leave = format!("/sessions/{}/leave", led.rsplit('/').next().unwrap());
        let left = on_page(&mut member, &led, &leave, &[]).await;
        pressed(&member, &leave, &left).await;
        assert_eq!(send(&member, &open, &typed).await.status, 410);
        assert_eq!(count(&journey, "access-link-asked").await, 0);
    });
}

#[test]
fn a_member_who_presses_twice_signs_once_while_the_nurse_writes() {
    on_stack(async |clinic| {
        let email = "double.click@home.example";
        let journey = introduced(clinic, email).await;
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let page = member.at.clone();
        let form = on_page(&mut member, &page, &page, &SIGNED).await;
        let tasks = format!("/cases/{}/tasks", journey.case);
        let task = json!({"task": "Ring them back"});
        let noted = join_all((0..6).map(|_| clinic.post(NURSE, &tasks, &task)));
        let (led, noted) = futures::future::join(pressed(&member, &page, &form), noted).await;
        assert_eq!(led, member.my_case());
        for answer in noted {
            assert_eq!(answer.unwrap().status, 200);
        }
        assert_eq!(count(&journey, "consent-given").await, 1);

        // Another complaint is another form, also when it was written over the one before.
        let complaint = member.my_case().replace("/my-case/", "/complaint/");
        let first = on_page(&mut member, &complaint, &complaint, &[("complaint", "x")]).await;
        pressed(&member, &complaint, &first).await;
        let mut other = first.clone();
        other[0].1 = "y".to_owned();
        pressed(&member, &complaint, &other).await;
        assert_eq!(count(&journey, "casework-complaint-made").await, 2);
    });
}

#[test]
fn a_doctor_who_presses_twice_announces_one_file_and_gives_one_answer() {
    on_stack(async |clinic| {
        let mut journey = of_tern(clinic, "pressed.by.doctor@home.example");
        journey.to_records_asked().await.unwrap();
        let asked = "A request about one of your patients";
        let mut doctor = journey.follow(DOCTOR_EMAIL, asked).await.unwrap();
        let (page, dated) = (doctor.at.clone(), journey.dated());
        let item = format!("{page}/items/letters");
        let uploads = format!("{item}/uploads");
        let file = on_page(&mut doctor, &item, &uploads, &document_form(&dated)).await;
        let form = pressed(&doctor, &uploads, &file).await;
        assert_eq!(count(&journey, "records-document-announced").await, 1);
        // The page that it led to can be loaded again, and still takes the file.
        doctor.get(&form).await.unwrap().expect(200).unwrap();
        let shown = doctor.get(&form).await.unwrap().expect(200).unwrap();
        doctor.upload(&shown, "letter.txt", b"Dear colleague".to_vec()).await.unwrap();
        journey.until_logged("records-document-clean").await.unwrap();
        // Once the file is here, it leads back.
        assert_eq!(doctor.get(&form).await.unwrap().header("location"), Some(item.as_str()));

        let go_ahead = format!("{page}/go-ahead");
        let shown = doctor.get(&page).await.unwrap().hidden("shown").unwrap();
        let yes = [("answer", "confirm"), ("shown", shown.as_str())];
        let yes = on_page(&mut doctor, &page, &go_ahead, &yes).await;
        pressed(&doctor, &go_ahead, &yes).await;
        assert_eq!(count(&journey, "records-go-ahead-confirmed").await, 1);
    });
}

#[test]
fn four_withdrawals_at_once_all_show_the_receipt() {
    on_stack(async |clinic| {
        let email = "stops.four.times@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_records_asked().await.unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let withdraw = format!("{}/withdraw", member.my_case());
        // In windows of their own, each with a form of its own.
        let mut forms = Vec::new();
        for _ in 0..4 {
            forms.push(on_page(&mut member, &withdraw, &withdraw, &[]).await);
        }
        let at_once = join_all(forms.iter().map(|form| send(&member, &withdraw, form))).await;
        for answer in at_once {
            assert_eq!(answer.header("location"), Some(withdraw.as_str()), "{}", answer.body);
        }
        pressed(&member, &withdraw, &forms[0]).await;
        let receipt = member.get(&withdraw).await.unwrap().expect(200).unwrap();
        assert!(receipt.body.contains("Receipt: who had seen what"));
        assert_eq!(count(&journey, "consent-withdrawn").await, 1);
        // After a while the page is closed like every other.
        journey.minutes_later(11).unwrap();
        assert_eq!(member.get(&withdraw).await.unwrap().status, 410);
    });
}
