//! The template, deployed on the local AWS by `sam deploy`, and what it gave back.

mod clock;
mod gateway;
mod logs;

pub use clock::{StackClock, today_from_environment};
pub use logs::LogReader;

use crate::local_aws::{LocalAws, REGION, credentials, our_python};
use crate::tools::Tools;
use crate::{SetupError, checkout};
use aws_sdk_s3::types::{
    DefaultRetention, ObjectLockConfiguration, ObjectLockEnabled, ObjectLockRetentionMode,
    ObjectLockRule,
};
use jiff::civil::Date;
use runtime::Aws;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::process::Command;

/// The name of the stack, as in `samconfig.toml`.
pub const STACK: &str = "second-opinion-local";
/// The custom domain that links carry.
pub const DOMAIN: &str = "clinic.localhost";

/// A deployed stack.
#[derive(Debug)]
pub struct Stack {
    pub aws: LocalAws,
    /// The template's outputs by name.
    pub outputs: HashMap<String, String>,
    pub base_url: String,
    pub clock: StackClock,
}

impl Stack {
    /// Deploys the template of the checkout, on a stack whose clock starts on that day, or today.
    pub async fn deploy(
        tools: &Tools,
        aws: LocalAws,
        today: Option<Date>,
    ) -> Result<Self, SetupError> {
        let base_url = base_url(&aws);
        let clock = StackClock::begin(clock_file(&aws), today)?;
        let failed = || SetupError::new("sam deploy could not be run.");
        let output = Command::new(&tools.sam)
            .current_dir(checkout())
            .args(["deploy", "--config-env", "local", "--no-progressbar", "--parameter-overrides"])
            .arg("Local=true")
            .arg("TestNhsNumbers=allowed")
            .arg(format!("Architecture={}", architecture()))
            .arg(format!("BaseUrl={base_url}"))
            .arg(format!("ClockOffsetFile={}", clock_file(&aws).display()))
            .args(["Retention=erase", "AnchorDays=1"])
            .env("AWS_ENDPOINT_URL", aws.endpoint())
            .env("AWS_ACCESS_KEY_ID", credentials().access_key_id())
            .env("AWS_SECRET_ACCESS_KEY", credentials().secret_access_key())
            .env("AWS_DEFAULT_REGION", REGION)
            .env("SAM_CLI_TELEMETRY", "0")
            .env("PYTHONPATH", our_python())
            .stdin(Stdio::null())
            .output()
            .await
            .map_err(|_| failed())?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            return Err(SetupError::new(String::from_utf8_lossy(&said).into_owned()));
        }
        let outputs = outputs(&aws).await?;
        let stack = Self { aws, outputs, base_url, clock };
        stack.lock_anchors().await?;
        stack.give_answers(tools).await?;
        stack.make_logs().await?;
        Ok(stack)
    }

    /// The stack that another process has deployed on a local AWS.
    pub async fn running(aws: LocalAws) -> Result<Self, SetupError> {
        let outputs = outputs(&aws).await?;
        let clock = StackClock::running(clock_file(&aws));
        Ok(Self { base_url: base_url(&aws), aws, outputs, clock })
    }

    /// The local `CloudFormation` leaves out the one property of a bucket that the anchors rest on, so
    /// it is set here as the template has it.
    async fn lock_anchors(&self) -> Result<(), SetupError> {
        let config = aws_sdk_s3::config::Builder::from(&self.owner().config);
        let client = aws_sdk_s3::Client::from_conf(config.force_path_style(true).build());
        let failed =
            |error: String| SetupError::new(format!("The anchors were not locked: {error}"));
        let days = DefaultRetention::builder().mode(ObjectLockRetentionMode::Compliance).days(1);
        let rule = ObjectLockRule::builder().default_retention(days.build()).build();
        let lock = ObjectLockConfiguration::builder()
            .object_lock_enabled(ObjectLockEnabled::Enabled)
            .rule(rule)
            .build();
        let put = client.put_object_lock_configuration().bucket(self.output("AnchorsBucket"));
        let sent = put.object_lock_configuration(lock).send().await;
        sent.map(|_| ()).map_err(|error| failed(error.to_string()))
    }

    /// A template's output. Asking for one that is not there is a mistake of the test.
    pub fn output(&self, name: &str) -> &str {
        self.outputs.get(name).unwrap_or_else(|| panic!("the template has no output {name}"))
    }

    /// The SDK's configuration as the account's owner.
    pub fn owner(&self) -> Aws {
        Aws::at(REGION.to_owned(), Some(self.aws.endpoint()), credentials())
    }
}

fn base_url(aws: &LocalAws) -> String {
    format!("http://{DOMAIN}:{}", aws.port)
}

fn clock_file(aws: &LocalAws) -> PathBuf {
    aws.home().join("clock-offset")
}

/// The template's word for this machine's processor.
fn architecture() -> &'static str {
    if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" }
}

async fn outputs(aws: &LocalAws) -> Result<HashMap<String, String>, SetupError> {
    let form = format!("Action=DescribeStacks&Version=2010-05-15&StackName={STACK}");
    let xml = aws.query("cloudformation", &form).await?;
    let between = |text: &str, tag: &str| {
        let (_, rest) = text.split_once(&format!("<{tag}>"))?;
        rest.split_once(&format!("</{tag}>")).map(|(value, _)| value.to_owned())
    };
    let members = xml.split("<OutputKey>").skip(1).filter_map(|part| {
        let (name, _) = part.split_once("</OutputKey>")?;
        Some((name.to_owned(), between(part, "OutputValue")?))
    });
    Ok(members.collect())
}
