//! local
use testkit::{Stack, Tools, local_aws::LocalAws, tools};
#[tokio::main]
async fn main() {
    let t = std::time::Instant::now();
    let kit = Tools::ready().await.unwrap();
    eprintln!("tools {:?}", t.elapsed());
    tools::build_functions(tools::Profile::Fast).await.unwrap();
    eprintln!("built {:?}", t.elapsed());
    let aws = LocalAws::start(&kit, 4600).await.unwrap();
    eprintln!("aws {:?}", t.elapsed());
    let stack = Stack::deploy(&kit, aws).await.unwrap_or_else(|e| panic!("{e}"));
    eprintln!("deployed {:?} {:?}", t.elapsed(), stack.outputs);
    std::thread::sleep(std::time::Duration::from_secs(std::env::args().nth(1).and_then(|x| x.parse().ok()).unwrap_or(5)));
}
