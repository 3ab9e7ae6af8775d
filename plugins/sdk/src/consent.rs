//! Consent as a state with dates, and what one covers. Which consents a law accepts is for the law.

use crate::cond::Cond;
use crate::person::{MAJORITY, under};
use crate::question::{Question, Thing};
use crate::reading::{any_listed, begun, known, runs};

/// Ways of asking that leave no doubt that the person agreed. Silence, a pre-ticked box and terms
/// of service do not.
pub const CLEAR_ACTS: [&str; 6] =
    ["one-step", "two-step", "written-release", "verified-parent", "joint", "oral"];

/// Whether some consent of this person passes the test.
pub fn any<'q>(q: Question<'q>, owner: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any_listed(owner, "consents", "consent", &q.consents(), test)
}

/// Given, and neither taken back nor run out.
pub fn in_force(consent: Thing<'_>) -> Cond<'_> {
    consent.fact("state").is_any_of(&["given", "renewed"])
        & begun(consent.fact("given-on"))
        & !known(consent.fact("withdrawn-on").happened())
        & runs(consent.fact("expires-on"))
}

/// Informed, by a clear act, free, apart from other matters, provable.
pub fn valid(consent: Thing<'_>) -> Cond<'_> {
    consent.fact("method").is_any_of(&CLEAR_ACTS)
        & consent.fact("informed").is_true()
        & !known(consent.fact("tied").is_true())
        & !known(!consent.fact("separate").is_true())
        & !known(!consent.fact("proof").is_true())
}

/// Concerns this person, who gave it or for whom a verified guardian gave it.
pub fn of_person<'q>(q: Question<'q>, consent: Thing<'q>, owner: Thing<'q>) -> Cond<'q> {
    let Some(id) = owner.id() else { return Cond::missing(consent.fact("concerns").at()) };
    let guarded = under(owner, MAJORITY) | known(q.subject().fact("incapable").is_true());
    let by_guardian = known(by_guardian(q, consent)) & guarded;
    consent.fact("concerns").points_at(id) & (consent.fact("given-by").points_at(id) | by_guardian)
}

/// Given by a holder of parental responsibility, verified with reasonable efforts.
pub fn by_guardian<'q>(q: Question<'q>, consent: Thing<'q>) -> Cond<'q> {
    let unverified = consent.fact("parent-check").is_any_of(&["none", "not-applicable"]);
    let checked = known(!unverified) | known(consent.fact("confirmed-on").happened());
    let people = consent.follow("given-by", "person");
    people.filter(|person| Cond::known(person.kind() == "person").truth).any(|person| {
        let of = person.fact("of");
        let another = q.subject().id().map_or(Cond::no(), |id| known(!of.points_at(id)));
        person.fact("role").is("guardian")
            & !another
            & (checked.clone() | person.fact("authority").is_any_of(&["shown", "verified"]))
    })
}

/// It names the purpose of the use.
pub fn names_purpose<'q>(consent: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    match each.purpose().code() {
        Some(purpose) => consent.fact("purposes").contains(purpose),
        None => Cond::missing(each.purpose().at()),
    }
}

/// It names the act of the use. Consent to processing is not consent to a disclosure to somebody
/// who decides for themselves (`disclosed`).
pub fn permits_act<'q>(consent: Thing<'q>, each: Thing<'q>, disclosed: &Cond<'q>) -> Cond<'q> {
    let acts = consent.fact("acts");
    match each.operation().code() {
        Some("read-device") => acts.contains_any(&["device-access", "processing"]),
        Some("train") => acts.contains_any(&["training", "processing"]),
        Some("sell") => acts.contains("sale"),
        Some("share-for-ads") => acts.contains("targeted-ads"),
        Some("send-marketing") => acts.contains_any(&["marketing", "processing"]),
        Some("make-template") => acts.contains("biometric-template"),
        Some("decide-automatically") => acts.contains_any(&["automated-decision", "processing"]),
        _ if disclosed.is_yes() => acts.contains("disclosure"),
        _ => acts.contains_any(&["processing", "disclosure", "training", "marketing"]),
    }
}

/// It covers the category of the item, or names none.
pub fn covers_category<'q>(consent: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    if consent.fact("categories").codes().is_empty() {
        return Cond::yes();
    }
    match item.category().code() {
        Some(category) => consent.fact("categories").contains(category),
        None => Cond::missing(item.category().at()),
    }
}

/// It covers the recipient, or names none. One that names recipients covers no other, save those
/// who only work for the controller (`works_for_us`).
pub fn covers_recipient<'q>(q: Question<'q>, consent: Thing<'q>, works_for_us: &Cond<'q>) -> Cond<'q> {
    let named = consent.follow("recipients", "recipient");
    match q.recipient().id() {
        Some(id) if !named.is_empty() && !works_for_us.is_yes() => consent.fact("recipients").points_at(id),
        _ => Cond::yes(),
    }
}
