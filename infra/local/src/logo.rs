//! `logo`: puts a customer's logo where their pages show it; on the local stack that runs, or on a customer's with
//! the rights of the person who asks.

use crate::operator::as_operator;
use clap::Args;
use runtime::Aws;
use std::path::PathBuf;
use testkit::local_aws::LocalAws;
use testkit::{SetupError, Stack};
use vault::{Logo, LogoShelf};

/// Which file, and which stack.
#[derive(Args)]
pub struct Arguments {
    /// A PNG of at most 20 KB
    file: PathBuf,
    /// The documents bucket of a customer's stack; the credentials of the environment are used
    #[arg(long)]
    bucket: Option<String>,
}

pub async fn put(asked: &Arguments, port: u16) -> Result<(), SetupError> {
    let file = asked.file.display();
    let bytes = std::fs::read(&asked.file)
        .map_err(|error| SetupError::new(format!("{file} cannot be read: {error}")))?;
    let logo = Logo::try_from(bytes)
        .map_err(|error| SetupError::new(format!("{file} was not taken: {error}.")))?;
    let (aws, bucket) = place(asked, port).await?;
    let shelf = LogoShelf::new(&aws, bucket);
    shelf.put(&logo).await.map_err(|fault| SetupError::new(fault.to_string()))?;
    println!("The logo is there. Browsers that have shown a page show it within an hour.");
    Ok(())
}

async fn place(asked: &Arguments, port: u16) -> Result<(Aws, String), SetupError> {
    if let Some(bucket) = &asked.bucket {
        return Ok((as_operator().await, bucket.clone()));
    }
    let stack = Stack::running(LocalAws::running(port)).await.map_err(|_| {
        SetupError::new(format!("Nothing runs on port {port}. Start it with cargo run -p local."))
    })?;
    Ok((stack.owner(), stack.output("DocumentsBucket").to_owned()))
}
