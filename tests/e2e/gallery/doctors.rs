//! The pages of treating doctors and their secretaries.

use super::Pages;
use std::time::{Duration, Instant};
use testkit::Journey;
use testkit::clinic::Answer;
use testkit::journey::{DOCTOR_EMAIL, SECRETARY_EMAIL, document_form};

const ASKED: &str = "A request about one of your patients";

/// What a doctor and their secretary are asked, a line for each thing and a page for each line.
pub async fn asked_for_records(journey: &Journey<'_>, pages: &mut Pages) {
    let mut doctor = journey.follow(DOCTOR_EMAIL, ASKED).await.unwrap();
    let at = doctor.at.clone();
    pages.insert("records", doctor.get(&at).await.unwrap());
    let dated = journey.dated();
    for (name, item) in [("item", "letters"), ("item-written", "description")] {
        pages.insert(name, doctor.get(&format!("{at}/items/{item}")).await.unwrap());
    }
    let uploads = format!("{at}/items/letters/uploads");
    let bad = [("dated-day", "31"), ("dated-month", "2"), ("dated-year", "2026")];
    pages.insert("item-wrong", doctor.post(&uploads, &bad).await.unwrap());
    let upload = doctor.press(&uploads, &document_form(&dated)).await.unwrap();
    let letter = testkit::papers::pdf("Dear colleague");
    doctor.upload(&upload, "letter.pdf", letter).await.unwrap();
    pages.insert("upload", upload);
    journey.until_logged("records-document-clean").await.unwrap();
    pages.insert("item-sent", doctor.get(&format!("{at}/items/letters")).await.unwrap());
    let mut secretary =
        journey.follow(SECRETARY_EMAIL, "A request for some records").await.unwrap();
    let page = secretary.at.clone();
    pages.insert("records-secretary", secretary.get(&page).await.unwrap());
}

/// What a doctor sees once everything was sent, and every file judged.
pub async fn all_sent(journey: &Journey<'_>) -> Answer {
    let mut doctor = journey.follow(DOCTOR_EMAIL, ASKED).await.unwrap();
    let at = doctor.at.clone();
    let began = Instant::now();
    loop {
        let page = doctor.get(&at).await.unwrap().expect(200).unwrap();
        if !page.body.contains("being checked") {
            return page;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{}", page.body);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What a doctor sees once the specialist has the records.
pub async fn handed_over(journey: &Journey<'_>, pages: &mut Pages) {
    let again = "A date has changed: please look again";
    let mut doctor = journey.follow(DOCTOR_EMAIL, again).await.unwrap();
    let at = doctor.at.clone();
    pages.insert("records-done", doctor.get(&at).await.unwrap());
    pages.insert("item-closed", doctor.get(&format!("{at}/items/letters")).await.unwrap());
}
