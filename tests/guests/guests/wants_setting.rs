//! Wants a setting of its operator.

use praetor_guests::about::{Manifest, Setting, SettingType};
use praetor_guests::{guest, manifest, share};

fn with_a_setting() -> Manifest {
    let setting = Setting {
        table: String::new(),
        key: "most".into(),
        setting_type: SettingType::Integer,
        allowed: Vec::new(),
        required: true,
        says: "The most that is taken.".into(),
    };
    Manifest {
        settings: vec![setting],
        ..manifest()
    }
}

guest!(with_a_setting(), share);
