//! Marks: a person's cases are found until they are erased.

use crate::builders::{access, cases, id, introduced, new_case, now, tables};

#[tokio::test]
async fn a_person_is_found_by_a_mark_until_their_case_is_erased() {
    let aws = tables().await;
    let marks = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (case, words) in [("case-1", ["by-mail", "by-name"]), ("case-2", ["by-mail", "other"])] {
        let loaded = new_case(&aws, case).await;
        let findable = access(&aws).findable_by(&id(case), &marks(&words));
        cases(&aws).append(loaded, introduced().with(findable), now()).await.unwrap();
    }
    let found = async |mark: &str| -> Vec<String> {
        let found = access(&aws).cases_found_by(mark).await.unwrap();
        found.into_iter().map(|case| case.to_string()).collect()
    };
    assert_eq!(found("by-mail").await, ["case-1", "case-2"]);
    assert_eq!(found("by-name").await, ["case-1"]);
    assert_eq!(found("nobody").await, Vec::<String>::new());
    for _ in 0..2 {
        access(&aws).forget_traces(&id("case-1")).await.unwrap();
    }
    assert_eq!(found("by-mail").await, ["case-2"]);
    assert_eq!(found("by-name").await, Vec::<String>::new());
}
