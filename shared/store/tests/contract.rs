//! The contract of the tables, against an embedded DynamoDB that speaks the real SDK.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use aws_sdk_dynamodb::types::AttributeValue;
use domain::Party;
use domain::access::Purpose;
use domain::billing::{Basis, Charge, ChargeKind, Contract, Draft, FallsDue, Month};
use domain::calendar::Nation;
use domain::casework;
use domain::directory::{Client, Cover, Manager};
use domain::ids::{CaseId, SpecialistId};
use domain::money::{Pence, Vat};
use domain::question::{Item, ReadFor, Reading};
use domain::referral::MemberDetails;
use domain::sheet::{Class, SealedSheet, WrappedKeys};
use domain::text::{Email, PersonName};
use domain::{Actor, Case, Event, Private, referral};
use futures::future::join_all;
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use runtime::Aws;
use store::{
    Access, After, AppendError, Breach, Broken, Cases, Change, Claimed, Clash, CodePut, Directory,
    EpochCheck, Invitation, Keys, Ledger, LedgerError, Loaded, OneTimeCode, Opened, Session,
    Sheets, StoredAnswer, Tried, Worklist, digest,
};

fn id<T: std::str::FromStr>(word: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    word.parse().unwrap()
}

fn now() -> Timestamp {
    "2026-11-02T09:00:00Z".parse().unwrap()
}

fn nurse() -> Actor {
    Actor::Nurse(id("asha"))
}

async fn tables() -> Aws {
    testkit::embedded::start().await.unwrap()
}

fn cases(aws: &Aws) -> Cases {
    Cases::new(aws, "Cases".to_owned())
}

fn access(aws: &Aws) -> Access {
    Access::new(aws, "Access".to_owned())
}

fn received() -> Vec<Event> {
    let client = Client {
        id: id("northwind"),
        name: "Northwind".to_owned(),
        nation: Nation::England,
        mail_domains: Vec::new(),
        managers: vec![Manager {
            id: id("m"),
            name: "M".to_owned(),
            email: "m@northwind.example".to_owned(),
            from: date(2026, 1, 1),
            until: None,
        }],
        covers: vec![Cover { contract: id("c"), from: date(2026, 1, 1), until: None }],
    };
    let details = MemberDetails {
        name: PersonName::parse("Maria").unwrap(),
        email: Email::parse("maria@home.example").unwrap(),
        phone: None,
        birth_date: Private::new(date(1979, 4, 12)),
        nhs_number: None,
    };
    let rule = referral::AddressRule::PrivateOnly;
    let (manager, sheet) = (id("m"), id("details"));
    let command = referral::Command::Receive { client, manager, details, sheet, rule };
    Case::new(id("any")).decide(&Actor::Client(id("northwind")), command, now()).unwrap()
}

async fn new_case(aws: &Aws, name: &str) -> Loaded {
    let change = Change::of(&Actor::Client(id("northwind")), received());
    let case: CaseId = id(name);
    let loaded = cases(aws).append(Loaded::new(case), change, now()).await.unwrap();
    let assign = casework::Command::Assign { nurse: id("asha") };
    let events = loaded.case.decide(&nurse(), assign, now()).unwrap();
    cases(aws).append(loaded, Change::of(&nurse(), events), now()).await.unwrap()
}

fn introduced() -> Change {
    Change::of(&nurse(), vec![casework::Event::IntroductionSent.into()])
}

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
    let sheet = SealedSheet { id: id("s"), class: Class::Clinical, sealed: vec![1] };
    let answer = StoredAnswer { request: "r".to_owned(), status: 201, body: "b".to_owned() };
    let part = || access(&aws).answer_part("caller", "key", &answer, now()).unwrap();
    let first = introduced().with(part());
    let loaded = cases(&aws).append(loaded, first, now()).await.unwrap();
    let again = Change::of(&nurse(), vec![casework::Event::MarkedUrgent.into()])
        .with(sheets.put(&id("case-1"), sheet).unwrap())
        .with(part());
    let refused = cases(&aws).append(loaded.clone(), again, now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Answer))));
    assert_eq!(cases(&aws).load(&id("case-1")).await.unwrap().unwrap().case, loaded.case);
    assert_eq!(sheets.all(&id("case-1"), Class::Clinical).await.unwrap(), []);
    assert_eq!(access(&aws).answer("caller", "key").await.unwrap(), Some(answer));
    assert_eq!(access(&aws).answer("another", "key").await.unwrap(), None);
}

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

#[tokio::test]
async fn a_member_is_claimed_once_and_again_after_their_case_has_ended() {
    let aws = tables().await;
    let claim = |case: &str, ended: Option<CaseId>| {
        access(&aws).claim_member("mark", &id(case), ended.as_ref()).unwrap()
    };
    let receive = |case: &str, ended: Option<CaseId>| {
        let change =
            Change::of(&Actor::Client(id("northwind")), received()).with(claim(case, ended));
        let (cases, case) = (cases(&aws), id(case));
        async move { cases.append(Loaded::new(case), change, now()).await }
    };
    receive("case-1", None).await.unwrap();
    let second = receive("case-2", None).await;
    assert!(matches!(second, Err(AppendError::Clash(Clash::Duplicate))));
    assert_eq!(access(&aws).member_claim("mark").await.unwrap(), Some(id("case-1")));
    receive("case-3", Some(id("case-1"))).await.unwrap();
    let late = receive("case-4", Some(id("case-1"))).await;
    assert!(matches!(late, Err(AppendError::Clash(Clash::Duplicate))));
}

fn session() -> Session {
    Session { case: id("case-1"), party: Party::Member, purpose: Purpose::Consent, epoch: 0 }
}

fn link() -> Invitation {
    let expires = now().checked_add(24.hours()).unwrap();
    let (case, party, purpose) = (id("case-1"), Party::Member, Purpose::Consent);
    Invitation { case, party, purpose, epoch: 0, expires }
}

#[tokio::test]
async fn two_redemptions_of_one_code_give_one_session() {
    let aws = tables().await;
    let access = access(&aws);
    let code = OneTimeCode { code: digest("1"), browser: digest("b"), expires: now() };
    access.put_code("token", &link(), &code, "2026-11-02").await.unwrap();
    let session = session();
    let (first, second) = futures::future::join(
        access.open_session("token", &code, "one", &session, now()),
        access.open_session("token", &code, "two", &session, now()),
    )
    .await;
    let opened = [first.unwrap(), second.unwrap()];
    assert_eq!(opened.iter().filter(|it| **it == Opened::Yes).count(), 1);
    let live =
        [access.session("one", now()).await.unwrap(), access.session("two", now()).await.unwrap()];
    assert_eq!(live.iter().flatten().count(), 1);
    assert_eq!(access.try_code("token", "b").await.unwrap(), Tried::Used);
}

#[tokio::test]
async fn a_code_has_five_tries_and_only_the_newest_works() {
    let aws = tables().await;
    let access = access(&aws);
    let code =
        |word: &str| OneTimeCode { code: digest(word), browser: digest("b"), expires: now() };
    access.put_code("token", &link(), &code("old"), "2026-11-02").await.unwrap();
    access.put_code("token", &link(), &code("new"), "2026-11-02").await.unwrap();
    assert_eq!(access.try_code("token", "another").await.unwrap(), Tried::OtherBrowser);
    for left in (0..5).rev() {
        let expected = Tried::Compare { code: code("new"), left };
        assert_eq!(access.try_code("token", "b").await.unwrap(), expected);
    }
    assert_eq!(access.try_code("token", "b").await.unwrap(), Tried::Locked);
    assert_eq!(access.try_code("token", "another").await.unwrap(), Tried::OtherBrowser);
    assert_eq!(access.try_code("no-such-token", "b").await.unwrap(), Tried::NoCode);
    let old = access.open_session("token", &code("old"), "s", &session(), now()).await.unwrap();
    assert_eq!(old, Opened::Spent);
}

#[tokio::test]
async fn secrets_are_never_in_the_table() {
    let aws = tables().await;
    let access = access(&aws);
    let code = OneTimeCode { code: digest("123456"), browser: digest("browser"), expires: now() };
    access.put_code("the-token", &link(), &code, "2026-11-02").await.unwrap();
    access.open_session("the-token", &code, "the-secret", &session(), now()).await.unwrap();
    access.put_code("the-token", &link(), &code, "2026-11-02").await.unwrap();
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    let all = client.scan().table_name("Access").send().await.unwrap();
    let written = format!("{:?}", all.items());
    for secret in ["the-token", "the-secret", "123456"] {
        assert!(!written.contains(secret), "{secret}");
    }
}

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
    };
    let invitation = Invitation {
        case: case.clone(),
        party: Party::Member,
        purpose: Purpose::Consent,
        epoch: 0,
        expires: now(),
    };
    let link = Some(("token", &invitation));
    assert_eq!(access.claim_letter("l-1", at(0), link, now()).await.unwrap(), Claimed::Yes);
    let again = access.claim_letter("l-1", at(0), link, now()).await.unwrap();
    assert_eq!(again, Claimed::Before { at: now() });
    access.mark_sent("l-1", now()).await.unwrap();
    assert_eq!(access.claim_letter("l-1", at(0), link, now()).await.unwrap(), Claimed::Sent);
    assert_eq!(access.invitation("token").await.unwrap(), Some(invitation.clone()));
    // The case has moved on since the letter was decided: another epoch.
    let stale =
        access.claim_letter("l-2", at(9), Some(("other", &invitation)), now()).await.unwrap();
    assert_eq!(stale, Claimed::Stale);
    assert_eq!(access.invitation("other").await.unwrap(), None);
}

#[tokio::test]
async fn keys_and_sheets_are_written_once() {
    let aws = tables().await;
    let keys = Keys::new(&aws, "Keys".to_owned());
    let wrapped = WrappedKeys { contact: vec![1], clinical: vec![2] };
    let loaded = new_case(&aws, "case-1").await;
    let put = || keys.put(&id("case-1"), wrapped.clone()).unwrap();
    let loaded = cases(&aws).append(loaded, introduced().with(put()), now()).await.unwrap();
    assert_eq!(keys.load(&id("case-1")).await.unwrap(), Some(wrapped.clone()));
    let urgent = Change::of(&nurse(), vec![casework::Event::MarkedUrgent.into()]);
    assert!(cases(&aws).append(loaded, urgent.with(put()), now()).await.is_err());
}

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

fn of(events: Vec<Event>) -> Change {
    Change::of(&nurse(), events)
}

/// Five cases, of which the fourth is urgent and the first nobody's yet.
async fn five_cases(aws: &Aws) {
    let change = Change::of(&Actor::Client(id("northwind")), received());
    cases(aws).append(Loaded::new(id("case-1")), change, now()).await.unwrap();
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
    let (mut seen, mut after): (Vec<String>, Option<After>) = (Vec::new(), None);
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
    assert_eq!(cases(&aws).load_of(&asha).await.unwrap(), 4);
    assert_eq!(cases(&aws).load_of(&id("ben")).await.unwrap(), 0);
}

#[tokio::test]
async fn an_ended_case_leaves_the_nurses_list_and_stands_on_that_of_retention() {
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
    assert_eq!(cases(&aws).load_of(&id("asha")).await.unwrap(), 3);
    assert_eq!(cases(&aws).to_erase(now(), 9).await.unwrap(), []);
    let later = now().checked_add((24 * 90).hours()).unwrap();
    assert_eq!(cases(&aws).to_erase(later, 9).await.unwrap()[0].case, id("case-2"));
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
async fn an_erased_log_is_a_chain_that_verifies_and_a_head_that_can_be_made_anew() {
    let aws = tables().await;
    let loaded = new_case(&aws, "case-1").await;
    let by = Actor::Specialist(id("sp-1"));
    let told: Vec<Event> = vec![domain::consent::Event::Lapsed.into()];
    let loaded = cases(&aws).append(loaded, of(told), now()).await.unwrap();
    let reviewed = domain::report::Event::Reviewed { mode: None, sheet: None };
    let loaded =
        cases(&aws).append(loaded, Change::of(&by, vec![reviewed.into()]), now()).await.unwrap();
    let grounds = domain::keeping::ErasureGrounds::LawfulRequest;
    let erased = domain::keeping::Event::Erased { grounds };
    cases(&aws).append(loaded, of(vec![erased.into()]), now()).await.unwrap();

    for _ in 0..2 {
        let dropped = cases(&aws).drop_contents(&id("case-1")).await.unwrap();
        assert_eq!((dropped.records, dropped.dropped), (5, 1));
    }
    assert_eq!(cases(&aws).count_dropped(&id("case-1")).await.unwrap().dropped, 1);
    assert_eq!(broken(&aws).await, []);
    assert_eq!(cases(&aws).log(&id("case-1")).await.unwrap().len(), 4);
    assert_eq!(cases(&aws).event(&id("case-1"), 4).await.unwrap(), None);
    // Another fold version than today's: the head is made anew from what is left.
    let client = aws_sdk_dynamodb::Client::new(&aws.config);
    let mut head = record(1);
    head.insert("sk".to_owned(), AttributeValue::S("CASE".to_owned()));
    let before = cases(&aws).load(&id("case-1")).await.unwrap().unwrap().case;
    let old = client.update_item().table_name("Cases").set_key(Some(head));
    let old = old.update_expression("SET fold = :old");
    let zero = AttributeValue::N("0".to_owned());
    old.expression_attribute_values(":old", zero).send().await.unwrap();
    let anew = cases(&aws).load(&id("case-1")).await.unwrap().unwrap().case;
    assert_eq!((anew.keeping.erased, anew.version), (before.keeping.erased, before.version));
}

#[tokio::test]
async fn a_person_is_found_by_a_mark_until_their_case_is_erased() {
    let aws = tables().await;
    let marks = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (case, words) in [("case-1", ["by-mail", "by-name"]), ("case-2", ["by-mail", "other"])] {
        let loaded = new_case(&aws, case).await;
        let findable = access(&aws).findable(&id(case), &marks(&words)).unwrap();
        cases(&aws).append(loaded, introduced().with(findable), now()).await.unwrap();
    }
    let found = async |mark: &str| -> Vec<String> {
        let found = access(&aws).found(mark).await.unwrap();
        found.into_iter().map(|case| case.to_string()).collect()
    };
    assert_eq!(found("by-mail").await, ["case-1", "case-2"]);
    assert_eq!(found("by-name").await, ["case-1"]);
    assert_eq!(found("nobody").await, Vec::<String>::new());
    for _ in 0..2 {
        access(&aws).forget_traces(&id("case-1")).await.unwrap();
    }
    assert_eq!(found("by-mail").await, ["case-2"]);
    assert_eq!(found("by-name").await, Vec::<String>::new());
}

#[tokio::test]
async fn erasure_forgets_a_claim_only_while_the_case_holds_it() {
    let aws = tables().await;
    for (number, ended) in [("case-1", None), ("case-2", Some(id("case-1")))] {
        let loaded = new_case(&aws, number).await;
        let claim = access(&aws).claim_member("mark", &id(number), ended.as_ref()).unwrap();
        let noted = access(&aws).claims_of(&id(number), &["mark".to_owned()]).unwrap();
        let change = introduced().with(claim).with(noted);
        cases(&aws).append(loaded, change, now()).await.unwrap();
    }
    access(&aws).forget_traces(&id("case-1")).await.unwrap();
    assert_eq!(access(&aws).member_claim("mark").await.unwrap(), Some(id("case-2")));
    access(&aws).forget_traces(&id("case-2")).await.unwrap();
    assert_eq!(access(&aws).member_claim("mark").await.unwrap(), None);
}

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

#[tokio::test]
async fn destroyed_keys_are_gone_with_the_change_and_not_without_it() {
    let aws = tables().await;
    let keys = Keys::new(&aws, "Keys".to_owned());
    let wrapped = WrappedKeys { contact: vec![1], clinical: vec![2] };
    let loaded = new_case(&aws, "case-1").await;
    let put = keys.put(&id("case-1"), wrapped).unwrap();
    let loaded = cases(&aws).append(loaded, introduced().with(put), now()).await.unwrap();
    let destroy = || {
        of(vec![casework::Event::MarkedUrgent.into()]).with(keys.destroy(&id("case-1")).unwrap())
    };
    let after = cases(&aws).append(loaded.clone(), introduced(), now()).await.unwrap();
    assert!(cases(&aws).append(loaded, destroy(), now()).await.is_err());
    assert!(keys.load(&id("case-1")).await.unwrap().is_some());
    cases(&aws).append(after, destroy(), now()).await.unwrap();
    assert!(keys.load(&id("case-1")).await.unwrap().is_none());
}

fn november() -> Month {
    "2026-11".parse().unwrap()
}

#[tokio::test]
async fn a_charge_is_written_once_and_never_into_a_closed_month() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    let charge = |sequence| Charge {
        case: id("case-1"),
        sequence,
        client: id("tern"),
        contract: id("c"),
        kind: ChargeKind::Referral,
        net: Pence(100),
        vat: Vat::ExemptHealth,
        on: date(2026, 11, 3),
    };
    ledger.put_charge(&charge(1), november()).await.unwrap();
    let again = ledger.put_charge(&charge(1), november()).await;
    assert!(matches!(again, Err(LedgerError::AlreadyThere)));
    ledger.close_month(&id("tern"), november()).await.unwrap();
    let redriven = ledger.put_charge(&charge(1), november()).await;
    assert!(matches!(redriven, Err(LedgerError::AlreadyThere)));
    let late = ledger.put_charge(&charge(2), november()).await;
    assert!(matches!(late, Err(LedgerError::MonthClosed)));
    assert_eq!(ledger.charges(&id("tern"), november()).await.unwrap().len(), 1);
}

fn draft(client: &str) -> Draft {
    let (client, month) = (id(client), november());
    Draft { client, month, lines: Vec::new(), net: Pence(1), vat: Pence(0) }
}

#[tokio::test]
async fn runs_at_once_give_the_same_numbers_without_a_gap() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    for client in ["a", "b", "c"] {
        ledger.put_draft(&draft(client)).await.unwrap();
    }
    let run = || async {
        let mut numbers = Vec::new();
        for draft in ledger.drafts(november()).await.unwrap() {
            let number = |number: u64| format!("INV-{number}");
            numbers.push(ledger.number(&draft, number).await.unwrap().number);
        }
        numbers
    };
    let runs = join_all((0..4).map(|_| run())).await;
    for numbers in runs {
        assert_eq!(numbers, ["INV-1", "INV-2", "INV-3"]);
    }
}

#[tokio::test]
async fn contracts_are_listed_with_their_client() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    let basis =
        Basis::PerReferral { fee: Pence(1), due: FallsDue::Release, cancellation_fee: Pence(0) };
    let (client, from) = (id("tern"), date(2026, 1, 1));
    let contract = Contract { id: id("c"), client, from, until: None, basis };
    ledger.put_contract(&contract).await.unwrap();
    let again = ledger.put_contract(&contract).await;
    assert!(matches!(again, Err(LedgerError::AlreadyThere)));
    assert_eq!(ledger.clients().await.unwrap(), [id("tern")]);
    assert_eq!(ledger.contracts(&id("tern")).await.unwrap(), [contract]);
}

#[tokio::test]
async fn a_party_is_sent_ten_codes_a_day_whichever_link_asks() {
    let aws = tables().await;
    let access = access(&aws);
    let code = OneTimeCode { code: digest("1"), browser: digest("b"), expires: now() };
    for _ in 0..10 {
        let put = access.put_code("token", &link(), &code, "2026-11-02").await.unwrap();
        assert_eq!(put, CodePut::Yes);
    }
    let more = access.put_code("token", &link(), &code, "2026-11-02").await.unwrap();
    assert_eq!(more, CodePut::TooMany);
    // Neither another link nor an opened session starts the count anew; the next day does.
    let other = access.put_code("another", &link(), &code, "2026-11-02").await.unwrap();
    assert_eq!(other, CodePut::TooMany);
    access.open_session("token", &code, "s", &session(), now()).await.unwrap();
    assert_eq!(
        access.put_code("token", &link(), &code, "2026-11-02").await.unwrap(),
        CodePut::TooMany
    );
    assert_eq!(access.put_code("token", &link(), &code, "2026-11-03").await.unwrap(), CodePut::Yes);
}

/// The moment some minutes and seconds after the tests' now.
fn after(minutes: i64, seconds: i64) -> Timestamp {
    now().checked_add(minutes.minutes()).unwrap().checked_add(seconds.seconds()).unwrap()
}

async fn opened(access: &Access) {
    let code = OneTimeCode { code: digest("1"), browser: digest("b"), expires: now() };
    access.put_code("token", &link(), &code, "2026-11-02").await.unwrap();
    access.open_session("token", &code, "s", &session(), now()).await.unwrap();
}

#[tokio::test]
async fn a_session_that_lies_idle_for_half_an_hour_is_over_to_the_second() {
    let aws = tables().await;
    let access = access(&aws);
    opened(&access).await;
    assert!(access.session("s", after(29, 59)).await.unwrap().is_some());
    // The look has begun another half hour.
    assert!(access.session("s", after(59, 58)).await.unwrap().is_some());
    assert!(access.session("s", after(89, 58)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_lasts_two_hours_however_busy_it_is() {
    let aws = tables().await;
    let access = access(&aws);
    opened(&access).await;
    for minutes in [20, 40, 60, 80, 100, 119] {
        assert!(access.session("s", after(minutes, 59)).await.unwrap().is_some(), "{minutes}");
    }
    assert!(access.session("s", after(120, 0)).await.unwrap().is_none());
    // An end is an end: looking at it does not bring it back.
    assert!(access.session("s", after(120, 1)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_closed_session_cannot_carry_a_change() {
    let aws = tables().await;
    let access = access(&aws);
    opened(&access).await;
    let loaded = new_case(&aws, "case-1").await;
    access.close_session("s").await.unwrap();
    let change = introduced().with(access.session_stands("s").unwrap());
    let refused = cases(&aws).append(loaded, change, now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Access))));
    assert_eq!(cases(&aws).log(&id("case-1")).await.unwrap().len(), 2);
}

#[tokio::test]
async fn of_several_who_take_over_a_crashed_letter_one_may_send_it() {
    let aws = tables().await;
    new_case(&aws, "case-1").await;
    let access = access(&aws);
    let case: CaseId = id("case-1");
    let epochs = EpochCheck { cases_table: "Cases", case: &case, member_epoch: 0, others_epoch: 0 };
    assert_eq!(access.claim_letter("l", epochs, None, now()).await.unwrap(), Claimed::Yes);
    let later = after(2, 0);
    let tries = (0..4).map(|n| access.take_over("l", epochs, now(), after(2, n)));
    let won = join_all(tries).await.into_iter().filter(|it| *it.as_ref().unwrap()).count();
    assert_eq!(won, 1);
    access.mark_sent("l", later).await.unwrap();
    let claimed = access.claim_letter("l", epochs, None, later).await.unwrap();
    assert_eq!(claimed, Claimed::Sent);
}

/// A case of five records, with a change to its items as somebody with the table's rights could make.
async fn tampered<F, T>(with: F) -> Vec<Broken>
where
    F: FnOnce(aws_sdk_dynamodb::Client) -> T,
    T: Future<Output = ()>,
{
    let aws = tables().await;
    let mut loaded = new_case(&aws, "case-1").await;
    for event in
        [casework::Event::IntroductionSent, casework::Event::MarkedUrgent, casework::Event::Resumed]
    {
        let change = Change::of(&nurse(), vec![event.into()]);
        loaded = cases(&aws).append(loaded, change, now()).await.unwrap();
    }
    assert_eq!(broken(&aws).await, []);
    with(aws_sdk_dynamodb::Client::new(&aws.config)).await;
    broken(&aws).await
}

async fn broken(aws: &Aws) -> Vec<Broken> {
    cases(aws).verify(&id("case-1"), &[]).await.unwrap().unwrap().0
}

fn record(sequence: u64) -> std::collections::HashMap<String, AttributeValue> {
    let text = |value: String| AttributeValue::S(value);
    let (pk, sk) = ("CASE#case-1".to_owned(), format!("EVENT#{sequence:06}"));
    [("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))].into()
}

async fn remove(client: &aws_sdk_dynamodb::Client, sequence: u64) {
    let delete = client.delete_item().table_name("Cases").set_key(Some(record(sequence)));
    delete.send().await.unwrap();
}

async fn read(
    client: &aws_sdk_dynamodb::Client,
    sequence: u64,
) -> std::collections::HashMap<String, AttributeValue> {
    let get = client.get_item().table_name("Cases").set_key(Some(record(sequence)));
    get.send().await.unwrap().item.unwrap()
}

async fn write(
    client: &aws_sdk_dynamodb::Client,
    item: std::collections::HashMap<String, AttributeValue>,
) {
    client.put_item().table_name("Cases").set_item(Some(item)).send().await.unwrap();
}

#[tokio::test]
async fn an_edited_record_is_named_also_when_its_hash_was_made_to_fit() {
    let edited = tampered(async |client| {
        let mut item = read(&client, 4).await;
        let record = item["record"].as_s().unwrap().replace("marked-urgent", "resumed");
        item.insert("record".to_owned(), AttributeValue::S(record));
        write(&client, item).await;
    })
    .await;
    assert_eq!(edited, [Broken { sequence: 4, how: Breach::Edited }]);
    let fitted = tampered(async |client| {
        let mut item = read(&client, 4).await;
        let record = item["record"].as_s().unwrap().replace("marked-urgent", "resumed");
        item.insert("content".to_owned(), AttributeValue::S(digest(&record)));
        item.insert("record".to_owned(), AttributeValue::S(record));
        write(&client, item).await;
    })
    .await;
    assert_eq!(fitted, [Broken { sequence: 4, how: Breach::Unlinked }]);
}

#[tokio::test]
async fn a_removed_a_reordered_and_a_cut_off_record_are_named() {
    let removed = tampered(async |client| remove(&client, 3).await).await;
    assert_eq!(removed[0], Broken { sequence: 4, how: Breach::Removed });
    let cut = tampered(async |client| remove(&client, 5).await).await;
    assert_eq!(cut, [Broken { sequence: 5, how: Breach::CutOff }]);
    let reordered = tampered(async |client| {
        let (mut third, mut fourth) = (read(&client, 3).await, read(&client, 4).await);
        let place = third.insert("sk".to_owned(), fourth["sk"].clone()).unwrap();
        fourth.insert("sk".to_owned(), place);
        write(&client, third).await;
        write(&client, fourth).await;
    })
    .await;
    let places: Vec<u64> =
        reordered.iter().filter(|it| it.how == Breach::Reordered).map(|it| it.sequence).collect();
    assert_eq!(places, [3, 4]);
}

#[tokio::test]
async fn a_dropped_content_leaves_the_chain_whole() {
    let dropped = tampered(async |client| {
        let mut item = read(&client, 4).await;
        item.remove("record");
        write(&client, item).await;
    })
    .await;
    assert_eq!(dropped, []);
}
