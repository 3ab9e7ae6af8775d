//! Any voices with any findings.

use praetor_decision::answer::retention::{self, End, WorstCase};
use praetor_decision::answer::rights::{self, Claim, Outcome, Proof};
use praetor_decision::answer::{ClockForm, StandingState, Strength};
use praetor_decision::{Day, Value};
use proptest::prelude::*;

use crate::case::*;

pub const LAWS: [(&str, &str); 4] = [("eu", "EU"), ("de", "DE"), ("in", "IN"), ("us", "US-CA")];

pub fn plugin(index: usize) -> Plugin {
    LAWS.get(index).map_or_else(notice, |(id, order)| law(id, order))
}

pub fn any_day() -> impl Strategy<Value = Day> {
    (2020_i16..2036, 1_i8..13, 1_i8..29).prop_map(|(y, m, d)| day(y, m, d))
}

fn any_end() -> impl Strategy<Value = End> {
    prop_oneof![
        2 => Just(End::Now),
        5 => any_day().prop_map(through),
        1 => Just(End::Running),
        1 => Just(days_after("unknown-event", 30)),
    ]
}

fn any_orders() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(vec!["EU", "DE", "IN", "US"], 0..4)
}

pub fn any_floor() -> impl Strategy<Value = retention::Finding> {
    (any_end(), prop::sample::select(vec!["EU", "DE", "IN", "US-CA"]), 0..3_u8).prop_map(
        |(end, order, fields)| match fields {
            0 => floor("floor", order, end),
            1 => floor("floor", order, end).fields(&["tax"]).for_uses(&["tax"]),
            _ => floor("floor", order, end).fields(&["name"]).for_uses(&["audit", "tax"]),
        },
    )
}

fn any_worst() -> impl Strategy<Value = WorstCase> {
    prop::sample::select(vec![WorstCase::Erase, WorstCase::Keep, WorstCase::Review])
}

pub fn any_need() -> impl Strategy<Value = retention::Finding> {
    (any_worst(), any_worst()).prop_map(|(a, b)| unsure("unsure", a, b))
}

pub fn any_keeping() -> impl Strategy<Value = retention::Finding> {
    prop_oneof![
        4 => (any_end(), any_orders(), any::<bool>()).prop_map(|(end, orders, locked)| {
            let ground = ground("ground", end).recognising(&orders);
            if locked { ground.restricted() } else { ground }
        }),
        2 => (any_end(), any_orders()).prop_map(|(end, o)| maximum("maximum", end).recognising(&o)),
        3 => any_floor(),
        4 => Just(no_floor("no-floor")),
        1 => Just(hold("hold", MATTER)),
        1 => any_need(),
        1 => Just(keeps("review", retention::Effect::Review)),
        1 => Just(keeps("fails", retention::Effect::Fails)),
    ]
}

fn any_state() -> impl Strategy<Value = StandingState> {
    prop_oneof![
        8 => Just(StandingState::Applies),
        1 => Just(StandingState::Unclear),
        1 => Just(StandingState::DoesNotApply),
    ]
}

/// Up to four voices on retention; a `None` is a voice that failed.
pub fn any_case() -> impl Strategy<Value = Case> {
    let said = prop::collection::vec(any_keeping(), 0..5);
    let voice = (0..5_usize, any_state(), prop::option::weighted(0.97, said));
    (prop::collection::btree_map(0..5_usize, voice, 1..4), any::<bool>()).prop_map(|(voices, released)| {
        let mut case = case().with(MATTER, "matter");
        if released {
            case = case.fact(MATTER, "released-on", Value::Day(day(2026, 1, 1)));
        }
        for (index, (_, state, said)) in voices {
            let plugin = plugin(index).standing(state);
            case = match said {
                Some(findings) => case.keep(plugin, findings),
                None => case.fail(plugin),
            };
        }
        case.answering.clear();
        case
    })
}

fn any_claim() -> impl Strategy<Value = Claim> {
    prop::sample::select(vec![Claim::Owed, Claim::MayRefuse, Claim::MustNot, Claim::NoRight])
}

fn any_outcome(claim: Claim) -> BoxedStrategy<Outcome> {
    match claim {
        Claim::Owed => prop_oneof![
            4 => Just(Outcome::Fulfil),
            1 => Just(Outcome::Redact(names(&["a"]))),
            1 => Just(Outcome::Redact(names(&["b"]))),
            1 => any_day().prop_map(Outcome::Since),
            1 => Just(Outcome::DescribeOnly),
            1 => Just(Outcome::AfterVerification),
            1 => Just(Outcome::Restrict),
        ]
        .boxed(),
        Claim::MustNot => prop_oneof![Just(Outcome::Refuse), Just(Outcome::Redact(names(&["c"])))].boxed(),
        Claim::MayRefuse => prop_oneof![Just(Outcome::Refuse), Just(Outcome::Lapsed)].boxed(),
        Claim::NoRight => Just(Outcome::NotOwed).boxed(),
    }
}

pub fn any_word() -> impl Strategy<Value = rights::Finding> {
    any_claim()
        .prop_flat_map(|claim| any_outcome(claim).prop_map(move |outcome| word("word", claim, outcome)))
}

pub fn any_unsure() -> impl Strategy<Value = rights::Finding> {
    (any_claim(), any_claim()).prop_map(|(best, worst)| {
        finds("unsure", rights::Effect::NeedFacts { best, worst }).missing("request", "abuse")
    })
}

fn any_clock() -> impl Strategy<Value = rights::Finding> {
    let forms = vec![
        ClockForm::Respond,
        ClockForm::RespondExtended,
        ClockForm::TellExtension,
        ClockForm::TellExtension,
        ClockForm::PersonActs,
    ];
    let received = prop::sample::select(vec![day(2026, 9, 1), day(2026, 10, 22), day(2026, 11, 20)]);
    let met = prop::option::of(prop::sample::select(vec![day(2026, 9, 28), day(2026, 11, 20)]));
    let strength =
        prop::sample::select(vec![Strength::Statutory, Strength::Statutory, Strength::Recommended]);
    (prop::sample::select(forms), received, 1..4_u32, met, strength).prop_map(
        |(form, received, months, met_on, strength)| {
            let mut finding = clock("clock", form, Some(month_from(received, months)));
            if let rights::Effect::Clock(clock) = &mut finding.effect {
                clock.strength = strength;
                clock.met_on = met_on.filter(|_| form == ClockForm::TellExtension);
            }
            finding
        },
    )
}

fn any_proof() -> impl Strategy<Value = Proof> {
    prop::sample::select(vec![Proof::None, Proof::Claim, Proof::Verified, Proof::Strong])
}

pub fn any_answering() -> impl Strategy<Value = rights::Finding> {
    prop_oneof![
        6 => any_word(),
        1 => any_unsure(),
        2 => any_clock(),
        1 => (any_proof(), any_proof()).prop_map(|(a, b)| identity("identity", a.min(b), a.max(b))),
        2 => Just(finds("extension", rights::Effect::Extension(true))),
        1 => Just(finds("extension", rights::Effect::Extension(false))),
        1 => Just(finds("interim", rights::Effect::Interim(Outcome::Restrict))),
    ]
}

/// A request with up to three voices, beside any case on retention.
pub fn any_request() -> impl Strategy<Value = Case> {
    let said = prop::collection::vec(any_answering(), 0..5);
    let voices = prop::collection::btree_map(0..5_usize, (any_state(), said), 1..4);
    let right = prop::sample::select(vec!["erase", "access"]);
    (any_case(), voices, right, any::<bool>()).prop_map(|(case, voices, right, proved)| {
        let mut case = case.asks(REQUEST, right);
        if proved {
            case = case.proved("verified");
        }
        for (index, (state, findings)) in voices {
            case = case.answer(plugin(index).standing(state), findings);
        }
        case
    })
}
