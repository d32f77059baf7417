//! Sheets and keys: written once, and keys destroyed only with the change that destroys them.

use crate::builders::{cases, id, introduced, new_case, now, nurse, of, tables};
use domain::casework;
use domain::sheet::{Class, SealedSheet, WrappedKeys};
use store::{Change, Keys, Sheets};

#[tokio::test]
async fn keys_and_sheets_are_written_once() {
    let aws = tables().await;
    let keys = Keys::new(&aws, "Keys".to_owned());
    let wrapped = WrappedKeys { contact: vec![1], clinical: vec![2] };
    let loaded = new_case(&aws, "case-1").await;
    let put = || keys.put(&id("case-1"), wrapped.clone());
    let loaded = cases(&aws).append(loaded, introduced().with(put()), now()).await.unwrap();
    assert_eq!(keys.load(&id("case-1")).await.unwrap(), Some(wrapped.clone()));
    let urgent = Change::of(&nurse(), vec![casework::Event::MarkedUrgent.into()]);
    assert!(cases(&aws).append(loaded, urgent.with(put()), now()).await.is_err());
}

#[tokio::test]
async fn destroyed_keys_are_gone_with_the_change_and_not_without_it() {
    let aws = tables().await;
    let keys = Keys::new(&aws, "Keys".to_owned());
    let wrapped = WrappedKeys { contact: vec![1], clinical: vec![2] };
    let loaded = new_case(&aws, "case-1").await;
    let put = keys.put(&id("case-1"), wrapped);
    let loaded = cases(&aws).append(loaded, introduced().with(put), now()).await.unwrap();
    let destroy =
        || of(vec![casework::Event::MarkedUrgent.into()]).with(keys.destroy(&id("case-1")));
    let after = cases(&aws).append(loaded.clone(), introduced(), now()).await.unwrap();
    assert!(cases(&aws).append(loaded, destroy(), now()).await.is_err());
    assert!(keys.load(&id("case-1")).await.unwrap().is_some());
    cases(&aws).append(after, destroy(), now()).await.unwrap();
    assert!(keys.load(&id("case-1")).await.unwrap().is_none());
}

#[tokio::test]
async fn sheets_of_many_pages_are_read_whole_and_by_their_class() {
    let aws = tables().await;
    let mut loaded = new_case(&aws, "case-1").await;
    let sheets = Sheets::new(&aws, "Sheets".to_owned());
    // One page of DynamoDB ends after a megabyte.
    for name in ["a", "b", "c", "d"] {
        let sheet = SealedSheet {
            id: id(name),
            class: Class::Clinical,
            aside: false,
            sealed: vec![7; 350_000],
        };
        let change = introduced().with(sheets.put(&id("case-1"), sheet));
        loaded = cases(&aws).append(loaded, change, now()).await.unwrap();
    }
    let sealed =
        |name, aside| SealedSheet { id: id(name), class: Class::Contact, aside, sealed: vec![1] };
    let (contact, aside, other) = (sealed("e", false), sealed("f", true), sealed("g", true));
    let puts = [&contact, &aside, &other].map(|it| sheets.put(&id("case-1"), it.clone()));
    let change = puts.into_iter().fold(introduced(), Change::with);
    cases(&aws).append(loaded, change, now()).await.unwrap();
    let clinical = sheets.all(&id("case-1"), &[Class::Clinical]).await.unwrap();
    let names: Vec<&str> = clinical.iter().map(|sheet| sheet.id.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
    assert_eq!(
        sheets.all(&id("case-1"), &[Class::Contact]).await.unwrap(),
        std::slice::from_ref(&contact)
    );
    let both = sheets.all(&id("case-1"), &[Class::Contact, Class::Clinical]).await.unwrap();
    assert_eq!((both.len(), both[0].class, both[4].class), (5, Class::Clinical, Class::Contact));
    // What lies aside is only read when it is asked for: all of it, or those sheets that are there.
    let case = id("case-1");
    assert_eq!(sheets.aside(&case, Class::Contact).await.unwrap(), [aside, other.clone()]);
    let asked = [&other.id, &contact.id, &id("not-there")];
    let these = sheets.these_aside(&case, Class::Contact, &asked).await.unwrap();
    assert_eq!(these, [other]);
    assert_eq!(sheets.these_aside(&case, Class::Contact, &[]).await.unwrap(), []);
}
