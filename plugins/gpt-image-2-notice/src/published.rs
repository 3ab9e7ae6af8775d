//! What the policy says, as facts: its version, what it tells, and the uses that it declares.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Day, EntityId, NotYet, Places, Question, Refs, Settings, Thing};

use crate::law::table;

/// States what was published, if the policy is in force on the day of the question. Before, it
/// states nothing, and what is unknown is not declared.
pub(crate) fn state(q: Question<'_>, profile: &mut Profile) {
    let Some(version) = table::VERSIONS.on(q.as_of()).last() else {
        return;
    };
    let declared = declared_uses(q, profile);
    bases(q, profile);
    notice(q, version, &declared, profile);
}

/// Head, sections 1, 5 and 7 to 13: the version, and what is told and what is not.
fn notice(q: Question<'_>, version: &table::Versions, declared: &[EntityId], profile: &mut Profile) {
    let shown = q.one("notice").fact("shown-on").day();
    let mut notice = profile.of(q.one("notice"));
    notice
        .fact("version-now", version.version)
        .fact("effective-from", version.from)
        .fact("updated-on", version.updated_on)
        .fact_if("version-shown", shown.and_then(|day| version_on(q.settings(), day)))
        .fact("locales", [version.language])
        .fact("draft", is_draft(q.settings(), q.as_of()))
        .fact("placeholder", has_placeholder(q.settings()))
        .fact("period-stated", "vague")
        .fact("transfer-items", Vec::<String>::new())
        .fact("topics", topics(q.settings()))
        .fact("child-fit", false)
        .fact("prominent-objection", false)
        .fact("device-notice", false);
    if !q.recipients().is_empty() {
        notice.fact("names-recipient", false).fact_if("names-class", names_class(q));
    }
    if !q.uses().is_empty() {
        notice.fact("declared-uses", Refs(declared));
    }
}

/// Sections 3 to 7: each declared purpose that is asked about, once.
fn declared_uses(q: Question<'_>, profile: &mut Profile) -> Vec<EntityId> {
    let asked: Vec<&str> = q.uses().iter().filter_map(|each| each.purpose().code()).collect();
    let rows = table::PURPOSES.on(q.as_of()).filter(|row| asked.contains(&row.purpose));
    let categories = declared_categories(q);
    rows.map(|row| declared_use(row, &categories, profile)).collect()
}

fn declared_use(row: &table::Purposes, categories: &[&str], profile: &mut Profile) -> EntityId {
    let mut declared = profile.add("declared-use");
    declared
        .fact("purpose", row.purpose)
        .fact("bases", row.bases)
        .fact("recipient-classes", row.recipient_classes)
        .fact("transfer-places", Places(&[]))
        .fact("declared-from", row.from)
        .fact("declared-until", NotYet)
        .fact("retention-stated", "vague")
        .fact("training", "not-stated")
        .fact("sale", "denied");
    if !categories.is_empty() {
        // The policy names categories for all purposes alike; those asked about are enough.
        declared.fact("categories", categories);
    }
    declared.id()
}

/// Section 2: the categories asked about that the policy names.
fn declared_categories(q: Question<'_>) -> Vec<&'static str> {
    let asked: Vec<&str> = q.items().iter().filter_map(|item| item.category().code()).collect();
    let named = table::CATEGORIES.on(q.as_of()).map(|row| row.category);
    named.filter(|category| asked.contains(category)).collect()
}

/// Section 4: the one basis declared for each use that is asked about.
fn bases(q: Question<'_>, profile: &mut Profile) {
    for each in q.uses() {
        if let Some(basis) = purpose_of(each, q.as_of()).and_then(|row| basis_for(row, each)) {
            profile.of(each).fact("declared-basis", basis);
        }
    }
}

/// Where the policy gives several bases for a purpose, the one that the caller rests the use on;
/// if that is none of them, the primary one.
fn basis_for(row: &table::Purposes, each: Thing<'_>) -> Option<&'static str> {
    let claimed = each.fact("basis").code();
    let fitting = row.bases.iter().find(|basis| Some(**basis) == claimed);
    fitting.or_else(|| row.bases.first()).copied()
}

/// What the policy declares for the purpose of a use.
pub(crate) fn purpose_of(each: Thing<'_>, as_of: Day) -> Option<&'static table::Purposes> {
    let purpose = each.purpose().code()?;
    table::PURPOSES.on(as_of).find(|row| row.purpose == purpose)
}

/// Section 5: whether the class of every recipient is named; unknown while a class is.
fn names_class(q: Question<'_>) -> Option<bool> {
    let named = |class| table::CLASSES.on(q.as_of()).any(|row| row.class == class);
    let classes: Option<Vec<&str>> = q.recipients().iter().map(|r| r.fact("class").code()).collect();
    classes.map(|classes| classes.into_iter().all(named))
}

/// The version that stood on a day: this policy, or one that the operator lists.
fn version_on(settings: Settings<'_>, day: Day) -> Option<String> {
    if let Some(version) = table::VERSIONS.on(day).last() {
        return Some(version.version.to_owned());
    }
    let earlier =
        settings.rows("earlier-versions").filter_map(|row| Some((row.day("from")?, row.code("version")?)));
    let stood = earlier.filter(|(from, _)| *from <= day).max_by_key(|(from, _)| *from);
    stood.map(|(_, version)| version.to_owned())
}

/// Third paragraph of the head: a template until counsel has approved it.
pub(crate) fn is_draft(settings: Settings<'_>, as_of: Day) -> bool {
    settings.plain().day("attested-on").is_none_or(|day| day > as_of)
}

/// Section 13: the contact is a placeholder until the operator names a real one.
pub(crate) fn has_placeholder(settings: Settings<'_>) -> bool {
    settings.plain().yes_no("contact-named") != Some(true)
}

/// What the policy tells at all. It leaves out who the controller is, officers, representatives,
/// the route of complaint, automated decisions and every method of opting out.
fn topics(settings: Settings<'_>) -> Vec<String> {
    let told = [
        "purposes",
        "bases",
        "interests",
        "recipients",
        "transfers",
        "retention",
        "rights",
        "withdrawal",
        "sale",
        "children",
        "security",
        "last-updated",
    ];
    let contact = (!has_placeholder(settings)).then_some("contact");
    told.into_iter().chain(contact).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
