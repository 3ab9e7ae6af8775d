//! The privacy notice of an invented company: the smallest notice that shows everything. It states
//! what was published, and lets nothing through that was not declared.

use praetor_sdk::plugin::{Profile, Sharing};
use praetor_sdk::{Law, Period, Plugin, Question, Refs, SharingAnswer, Standing, Value, answer};

praetor_sdk::law!();

use law::{gate, rule, table};

struct TinyNotice;

praetor_sdk::export!(TinyNotice: profile, sharing);

impl Plugin for TinyNotice {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// A notice speaks of everything that its controller does.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, rule::GOVERNS.always())
    }
}

impl Profile for TinyNotice {
    /// Round one: the version in force, and the declared uses that are asked about.
    fn profile(q: Question<'_>, profile: &mut answer::Profile) {
        let Some(version) = table::VERSIONS.on(q.as_of()).last() else { return };
        let asked: Vec<&str> = q.uses().iter().filter_map(|each| each.purpose().code()).collect();
        let rows = table::USES.on(q.as_of()).filter(|row| asked.contains(&row.purpose));
        let declared: Vec<_> = rows.map(|row| declared_use(row, profile)).collect();
        profile
            .of(q.one("notice"))
            .fact("version-now", version.version)
            .fact("effective-from", version.from)
            .fact("topics", version.topics)
            .fact("declared-uses", Refs(&declared));
    }
}

fn declared_use(row: &table::Uses, profile: &mut answer::Profile) -> praetor_sdk::EntityId {
    let months = u32::try_from(row.months).unwrap_or_default();
    let places: Vec<String> = row.places.iter().map(ToString::to_string).collect();
    let mut declared = profile.add("declared-use");
    declared
        .fact("purpose", row.purpose)
        .fact("bases", [row.basis])
        .fact("recipient-classes", row.classes)
        .fact("categories", row.categories)
        .fact("transfer-places", Value::Places(places))
        .fact("retention-stated", "period")
        .fact("retention-period", Value::Period(Period { months, days: 0 }));
    declared.id()
}

impl Sharing for TinyNotice {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            let declared: Vec<&str> = table::USES.on(q.as_of()).map(|row| row.purpose).collect();
            answer
                .at(gate::PURPOSE)
                .about(each)
                .permit(rule::DECLARED.when(each.purpose().is_any_of(&declared)))
                .otherwise_prohibit(rule::UNDECLARED.always().reason("r-not-declared"));
        }
    }
}
