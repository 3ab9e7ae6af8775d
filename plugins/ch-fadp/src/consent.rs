//! FADP art. 6(6)-(7): consent, where a controller rests a use on it.

use praetor_sdk::consent as read;
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::law::{gate, rule};
use crate::recipient::{is_processor, works_for_us};
use crate::sensitive::is_known_sensitive;

/// The declared bases that are consent.
pub const CONSENTS: [&str; 6] = [
    "consent",
    "explicit-consent",
    "parental-consent",
    "separate-consent",
    "written-release",
    "implied-consent",
];

/// Art. 6(6): whoever says that a use rests on consent needs it; to go on without would be against
/// good faith. Art. 6(7): express for sensitive data and for profiling with a high risk.
pub fn consent(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let rests = known(each.fact("declared-basis").is_any_of(&CONSENTS));
    if rests.is_no() {
        return;
    }
    let profile = known(each.fact("profiling").is_true())
        & known(each.fact("significant-effect").is_any_of(&["legal", "similar"]));
    let reason = reason(q);
    for item in items_of(q, each).or_gap() {
        let mut at = answer.at(gate::CONSENT).about(each).about(item);
        let proof = obligation("keep-consent-proof");
        at.prohibit(rule::ART_6_6.when(rests.clone()).reason(reason))
            .unless(rule::ART_6_6_GIVEN.when(carries(q, each, item)).obliging(proof));
        let grave = rests.clone() & (known(is_known_sensitive(q, item)) | profile.clone());
        let agreed = express(q, q.subject(), each, &["processing", "sensitive-content", "disclosure"]);
        at.prohibit(rule::ART_6_7.when(grave).reason("r-consent-invalid"))
            .unless(rule::ART_6_7_EXPRESS.when(agreed));
    }
}

fn reason(q: Question<'_>) -> &'static str {
    let mut all = q.consents().into_iter().peekable();
    if all.peek().is_none() {
        return "r-consent-missing";
    }
    if all.any(|consent| !read::in_force(consent).is_no()) {
        "r-consent-invalid"
    } else {
        "r-consent-withdrawn"
    }
}

/// A consent that carries this use of this item.
pub fn carries<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let third = q.recipient().exists() & !known(is_processor(q));
    read::any(q, q.subject(), |consent| {
        stands(q, consent, q.subject(), each)
            & read::permits_act(consent, each, &third)
            & read::covers_category(consent, item)
            & read::covers_recipient(q, consent, &works_for_us(q))
    })
}

/// An express consent of this person for the purpose and one of these acts.
pub fn express<'q>(
    q: Question<'q>,
    owner: Thing<'q>,
    each: Thing<'q>,
    acts: &'static [&'static str],
) -> Cond<'q> {
    read::any(q, owner, |consent| {
        stands(q, consent, owner, each)
            & consent.fact("explicit").is_true()
            & consent.fact("acts").contains_any(acts)
            & read::covers_recipient(q, consent, &works_for_us(q))
    })
}

/// A consent of the person to this act for the purpose of the use.
pub fn to_act<'q>(q: Question<'q>, each: Thing<'q>, acts: &'static [&'static str]) -> Cond<'q> {
    read::any(q, q.subject(), |consent| {
        stands(q, consent, q.subject(), each) & consent.fact("acts").contains_any(acts)
    })
}

/// In force, accepted by this law, of this person, for this purpose.
pub fn stands<'q>(q: Question<'q>, consent: Thing<'q>, owner: Thing<'q>, each: Thing<'q>) -> Cond<'q> {
    read::in_force(consent)
        & accepted(consent)
        & read::of_person(q, consent, owner)
        & read::names_purpose(consent, each)
}

/// Art. 6(6): informed and voluntary. A clear act or conduct; the accepting of terms and a ticked
/// box are left out, in the favour of the person.
fn accepted(consent: Thing<'_>) -> Cond<'_> {
    let mut ways = read::CLEAR_ACTS.to_vec();
    ways.push("by-conduct");
    consent.fact("method").is_any_of(&ways)
        & consent.fact("informed").is_true()
        & !known(consent.fact("tied").is_true())
        & !known(!consent.fact("proof").is_true())
}

/// Consents that the person gave for the purpose of the use, whatever became of them.
pub fn given_for<'q>(q: Question<'q>, each: Thing<'q>) -> Vec<Thing<'q>> {
    q.consents().which(|consent| {
        consent.fact("state").is_any_of(&["given", "renewed"]) & read::names_purpose(consent, each)
    })
}
