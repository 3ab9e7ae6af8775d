//! Lies in one of several ways, as the setting `n` says.

use praetor_guests::sharing::{Answer, Effect, Finding};
use praetor_guests::types::{Day, Obligation, Source, Timing};
use praetor_guests::{allow, finding, guest, manifest, number, source};

guest!(manifest(), |question| lie(number(&question)));

fn lie(which: u64) -> Answer {
    let permit = finding(source("minor"), Effect::Permit(0));
    let lie = match which {
        0 => permit,
        1 => Finding {
            obligations: vec![obligation("be-nice")],
            ..permit
        },
        2 => Finding {
            obligations: vec![obligation("delete-inputs")],
            ..permit
        },
        3 => finding(
            Source {
                about: vec![99],
                ..source("minor")
            },
            Effect::Permit(0),
        ),
        4 => finding(source("scope"), Effect::Permit(0)),
        5 => Finding {
            displaces: vec!["other-law/art-1".into()],
            ..permit
        },
        6 => finding(
            source("minor"),
            Effect::NotYetInForce(Day {
                year: 2026,
                month: 2,
                day: 30,
            }),
        ),
        _ => finding(
            Source {
                reason: "because".into(),
                ..source("minor")
            },
            Effect::Permit(0),
        ),
    };
    allow(vec![lie])
}

fn obligation(id: &str) -> Obligation {
    Obligation {
        id: id.into(),
        timing: Timing::With,
        condition: false,
        parameters: Vec::new(),
        due: None,
    }
}
