//! A look shows what it asked for and was allowed, and its record says what that was.

use crate::story::{Story, chosen, id, nurse};
use domain::Actor;
use domain::question::{Item, Looking, ReadFor, Stage};

#[test]
fn a_look_shows_its_items_and_of_the_others_those_that_are_allowed() {
    let story = Story::at_stage(Stage::Accepted);
    let looking = || Looking::at(&[Item::Contact], ReadFor::Casework);
    let more = looking().and_if_allowed(&[Item::Needs, Item::Report]);
    let look = more.allowed(&story.case, &nurse(), story.now).unwrap();
    assert_eq!(look.reading().items, [Item::Contact, Item::Needs]);
    assert!(look.show(Item::Needs, 1).is_some());
    assert!(look.show(Item::Report, 1).is_none());
    assert!(looking().allowed(&story.case, &chosen(), story.now).is_err());
}

#[test]
fn the_record_of_a_look_says_who_at_what_when_why_and_at_which_document() {
    let story = Story::at_stage(Stage::WithTheSpecialist);
    let document = id("doc-1");
    let looking = Looking::at(&[Item::Records], ReadFor::Opinion).of(&document);
    let look = looking.allowed(&story.case, &chosen(), story.now).unwrap();
    let reading = look.reading();
    assert_eq!((&reading.who, reading.at), (&chosen(), story.now));
    assert_eq!((reading.purpose, reading.document.as_ref()), (ReadFor::Opinion, Some(&document)));
    let nobody = Looking::at(&[Item::Contact], ReadFor::Casework);
    assert!(nobody.allowed(&story.case, &Actor::Clock, story.now).is_err());
}
