//! The directory: who is found by what.

use crate::builders::{client, id, tables};
use domain::directory::{Caller, Role, Specialist, Specialty, Staff};
use domain::ids::ClientId;
use jiff::civil::date;
use store::Directory;

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
