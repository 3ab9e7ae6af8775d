//! An authority or a court. There is no contract: the facts of a demand come from the caller. This
//! plugin states who the authority is, and keeps what it gets to the demand: whether the demand
//! binds is for the laws to say.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RightsAnswer, Settings, SharingAnswer, Standing, Verb, plugin,
};
use praetor_vendor::check::problem;

praetor_sdk::law!();

mod demand;

use law::rule;

struct Authority;

praetor_sdk::export!(Authority: profile, sharing, rights);

/// Laws that reach private bodies only.
const PRIVATE: [&str; 2] = ["us-ca-ccpa", "us-hipaa"];

impl Plugin for Authority {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// The host asks an authority's entry only about what reaches it.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, praetor_vendor::law::rule::PARTIES.always())
    }

    fn check_settings(settings: Settings<'_>) -> Vec<Problem> {
        let plain = settings.plain();
        let mut problems = Vec::new();
        if plain.yes_no("public-body") == Some(false) {
            let says = "is `false`, and an authority is a public body; remove it, or use the plugin of another class";
            problems.push(problem("public-body", says));
        }
        if plain.code("office") == Some("private-party") {
            let says = "is `private-party`, who has no powers; use the plugin of another class";
            problems.push(problem("office", says));
        }
        if plain.code("class") == Some("court")
            && plain.code("office").is_some_and(|office| office != "court")
        {
            problems.push(problem("office", "is no `court` although `class` is; correct one of the two"));
        }
        if praetor_vendor::lists(plain, "subject-to-laws", &PRIVATE) {
            let says = "names a law that binds private bodies only; remove it";
            problems.push(problem("subject-to-laws", says));
        }
        problems
    }
}

impl plugin::Profile for Authority {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        let plain = q.settings().plain();
        let mut office = profile.of(q.recipient());
        office.fact("class", plain.code("class").unwrap_or("authority")).fact("role", "authority");
        office.fact("public-body", true).fact("handles-content", true);
        for name in [
            "legal-entity",
            "establishment",
            "processing-places",
            "parent-places",
            "subject-to-laws",
            "measures",
        ] {
            office.fact_if(name, plain.value(name).cloned());
        }
    }
}

impl plugin::Sharing for Authority {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            demand::decide(q, each, answer);
        }
    }
}

impl plugin::Rights for Authority {
    /// Its file follows its own law; it is told if the operator decided so.
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        if q.settings().plain().yes_no("told-of-erasure") != Some(true) {
            return;
        }
        for request in q.requests() {
            if let Some(action @ ("erase" | "rectify" | "restrict")) =
                praetor_vendor::rights::followed(q, request)
            {
                answer.on(request).tell(rule::FILE_TOLD.always(), q.recipient(), Verb::Notify, action, None);
            }
        }
    }
}

#[cfg(test)]
mod tests;
