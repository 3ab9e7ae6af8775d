//! S. 8: processors, other fiduciaries, authorities.

use praetor_asia::ground::OWN_PURPOSES;
use praetor_asia::order::{self, Orders};
use praetor_asia::receive::{self, Receiving};
use praetor_asia::vendor::{self, Conduct};
use praetor_sdk::reading::names;
use praetor_sdk::{AtGate, Question, SharingAnswer, Thing, obligation};

use crate::ground::holds;
use crate::law::{gate, param, rule};
use crate::scope::area;

const RECEIVING: Receiving<gate::Recipient> = Receiving {
    own: rule::OWN_PROCESSING,
    authority: rule::AUTHORITY_RECEIVES,
    processor: rule::S_8_2,
    no_contract: rule::S_8_2_NONE,
    none: rule::S_8_NOBODY,
};

const CONDUCT: Conduct<gate::Contract> = Conduct {
    own_use: rule::S_8_1,
    switched: rule::S_8_1_SWITCHED,
    sub: rule::S_8_2_SUB,
    other: rule::S_6_BEYOND,
};

const ORDERS: Orders<gate::Authority> = Orders {
    none: rule::ORDER_NONE,
    form: rule::ORDER_FORM,
    foreign: rule::ORDER_FOREIGN,
    opened: rule::ORDER_TREATY,
    scope: rule::ORDER_SCOPE,
    duty: rule::ORDER_DUTY,
};

/// S. 8(1)-(2): a contract for a processor; another fiduciary receives on the ground of the use.
pub fn recipient(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let carried = holds(q, each).resting_on(q.recipient().role().at());
    let third = |at: &mut AtGate<'_, gate::Recipient>| {
        at.permit(rule::S_4_SHARE.when(carried).obliging(obligation("log-disclosure")));
    };
    let terms = names(&param::CONTRACT_TERMS, q.as_of());
    receive::recipient(q, each, (gate::RECIPIENT, &RECEIVING), terms, third, answer);
    vendor::conduct(q, each, (gate::CONTRACT, &CONDUCT), &OWN_PURPOSES, answer);
}

/// S. 7(d): orders at home are met, foreign ones go to counsel.
pub fn authority(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    order::authority(q, each, (gate::AUTHORITY, &ORDERS), area(q), None, answer);
}
