//! The directory: a quantum has one holder.

use crate::builders::{cases, client, id, introduced, new_case, now, tables};
use domain::directory::{Caller, Role, Specialist, Specialty, Staff};
use domain::ids::{ClientId, SpecialistId};
use futures::future::join_all;
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use store::{AppendError, Clash, Directory};

#[tokio::test]
async fn of_many_bookings_of_one_slot_one_wins() {
    let aws = tables().await;
    let directory = Directory::new(&aws, "Directory".to_owned());
    let specialist: SpecialistId = id("sp-1");
    let quanta: Vec<Timestamp> =
        (0..3).map(|n| now().checked_add((15 * n).minutes()).unwrap()).collect();
    for starts in &quanta {
        directory.offer_quantum(&specialist, *starts).await.unwrap();
    }
    let book = |number: usize| {
        let (aws, directory, specialist, quanta) = (&aws, &directory, &specialist, &quanta);
        async move {
            let case = format!("case-{number}");
            let loaded = new_case(aws, &case).await;
            // Two lengths, so that overlapping slots meet as well as equal ones.
            let wanted = &quanta[..=(number % 2)];
            let claim = directory.claim(specialist, wanted, &id(&case));
            cases(aws).append(loaded, introduced().with(claim), now()).await
        }
    };
    let outcomes = join_all((0..12).map(book)).await;
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let clashed =
        |outcome: &&Result<_, AppendError>| matches!(outcome, Err(AppendError::Clash(Clash::Slot)));
    assert_eq!((won, outcomes.iter().filter(clashed).count()), (1, 11));
    let free = directory.free_slots(&specialist, now()).await.unwrap();
    assert!(free.len() < quanta.len());
    let never_offered = now().checked_add(10.hours()).unwrap();
    let claim = directory.claim(&specialist, &[never_offered], &id("case-99"));
    let loaded = new_case(&aws, "case-99").await;
    let refused = cases(&aws).append(loaded, introduced().with(claim), now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Slot))));
}

#[tokio::test]
async fn a_quantum_is_given_back_by_its_holder_only() {
    let aws = tables().await;
    let directory = Directory::new(&aws, "Directory".to_owned());
    let specialist: SpecialistId = id("sp-1");
    directory.offer_quantum(&specialist, now()).await.unwrap();
    let free = async || directory.free_slots(&specialist, now()).await.unwrap().len();
    let claim = |case: &str| directory.claim(&specialist, &[now()], &id(case));
    let release = |case: &str| directory.release(&specialist, &[now()], &id(case));
    let loaded = new_case(&aws, "case-1").await;
    let loaded = cases(&aws).append(loaded, introduced().with(claim("case-1")), now()).await;
    // The holder may claim again; what is offered again stays held.
    let again = introduced().with(claim("case-1"));
    let loaded = cases(&aws).append(loaded.unwrap(), again, now()).await.unwrap();
    directory.offer_quantum(&specialist, now()).await.unwrap();
    assert_eq!(free().await, 0);
    directory.give_back(&specialist, &[now()], &id("case-2")).await.unwrap();
    let foreign = introduced().with(release("case-2"));
    let refused = cases(&aws).append(loaded.clone(), foreign, now()).await;
    assert!(matches!(refused, Err(AppendError::Clash(Clash::Slot))));
    assert_eq!(free().await, 0);
    let own = introduced().with(release("case-1"));
    let loaded = cases(&aws).append(loaded, own, now()).await.unwrap();
    assert_eq!(free().await, 1);
    cases(&aws).append(loaded, introduced().with(claim("case-1")), now()).await.unwrap();
    for _ in 0..2 {
        directory.give_back(&specialist, &[now()], &id("case-1")).await.unwrap();
        assert_eq!(free().await, 1);
    }
}

#[tokio::test]
async fn people_are_found_by_their_ids_and_by_what_they_do() {
    let aws = tables().await;
    let directory = Directory::new(&aws, "Directory".to_owned());
    let staff = |name: &str, role| Staff {
        id: id(name),
        role,
        name: name.to_owned(),
        email: format!("{name}@us.example"),
        phone: "0".to_owned(),
        skills: Vec::new(),
    };
    let (asha, ben) = (staff("asha", Role::Nurse), staff("ben", Role::Nurse));
    for person in [&ben, &asha, &staff("lea", Role::ClinicalLead)] {
        directory.put_staff(person).await.unwrap();
    }
    assert_eq!(directory.staff_of(Role::Nurse).await.unwrap(), [asha.clone(), ben]);
    assert_eq!(directory.staff_of(Role::Finance).await.unwrap(), []);
    assert_eq!(directory.staff(&id("asha")).await.unwrap(), Some(asha.clone()));
    assert_eq!(directory.staff(&id("nobody")).await.unwrap(), None);
    directory.put_caller("subject", &Caller::Staff(asha.clone())).await.unwrap();
    assert_eq!(directory.caller("subject").await.unwrap(), Some(Caller::Staff(asha)));
    assert_eq!(directory.caller("stranger").await.unwrap(), None);
    directory.put_client(&client()).await.unwrap();
    assert_eq!(directory.client(&client().id).await.unwrap(), Some(client()));
    assert_eq!(directory.client(&id::<ClientId>("another")).await.unwrap(), None);
}

#[tokio::test]
async fn specialists_are_found_by_their_ids_and_by_their_specialty() {
    let aws = tables().await;
    let directory = Directory::new(&aws, "Directory".to_owned());
    let code = |code: &str| Specialty::try_from(code.to_owned()).unwrap();
    let heart = Specialist {
        id: id("sp-1"),
        name: "Heart".to_owned(),
        gmc_number: "1234567".to_owned(),
        checked_until: date(2027, 1, 1),
        email: "heart@clinic.example".to_owned(),
        specialty: code("320"),
        hospitals: Vec::new(),
        report_days: 5,
        conflicts: Vec::new(),
    };
    directory.put_specialist(&heart).await.unwrap();
    assert_eq!(directory.specialists_of(&code("320")).await.unwrap(), std::slice::from_ref(&heart));
    assert_eq!(directory.specialists_of(&code("400")).await.unwrap(), []);
    assert_eq!(directory.specialist(&id("sp-1")).await.unwrap(), Some(heart));
    assert_eq!(directory.specialist(&id("sp-2")).await.unwrap(), None);
}
