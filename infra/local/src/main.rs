//! local
use testkit::{Clinic, Stack, Tools, local_aws::LocalAws, tools};
#[tokio::main]
async fn main() {
    let kit = Tools::ready().await.unwrap();
    tools::build_functions(tools::Profile::Fast).await.unwrap();
    let aws = LocalAws::start(&kit, 4600).await.unwrap();
    let stack = Stack::deploy(&kit, aws).await.unwrap_or_else(|e| panic!("{e}"));
    let clinic = Clinic::open(stack).await.unwrap();
    eprintln!("slots {}", clinic.slots);
    let a = clinic.post("northwind", "/referrals", &testkit::demo::referral().unwrap()).await.unwrap();
    eprintln!("{} {}", a.status, a.body);
    let id = a.json()["id"].as_str().unwrap_or_default().to_owned();
    let b = clinic.get("northwind", &format!("/referrals/{id}")).await.unwrap();
    eprintln!("{} {}", b.status, b.body);
    let m = clinic.mail("d.okafor@northwind.example", "A referral was made in your name").await;
    eprintln!("{m:?}");
    for l in clinic.stack.log_lines().await.unwrap() { eprintln!("{}", l.trim()); }
}
