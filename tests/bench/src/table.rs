//! What was measured: rows of one table, each with the budget that it has to keep.

use serde::Serialize;

/// One measurement.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub chapter: &'static str,
    pub what: String,
    /// In the unit that is named.
    pub value: f64,
    pub unit: &'static str,
    /// The same of what it is measured beside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
}

/// What a row has to keep.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Budget {
    /// The value itself, at most.
    AtMost(f64),
    /// The value as a multiple of what it is beside, at most; and no more than so much above it.
    TimesAndMore { times: f64, more: f64 },
    /// The value as a share of what it is beside, at least.
    ShareAtLeast(f64),
}

impl Row {
    pub fn new(
        chapter: &'static str,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
    ) -> Self {
        Self { chapter, what: what.into(), value, unit, beside: None, budget: None }
    }

    pub fn beside(self, value: f64) -> Self {
        Self { beside: Some(value), ..self }
    }

    pub fn within(self, budget: Budget) -> Self {
        Self { budget: Some(budget), ..self }
    }

    /// As a multiple of what it is beside.
    pub fn ratio(&self) -> Option<f64> {
        self.beside.map(|beside| self.value / beside)
    }

    /// Whether the budget holds; nothing where there is none.
    pub fn holds(&self) -> Option<bool> {
        let ratio = self.ratio().unwrap_or(f64::INFINITY);
        Some(match self.budget? {
            Budget::AtMost(most) => self.value <= most,
            Budget::TimesAndMore { times, more } => {
                ratio <= times && self.value - self.beside.unwrap_or_default() <= more
            }
            Budget::ShareAtLeast(share) => ratio >= share,
        })
    }

    fn line(&self) -> String {
        let beside = self.beside.map(|beside| format!("{beside:.2}")).unwrap_or_default();
        let ratio = self.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let budget = self.budget.map(in_words).unwrap_or_default();
        let holds = match self.holds() {
            None => "",
            Some(true) => "yes",
            Some(false) => "NO",
        };
        let (what, value, unit) = (&self.what, self.value, self.unit);
        format!(
            "  {what:<44} {value:>10.2} {unit:<6} {beside:>10} {ratio:>7}  {budget:<22} {holds}"
        )
    }
}

fn in_words(budget: Budget) -> String {
    match budget {
        Budget::AtMost(most) => format!("at most {most}"),
        Budget::TimesAndMore { times, more } if more.is_finite() => {
            format!("{times} × and {more} more")
        }
        Budget::TimesAndMore { times, .. } => format!("at most {times} ×"),
        Budget::ShareAtLeast(share) => format!("at least {share} ×"),
    }
}

/// The whole table, chapter by chapter.
pub fn print(rows: &[Row]) {
    let mut chapter = "";
    for row in rows {
        if row.chapter != chapter {
            chapter = row.chapter;
            let (measured, beside, ratio) = ("measured", "beside", "ratio");
            println!("\n{chapter:<46} {measured:>10} {:<6} {beside:>10} {ratio:>7}  budget", "");
        }
        println!("{}", row.line());
    }
    let (kept, all) = (rows.iter().filter(|row| row.holds() == Some(true)).count(), rows.iter());
    println!("\n{kept} of {} budgets hold.", all.filter(|row| row.budget.is_some()).count());
}

/// The middle one of several measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_holds_by_its_value_its_ratio_or_its_share() {
        let row = |value| Row::new("c", "w", value, "ms").beside(1.0);
        let times = Budget::TimesAndMore { times: 1.25, more: 0.2 };
        for (row, holds) in [
            (row(1.2).within(times), true),
            (row(1.24).within(times), false),
            (row(0.8).within(Budget::ShareAtLeast(0.8)), true),
            (row(5.1).within(Budget::AtMost(5.0)), false),
        ] {
            assert_eq!(row.holds(), Some(holds), "{row:?}");
        }
        assert_eq!(row(1.0).holds(), None);
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
