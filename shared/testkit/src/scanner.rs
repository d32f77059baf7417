//! A small scanner in the place of GuardDuty: it looks at each version that arrives in quarantine, finds the
//! EICAR test file, and tells the `records` function by the documented event.

use crate::{SetupError, Stack};
use aws_sdk_s3::Client;
use serde_json::json;
use std::collections::HashSet;
use std::time::Duration;

/// The industry's harmless test file, in two halves so that no scanner mistakes this source for it.
const EICAR: (&str, &str) =
    ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*");
/// How often quarantine is looked at.
const EVERY: Duration = Duration::from_millis(100);

/// The test file, whole.
pub fn eicar() -> String {
    format!("{}{}", EICAR.0, EICAR.1)
}

const SILENT: &str = "The scanner answers after it has been asked again this many times: ";

/// A letter of which the scanner says nothing until it was asked for a scan again so many times.
pub fn answered_when_asked(times: u32) -> String {
    format!("{SILENT}{times}")
}

/// Scans for as long as it is polled.
pub async fn run(stack: &Stack) {
    let owner = stack.owner();
    let config = aws_sdk_s3::config::Builder::from(&owner.config).force_path_style(true).build();
    let client = Client::from_conf(config);
    let mut told = HashSet::new();
    loop {
        // Whatever fails is looked at again on the next round.
        if let Ok(arrived) = quarantined(&client, stack.output("DocumentsBucket")).await {
            for one in arrived.into_iter().filter(|one| !told.contains(one)).collect::<Vec<_>>() {
                if tell(&client, stack, &one).await.is_ok() {
                    told.insert(one);
                }
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// A key in quarantine and its newest version.
type Version = (String, String);

async fn quarantined(client: &Client, bucket: &str) -> Result<Vec<Version>, SetupError> {
    let listed = client.list_object_versions().bucket(bucket).prefix("quarantine/").send().await;
    let listed = listed.map_err(|error| SetupError::new(error.to_string()))?;
    let newest = listed.versions().iter().filter(|version| version.is_latest() == Some(true));
    Ok(newest.filter_map(|it| Some((it.key()?.to_owned(), it.version_id()?.to_owned()))).collect())
}

async fn tell(client: &Client, stack: &Stack, (key, version): &Version) -> Result<(), SetupError> {
    let bucket = stack.output("DocumentsBucket");
    let failed = |error: String| SetupError::new(error);
    let object = client.get_object().bucket(bucket).key(key).version_id(version).send().await;
    let object = object.map_err(|error| failed(error.to_string()))?;
    let asked = object.metadata().and_then(|notes| notes.get("asked")?.parse().ok());
    let body = object.body.collect().await;
    let bytes = body.map_err(|error| failed(error.to_string()))?.into_bytes();
    let text = String::from_utf8_lossy(&bytes);
    let silent = text.strip_prefix(SILENT).and_then(|times| times.parse::<u32>().ok());
    if silent.is_some_and(|times| asked.unwrap_or(0) < times) {
        return Ok(());
    }
    let status = if text.contains(&eicar()) { "THREATS_FOUND" } else { "NO_THREATS_FOUND" };
    let event = json!({
        "version": "0",
        "source": "aws.guardduty",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "detail": {
            "schemaVersion": "1.0",
            "scanStatus": "COMPLETED",
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {"bucketName": bucket, "objectKey": key, "versionId": version},
            "scanResultDetails": {"scanResultStatus": status},
        },
    });
    let answer = stack.aws.invoke(stack.output("RecordsFunction"), &event).await?;
    if answer.get("errorMessage").is_some() {
        return Err(SetupError::new("the records function did not take the verdict"));
    }
    Ok(())
}
