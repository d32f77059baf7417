//! Every word that people read or programs match on, in one list: a changed word shows in its diff.

use crate::events::one_of_each;
use crate::story::{chosen, doctor, lead, nurse, operator};
use domain::Actor;
use domain::billing::{LineKind, Month};
use domain::consent::{Capacity, Scope, Signatory};
use domain::follow::LetterKind;
use domain::money::Vat;
use domain::nhs_number::NhsNumberError;
use domain::question::{Item, ReadFor, Stage, WaitsFor, What, timeline};
use domain::records::{DocumentKind, DocumentRefused, Takes, every_item};
use domain::referral::AgeBand;
use domain::report::{Finding, Impact};
use domain::scheduling::Mode;
use domain::sheet::Class;
use domain::text::TextError;
use std::fmt::{Debug, Write};
use strum::IntoEnumIterator;

/// The variants of one type, each with its words.
fn said<T: Copy + Debug, W: std::fmt::Display>(
    heading: &str,
    all: impl IntoIterator<Item = T>,
    words: impl Fn(T) -> W,
) -> String {
    let mut list = format!("{heading}\n");
    for one in all {
        writeln!(list, "    {one:?}: {}", words(one)).unwrap();
    }
    list
}

#[test]
fn every_word_for_people() {
    let lists = [
        said("Stage", Stage::iter(), Stage::in_words),
        said("WaitsFor", waits_for(), WaitsFor::in_words),
        said("Item", Item::iter(), Item::in_words),
        said("ReadFor", read_for(), ReadFor::in_words),
        said("Scope", Scope::iter(), Scope::in_words),
        said("Capacity", Capacity::iter(), Capacity::in_words),
        said("Signatory", signatories(), Signatory::in_words),
        said("AgeBand", age_bands(), AgeBand::in_words),
        said("Mode", [Mode::Telephone, Mode::Video, Mode::FaceToFace], Mode::in_words),
        said("Takes", [Takes::Papers, Takes::Imaging], Takes::in_words),
        said("DocumentRefused", documents_refused(), DocumentRefused::in_words),
        said("Finding", Finding::iter(), Finding::in_words),
        said("Impact", Impact::iter(), Impact::in_words),
        said("Vat", [Vat::ExemptHealth, Vat::Standard], Vat::reason),
        said("TextError", TextError::iter(), |why| why.to_string()),
        said("NhsNumberError", NhsNumberError::iter(), |why| why.to_string()),
    ];
    insta::assert_snapshot!(lists.join("\n"));
}

#[test]
fn every_code_for_programs() {
    let lists = [
        said("Finding", Finding::iter(), Finding::code),
        said("Impact", Impact::iter(), Impact::code),
        said("Class", [Class::Contact, Class::Clinical], Class::as_str),
        said("Stage", Stage::iter(), <&'static str>::from),
        said("What", What::iter(), <&'static str>::from),
        said("LetterKind", LetterKind::iter(), <&'static str>::from),
        said("DocumentKind", document_kinds(), DocumentKind::ending),
    ];
    insta::assert_snapshot!(lists.join("\n"));
}

#[test]
fn where_every_letter_leads() {
    let lines = LetterKind::iter().map(|kind| {
        let (link, case) = (kind.has_link(), kind.leads_to_case());
        format!("{kind:?}: a link {link}, of our own people to the case {case}\n")
    });
    insta::assert_snapshot!(lines.collect::<String>());
}

#[test]
fn every_line_of_the_timeline() {
    let lines = one_of_each()
        .into_iter()
        .map(|(name, event)| format!("{name}: {}\n", timeline::in_words(&event)));
    insta::assert_snapshot!(lines.collect::<String>());
}

#[test]
fn a_timeline_names_roles_and_no_people() {
    let roles = [nurse(), lead(), doctor(), chosen(), operator(), Actor::Member, Actor::Clock];
    let said = roles.map(|who| timeline::by_role(&who));
    let expected = [
        "a nurse",
        "the clinical lead",
        "a treating doctor",
        "the specialist",
        "an operator",
        "the member",
        "the service",
    ];
    assert_eq!(said, expected);
}

#[test]
fn every_item_of_a_checklist() {
    let lines = every_item().into_iter().map(|(code, words)| format!("{code}: {words}\n"));
    insta::assert_snapshot!(lines.collect::<String>());
}

#[test]
fn a_line_of_an_invoice_names_a_reference_and_no_person() {
    let month: Month = "2026-11".parse().unwrap();
    let reference = "NW-0042".to_owned();
    for (kind, words) in [
        (
            LineKind::Capitation { head_days: 3_000, days: 30 },
            "Cover for 2026-11: 3000 head-days of a month of 30 days",
        ),
        (LineKind::Referral { reference: reference.clone() }, "Referral NW-0042"),
        (LineKind::Cancellation { reference }, "Cancellation NW-0042"),
    ] {
        assert_eq!(kind.in_words(month), words);
    }
}

fn waits_for() -> [WaitsFor; 7] {
    use WaitsFor::{Client, ClinicalLead, Member, Nobody, Nurse, PrimaryConsultant, Specialist};
    [Client, Member, Nurse, ClinicalLead, PrimaryConsultant, Specialist, Nobody]
}

fn read_for() -> [ReadFor; 10] {
    use ReadFor::{
        Acceptance, BreakGlass, Casework, GoAhead, Opinion, Own, Release, Retention, Search,
        SubjectAccess,
    };
    [
        Own,
        Casework,
        Acceptance,
        GoAhead,
        Opinion,
        Release,
        BreakGlass,
        Search,
        SubjectAccess,
        Retention,
    ]
}

fn signatories() -> [Signatory; 3] {
    [Signatory::Member, Signatory::Parent, Signatory::Representative]
}

fn age_bands() -> [AgeBand; 9] {
    use AgeBand::{From16To17, From18To29, In30s, In40s, In50s, In60s, In70s, Over79, Under16};
    [Under16, From16To17, From18To29, In30s, In40s, In50s, In60s, In70s, Over79]
}

fn documents_refused() -> [DocumentRefused; 7] {
    use DocumentRefused::{Archive, Kind, Locked, Malware, NotAllowed, Size, Unreadable};
    [Size, Kind, Malware, Unreadable, Locked, Archive, NotAllowed]
}

fn document_kinds() -> [DocumentKind; 7] {
    use DocumentKind::{Dicom, DicomZip, Jpeg, Pdf, Png, Text, Tiff};
    [Pdf, Jpeg, Png, Tiff, Dicom, Text, DicomZip]
}
