//! Answers as they grow while the rules speak, one kind a question.

mod incident;
mod profile;
mod retention;
mod rights;
mod sharing;
mod standing;

pub use incident::IncidentAnswer;
pub use profile::{Profile, Stated};
pub use retention::{Ending, Floor, Ground, Maximum, RetentionAnswer};
pub use rights::{OnRequest, RightsAnswer, Says};
pub use sharing::{AtGate, Prohibited, SharingAnswer};
pub use standing::Standing;
