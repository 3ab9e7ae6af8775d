//! Consent as a state with dates: Arts 4(11), 7, 8, 9(2)(a), 22(2)(c), 49(1)(a).

use praetor_sdk::{Cond, Question, Thing};

use crate::person::{MAJORITY, under};
use crate::reading::{any_listed, begun, known, runs};

/// Ways of asking that leave no doubt that the person agreed. Silence, a pre-ticked box and terms
/// of service do not (Recital 32, C-673/17).
const CLEAR_ACTS: [&str; 6] = ["one-step", "two-step", "written-release", "verified-parent", "joint", "oral"];

/// Whether some consent of this person passes the test.
pub fn any<'q>(q: Question<'q>, owner: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    any_listed(owner, "consents", "consent", &q.consents(), test)
}

/// Art. 6(1)(a): a consent that carries this use of this item.
pub fn carries<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    any(q, q.subject(), |consent| {
        in_force(consent)
            & valid(consent)
            & of_person(q, consent, q.subject())
            & names_purpose(consent, each)
            & permits_act(q, consent, each)
            & known_categories(consent, item)
            & known_recipients(q, consent)
    })
}

/// Arts 9(2)(a), 22(2)(c), 49(1)(a): an explicit consent of this person for the purpose and act.
pub fn explicit<'q>(q: Question<'q>, owner: Thing<'q>, each: Thing<'q>, act: &'q str) -> Cond<'q> {
    any(q, owner, |consent| {
        in_force(consent)
            & valid(consent)
            & consent.fact("explicit").is_true()
            & of_person(q, consent, owner)
            & names_purpose(consent, each)
            & consent.fact("acts").contains(act)
    })
}

/// Given, and neither taken back nor run out.
pub fn in_force(consent: Thing<'_>) -> Cond<'_> {
    consent.fact("state").is_any_of(&["given", "renewed"])
        & begun(consent.fact("given-on"))
        & !known(consent.fact("withdrawn-on").happened())
        & runs(consent.fact("expires-on"))
}

/// Art. 4(11), Art. 7: informed, by a clear act, free, apart from other matters, provable.
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

/// Art. 8(2): given by a holder of parental responsibility, verified with reasonable efforts.
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

/// Specific: it names the purpose of the use.
pub fn names_purpose<'q>(consent: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    match each.purpose().code() {
        Some(purpose) => consent.fact("purposes").contains(purpose),
        None => Cond::missing(each.purpose().at()),
    }
}

/// Consent to processing is not consent to a disclosure to somebody who decides for themselves.
fn permits_act<'q>(q: Question<'q>, consent: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    let acts = consent.fact("acts");
    let disclosed = q.recipient().exists() & !known(crate::recipient::is_processor(q));
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

fn known_categories<'q>(consent: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    if consent.fact("categories").codes().is_empty() {
        return Cond::yes();
    }
    match item.category().code() {
        Some(category) => consent.fact("categories").contains(category),
        None => Cond::missing(item.category().at()),
    }
}

/// A consent that names recipients covers no other controller.
fn known_recipients<'q>(q: Question<'q>, consent: Thing<'q>) -> Cond<'q> {
    let named = consent.follow("recipients", "recipient");
    match q.recipient().id() {
        Some(id) if !named.is_empty() && !crate::recipient::is_processor(q).is_yes() => {
            consent.fact("recipients").points_at(id)
        }
        _ => Cond::yes(),
    }
}
