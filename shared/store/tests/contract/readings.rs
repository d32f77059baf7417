//! The access log: a day's looks, and what erasure takes out of it.

use crate::builders::{access, id, now, nurse, tables};
use domain::Actor;
use domain::question::{Item, ReadFor, Reading};
use jiff::civil::date;

#[tokio::test]
async fn the_looks_of_a_day_are_hashed_and_those_of_doctors_lose_their_names() {
    let aws = tables().await;
    let look = |who: Actor| Reading::new(&who, &[Item::Contact], ReadFor::Casework, now());
    let doctor = Actor::Specialist(id("sp-1"));
    access(&aws).note_read(&id("case-1"), &look(nurse())).await.unwrap();
    access(&aws).note_read(&id("case-1"), &look(doctor)).await.unwrap();
    let of_day = access(&aws).reads_on(date(2026, 11, 2)).await.unwrap();
    assert_eq!(of_day.len(), 2);
    assert_eq!(access(&aws).reads_on(date(2026, 11, 3)).await.unwrap(), []);
    let mut of_case: Vec<String> = access(&aws)
        .read_hashes(&id("case-1"))
        .await
        .unwrap()
        .into_iter()
        .map(|(_, hash)| hash)
        .collect();
    of_case.sort();
    assert_eq!(of_case, of_day.into_iter().map(|(_, hash)| hash).collect::<Vec<_>>());
    access(&aws).forget_readers(&id("case-1")).await.unwrap();
    let left = access(&aws).reads(&id("case-1")).await.unwrap();
    assert_eq!(left.iter().map(|it| it.who.clone()).collect::<Vec<_>>(), [nurse()]);
    assert_eq!(access(&aws).read_hashes(&id("case-1")).await.unwrap().len(), 2);
}
