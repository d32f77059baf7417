//! The directory: entries are kept whole, each change with who made it; what has ended counts nowhere, and a
//! leaver's token speaks for nobody.

use crate::house::{of_tern, on_stack};
use api::directory::{EntryChanges, EntryShown};
use domain::directory::{Changed, Client, Staff};
use serde_json::{Value, json};
use testkit::Clinic;
use testkit::clinic::Answer;
use testkit::journey::INTRODUCTION;

const KEEPER: &str = "keeper";
const LEAD_EMAIL: &str = "ruth.adeyemi@nurses.example";

fn client(name: &str) -> Value {
    json!({
        "name": name,
        "nation": "england",
        "managers": [{
            "id": "a-reid", "name": "Ada Reid", "email": "a.reid@gull.example", "from": "2020-01-01",
        }],
    })
}

/// A change of the version that was seen.
async fn change(clinic: &Clinic, path: &str, seen: u64, body: &Value) -> Answer {
    let request = clinic.request(reqwest::Method::POST, path).json(body);
    let request = request.bearer_auth(clinic.token(KEEPER).await.unwrap());
    clinic.send(request.header("if-match", format!("\"{seen}\""))).await.unwrap()
}

async fn stand(clinic: &Clinic, path: &str, standing: &str) -> Answer {
    let body = json!({"standing": standing, "reason": "as they asked"});
    clinic.post(KEEPER, &format!("{path}/standing"), &body).await.unwrap()
}

#[test]
fn an_entry_is_added_changed_suspended_and_ended_and_every_change_is_kept() {
    on_stack(async |clinic| {
        let path = "/clients/gull";
        let unknown = clinic.get(KEEPER, path).await.unwrap();
        assert_eq!(unknown.status, 404);
        assert_eq!(change(clinic, path, 1, &client("Gull")).await.status, 404);
        let key = runtime::random_id();
        let added = async || {
            let added = clinic.post_with_key(KEEPER, path, &client("Gull"), &key).await.unwrap();
            added.expect(200).unwrap().read::<EntryShown<Client>>().unwrap()
        };
        // Sent again after an answer that was lost, it is the same answer.
        assert_eq!(added().await, added().await);
        assert_eq!(
            clinic.post(KEEPER, path, &client("Gull")).await.unwrap().code(),
            "entry-exists"
        );

        let changed = change(clinic, path, 1, &client("Gull & Sons")).await.expect(200).unwrap();
        assert_eq!(changed.header("etag"), Some("\"2\""));
        assert_eq!(change(clinic, path, 1, &client("Gulls")).await.code(), "changed-since");
        stand(clinic, path, "suspended").await.expect(200).unwrap();
        assert_eq!(stand(clinic, path, "suspended").await.code(), "already-so");
        stand(clinic, path, "ended").await.expect(200).unwrap();
        assert_eq!(stand(clinic, path, "current").await.code(), "entry-ended");
        assert_eq!(change(clinic, path, 4, &client("Gull")).await.code(), "entry-ended");

        let kept = clinic.get(KEEPER, &format!("{path}/changes")).await.unwrap();
        let EntryChanges { changes: kept } = kept.read::<EntryChanges<Client>>().unwrap();
        let what: Vec<Changed> = kept.iter().map(|change| change.what).collect();
        use Changed::{Created, Ended, Suspended};
        assert_eq!(what, [Created, Changed::Changed, Suspended, Ended]);
        assert!(kept.iter().all(|change| change.by.as_str() == KEEPER));
        assert_eq!(kept[0].entry.name, "Gull");
        assert_eq!(kept[3].reason.as_deref(), Some("as they asked"));
        let listed = clinic.get(KEEPER, "/clients?after=g").await.unwrap().json();
        assert_eq!(listed["entries"][0]["name"], "Gull & Sons", "{listed}");
    });
}

#[test]
fn a_joiner_works_and_a_leavers_token_speaks_for_nobody() {
    on_stack(async |clinic| {
        let nurse = json!({
            "role": "nurse", "name": "Noor Aziz", "email": "noor@nurses.example",
            "phone": "020 7946 0022", "registration": "12A3456B",
        });
        let path = "/staff/noor";
        clinic.post(KEEPER, path, &nurse).await.unwrap().expect(200).unwrap();
        let subject = clinic.app_client("noor", "casework").await.unwrap();
        let caller = format!("/callers/{subject}");
        let speaks = clinic.post(KEEPER, &caller, &json!({"staff": "noor"})).await.unwrap();
        speaks.expect(200).unwrap();
        let email = "for.a.joiner@home.example";
        let mut journey = of_tern(clinic, email);
        journey.to_consent().await.unwrap();
        journey.nurse("assign", &json!({"nurse": "noor"})).await.unwrap();
        let case = format!("/cases/{}", journey.case);
        assert_eq!(clinic.get("noor", &case).await.unwrap().status, 200);

        let mut promoted = nurse.clone();
        promoted["role"] = "clinical-lead".into();
        promoted["registration"] = Value::Null;
        assert_eq!(change(clinic, path, 2, &promoted).await.code(), "role-is-fixed");
        // Nobody else is spoken for by that token.
        let other = clinic.post(KEEPER, &caller, &json!({"staff": "ben"})).await.unwrap();
        assert_eq!(other.code(), "caller-taken");
        stand(clinic, path, "ended").await.expect(200).unwrap();
        let left: EntryShown<Staff> = clinic.get(KEEPER, path).await.unwrap().read().unwrap();
        assert!(left.callers.is_empty());
        // The function of the case has met them, and forgets them within a minute; no other lets them in at once.
        let retention = clinic.get("noor", &format!("{case}/verify")).await.unwrap();
        assert_eq!(retention.status, 403);
        let again = clinic.post("lead", &format!("{case}/assign"), &json!({"nurse": "noor"})).await;
        assert_eq!(again.unwrap().code(), "bad-field", "a leaver was given a case");
        // The member phones the service, and what her case has to tell goes to the clinical lead.
        let mark = testkit::mailbox::count(&clinic.stack.aws).await.unwrap();
        let mut member = journey.follow(email, INTRODUCTION).await.unwrap();
        let mine = member.my_case();
        let own = member.get(&mine).await.unwrap().expect(200).unwrap();
        assert!(!own.body.contains("Noor Aziz") && own.body.contains("020 7946 0000"));
        let complaint = mine.replace("/my-case/", "/complaint/");
        let words = [("complaint", "PLANTED-NEED: nobody rang")];
        member.submit(&complaint, &words).await.unwrap();
        clinic.mail(LEAD_EMAIL, "A complaint has been made", mark).await.unwrap();
        let mails = testkit::mailbox::all(&clinic.stack.aws).await.unwrap();
        let to_her = mails.iter().skip(mark).filter(|mail| mail.to == ["noor@nurses.example"]);
        assert_eq!(to_her.count(), 0);
    });
}

#[test]
fn whoever_is_suspended_refers_nobody_and_is_offered_to_nobody() {
    on_stack(async |clinic| {
        let journey = of_tern(clinic, "while.suspended@home.example");
        stand(clinic, "/clients/tern", "suspended").await.expect(200).unwrap();
        let refused = clinic.post("tern", "/referrals", &journey.referral).await.unwrap();
        assert_eq!(refused.code(), "not-covered");
        stand(clinic, "/clients/tern", "current").await.expect(200).unwrap();
        clinic.post("tern", "/referrals", &journey.referral).await.unwrap().expect(201).unwrap();

        let mut journey = of_tern(clinic, "one.is.away@home.example");
        journey.to_records_asked().await.unwrap();
        let matches = format!("/cases/{}/matches", journey.case);
        let ranked = async || clinic.get("asha", &matches).await.unwrap().expect(200).unwrap().body;
        assert!(ranked().await.contains("\"sp-03\""));
        stand(clinic, "/specialists/sp-03", "suspended").await.expect(200).unwrap();
        assert!(!ranked().await.contains("\"sp-03\""));
        stand(clinic, "/specialists/sp-03", "current").await.expect(200).unwrap();
    });
}

#[test]
fn what_cannot_be_right_is_refused_by_its_field_and_nothing_is_written() {
    on_stack(async |clinic| {
        let place = |name: &str, postcode: &str| json!({"kind": "clinic", "name": name, "postcode": postcode, "nation": "wales"});
        let staff = |role: &str, registration: &str| {
            json!({
                "role": role, "name": "A B", "email": "a.b@nurses.example", "phone": "020 7946 0000",
                "registration": registration,
            })
        };
        let specialist = |gmc: &str, days: u32| {
            json!({
                "name": "Dr A", "gmc_number": gmc, "checked_until": "2030-01-01",
                "email": "a@specialists.example", "specialty": "320", "hospitals": [],
                "report_days": days,
            })
        };
        let mut at_no_place = specialist("7999999", 8);
        at_no_place["hospitals"] = json!(["royaldee"]);
        let odd = clinic.get(KEEPER, "/staff?after=a%20b").await.unwrap();
        assert_eq!((odd.status, odd.code().as_str()), (400, "bad-field"));
        let mut twice = client("Twice");
        let manager = twice["managers"][0].clone();
        twice["managers"].as_array_mut().unwrap().push(manager);
        for (path, body, code) in [
            ("/places/x", place("X", "not one"), "bad-field"),
            ("/places/x", place("St. Annes Hospital", "LS1 4AP"), "name-taken"),
            ("/staff/x", staff("nurse", "7000001"), "bad-field"),
            ("/staff/x", staff("finance", "7000001"), "bad-field"),
            ("/specialists/x", specialist("12345", 8), "bad-field"),
            ("/specialists/x", specialist("7000001", 8), "gmc-number-taken"),
            ("/specialists/x", specialist("7999999", 0), "bad-field"),
            ("/clients/x", twice, "bad-field"),
            ("/callers/x", json!({"client": "nobody"}), "bad-field"),
            ("/specialists/x", at_no_place, "bad-field"),
        ] {
            let answer = clinic.post(KEEPER, path, &body).await.unwrap();
            assert_eq!(answer.code(), code, "{path} {body}");
            if !path.starts_with("/callers") {
                assert_eq!(clinic.get(KEEPER, path).await.unwrap().status, 404, "{path}");
            }
        }
    });
}

#[test]
fn the_first_keeper_is_named_once_and_gets_another_token_when_they_have_lost_theirs() {
    on_stack(async |clinic| {
        let second = json!({"first-keeper": {
            "id": "mallory", "subject": "subject-of-mallory",
            "entry": {
                "role": "keeper", "name": "M", "email": "m@x.example", "phone": "020 7946 0000",
            },
        }});
        let function = clinic.stack.output("DirectoryFunction");
        let answer = clinic.stack.aws.invoke(function, &second).await.unwrap();
        assert!(answer["errorType"].is_string(), "{answer}");
        assert_eq!(clinic.get(KEEPER, "/staff/mallory").await.unwrap().status, 404);

        let subject = clinic.app_client("keeper-again", "directory").await.unwrap();
        let mut again = second.clone();
        again["first-keeper"]["id"] = KEEPER.into();
        again["first-keeper"]["subject"] = subject.as_str().into();
        let answer = clinic.stack.aws.invoke(function, &again).await.unwrap();
        assert!(answer["errorType"].is_null(), "{answer}");
        // Who they are stays as it was.
        let shown = clinic.get("keeper-again", "/staff/keeper").await.unwrap().expect(200).unwrap();
        assert_eq!(shown.json()["entry"]["name"], "Kit Harlow");
    });
}

#[test]
fn every_kind_is_listed_shown_suspended_and_resumed_with_its_changes() {
    on_stack(async |clinic| {
        let entries = [
            ("clients", "northwind"),
            ("staff", "ben"),
            ("specialists", "sp-09"),
            ("places", "royal-dee"),
        ];
        for (kind, id) in entries {
            let path = format!("/{kind}/{id}");
            let listed =
                clinic.get(KEEPER, &format!("/{kind}")).await.unwrap().expect(200).unwrap();
            let listed = listed.json()["entries"].as_array().unwrap().clone();
            assert!(listed.iter().any(|entry| entry["id"] == id), "{kind}");
            for standing in ["suspended", "current"] {
                stand(clinic, &path, standing).await.expect(200).unwrap();
            }
            let shown = clinic.get(KEEPER, &path).await.unwrap().expect(200).unwrap().json();
            let changes = clinic.get(KEEPER, &format!("{path}/changes")).await.unwrap().json();
            let newest = changes["changes"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(newest["what"], "resumed", "{kind}");
            assert_eq!(
                (&newest["version"], &newest["entry"]),
                (&shown["version"], &shown["entry"])
            );
            assert_eq!(clinic.get("asha", &path).await.unwrap().status, 403, "{kind}");
        }
    });
}

#[test]
fn a_program_that_is_struck_off_is_refused_and_its_client_goes_on_by_another() {
    on_stack(async |clinic| {
        let old = clinic.app_client("tern-old", "refer").await.unwrap();
        let new = clinic.app_client("tern-new", "refer").await.unwrap();
        for subject in [&old, &new] {
            let named = json!({"client": "tern"});
            let path = format!("/callers/{subject}");
            clinic.post(KEEPER, &path, &named).await.unwrap().expect(200).unwrap();
        }
        let ended = clinic.post(KEEPER, &format!("/callers/{old}/end"), &json!({})).await.unwrap();
        assert_eq!(ended.expect(200).unwrap().json(), json!({"subject": old}));
        let journey = of_tern(clinic, "by.another.program@home.example");
        let refused = clinic.post("tern-old", "/referrals", &journey.referral).await.unwrap();
        assert_eq!(refused.code(), "missing-scope");
        let taken = clinic.post("tern-new", "/referrals", &journey.referral).await.unwrap();
        assert_eq!(taken.status, 201);
        let twice = clinic.post(KEEPER, &format!("/callers/{old}/end"), &json!({})).await.unwrap();
        assert_eq!(twice.status, 404);
    });
}

#[test]
fn a_quarter_of_an_hour_is_offered_whole_to_come_and_of_somebody_who_is_there() {
    on_stack(async |clinic| {
        let offer = async |specialist: &str, starts: &[&str]| {
            let path = format!("/specialists/{specialist}/slots");
            clinic.post("asha", &path, &json!({"starts": starts})).await.unwrap()
        };
        for starts in [
            &[][..],
            &["2031-03-03T14:07:00Z"],
            &["2031-03-03T14:00:00.5Z"],
            &["2020-03-03T14:00:00Z"],
        ] {
            assert_eq!(offer("sp-01", starts).await.code(), "bad-field", "{starts:?}");
        }
        let twice = ["2031-03-03T14:00:00Z", "2031-03-03T15:00:00+01:00"];
        let offered = offer("sp-01", &twice).await.expect(200).unwrap();
        assert_eq!(offered.json(), json!({"offered": 1}));
        assert_eq!(offer("nobody", &twice).await.status, 404);
        stand(clinic, "/specialists/sp-14", "suspended").await.expect(200).unwrap();
        assert_eq!(offer("sp-14", &twice).await.status, 404);
        stand(clinic, "/specialists/sp-14", "current").await.expect(200).unwrap();
    });
}
