//! The tests of the whole: rules of the house in `it`, journeys in `e2e`.
