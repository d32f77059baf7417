//! Claims on a member: one live case for each.

use crate::builders::{access, cases, id, introduced, new_case, now, received, tables};
use domain::Actor;
use domain::ids::CaseId;
use store::{AppendError, Change, Clash, LoadedCase};

#[tokio::test]
async fn a_member_is_claimed_once_and_again_after_their_case_has_ended() {
    let aws = tables().await;
    let claim = |case: &str, ended: Option<CaseId>| {
        access(&aws).claim_part("mark", &id(case), ended.as_ref()).unwrap()
    };
    let receive = |case: &str, ended: Option<CaseId>| {
        let change =
            Change::of(&Actor::Client(id("northwind")), received()).with(claim(case, ended));
        let (cases, case) = (cases(&aws), id(case));
        async move { cases.append(LoadedCase::new(case), change, now()).await }
    };
    receive("case-1", None).await.unwrap();
    let second = receive("case-2", None).await;
    assert!(matches!(second, Err(AppendError::Clash(Clash::Duplicate))));
    assert_eq!(access(&aws).claim_holder("mark").await.unwrap(), Some(id("case-1")));
    receive("case-3", Some(id("case-1"))).await.unwrap();
    let late = receive("case-4", Some(id("case-1"))).await;
    assert!(matches!(late, Err(AppendError::Clash(Clash::Duplicate))));
}

#[tokio::test]
async fn erasure_forgets_a_claim_only_while_the_case_holds_it() {
    let aws = tables().await;
    for (number, ended) in [("case-1", None), ("case-2", Some(id("case-1")))] {
        let loaded = new_case(&aws, number).await;
        let claim = access(&aws).claim_part("mark", &id(number), ended.as_ref()).unwrap();
        let noted = access(&aws).note_claims(&id(number), &["mark".to_owned()]);
        let change = introduced().with(claim).with(noted);
        cases(&aws).append(loaded, change, now()).await.unwrap();
    }
    access(&aws).forget_traces(&id("case-1")).await.unwrap();
    assert_eq!(access(&aws).claim_holder("mark").await.unwrap(), Some(id("case-2")));
    access(&aws).forget_traces(&id("case-2")).await.unwrap();
    assert_eq!(access(&aws).claim_holder("mark").await.unwrap(), None);
}
