//! The operations of `directory`.

use super::{
    CallerNamed, EntryChanges, EntryPage, EntryShown, KeepClient, KeepPlace, KeepSpecialist,
    KeepStaff, NameCaller, SetStanding,
};
use crate::Operation;
use domain::directory::{Client, Place, Specialist, Staff};

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/clients", "Every client").directory().query(PAGE).answers::<EntryPage<Client>>(200),
    get("/clients/{client}", "A client").directory().answers::<EntryShown<Client>>(200),
    post("/clients/{client}", "Add a client, or change one: `If-Match` says which version")
        .directory()
        .takes::<KeepClient>()
        .answers::<EntryShown<Client>>(200)
        .refuses_with(KEPT),
    post("/clients/{client}/standing", "Suspend, resume or end a client")
        .directory()
        .takes::<SetStanding>()
        .answers::<EntryShown<Client>>(200)
        .refuses_with(STANDING),
    get("/clients/{client}/changes", "Who changed a client, when and what")
        .directory()
        .answers::<EntryChanges<Client>>(200),
    get("/staff", "All our people").directory().query(PAGE).answers::<EntryPage<Staff>>(200),
    get("/staff/{staff}", "One of our people").directory().answers::<EntryShown<Staff>>(200),
    post("/staff/{staff}", "Add one of our people, or change their entry")
        .directory()
        .takes::<KeepStaff>()
        .answers::<EntryShown<Staff>>(200)
        .refuses_with(STAFF_KEPT),
    post("/staff/{staff}/standing", "Suspend, resume or end one of our people")
        .directory()
        .takes::<SetStanding>()
        .answers::<EntryShown<Staff>>(200)
        .refuses_with(STANDING),
    get("/staff/{staff}/changes", "Who changed the entry of one of our people, when and what")
        .directory()
        .answers::<EntryChanges<Staff>>(200),
    get("/specialists", "Every specialist")
        .directory()
        .query(PAGE)
        .answers::<EntryPage<Specialist>>(200),
    get("/specialists/{specialist}", "A specialist")
        .directory()
        .answers::<EntryShown<Specialist>>(200),
    post("/specialists/{specialist}", "Add a specialist, or change one")
        .directory()
        .takes::<KeepSpecialist>()
        .answers::<EntryShown<Specialist>>(200)
        .refuses_with(SPECIALIST_KEPT),
    post("/specialists/{specialist}/standing", "Suspend, resume or end a specialist")
        .directory()
        .takes::<SetStanding>()
        .answers::<EntryShown<Specialist>>(200)
        .refuses_with(STANDING),
    get("/specialists/{specialist}/changes", "Who changed a specialist's entry, when and what")
        .directory()
        .answers::<EntryChanges<Specialist>>(200),
    get("/places", "Every place").directory().query(PAGE).answers::<EntryPage<Place>>(200),
    get("/places/{place}", "A place").directory().answers::<EntryShown<Place>>(200),
    post("/places/{place}", "Add a hospital, practice or clinic, or change one")
        .directory()
        .takes::<KeepPlace>()
        .answers::<EntryShown<Place>>(200)
        .refuses_with(PLACE_KEPT),
    post("/places/{place}/standing", "Suspend, resume or end a place")
        .directory()
        .takes::<SetStanding>()
        .answers::<EntryShown<Place>>(200)
        .refuses_with(STANDING),
    get("/places/{place}/changes", "Who changed a place, when and what")
        .directory()
        .answers::<EntryChanges<Place>>(200),
    post("/callers/{subject}", "Say for whom a token of the user pool speaks")
        .directory()
        .takes::<NameCaller>()
        .answers::<CallerNamed>(200)
        .refuses_with(&[
            (409, "caller-taken"),
            (409, "entry-ended"),
            (409, "too-many-callers"),
            (412, "changed-since"),
        ]),
    post("/callers/{subject}/end", "A token speaks for nobody any more")
        .directory()
        .answers::<CallerNamed>(200)
        .refuses_with(&[(412, "changed-since")]),
];

const PAGE: &[&str] = &["after"];
const KEPT: &[(u16, &str)] = &[(409, "entry-exists"), (409, "entry-ended"), (412, "changed-since")];
const SPECIALIST_KEPT: &[(u16, &str)] = &[
    (409, "entry-exists"),
    (409, "entry-ended"),
    (409, "gmc-number-taken"),
    (412, "changed-since"),
];
const STAFF_KEPT: &[(u16, &str)] =
    &[(409, "entry-exists"), (409, "entry-ended"), (409, "role-is-fixed"), (412, "changed-since")];
const PLACE_KEPT: &[(u16, &str)] =
    &[(409, "entry-exists"), (409, "entry-ended"), (409, "name-taken"), (412, "changed-since")];
const STANDING: &[(u16, &str)] =
    &[(409, "already-so"), (409, "entry-ended"), (412, "changed-since")];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("directory", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("directory", path, summary)
}
