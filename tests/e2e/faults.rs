//! Faults between the functions and the local AWS: calls fail, answers are lost, events are delivered twice, keys
//! are away. The same journey leads to the same events in the same order, and each letter is sent once.
//!
//! The journey goes as far as the records are asked for; with `FAULTS=whole` it goes on to the end, which takes
//! longer than a suite should.

use crate::away::{letters_to, until, until_sent};
use crate::consent::names;
use crate::door::{Door, Trouble, behind_a_door};
use crate::house::of_tern;
use crate::relay::listening;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use testkit::{Clinic, mailbox};

/// Calls to KMS that are turned away before the keys come back: each message has been heard more than once by then.
const TURNED_AWAY: usize = 20;
/// How long that may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(50);

/// What a journey led to: its events in order, and its letters, each with how often it was sent.
type Told = (Vec<String>, BTreeMap<(String, String), usize>);

async fn journey(clinic: &'static Clinic, email: &str) -> Told {
    let mark = mailbox::count(&clinic.stack.aws).await.unwrap();
    let mut journey = of_tern(clinic, email);
    if is_whole() {
        journey.walk_on().await.unwrap();
    } else {
        journey.to_records_asked().await.unwrap();
    }
    crate::logbook::until_quiet(&clinic.stack).await.unwrap();
    let mut letters = BTreeMap::new();
    for mail in &mailbox::all(&clinic.stack.aws).await.unwrap()[mark..] {
        let to = mail.to.join(" ").replace(email, "the member");
        // The reference of each case is its own.
        let subject = mail.subject.split(" (SO-").next().unwrap_or_default().to_owned();
        *letters.entry((to, subject)).or_default() += 1;
    }
    (names(&journey).await, letters)
}

fn is_whole() -> bool {
    runtime::Settings.optional("FAULTS").as_deref() == Some("whole")
}

#[test]
fn a_journey_leads_to_the_same_whatever_happens_on_the_way() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (clinic, door) = behind_a_door().await;
        let (events, letters) = journey(clinic, "calm@home.example").await;
        assert!(events.len() > 8 && letters.len() > 3, "{events:?} {letters:?}");
        for (trouble, email) in [
            (Trouble::FirstFails, "first.fails@home.example"),
            (Trouble::AnswerLost, "answer.lost@home.example"),
            (Trouble::Doubled, "doubled@home.example"),
            (Trouble::Throttled, "throttled@home.example"),
            (Trouble::PartlyTaken, "partly.taken@home.example"),
            (Trouble::Truncated, "truncated@home.example"),
        ] {
            // Files are read only on the way from the request for records to the end.
            if trouble == Trouble::Truncated && !is_whole() {
                continue;
            }
            door.make(trouble);
            let before = door.troubled();
            let told = journey(clinic, email).await;
            door.make(Trouble::Calm);
            assert!(door.troubled() > before + 2, "{trouble:?} met nothing");
            assert_eq!(told.0, events, "{trouble:?}");
            let twice = if trouble == Trouble::AnswerLost { 2 } else { 1 };
            for (letter, sent) in &told.1 {
                // SES takes no token: a mail whose answer is lost may be sent once more, with the same link.
                assert!(*sent <= twice * letters[letter], "{trouble:?}: {letter:?} {sent} times");
            }
            assert_eq!(told.1.len(), letters.len(), "{trouble:?}: {:?} {letters:?}", told.1);
        }
        the_keys_are_away_for_long(clinic, &door).await;
    });
}

/// Without its keys a stack shows nothing, and says so; what it took is told once they are back.
async fn the_keys_are_away_for_long(clinic: &'static Clinic, door: &Door) {
    let address = "keys.away@home.example";
    let journey = of_tern(clinic, address);
    // Nothing is heard yet, so that no process has a key of this case in its memory.
    listening(clinic, "NotifyFunction", "off").await;
    let answer = clinic.post("tern", "/referrals", &journey.referral).await.unwrap();
    let path = format!("/cases/{}", answer.expect(201).unwrap().json()["id"].as_str().unwrap());
    for (step, body) in [("assign", json!({"nurse": "asha"})), ("introduction", json!({}))] {
        let done = clinic.post("asha", &format!("{path}/{step}"), &body).await.unwrap();
        done.expect(200).unwrap();
    }
    until(clinic, "NotifyQueue", |waiting| waiting == 2).await;
    door.make(Trouble::KeysAway);
    listening(clinic, "NotifyFunction", "on").await;
    let shown = clinic.get("asha", &path).await.unwrap();
    assert_eq!((shown.status, shown.code().as_str()), (503, "busy"));
    assert!(shown.header("retry-after").is_some());
    // Far longer, to scale, than the alarm on age waits.
    let (before, began) = (door.troubled(), Instant::now());
    while door.troubled() < before + TURNED_AWAY {
        assert!(began.elapsed() < PATIENCE, "the letters were not tried again");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_eq!(letters_to(clinic, address).await, 0);

    door.make(Trouble::Calm);
    until_sent(clinic, address).await;
    until(clinic, "NotifyQueue", |left| left == 0).await;
    crate::logbook::until_quiet(&clinic.stack).await.unwrap();
    assert_eq!(letters_to(clinic, address).await, 1);
    clinic.get("asha", &path).await.unwrap().expect(200).unwrap();
}
