//! local
use testkit::{Clinic, Journey, Stack, Tools, local_aws::LocalAws, tools};
#[tokio::main]
async fn main() {
    let kit = Tools::ready().await.unwrap();
    tools::build_functions(tools::Profile::Fast).await.unwrap();
    let aws = LocalAws::start(&kit, 4600).await.unwrap();
    let stack = Stack::deploy(&kit, aws)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let clinic = Clinic::open(stack).await.unwrap();
    let walk = async {
        let mut j = Journey::demonstration(&clinic, |t| {
            println!("{} {:10} {}", t.at.strftime("%a %d %H:%M"), t.who, t.what)
        })
        .unwrap();
        if let Err(e) = j.walk().await {
            println!("FAILED {e}");
        } else {
            match j.bill().await {
                Ok(i) => println!("{i}"),
                Err(e) => println!("FAILED {e}"),
            }
        }
        if let Ok(l) = j.log().await {
            for e in l {
                println!("{} {}", e["sequence"], e["name"]);
            }
        }
        println!("---");
        for l in clinic.stack.log_lines().await.unwrap() {
            if l.contains("\"level\":\"ERROR\"") || l.contains("WARN") || (l.contains("refused")) {
                println!("{}", l.trim());
            }
        }
    };
    tokio::select! { () = walk => {}, () = testkit::scanner::run(&clinic.stack) => {} }
}
