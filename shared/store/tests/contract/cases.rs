//! Cases: a change is written whole or not at all, and a log is read as it was written.

use crate::builders::{cases, id, introduced, new_case, now, nurse, of, tables};
use domain::sheet::{Class, SealedSheet};
use domain::{Case, casework};
use jiff::civil::date;
use runtime::Kind;
use store::{AppendError, Change, Clash, Sheets, StoredAnswer};

#[tokio::test]
async fn a_case_is_read_as_it_was_written_and_its_log_folds_to_it() {
    let aws = tables().await;
    let written = new_case(&aws, "case-1").await;
    let read = cases(&aws).load(&id("case-1")).await.unwrap().unwrap();
    assert_eq!(read.case, written.case);
    let log = cases(&aws).log(&id("case-1")).await.unwrap();
    assert_eq!(Case::fold(id("case-1"), &log), written.case);
    assert_eq!(cases(&aws).event(&id("case-1"), 2).await.unwrap().as_ref(), log.get(1));
    assert!(cases(&aws).load(&id("case-2")).await.unwrap().is_none());
}

#[tokio::test]
async fn of_two_writers_from_one_version_one_wins_and_nothing_is_lost() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    cases(&aws).append(loaded.clone(), introduced(), now()).await.unwrap();
    let second = cases(&aws).append(loaded, introduced(), now()).await;
    assert!(matches!(second, Err(AppendError::Clash(Clash::Version))));
    assert_eq!(cases(&aws).log(&id("case-1")).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_refused_part_leaves_nothing_of_the_change_behind() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let sheets = Sheets::new(&aws, "Sheets".to_owned());
    let sheet = SealedSheet { id: id("s"), class: Class::Clinical, aside: false, sealed: vec![1] };
    let [request, body] = ["r", "b"].map(str::to_owned);
    let answer = StoredAnswer { request, status: 201, tag: None, body };
    let answers = cases(&aws).answers();
    let part = || answers.part("caller", "key", &answer, now()).unwrap();
    let first = introduced().with(part());
    let loaded = cases(&aws).append(loaded, first, now()).await.unwrap();
    let again = Change::of(&nurse(), vec![casework::Event::MarkedUrgent.into()])
        .with(sheets.put(&id("case-1"), sheet))
        .with(part());
    let refused = cases(&aws).append(loaded.clone(), again, now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Answer))));
    assert_eq!(cases(&aws).load(&id("case-1")).await.unwrap().unwrap().case, loaded.case);
    assert_eq!(sheets.all(&id("case-1"), &[Class::Clinical]).await.unwrap(), []);
    assert_eq!(answers.answer("caller", "key", now()).await.unwrap(), Some(answer.clone()));
    assert_eq!(answers.answer("another", "key", now()).await.unwrap(), None);
}

#[tokio::test]
async fn an_answer_is_forgotten_after_a_week_though_the_table_still_has_it() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let [request, body] = ["r", "b"].map(str::to_owned);
    let answer = StoredAnswer { request, status: 201, tag: None, body };
    let answers = cases(&aws).answers();
    let kept = introduced().with(answers.part("caller", "key", &answer, now()).unwrap());
    let loaded = cases(&aws).append(loaded, kept, now()).await.unwrap();
    let week = now().checked_add(jiff::SignedDuration::from_hours(7 * 24)).unwrap();
    let before = week.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap();
    assert!(answers.answer("caller", "key", before).await.unwrap().is_some());
    assert_eq!(answers.answer("caller", "key", week).await.unwrap(), None);
    // From then on the key can be taken again.
    let again = Change::of(&nurse(), vec![casework::Event::MarkedUrgent.into()])
        .with(answers.part("caller", "key", &answer, week).unwrap());
    cases(&aws).append(loaded, again, week).await.unwrap();
    assert!(answers.answer("caller", "key", week).await.unwrap().is_some());
}

#[tokio::test]
async fn a_log_is_read_page_by_page() {
    let aws = tables().await;
    let mut loaded = new_case(&aws, "case-1").await;
    for _ in 0..4 {
        let events = vec![casework::Event::Resumed.into(), casework::Event::MarkedUrgent.into()];
        loaded = cases(&aws).append(loaded, of(events), now()).await.unwrap();
    }
    let page = async |after, most| -> Vec<u64> {
        let page = cases(&aws).log_page(&id("case-1"), after, most).await.unwrap();
        page.into_iter().map(|recorded| recorded.sequence).collect()
    };
    assert_eq!(page(0, 4).await, [1, 2, 3, 4]);
    assert_eq!(page(4, 4).await, [5, 6, 7, 8]);
    assert_eq!(page(8, 4).await, [9, 10]);
    assert_eq!(page(10, 4).await, Vec::<u64>::new());
    assert_eq!(page(u64::MAX, 4).await, Vec::<u64>::new());
}

#[tokio::test]
async fn the_cases_of_a_day_are_listed_with_the_end_of_their_chains() {
    let aws = tables().await;
    for case in ["case-3", "case-2", "case-1"] {
        new_case(&aws, case).await;
    }
    let today = date(2026, 11, 2);
    let changed = cases(&aws).changed_on(today).await.unwrap();
    let named: Vec<_> =
        changed.iter().map(|(case, version, _)| (case.as_str(), *version)).collect();
    assert_eq!(named, [("case-1", 2), ("case-2", 2), ("case-3", 2)]);
    for (case, version, link) in &changed {
        let end = cases(&aws).chain_end(case).await.unwrap();
        assert_eq!(end.as_ref(), Some(&(*version, link.clone())));
        let (flaws, links) = cases(&aws).verify(case, &[1, 2, 3]).await.unwrap().unwrap();
        assert_eq!((flaws, links.len()), (Vec::new(), 2));
        assert_eq!(links.get(&2), Some(link));
    }
    assert_eq!(cases(&aws).changed_on(date(2026, 11, 3)).await.unwrap(), []);
    assert_eq!(cases(&aws).chain_end(&id("case-4")).await.unwrap(), None);
    assert_eq!(cases(&aws).verify(&id("case-4"), &[]).await.unwrap(), None);
    let mut every = cases(&aws).every().await.unwrap();
    every.sort();
    assert_eq!(every, [id("case-1"), id("case-2"), id("case-3")]);
}

#[tokio::test]
async fn a_change_of_more_than_a_hundred_writes_is_not_sent() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let events = vec![casework::Event::MarkedUrgent.into(); 100];
    let refused = cases(&aws).append(loaded.clone(), of(events), now()).await;
    let Err(AppendError::Fault(fault)) = refused else { panic!("it was not refused by a fault") };
    assert_eq!((fault.kind, fault.cause.as_str()), (Kind::Broken, "more than a hundred writes"));
    let events = vec![casework::Event::MarkedUrgent.into(); 99];
    cases(&aws).append(loaded, of(events), now()).await.unwrap();
}
