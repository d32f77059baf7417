//! What the gateway answers itself: too many at once, no token, nothing there.

use crate::house::on_stack;
use reqwest::Method;
use testkit::clinic::Answer;

fn is_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(answer.json()["status"], status);
}

#[test]
fn every_answer_of_the_gateway_is_a_problem_that_says_when_to_come_again() {
    on_stack(async |clinic| {
        let get = async |path: &str| clinic.send(clinic.request(Method::GET, path)).await.unwrap();
        let case = "/referrals/00000000-0000-4000-8000-000000000000";
        is_problem(&get(case).await, 401, "unauthenticated");
        is_problem(&get("/no/such/path").await, 404, "not-found");

        // More at once than a busy machine could answer while the gateway's allowance grows again.
        let answers = futures::future::join_all((0..300).map(|_| get("/openapi.yaml"))).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert!(statuses.iter().all(|status| [200, 429].contains(status)), "{statuses:?}");
        let slowed = answers.iter().find(|answer| answer.status == 429).expect("none was slowed");
        is_problem(slowed, 429, "too-many-requests");
        assert_eq!(slowed.header("retry-after"), Some("5"));
        let began = std::time::Instant::now();
        while get("/openapi.yaml").await.status != 200 {
            assert!(began.elapsed().as_secs() < 30, "the gateway never let anyone in again");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    });
}
