//! What the contract tests build: an embedded database, cases, links and sessions.

use domain::Party;
use domain::access::Purpose;
use domain::calendar::Nation;
use domain::directory::{Client, Cover, EntryStanding, Manager};
use domain::ids::CaseId;
use domain::referral::MemberDetails;
use domain::sheet::WrappedKeys;
use domain::text::{Email, PersonName};
use domain::{Actor, Case, Event, Private, casework, referral};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use runtime::Aws;
use store::{Access, Cases, Change, Invitation, Keys, LoadedCase, Session};

pub fn id<T: std::str::FromStr>(word: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    word.parse().unwrap()
}

pub fn now() -> Timestamp {
    "2026-11-02T09:00:00Z".parse().unwrap()
}

/// The moment some minutes and seconds after the tests' now.
pub fn after(minutes: i64, seconds: i64) -> Timestamp {
    now().checked_add(minutes.minutes()).unwrap().checked_add(seconds.seconds()).unwrap()
}

pub fn nurse() -> Actor {
    Actor::Nurse(id("asha"))
}

pub async fn tables() -> Aws {
    testkit::embedded::start().await.unwrap()
}

pub fn cases(aws: &Aws) -> Cases {
    Cases::new(aws, "Cases".to_owned())
}

pub fn keys(aws: &Aws) -> Keys {
    Keys::new(aws, "Keys".to_owned())
}

/// A case that has its keys, as every one has that is not erased.
pub async fn with_keys(aws: &Aws, case: &str) -> LoadedCase {
    let wrapped = WrappedKeys { contact: vec![1], clinical: vec![2] };
    let put = keys(aws).put(&id(case), wrapped);
    let new = LoadedCase::new(id(case));
    cases(aws).append(new, of(received()).with(put), now()).await.unwrap()
}

pub fn access(aws: &Aws) -> Access {
    Access::new(aws, "Access".to_owned())
}

pub fn client() -> Client {
    Client {
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
        standing: EntryStanding::Current,
    }
}

/// The first event of a case, without the one that marks its member.
pub fn received() -> Vec<Event> {
    let details = MemberDetails {
        name: PersonName::parse("Maria").unwrap(),
        email: Email::parse("maria@home.example").unwrap(),
        phone: None,
        birth_date: Private::new(date(1979, 4, 12)),
        nhs_number: None,
    };
    let rule = referral::AddressRule::PrivateOnly;
    let test_numbers = referral::TestNumbers::Refused;
    let (manager, sheet) = (id("m"), id("details"));
    let client = client();
    let covers = vec![Cover { contract: id("c"), from: date(2026, 1, 1), until: None }];
    let command = referral::Command::Receive {
        client,
        covers,
        manager,
        details,
        sheet,
        marks: Vec::new(),
        rule,
        test_numbers,
    };
    let by = Actor::Client(id("northwind"));
    let mut events = Case::new(id("any")).decide(&by, command, now()).unwrap();
    events.truncate(1);
    events
}

pub async fn new_case(aws: &Aws, name: &str) -> LoadedCase {
    let change = Change::of(&Actor::Client(id("northwind")), received());
    let case: CaseId = id(name);
    let loaded = cases(aws).append(LoadedCase::new(case), change, now()).await.unwrap();
    let assign = casework::Command::Assign { nurse: id("asha") };
    let events = loaded.case.decide(&nurse(), assign, now()).unwrap();
    cases(aws).append(loaded, Change::of(&nurse(), events), now()).await.unwrap()
}

pub fn introduced() -> Change {
    Change::of(&nurse(), vec![casework::Event::IntroductionSent.into()])
}

pub fn of(events: Vec<Event>) -> Change {
    Change::of(&nurse(), events)
}

pub fn session() -> Session {
    Session { case: id("case-1"), party: Party::Member, purpose: Purpose::Consent, epoch: 0 }
}

pub fn link() -> Invitation {
    let expires = now().checked_add(24.hours()).unwrap();
    let (case, party, purpose) = (id("case-1"), Party::Member, Purpose::Consent);
    Invitation { case, party, purpose, epoch: 0, expires }
}
