//! The directory: a quarter hour has one holder.

use crate::builders::{cases, id, introduced, new_case, now, tables};
use domain::ids::SpecialistId;
use futures::future::join_all;
use jiff::{Timestamp, ToSpan};
use store::{AppendError, Clash, Directory};

#[tokio::test]
async fn of_many_bookings_of_one_slot_one_wins() {
    let aws = tables().await;
    let directory = Directory::new(&aws, "Directory".to_owned());
    let specialist: SpecialistId = id("sp-1");
    let quarters: Vec<Timestamp> =
        (0..3).map(|n| now().checked_add((15 * n).minutes()).unwrap()).collect();
    for starts in &quarters {
        directory.offer_quantum(&specialist, *starts).await.unwrap();
    }
    let book = |number: usize| {
        let (aws, directory, specialist, quarters) = (&aws, &directory, &specialist, &quarters);
        async move {
            let case = format!("case-{number}");
            let loaded = new_case(aws, &case).await;
            // Two lengths, so that overlapping slots meet as well as equal ones.
            let wanted = &quarters[..=(number % 2)];
            let claim = directory.claim(specialist, wanted, &id(&case)).unwrap();
            cases(aws).append(loaded, introduced().with(claim), now()).await
        }
    };
    let outcomes = join_all((0..12).map(book)).await;
    let won = outcomes.iter().filter(|it| it.is_ok()).count();
    let clashed = |it: &&Result<_, AppendError>| matches!(it, Err(AppendError::Clash(Clash::Slot)));
    assert_eq!((won, outcomes.iter().filter(clashed).count()), (1, 11));
    let free = directory.free_slots(&specialist, now()).await.unwrap();
    assert!(free.len() < quarters.len());
    let never_offered = now().checked_add(10.hours()).unwrap();
    let claim = directory.claim(&specialist, &[never_offered], &id("case-99")).unwrap();
    let loaded = new_case(&aws, "case-99").await;
    let refused = cases(&aws).append(loaded, introduced().with(claim), now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Slot))));
}
