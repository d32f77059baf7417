//! The directory: who is found by what, what nobody else may have, and what becomes of a leaver.

use crate::builders::{client, id, now, tables};
use domain::calendar::Nation;
use domain::directory::{
    Caller, Changed, Claim, Client, EntryChange, EntryStanding, Place, PlaceKind, Role, Specialist,
    Specialty, Staff,
};
use domain::ids::ClientId;
use futures::future::join_all;
use jiff::civil::date;
use store::{Directory, DirectoryError, Kept, Versioned};

async fn directory() -> Directory {
    Directory::new(&tables().await, "Directory".to_owned())
}

fn staff(name: &str, role: Role) -> Staff {
    Staff {
        id: id(name),
        role,
        name: name.to_owned(),
        email: format!("{name}@us.example"),
        phone: "0".to_owned(),
        skills: Vec::new(),
        registration: None,
        standing: EntryStanding::Current,
    }
}

fn specialist(name: &str, gmc_number: &str) -> Specialist {
    Specialist {
        id: id(name),
        name: "Heart".to_owned(),
        gmc_number: gmc_number.to_owned(),
        checked_until: date(2027, 1, 1),
        email: "heart@clinic.example".to_owned(),
        specialty: cardiology(),
        hospitals: Vec::new(),
        report_days: 5,
        conflicts: Vec::new(),
        standing: EntryStanding::Current,
    }
}

fn cardiology() -> Specialty {
    Specialty::try_from("320".to_owned()).unwrap()
}

fn place(name: &str, known_as: &[&str]) -> Place {
    Place {
        id: id(name),
        kind: PlaceKind::Hospital,
        name: name.to_owned(),
        aliases: known_as.iter().map(|alias| (*alias).to_owned()).collect(),
        trust: None,
        postcode: "LS1 4AP".to_owned(),
        nation: Nation::England,
        standing: EntryStanding::Current,
    }
}

/// Writes the next version of an entry, with those who call for it.
async fn keep<E: Kept>(
    directory: &Directory,
    entry: &E,
    callers: &[&str],
) -> Result<(), DirectoryError> {
    let before = directory.entry::<E>(entry.id()).await.unwrap();
    next(directory, before.as_ref(), entry, callers).await
}

async fn next<E: Kept>(
    directory: &Directory,
    before: Option<&Versioned<E>>,
    entry: &E,
    callers: &[&str],
) -> Result<(), DirectoryError> {
    let version = before.map_or(1, |before| before.version + 1);
    let what = if version == 1 { Changed::Created } else { Changed::Changed };
    let callers = callers.iter().map(|caller| id(caller)).collect();
    let after = Versioned { entry: entry.clone(), version, callers };
    let change = EntryChange {
        version,
        at: now(),
        by: id("keeper"),
        what,
        reason: None,
        callers: after.callers.clone(),
        entry: after.entry.clone(),
    };
    directory.write(before, &after, &change, None).await
}

#[tokio::test]
async fn people_are_found_by_their_ids_and_by_what_they_do() {
    let directory = directory().await;
    let (asha, ben) = (staff("asha", Role::Nurse), staff("ben", Role::Nurse));
    keep(&directory, &asha, &["subject"]).await.unwrap();
    for person in [&ben, &staff("lea", Role::ClinicalLead)] {
        keep(&directory, person, &[]).await.unwrap();
    }
    assert_eq!(directory.staff_of(Role::Nurse).await.unwrap(), [asha.clone(), ben]);
    assert_eq!(directory.staff_of(Role::Finance).await.unwrap(), []);
    assert_eq!(directory.staff(&id("asha")).await.unwrap(), Some(asha.clone()));
    assert_eq!(directory.staff(&id("nobody")).await.unwrap(), None);
    assert_eq!(directory.caller("subject").await.unwrap(), Some(Caller::Staff(asha)));
    assert_eq!(directory.caller("stranger").await.unwrap(), None);
    keep(&directory, &client(), &[]).await.unwrap();
    assert_eq!(directory.client(&client().id).await.unwrap(), Some(client()));
    assert_eq!(directory.client(&id::<ClientId>("another")).await.unwrap(), None);
}

#[tokio::test]
async fn a_leaver_is_in_no_list_and_their_tokens_speak_for_nobody() {
    let directory = directory().await;
    let asha = staff("asha", Role::Nurse);
    keep(&directory, &asha, &["one", "two"]).await.unwrap();
    // A change of their entry reaches whoever calls for them.
    let renamed = Staff { name: "Asha Rahman".to_owned(), ..asha.clone() };
    keep(&directory, &renamed, &["one", "two"]).await.unwrap();
    assert_eq!(directory.caller("two").await.unwrap(), Some(Caller::Staff(renamed.clone())));
    let left = Staff { standing: EntryStanding::Ended, ..renamed };
    keep(&directory, &left, &[]).await.unwrap();
    assert_eq!(directory.staff_of(Role::Nurse).await.unwrap(), []);
    assert_eq!(directory.caller("one").await.unwrap(), None);
    assert_eq!(directory.caller("two").await.unwrap(), None);
    // Who they were is still known: their name is in cases.
    assert_eq!(directory.staff(&asha.id).await.unwrap(), Some(left));
    let changes = directory.changes::<Staff>("asha").await.unwrap();
    assert_eq!(changes.iter().map(|change| change.version).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(changes[0].entry, asha);
}

#[tokio::test]
async fn a_token_speaks_for_one_entry() {
    let directory = directory().await;
    keep(&directory, &staff("asha", Role::Nurse), &["subject"]).await.unwrap();
    let other = keep(&directory, &staff("ben", Role::Nurse), &["subject"]).await;
    assert!(matches!(other, Err(DirectoryError::CallerTaken)), "{other:?}");
    assert_eq!(directory.staff(&id("ben")).await.unwrap(), None);
    // Given up by one, it may speak for another.
    keep(&directory, &staff("asha", Role::Nurse), &[]).await.unwrap();
    keep(&directory, &staff("ben", Role::Nurse), &["subject"]).await.unwrap();
}

#[tokio::test]
async fn of_many_changes_of_one_version_one_is_made() {
    let directory = directory().await;
    keep(&directory, &client(), &[]).await.unwrap();
    let seen = directory.entry::<Client>(client().id.as_str()).await.unwrap();
    let changes =
        (0..8).map(|_| next(&directory, seen.as_ref(), &seen.as_ref().unwrap().entry, &[]));
    let outcomes: Vec<Result<(), DirectoryError>> = join_all(changes).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(
        outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(DirectoryError::Overtaken)))
    );
    let made = directory.changes::<Client>(client().id.as_str()).await.unwrap();
    assert_eq!(made.len(), 2);
}

#[tokio::test]
async fn specialists_are_found_by_their_ids_and_by_their_specialty() {
    let directory = directory().await;
    let heart = specialist("sp-1", "1234567");
    keep(&directory, &heart, &[]).await.unwrap();
    let ranked = async || directory.specialists_of(&cardiology()).await.unwrap();
    assert_eq!(ranked().await, std::slice::from_ref(&heart));
    assert_eq!(directory.specialist(&id("sp-1")).await.unwrap(), Some(heart.clone()));
    assert_eq!(directory.specialist(&id("sp-2")).await.unwrap(), None);
    // In another specialty, or suspended, they are ranked there no more.
    let brain = Specialty::try_from("400".to_owned()).unwrap();
    keep(&directory, &Specialist { specialty: brain.clone(), ..heart.clone() }, &[]).await.unwrap();
    assert_eq!(ranked().await, []);
    assert_eq!(directory.specialists_of(&brain).await.unwrap().len(), 1);
    let suspended = Specialist { standing: EntryStanding::Suspended, ..heart };
    keep(&directory, &suspended, &[]).await.unwrap();
    assert_eq!(ranked().await, []);
    assert_eq!(directory.specialists_of(&brain).await.unwrap(), []);
    let (all, more) = directory.page::<Specialist>("").await.unwrap();
    assert_eq!((all, more), (vec![suspended], false));
}

#[tokio::test]
async fn a_number_or_a_name_is_one_entrys() {
    let directory = directory().await;
    keep(&directory, &specialist("sp-1", "1234567"), &[]).await.unwrap();
    let twice = keep(&directory, &specialist("sp-2", "1234567"), &[]).await;
    assert!(matches!(twice, Err(DirectoryError::Taken(Claim::GmcNumber(_)))), "{twice:?}");
    // A number that was mended is free again.
    keep(&directory, &specialist("sp-1", "7654321"), &[]).await.unwrap();
    keep(&directory, &specialist("sp-2", "1234567"), &[]).await.unwrap();
    keep(&directory, &place("st-anne", &["The Anne"]), &[]).await.unwrap();
    let alike = keep(&directory, &place("annes", &["the anne."]), &[]).await;
    assert!(matches!(alike, Err(DirectoryError::Taken(Claim::PlaceName(_)))), "{alike:?}");
    keep(&directory, &place("st-anne", &["The Anne", "Anne's"]), &[]).await.unwrap();
    // What has ended keeps nothing to itself.
    let ended = Specialist { standing: EntryStanding::Ended, ..specialist("sp-2", "1234567") };
    keep(&directory, &ended, &[]).await.unwrap();
    keep(&directory, &specialist("sp-3", "1234567"), &[]).await.unwrap();
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let directory = directory().await;
    for number in 0..103 {
        keep(&directory, &place(&format!("place-{number:03}"), &[]), &[]).await.unwrap();
    }
    let (first, more) = directory.page::<Place>("").await.unwrap();
    assert_eq!((first.len(), more), (100, true));
    let (rest, more) = directory.page::<Place>(first[99].id.as_str()).await.unwrap();
    assert_eq!((rest.len(), more), (3, false));
    assert_eq!(rest[0].id.as_str(), "place-100");
}
