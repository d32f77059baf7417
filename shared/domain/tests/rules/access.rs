//! The way in and the consent: who is written to, what a fresh link opens, and what a statement says.

use crate::story::{
    Story, client, confirm_contact, correct_contact, details, doctor, id, nurse, receive_of,
    scopes, sign,
};
use domain::Party;
use domain::access::{Command, LINKS_A_DAY_MAX, MailBox, Purpose, fresh_purpose};
use domain::consent::{self, Capacity, Paragraph, STATEMENTS, Scope, Sign, Signatory};
use domain::follow::{LetterKind, letters};
use domain::question::{Stage, TaskKind, WaitsFor, client_view, tasks, waiting_for};
use domain::question::{due_commands, next_wake};
use domain::referral::{Address, AddressRule};
use domain::text::Email;
use domain::{Actor, Recorded, casework, records, referral};

fn bearer() -> Actor {
    Actor::Bearer(Party::Member)
}

/// A member whose address is at the employer, introduced.
pub fn at_client() -> Story {
    let email = Email::parse("maria@northwind.example").unwrap();
    let receive = receive_of(referral::MemberDetails { email, ..details() });
    Story::default()
        .then(&Actor::Client(id("northwind")), receive)
        .then(&nurse(), casework::Command::Assign { nurse: id("asha") })
        .does("introduce")
}

fn last(story: &Story) -> &Recorded {
    story.log.last().unwrap()
}

fn kinds(story: &Story) -> Vec<LetterKind> {
    letters(&story.case, last(story)).into_iter().map(|letter| letter.kind).collect()
}

#[test]
fn an_address_at_the_employer_is_only_asked_for_a_private_one() {
    let story = at_client();
    assert_eq!(kinds(&story), [LetterKind::PrivateContactAsked]);
    let signed = consent::Command::Give(sign());
    assert_eq!(story.refused(&Actor::Member, signed.clone()), "address-at-client");

    let offered = story.does("give a private contact");
    assert_eq!(tasks(&offered.case)[0].kind, TaskKind::ConfirmPrivateContact);
    assert_eq!(waiting_for(&offered.case, offered.now).party, WaitsFor::Nurse);
    // The holder of the link may be the employer: nothing changes until the nurse has phoned.
    assert_eq!(offered.refused(&Actor::Member, signed.clone()), "address-at-client");
    let confirm = confirm_contact;
    assert_eq!(offered.refused(&nurse(), confirm(Address::AtClient)), "address-at-client");

    let epoch = offered.case.access.member_epoch;
    let confirmed = offered.then(&nurse(), confirm(Address::Private));
    assert_eq!(kinds(&confirmed), [LetterKind::Introduction]);
    assert!(confirmed.case.access.member_epoch > epoch, "the old link still counts");
    assert_eq!(tasks(&confirmed.case), []);
    let _consented = confirmed.then(&Actor::Member, signed);
}

#[test]
fn the_owner_may_let_an_address_at_the_employer_count_as_private() {
    let employers = Email::parse("maria@mail.Northwind.example").unwrap();
    assert_eq!(AddressRule::PrivateOnly.judge(&client(), &employers), Address::AtClient);
    assert_eq!(AddressRule::Any.judge(&client(), &employers), Address::Private);
    let own = Email::parse("maria@notnorthwind.example").unwrap();
    assert_eq!(AddressRule::PrivateOnly.judge(&client(), &own), Address::Private);
}

#[test]
fn a_private_contact_is_not_taken_without_end_nor_without_need() {
    let mut story = at_client();
    for _ in 0..domain::access::PRIVATE_CONTACTS_MAX {
        story = story.does("give a private contact");
    }
    let again = Command::OfferPrivateContact { contact: id("sheet") };
    assert_eq!(story.refused(&bearer(), again.clone()), "too-many-contacts");
    assert_eq!(Story::at_stage(Stage::Introduced).refused(&bearer(), again), "already-private");
}

#[test]
fn a_fresh_link_opens_what_its_holder_may_still_have() {
    let doctors = Party::PrimaryConsultant(id("d-1"));
    let specialists = Party::Specialist(id("sp-1"));
    let member = Party::Member;
    for (stage, party, old, opens) in [
        (Stage::Introduced, &member, Purpose::Consent, Some(Purpose::Consent)),
        (Stage::Consented, &member, Purpose::Consent, Some(Purpose::OwnCase)),
        (Stage::Offered, &member, Purpose::Choice, Some(Purpose::Choice)),
        (Stage::Chosen, &member, Purpose::Choice, Some(Purpose::OwnCase)),
        (Stage::Released, &member, Purpose::Report, Some(Purpose::Report)),
        (Stage::Withdrawn, &member, Purpose::Choice, Some(Purpose::OwnCase)),
        (Stage::Declined, &member, Purpose::Consent, Some(Purpose::OwnCase)),
        (Stage::MemberDied, &member, Purpose::Consent, None),
        (Stage::Erased, &member, Purpose::Report, None),
        (Stage::Understood, &doctors, Purpose::GoAhead, Some(Purpose::GoAhead)),
        (Stage::Consented, &doctors, Purpose::GoAhead, None),
        (Stage::Withdrawn, &doctors, Purpose::GoAhead, None),
        (Stage::Chosen, &specialists, Purpose::Brief, Some(Purpose::Brief)),
        (Stage::Reviewed, &specialists, Purpose::Brief, Some(Purpose::Opinion)),
        (Stage::Offered, &specialists, Purpose::Brief, None),
        (Stage::Closed, &specialists, Purpose::Opinion, None),
    ] {
        let case = Story::at_stage(stage).case;
        assert_eq!(fresh_purpose(&case, party, old), opens, "{party:?} at {stage:?}");
    }
}

#[test]
fn fresh_links_are_few_a_day_and_only_for_their_own_party() {
    let ask = |party| Command::AskLink { party, purpose: Purpose::Consent };
    let mut story = Story::at_stage(Stage::Introduced);
    for _ in 0..LINKS_A_DAY_MAX {
        story = story.then(&bearer(), ask(Party::Member));
        assert_eq!(kinds(&story), [LetterKind::FreshLink]);
    }
    assert_eq!(story.refused(&bearer(), ask(Party::Member)), "too-many-links");
    let another = Actor::Bearer(Party::PrimaryConsultant(id("d-1")));
    assert_eq!(story.refused(&another, ask(Party::Member)), "not-allowed");
    let _next_day = story.days_later(1).then(&bearer(), ask(Party::Member));
}

#[test]
fn a_letter_outside_the_consent_is_not_sent() {
    let asked = Story::at_stage(Stage::Understood);
    assert_eq!(kinds(&asked), [LetterKind::RecordsAsked, LetterKind::RecordsAskedOfSecretary]);
    let event = last(&asked).clone();
    let narrowed = consent::Command::Amend {
        scopes: scopes(&[Scope::Show]),
        typed: consent::TypedName::Fits,
        signature: id("s"),
        copy: id("c"),
    };
    let after = asked.then(&Actor::Member, narrowed);
    assert_eq!(letters(&after.case, &event), []);
}

/// Before consent, the outcome alone.
fn reached() -> casework::Command {
    casework::Command::LogContact {
        way: casework::ContactWay::Call,
        with: Party::Member,
        outcome: casework::ContactOutcome::Reached,
        sheet: None,
    }
}

#[test]
fn what_comes_back_is_the_nurses_and_spam_stops_the_mail() {
    let story = Story::at_stage(Stage::Introduced).does("report a letter not delivered");
    assert_eq!(tasks(&story.case)[0].kind, TaskKind::Reach(Party::Member));
    assert_eq!(waiting_for(&story.case, story.now).party, WaitsFor::Nurse);
    let spoken = story.clone().then(&nurse(), reached());
    assert_eq!(tasks(&spoken.case), []);
    assert_eq!(waiting_for(&spoken.case, spoken.now).party, WaitsFor::Member);

    let spam = story.does("report a letter called spam");
    assert_eq!(tasks(&spam.case)[0].kind, TaskKind::MailStopped(Party::Member));
    assert_eq!(kinds(&spam.clone().does("ask for a fresh link")), []);
    // A talk on the phone does not open the mail box again; another address does.
    let spoken = spam.then(&nurse(), reached());
    assert_eq!(kinds(&spoken.clone().does("ask for a fresh link")), []);
    assert_eq!(kinds(&spoken.does("correct a contact")), [LetterKind::Introduction]);
}

#[test]
fn a_phone_number_corrected_does_not_open_a_mail_box_that_said_spam() {
    let story = Story::at_stage(Stage::Introduced).does("report a letter called spam");
    let same = correct_contact("new", Address::Private, MailBox::Same);
    let corrected = story.then(&nurse(), same);
    assert_eq!(kinds(&corrected), []);
    assert_eq!(tasks(&corrected.case)[0].kind, TaskKind::MailStopped(Party::Member));
}

#[test]
fn a_corrected_address_leads_back_to_what_its_owner_has() {
    let chosen = Story::at_stage(Stage::Offered).does("correct a contact");
    assert_eq!(kinds(&chosen), [LetterKind::FreshLink]);
    assert_eq!(
        kinds(&Story::at_stage(Stage::Withdrawn).does("correct a contact")),
        [LetterKind::FreshLink]
    );
    let at_work = correct_contact("new", Address::AtClient, MailBox::Other);
    let moved = Story::at_stage(Stage::Offered).then(&nurse(), at_work);
    assert_eq!(kinds(&moved), [LetterKind::PrivateContactAsked]);
}

#[test]
fn nothing_lapses_while_a_private_contact_waits_for_our_call() {
    let story = at_client().days_later(20).does("give a private contact").days_later(5);
    assert_eq!(due_commands(&story.case, story.now), []);
    let confirm = confirm_contact(Address::Private);
    let confirmed = story.then(&nurse(), confirm);
    // The whole time begins again with the letter that says what it is about.
    assert!(next_wake(&confirmed.case).unwrap() > confirmed.now);
    assert_eq!(due_commands(&confirmed.case, confirmed.now), []);
}

#[test]
fn a_fresh_link_needs_the_scope_that_stands_now() {
    let narrowed = Story::at_stage(Stage::Reviewed).does("amend consent");
    let specialist = Party::Specialist(id("sp-1"));
    assert_eq!(fresh_purpose(&narrowed.case, &specialist, Purpose::Opinion), None);
    let doctor = Party::PrimaryConsultant(id("d-1"));
    assert_eq!(fresh_purpose(&narrowed.case, &doctor, Purpose::GoAhead), Some(Purpose::GoAhead));
}

#[test]
fn a_cancellation_heard_after_a_new_booking_is_not_told() {
    let cancelled = Story::at_stage(Stage::ConsultationBooked).does("cancel an appointment");
    let event = last(&cancelled).clone();
    assert_eq!(letters(&cancelled.case, &event).len(), 2);
    let booked = cancelled.does("book an appointment");
    assert_eq!(letters(&booked.case, &event), []);
}

#[test]
fn a_later_withdrawal_does_not_move_the_day_that_a_client_sees() {
    let stopped = Story::at_stage(Stage::Stopped);
    let seen = client_view(&stopped.case, stopped.now).unwrap();
    let withdrawn = stopped.days_later(9).does("withdraw consent");
    assert_eq!(client_view(&withdrawn.case, withdrawn.now).unwrap(), seen);
}

#[test]
fn consent_on_paper_goes_through_no_mail_box() {
    let (document, used_for) = (id("scan"), records::Use::ConsentScan);
    let content = records::Content {
        hash: "hash".to_owned(),
        bytes: 1,
        kind: records::DocumentKind::Pdf,
        version: None,
        descriptor: None,
    };
    let scanned = at_client()
        .then(&nurse(), records::Command::Announce { document, used_for, dated: None, name: None })
        .then(&Actor::Scanner, records::Command::FindClean { document: id("scan"), content });
    let _recorded = scanned.does("record a consent");
}

#[test]
fn a_representative_says_by_what_right() {
    let story = Story::at_stage(Stage::Introduced);
    let as_one = |capacity| {
        let signatory = Signatory::Representative;
        consent::Command::Give(Sign { signatory, capacity, ..sign() })
    };
    assert_eq!(story.refused(&Actor::Member, as_one(None)), "capacity-needed");
    let signed = story.then(&Actor::Member, as_one(Some(Capacity::Attorney)));
    let consent = signed.case.standing_consent().unwrap();
    assert_eq!(consent.capacity, Some(Capacity::Attorney));
    assert_eq!(consent.copies.len(), 1);
}

#[test]
fn each_statement_is_the_text_that_its_hash_names() {
    for statement in STATEMENTS {
        let digest =
            aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, statement.text.as_bytes());
        let hash = hex::encode(digest);
        assert_eq!(hash, statement.hash, "version {}", statement.version);
    }
}

#[test]
fn a_consent_names_the_text_it_was_given_to() {
    let signed = Story::at_stage(Stage::Consented);
    let consent = signed.case.standing_consent().unwrap();
    let shown = consent::statement(consent.statement).unwrap();
    assert_eq!(consent.statement_hash, shown.hash);
    // An older one is still there to be shown as it was.
    assert_ne!(consent::statement(1).unwrap().text, shown.text);
}

#[test]
fn the_statement_is_written_in_short_sentences() {
    let statement = consent::current_statement();
    let texts = statement.paragraphs().filter_map(|it| match it {
        Paragraph::Text(text) => Some(text),
        Paragraph::Heading(_) => None,
    });
    let sentences: Vec<&str> =
        texts.flat_map(|text| text.split_inclusive(['.', '?'])).map(str::trim).collect();
    let words = |sentence: &&str| sentence.split_whitespace().count();
    let longest = sentences.iter().max_by_key(|it| words(it)).unwrap();
    assert!(words(longest) <= 20, "{longest}");
    let average = sentences.iter().map(words).sum::<usize>() / sentences.len();
    assert!(average <= 11, "{average} words a sentence");
}

#[test]
fn a_doctor_who_was_asked_does_not_sign_for_the_member() {
    let story = Story::at_stage(Stage::Introduced);
    assert_eq!(story.refused(&doctor(), consent::Command::Give(sign())), "not-allowed");
    assert_eq!(story.refused(&bearer(), consent::Command::Give(sign())), "not-allowed");
}

#[test]
fn a_members_address_is_none_of_their_doctors() {
    let story = Story::at_stage(Stage::Accepted);
    let (details, address) = (id("new"), Address::Private);
    let (mail, marks) = (MailBox::Other, vec![id("mark-born")]);
    let theirs = Command::CorrectContact { details, address, mail, own: None, marks };
    assert_eq!(story.refused(&nurse(), theirs), "doctors-address");
    let theirs = Command::ConfirmPrivateContact { details: id("new"), address, own: None };
    assert_eq!(story.refused(&nurse(), theirs), "doctors-address");
}
