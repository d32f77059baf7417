//! Letters: each is claimed by one sender.

use crate::builders::{access, after, id, link, new_case, now, tables};
use domain::Party;
use domain::access::Purpose;
use domain::ids::CaseId;
use futures::future::join_all;
use store::{CodePut, CodeTry, EpochCheck, Invitation, LetterClaim, OneTimeCode, digest};

#[tokio::test]
async fn a_letter_is_claimed_once_and_never_after_a_withdrawal() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let case: CaseId = id("case-1");
    let access = access(&aws);
    let at = |member_epoch| EpochCheck {
        cases_table: "Cases",
        case: &case,
        member_epoch,
        others_epoch: loaded.case.access.others_epoch,
        ended_for: 0,
    };
    let invitation = Invitation {
        case: case.clone(),
        party: Party::Member,
        purpose: Purpose::Consent,
        epoch: 0,
        expires: now(),
    };
    let link = Some(("token", &invitation));
    assert_eq!(access.claim_letter("l-1", at(0), link, now()).await.unwrap(), LetterClaim::Granted);
    let again = access.claim_letter("l-1", at(0), link, now()).await.unwrap();
    assert_eq!(again, LetterClaim::Held { since: now() });
    access.mark_sent("l-1", now()).await.unwrap();
    assert_eq!(access.claim_letter("l-1", at(0), link, now()).await.unwrap(), LetterClaim::Sent);
    assert_eq!(access.invitation("token").await.unwrap(), Some(invitation.clone()));
    // The case has moved on since the letter was decided: another epoch.
    let stale =
        access.claim_letter("l-2", at(9), Some(("other", &invitation)), now()).await.unwrap();
    assert_eq!(stale, LetterClaim::Stale);
    assert_eq!(access.invitation("other").await.unwrap(), None);
    // So has the access of one party alone: a specialist who was replaced, a doctor at another address.
    let ended = EpochCheck { ended_for: 1, ..at(0) };
    let stale = access.claim_letter("l-3", ended, None, now()).await.unwrap();
    assert_eq!(stale, LetterClaim::Stale);
}

#[tokio::test]
async fn of_several_who_take_over_a_crashed_letter_one_may_send_it() {
    let aws = tables().await;
    new_case(&aws, "case-1").await;
    let access = access(&aws);
    let case: CaseId = id("case-1");
    let epochs = EpochCheck {
        cases_table: "Cases",
        case: &case,
        member_epoch: 0,
        others_epoch: 0,
        ended_for: 0,
    };
    assert_eq!(access.claim_letter("l", epochs, None, now()).await.unwrap(), LetterClaim::Granted);
    let later = after(2, 0);
    let tries = (0..4).map(|n| access.take_over("l", epochs, None, now(), after(2, n)));
    let granted = |claim: &LetterClaim| *claim == LetterClaim::Granted;
    let claims = join_all(tries).await.into_iter().map(Result::unwrap);
    let won = claims.filter(granted).count();
    assert_eq!(won, 1);
    access.mark_sent("l", later).await.unwrap();
    let claimed = access.claim_letter("l", epochs, None, later).await.unwrap();
    assert_eq!(claimed, LetterClaim::Sent);
}

#[tokio::test]
async fn an_erasure_takes_away_letters_with_their_links_and_codes() {
    let aws = tables().await;
    new_case(&aws, "case-1").await;
    let access = access(&aws);
    let case: CaseId = id("case-1");
    let epochs = EpochCheck {
        cases_table: "Cases",
        case: &case,
        member_epoch: 0,
        others_epoch: 0,
        ended_for: 0,
    };
    let invitation = link();
    let with_link = Some(("token", &invitation));
    assert!(!access.has_traces(&case).await.unwrap());
    access.claim_letter("l-1", epochs, with_link, now()).await.unwrap();
    access.claim_letter("l-2", epochs, None, now()).await.unwrap();
    let code = OneTimeCode { code: digest("1"), browser: digest("b"), expires: now() };
    let put = access.put_code("token", &link(), &code, "asked", now()).await.unwrap();
    assert_eq!(put, CodePut::Yes);
    assert!(access.has_traces(&case).await.unwrap());
    for _ in 0..2 {
        access.forget_traces(&case).await.unwrap();
        assert!(!access.has_traces(&case).await.unwrap());
    }
    assert_eq!(access.invitation("token").await.unwrap(), None);
    assert_eq!(access.try_code("token", "b").await.unwrap(), CodeTry::NoCode);
    // A mark that comes late does not bring the letter back.
    access.mark_sent("l-1", now()).await.unwrap();
    assert_eq!(
        access.claim_letter("l-1", epochs, None, now()).await.unwrap(),
        LetterClaim::Granted
    );
}

#[tokio::test]
async fn a_letter_that_was_refused_is_let_go_and_one_that_was_sent_is_not() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let (access, case): (_, CaseId) = (access(&aws), id("case-1"));
    let epochs = EpochCheck {
        cases_table: "Cases",
        case: &case,
        member_epoch: loaded.case.access.member_epoch,
        others_epoch: loaded.case.access.others_epoch,
        ended_for: 0,
    };
    let claim = async || access.claim_letter("letter", epochs, None, now()).await.unwrap();
    assert_eq!(claim().await, LetterClaim::Granted);
    access.release_letter("letter", now()).await.unwrap();
    let LetterClaim::Held { since } = claim().await else { panic!("it is not held") };
    assert!(since < now());
    let again = access.take_over("letter", epochs, None, since, now()).await.unwrap();
    assert_eq!(again, LetterClaim::Granted);
    access.mark_sent("letter", now()).await.unwrap();
    access.release_letter("letter", now()).await.unwrap();
    assert_eq!(claim().await, LetterClaim::Sent);
}
