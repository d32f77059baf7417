//! Whom to phone: the nurse of the case, on every page that someone could be stuck at.

use domain::Case;
use domain::text::dialled;
use runtime::Fault;
use store::Directory;

/// The nurse of a case, or the service's own number while there is none at work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nurse {
    pub name: String,
    pub phone: String,
    /// The number as a link dials it.
    pub tel: String,
    /// Where answers to a mail go.
    pub email: Option<String>,
}

impl Nurse {
    pub async fn of(
        case: &Case,
        directory: &Directory,
        service_phone: &str,
    ) -> Result<Self, Fault> {
        let staff = match &case.casework.nurse {
            Some(assigned) => directory.staff(&assigned.nurse).await?,
            None => None,
        };
        // A nurse who has left is nobody to phone.
        let (name, phone, email) = match staff.filter(|nurse| nurse.standing.is_current()) {
            Some(nurse) => (nurse.name, nurse.phone, Some(nurse.email)),
            None => ("our nurses".to_owned(), service_phone.to_owned(), None),
        };
        Ok(Self { tel: dialled(&phone), name, phone, email })
    }
}
