//! `cargo run -p local`: the whole service on this machine. It makes its tools, builds the
//! functions, deploys the template on a local AWS, walks one case, and stays up to be tried.

mod logo;
mod mailbox_page;
mod operator;
mod replay;
mod screen;
mod verify;
mod walk;

use clap::{Parser, Subcommand};
use jiff::civil::Date;
use screen::Screen;
use std::process::ExitCode;
use testkit::local_aws::LocalAws;
use testkit::tools::{FUNCTIONS, Profile, build_functions};
use testkit::{Clinic, SetupError, Stack, Tools, scanner};

/// Second Opinion on this machine: builds, deploys, walks one case, and stays up until Ctrl-C.
#[derive(Parser)]
#[command(name = "local", version)]
struct Arguments {
    /// Port of the API; the mailbox takes the next one
    #[arg(long, default_value_t = 4600)]
    port: u16,
    /// Start empty-handed: load the demo data, but do not walk a case
    #[arg(long)]
    no_walk: bool,
    /// Stop after the walk instead of staying up
    #[arg(long)]
    exit: bool,
    /// The day on which the stack starts, such as 2027-12-27; today if none is given
    #[arg(long)]
    today: Option<Date>,
    /// Build the functions as they are shipped: small, and slow to link
    #[arg(long)]
    release: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Check the template as SAM does
    CheckTemplate,
    /// Verify the logs of a stack against themselves and their anchors
    Verify(verify::Arguments),
    /// Tell the bus again what the logs hold, of some cases or of a time
    Replay(replay::Arguments),
    /// Put a customer's logo on the pages of a stack
    Logo(logo::Arguments),
    /// Print a token of a running stack, for `curl -H "Authorization: Bearer …"`
    Token {
        /// nurse, lead, finance, operator, client, or an id of the demo data
        who: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = async {
        match &arguments.command {
            Some(Command::CheckTemplate) => check_template().await,
            Some(Command::Verify(asked)) => verify::verify(asked, arguments.port).await,
            Some(Command::Replay(asked)) => replay::replay(asked, arguments.port).await,
            Some(Command::Logo(asked)) => logo::put(asked, arguments.port).await,
            Some(Command::Token { who }) => print_token(arguments.port, who).await,
            None => run(&arguments).await,
        }
    };
    let stopped = tokio::signal::ctrl_c();
    let outcome = tokio::select! {
        outcome = ended => outcome,
        _ = stopped => Ok(()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), SetupError> {
    let mailbox_port = arguments.port.checked_add(1).unwrap_or(arguments.port);
    LocalAws::free(arguments.port)?;
    LocalAws::free(mailbox_port)?;
    let mut screen = Screen::begin();

    let tools = screen.step("tools", "local AWS, SAM", Tools::ready()).await?;
    let profile = if arguments.release { Profile::Shipped } else { Profile::Fast };
    let built = format!("{} built", FUNCTIONS.len());
    screen.step("functions", &built, build_functions(profile)).await?;
    let aws = LocalAws::start(&tools, arguments.port).await?;
    let deployed = Stack::deploy(&tools, aws, arguments.today);
    let stack = screen.step("stack", "template deployed", deployed).await?;
    let clinic = screen.step("demo", "data loaded", Clinic::open(stack)).await?;
    Screen::line("", &walk::demo_in_words(&clinic));
    keep_credentials(&clinic)?;

    let service = async {
        if !arguments.no_walk {
            walk::walk(&clinic).await?;
        }
        if !arguments.exit {
            walk::say_where(&clinic, mailbox_port);
            std::future::pending::<()>().await;
        }
        Ok(())
    };
    tokio::select! {
        outcome = service => outcome,
        () = scanner::run(&clinic.stack) => Ok(()),
        outcome = mailbox_page::serve(&clinic, mailbox_port) => outcome,
    }
}

async fn check_template() -> Result<(), SetupError> {
    Tools::ready().await?.check_template().await?;
    println!("The template is sound.");
    Ok(())
}

/// So that `token` finds the application clients of the stack that runs. They mean nothing elsewhere.
fn keep_credentials(clinic: &Clinic) -> Result<(), SetupError> {
    let written = serde_json::to_string(&clinic.credentials()).unwrap_or_default();
    Ok(std::fs::write(credentials_file(clinic.stack.aws.port), written)?)
}

fn credentials_file(port: u16) -> std::path::PathBuf {
    LocalAws::running(port).home().join("credentials.json")
}

async fn print_token(port: u16, who: &str) -> Result<(), SetupError> {
    let nothing = || {
        SetupError::new(format!("Nothing runs on port {port}. Start it with cargo run -p local."))
    };
    let written = std::fs::read_to_string(credentials_file(port)).map_err(|_| nothing())?;
    let credentials = serde_json::from_str(&written).map_err(|_| nothing())?;
    let who = match who {
        "nurse" => testkit::journey::NURSE,
        "client" => "northwind",
        other => other,
    };
    let aws = LocalAws::running(port);
    println!("{}", testkit::clinic::fetch_token(&aws, &credentials, who).await?.secret);
    Ok(())
}
