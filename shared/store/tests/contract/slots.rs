//! Slots: a quantum has one holder.

use crate::builders::{cases, id, introduced, new_case, now, tables};
use domain::ids::SpecialistId;
use futures::future::join_all;
use jiff::{Timestamp, ToSpan};
use store::{AppendError, Clash, Slots};

#[tokio::test]
async fn of_many_bookings_of_one_slot_one_wins() {
    let aws = tables().await;
    let slots = Slots::new(&aws, "Slots".to_owned());
    let specialist: SpecialistId = id("sp-1");
    let quanta: Vec<Timestamp> =
        (0..3).map(|n| now().checked_add((15 * n).minutes()).unwrap()).collect();
    for starts in &quanta {
        slots.offer(&specialist, *starts).await.unwrap();
    }
    let book = |number: usize| {
        let (aws, slots, specialist, quanta) = (&aws, &slots, &specialist, &quanta);
        async move {
            let case = format!("case-{number}");
            let loaded = new_case(aws, &case).await;
            // Two lengths, so that overlapping slots meet as well as equal ones.
            let wanted = &quanta[..=(number % 2)];
            let claim = slots.claim(specialist, wanted, &id(&case));
            cases(aws).append(loaded, introduced().with(claim), now()).await
        }
    };
    let outcomes = join_all((0..12).map(book)).await;
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let clashed =
        |outcome: &&Result<_, AppendError>| matches!(outcome, Err(AppendError::Clash(Clash::Slot)));
    assert_eq!((won, outcomes.iter().filter(clashed).count()), (1, 11));
    let free = slots.free_from(&specialist, now()).await.unwrap();
    assert!(free.len() < quanta.len());
    let never_offered = now().checked_add(10.hours()).unwrap();
    let claim = slots.claim(&specialist, &[never_offered], &id("case-99"));
    let loaded = new_case(&aws, "case-99").await;
    let refused = cases(&aws).append(loaded, introduced().with(claim), now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Slot))));
}

#[tokio::test]
async fn a_quantum_is_given_back_by_its_holder_only() {
    let aws = tables().await;
    let slots = Slots::new(&aws, "Slots".to_owned());
    let specialist: SpecialistId = id("sp-1");
    slots.offer(&specialist, now()).await.unwrap();
    let free = async || slots.free_from(&specialist, now()).await.unwrap().len();
    let claim = |case: &str| slots.claim(&specialist, &[now()], &id(case));
    let release = |case: &str| slots.release(&specialist, &[now()], &id(case));
    let loaded = new_case(&aws, "case-1").await;
    let loaded = cases(&aws).append(loaded, introduced().with(claim("case-1")), now()).await;
    // The holder may claim again; what is offered again stays held.
    let again = introduced().with(claim("case-1"));
    let loaded = cases(&aws).append(loaded.unwrap(), again, now()).await.unwrap();
    slots.offer(&specialist, now()).await.unwrap();
    assert_eq!(free().await, 0);
    slots.give_back(&specialist, &[now()], &id("case-2")).await.unwrap();
    let foreign = introduced().with(release("case-2"));
    let refused = cases(&aws).append(loaded.clone(), foreign, now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Slot))));
    assert_eq!(free().await, 0);
    let own = introduced().with(release("case-1"));
    let loaded = cases(&aws).append(loaded, own, now()).await.unwrap();
    assert_eq!(free().await, 1);
    cases(&aws).append(loaded, introduced().with(claim("case-1")), now()).await.unwrap();
    for _ in 0..2 {
        slots.give_back(&specialist, &[now()], &id("case-1")).await.unwrap();
        assert_eq!(free().await, 1);
    }
}
