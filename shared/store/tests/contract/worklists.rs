//! The indexes of the heads: worklists, what the clock must look at, and what may be erased.

use crate::builders::{cases, id, introduced, new_case, now, of, received, tables};
use domain::ids::CaseId;
use domain::{Actor, casework};
use jiff::ToSpan;
use runtime::Aws;
use store::{Change, LoadedCase, Worklist, WorklistPlace};

#[tokio::test]
async fn the_worklist_and_the_clock_find_their_cases() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let waiting = async |party| {
        let list = Worklist::WaitingFor(party);
        cases(&aws).worklist(&list, None, 10).await.unwrap()
    };
    assert_eq!(waiting("nurse").await.len(), 1);
    cases(&aws).append(loaded, introduced(), now()).await.unwrap();
    assert_eq!(waiting("nurse").await.len(), 0);
    assert_eq!(waiting("member").await[0].stage, "introduced");
    assert_eq!(cases(&aws).to_wake(now(), 10).await.unwrap(), Vec::<CaseId>::new());
    let later = now().checked_add((24 * 5).hours()).unwrap();
    assert_eq!(cases(&aws).to_wake(later, 10).await.unwrap(), [id("case-1")]);
}

#[tokio::test]
async fn a_look_that_is_put_off_lets_the_others_come_first_until_its_case_moves_on() {
    let aws = tables().await;
    for number in 1..=2 {
        let loaded = new_case(&aws, &format!("case-{number}")).await;
        cases(&aws).append(loaded, introduced(), now()).await.unwrap();
    }
    let due = now().checked_add((24 * 5).hours()).unwrap();
    let first = cases(&aws).to_wake(due, 1).await.unwrap().remove(0);
    let later = due.checked_add(1.hours()).unwrap();
    cases(&aws).wake_later(&first, due, later).await.unwrap();
    let next = cases(&aws).to_wake(due, 1).await.unwrap();
    assert!(next.len() == 1 && next[0] != first, "{next:?}");
    assert_eq!(cases(&aws).to_wake(later, 10).await.unwrap().len(), 2);
    // What is not due yet is not put off, and an event sets the time anew.
    let far = due.checked_add(1_000.hours()).unwrap();
    cases(&aws).wake_later(&first, due, far).await.unwrap();
    let loaded = cases(&aws).load(&first).await.unwrap().unwrap();
    let urgent = of(vec![casework::Event::MarkedUrgent.into()]);
    cases(&aws).append(loaded, urgent, now()).await.unwrap();
    assert_eq!(cases(&aws).to_wake(due, 10).await.unwrap().len(), 2);
}

/// Five cases, of which the fourth is urgent and the first nobody's yet.
async fn five_cases(aws: &Aws) {
    let change = Change::of(&Actor::Client(id("northwind")), received());
    cases(aws).append(LoadedCase::new(id("case-1")), change, now()).await.unwrap();
    for number in 2..=5 {
        let loaded = new_case(aws, &format!("case-{number}")).await;
        if number == 4 {
            let urgent = of(vec![casework::Event::MarkedUrgent.into()]);
            cases(aws).append(loaded, urgent, now()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_worklist_comes_in_pages_with_the_urgent_first_and_none_twice() {
    let aws = tables().await;
    five_cases(&aws).await;
    let asha = id("asha");
    let mine = Worklist::OwnedBy(&asha);
    let (mut seen, mut after): (Vec<String>, Option<WorklistPlace>) = (Vec::new(), None);
    loop {
        let page = cases(&aws).worklist(&mine, after.as_ref(), 3).await.unwrap();
        seen.extend(page.iter().map(|line| line.case.to_string()));
        match page.last() {
            Some(last) if page.len() == 3 => after = Some(last.place.clone()),
            _ => break,
        }
    }
    assert_eq!(seen, ["case-4", "case-2", "case-3", "case-5"]);
    let nobodys = cases(&aws).worklist(&Worklist::Unassigned, None, 9).await.unwrap();
    assert_eq!(nobodys.len(), 1);
    assert_eq!(nobodys[0].case, id("case-1"));
    assert_eq!(cases(&aws).count_open_cases_of(&asha).await.unwrap(), 4);
    assert_eq!(cases(&aws).count_open_cases_of(&id("ben")).await.unwrap(), 0);
}

#[tokio::test]
async fn an_ended_case_moves_from_the_nurses_list_to_that_of_retention() {
    let aws = tables().await;
    five_cases(&aws).await;
    let loaded = cases(&aws).load(&id("case-2")).await.unwrap().unwrap();
    let until = now().checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
    let covered = casework::Event::NurseCovered { nurse: id("ben"), until };
    let loaded = cases(&aws).append(loaded, of(vec![covered.into()]), now()).await.unwrap();
    let ben = id("ben");
    let covers = async || {
        let list = Worklist::CoveredBy(&ben);
        cases(&aws).worklist(&list, None, 9).await.unwrap().len()
    };
    assert_eq!(covers().await, 1);
    let lapsed = domain::consent::Event::Lapsed;
    cases(&aws).append(loaded, of(vec![lapsed.into()]), now()).await.unwrap();
    assert_eq!(covers().await, 0);
    assert_eq!(cases(&aws).count_open_cases_of(&id("asha")).await.unwrap(), 3);
    assert_eq!(cases(&aws).to_erase(now(), 9).await.unwrap(), []);
    let later = now().checked_add((24 * 90).hours()).unwrap();
    assert_eq!(cases(&aws).to_erase(later, 9).await.unwrap()[0].case, id("case-2"));
}
