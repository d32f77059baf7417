//! clinic
pub struct Clinic;
