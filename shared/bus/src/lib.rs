//! Events out: what was stored in a case's log, told to the bus.

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use domain::follow::{SOURCE, SWEEP, Stored};
use jiff::civil::Date;
use runtime::{Aws, Fault};

/// `EventBridge`'s own limit on one call.
pub const BATCH_MAX: usize = 10;

/// The customer's own event bus.
#[derive(Debug, Clone)]
pub struct Bus {
    client: Client,
    name: String,
}

impl Bus {
    pub fn new(aws: &Aws, name: String) -> Self {
        let client = aws.client(|aws| {
            let config = aws_sdk_eventbridge::config::Builder::from(&aws.config);
            Client::from_conf(config.interceptor(aws.steps).build())
        });
        Self { client, name }
    }

    /// Publishes up to ten events. Returns the positions of those that were not taken: the call can
    /// succeed in part.
    pub async fn publish(&self, events: &[Stored]) -> Result<Vec<usize>, Fault> {
        const DOING: &str = "publishing events";
        let entries =
            events.iter().map(|event| self.entry(event)).collect::<Result<Vec<_>, _>>()?;
        let answer = self
            .client
            .put_events()
            .set_entries(Some(entries))
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let failed =
            |(index, entry): (usize, &aws_sdk_eventbridge::types::PutEventsResultEntry)| {
                entry.error_code().map(|_| index)
            };
        Ok(answer.entries().iter().enumerate().filter_map(failed).collect())
    }

    /// Asks every finder to look for what was left undone on that day and those before it.
    pub async fn start_sweep(&self, day: Date) -> Result<(), Fault> {
        const DOING: &str = "starting a sweep";
        let entry = PutEventsRequestEntry::builder().event_bus_name(&self.name).source(SOURCE);
        let entry = entry.detail_type(SWEEP).detail(format!("{{\"day\":\"{day}\"}}")).build();
        let sent = self.client.put_events().entries(entry).send().await;
        let answer = sent.map_err(|error| Fault::from_sdk(DOING, &error))?;
        match answer.failed_entry_count() {
            0 => Ok(()),
            _ => Err(Fault::busy(DOING, "not taken")),
        }
    }

    fn entry(&self, event: &Stored) -> Result<PutEventsRequestEntry, Fault> {
        let detail = serde_json::to_string(event);
        let detail = detail.map_err(|_| Fault::broken("publishing events", "detail"))?;
        Ok(PutEventsRequestEntry::builder()
            .event_bus_name(&self.name)
            .source(SOURCE)
            .detail_type(&event.name)
            .detail(detail)
            .build())
    }
}
