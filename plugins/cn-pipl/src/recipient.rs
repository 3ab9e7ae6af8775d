//! Arts 20 to 27, 41: entrusted parties, other handlers, publication, authorities.

use praetor_asia::agreement::{names_recipient, separate};
use praetor_asia::ground;
use praetor_asia::order::{self, Orders};
use praetor_asia::part::publishes;
use praetor_asia::receive::{self, Receiving};
use praetor_asia::vendor::{self, Conduct};
use praetor_sdk::reading::{known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::law::{gate, param, rule};
use crate::scope::area;

/// What the person is told before another handler receives (art. 23).
const TOLD: [&str; 5] = ["recipient", "contact", "purpose", "method", "categories"];

const RECEIVING: Receiving<gate::Recipient> = Receiving {
    own: rule::OWN_HANDLING,
    authority: rule::AUTHORITY_RECEIVES,
    processor: rule::ART_21,
    no_contract: rule::ART_21_NONE,
    none: rule::ART_23_NONE,
};

const CONDUCT: Conduct<gate::Contract> = Conduct {
    own_use: rule::ART_21_OWN,
    switched: rule::ART_21_SWITCHED,
    sub: rule::ART_21_SUB,
    other: rule::ART_23_BEYOND,
};

const ORDERS: Orders<gate::Authority> = Orders {
    none: rule::ORDER_NONE,
    form: rule::ORDER_FORM,
    foreign: rule::ART_41,
    opened: rule::ART_41_APPROVED,
    scope: rule::ORDER_SCOPE,
    duty: rule::ORDER_DUTY,
};

/// Arts 21, 23: an agreement for whoever works for the handler, separate consent for everybody else.
pub fn recipient(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let terms = names(&param::CONTRACT_TERMS, q.as_of());
    let agreed = separate(q, q.subject(), each, &["disclosure", "sale", "targeted-ads"], |consent| {
        names_recipient(q, consent) & consent.fact("told").contains_all(&TOLD)
    });
    let public = known(publishes(q, each));
    let law = known(each.fact("declared-basis").is("legal-obligation")) & ground::duty(q, each, area(q));
    let third = |at: &mut praetor_sdk::AtGate<'_, gate::Recipient>| {
        let carried = if public.is_yes() { public.clone() } else { agreed.clone() };
        at.permit(rule::ART_23.when(carried).obliging(obligation("log-disclosure")));
        at.permit(rule::ART_23_LAW.when(law.clone()).burden(1).obliging(obligation("log-disclosure")));
    };
    receive::recipient(q, each, (gate::RECIPIENT, &RECEIVING), terms, third, answer);
    vendor::conduct(q, each, (gate::CONTRACT, &CONDUCT), &ground::OWN_PURPOSES, answer);
}

/// Art. 25.
pub fn publication(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let public = known(publishes(q, each));
    if public.is_no() {
        return;
    }
    let agreed = separate(q, q.subject(), each, &["disclosure"], |_| Cond::yes());
    let mut at = answer.at(gate::PUBLICATION).about(each);
    at.prohibit(rule::ART_25.when(public).reason("r-consent-missing"))
        .unless(rule::ART_25_AGREED.when(agreed));
}

/// Arts 13(1)3, 34, 41: orders at home are met, foreign ones need the approval of the authority.
pub fn authority(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let approved = some(&q.hops(), |hop| hop.fact("prior-authorisation-on").happened());
    let missing = q.hops().is_empty();
    let approved =
        if missing { Cond::missing(q.one("hop").fact("prior-authorisation-on").at()) } else { approved };
    order::authority(q, each, (gate::AUTHORITY, &ORDERS), area(q), Some(approved), answer);
}
