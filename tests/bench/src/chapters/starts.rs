//! Starts: from a function's start to when it asks for its first event, and its first request over HTTPS.

use crate::binaries::binary;
use crate::lambda::Binary;
use crate::recorded::Call;
use crate::table::{Budget, Row, median};
use crate::world::World;
use crate::{Error, Extent};
use serde_json::{Value, json};
use std::time::Instant;
use testkit::tools::FUNCTIONS;

const CHAPTER: &str = "Start, beside an empty function";
const BUDGET: Budget = Budget::TimesAndMore { times: 2.0, more: f64::INFINITY };

pub async fn measure(world: &World, extent: Extent) -> Result<Vec<Row>, Error> {
    let empty = binary(world, "empty");
    let mut rows = Vec::new();
    for name in FUNCTIONS {
        let function = binary(world, name);
        rows.push(in_turn(name, [&function, &empty], start, extent).await?.within(BUDGET));
    }
    rows.push(first_request(world, &empty, extent).await?);
    Ok(rows)
}

async fn start(binary: &Binary) -> Result<f64, Error> {
    let function = binary.start().await?;
    let ready = function.ready_after;
    function.end().await?;
    Ok(ready.as_secs_f64() * 1e3)
}

/// The start with the first call to DynamoDB over TLS: the same client as in every function, on a connection that
/// is new. The function that makes it does nothing else.
async fn first_request(world: &World, empty: &Binary, extent: Extent) -> Result<Row, Error> {
    let home = std::env::temp_dir();
    let (root, calls) = (home.join("bench-root.pem"), home.join("bench-first.json"));
    std::fs::write(&root, &world.root)?;
    let key = json!({"pk": {"S": "CLIENT#nobody"}, "sk": {"S": "CLIENT#nobody"}});
    let body = json!({"TableName": "Directory", "Key": key, "ConsistentRead": true});
    let call = Call { operation: "GetItem".to_owned(), body };
    std::fs::write(&calls, serde_json::to_vec(&[[[call]]])?)?;
    let mut first = binary(world, "bare");
    first.environment.extend([
        ("AWS_ENDPOINT_URL".to_owned(), world.https.clone()),
        ("TRUSTED_ROOTS".to_owned(), root.display().to_string()),
        ("CALLS".to_owned(), calls.display().to_string()),
    ]);
    in_turn("start and first HTTPS request", [&first, empty], start_and_ask, extent).await
}

/// The middle of several measurements of one beside the other, taken in turn.
async fn in_turn(
    what: &str,
    [one, other]: [&Binary; 2],
    measure: impl AsyncFn(&Binary) -> Result<f64, Error>,
    extent: Extent,
) -> Result<Row, Error> {
    let mut taken = Vec::new();
    for _ in 0..extent.starts {
        taken.push((measure(one).await?, measure(other).await?));
    }
    let (ours, beside) = taken.into_iter().unzip();
    Ok(Row::new(CHAPTER, what, median(ours), "ms").beside(median(beside)))
}

async fn start_and_ask(binary: &Binary) -> Result<f64, Error> {
    let function = binary.start().await?;
    let began = Instant::now();
    function.invoke(&Value::Null).await?;
    let took = function.ready_after + began.elapsed();
    function.end().await?;
    Ok(took.as_secs_f64() * 1e3)
}
