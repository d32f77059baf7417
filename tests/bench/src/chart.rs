//! The chart of what grows: a line for each, on logarithmic axes.

use crate::Error;
use crate::chapters::growth::Series;
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (900, 560);
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 94, 165), RGBColor(170, 42, 22), RGBColor(0, 112, 60), RGBColor(76, 44, 146)];

pub fn draw(path: &Path, growth: &[Series]) -> Result<(), Error> {
    let root = SVGBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let points = || growth.iter().flat_map(|series| series.points.iter().copied());
    let largest = points().map(|point| point.0).fold(10.0, f64::max);
    let slowest = points().map(|point| point.1).fold(1.0, f64::max);
    let quickest = points().map(|point| point.1).fold(slowest, f64::min);
    let mut chart = ChartBuilder::on(&root)
        .caption("What an answer takes as things grow", ("sans-serif", 20))
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d(
            (1.0..largest * 2.0).log_scale(),
            (quickest / 2.0..slowest * 2.0).log_scale(),
        )?;
    chart.configure_mesh().x_desc("how many there are").y_desc("milliseconds").draw()?;
    for (series, colour) in growth.iter().zip(COLOURS) {
        let line = series.points.iter().map(|(size, value)| (size.max(1.0), *value));
        let dots = line.clone().map(move |point| Circle::new(point, 4, colour.filled()));
        let name = format!("{} (exponent {:.2})", series.name, series.exponent);
        chart
            .draw_series(LineSeries::new(line, colour.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], colour.stroke_width(2)));
        chart.draw_series(dots)?;
    }
    chart.configure_series_labels().background_style(WHITE).border_style(BLACK).draw()?;
    root.present()?;
    Ok(())
}
