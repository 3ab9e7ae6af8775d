//! S. 8(7)-(8), Rules 6 and 8, and Indian duties to keep.

use praetor_asia::agreement::CONSENTS;
use praetor_asia::keep::{Keeping, grounds, over_since};
use praetor_asia::record::{Duty, dated, fiscal, floors, is_record, kept_here, works_here};
use praetor_sdk::reading::{known, some};
use praetor_sdk::{
    Bound, Cond, Decimal, FactAt, Maximum, Parameter, Question, RetentionAnswer, Rounding, RuleRef, Term,
    Thing,
};

use crate::law::{param, rule};
use crate::scope::{area, governs};

const SERVICE: [&str; 9] = [
    "contract",
    "legitimate-use",
    "account-management",
    "authentication",
    "content-generation",
    "hosting",
    "billing",
    "support",
    "service-messages",
];

const LIMITS: &[&str] = &["accounting", "audit", "legal-compliance"];
const STATE: &[&str] = &["security", "legal-compliance", "authority-disclosure"];
const LOGS: [&str; 4] = ["access-log", "connection-log", "traffic-data", "processing-log"];

/// What the person needs to get at the account, which the Third Schedule leaves alone.
const ACCESS: [&str; 5] =
    ["account-name", "account-email", "auth-provider-id", "auth-credential", "billing-state"];

/// Every item: Indian floors, and, where the Act governs, the grounds of its uses and its ceilings.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    let act = !governs(q).is_no();
    for item in q.items().or_gap() {
        floors(item, "IN", duties(q, item, act), rule::NO_FLOOR, answer);
        if act {
            grounds(q, item, &keeping(q), answer);
            year_over(q, item, answer);
            third_schedule(q, item, answer);
        }
    }
}

fn keeping(q: Question<'_>) -> Keeping<'static> {
    Keeping {
        limit: rule::S_8_7,
        contract: rule::S_8_7_SERVICE,
        consent: rule::S_8_7_CONSENT,
        purpose: rule::S_8_7_PURPOSE,
        duty: rule::S_8_7_LAW,
        claim: rule::CLAIMS,
        matters: rule::MATTERS_UNKNOWN,
        consents: &CONSENTS,
        service: &SERVICE,
        area: area(q),
        by_purpose: false,
    }
}

/// The day of the last processing; else the date of the record, or of its newest row.
fn processed(item: Thing<'_>) -> FactAt<'_> {
    let last = item.fact("last-processed-on");
    if last.value().is_none() && dated(item).value().is_some() { dated(item) } else { last }
}

fn duties<'q>(q: Question<'q>, item: Thing<'q>, act: bool) -> Vec<Duty<'q>> {
    let mut all = books(q, item);
    let here = works_here(q, area(q));
    let log = is_record(item, &LOGS);
    let half = Term::days(180).from(dated(item));
    all.push(duty(rule::CERT_IN_IV.as_ref(), log.clone() & here, half, STATE));
    if act {
        let year = |from| Term::years(1).from(from);
        all.push(duty(rule::RULE_8_3.as_ref(), governs(q), year(processed(item)), STATE));
        all.push(duty(rule::RULE_6_1_E.as_ref(), log, year(dated(item)), STATE));
    }
    all
}

fn duty<'q>(rule: RuleRef, commands: Cond<'q>, end: Term, limits: &'static [&'static str]) -> Duty<'q> {
    Duty { rule, commands, end: end.into(), limits }
}

/// Companies Act, goods and services tax, income tax: from the end of the financial year, 31 March
/// where no other was said. The annual return is due nine months later, the assessment year ends a
/// year later.
fn books<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Duty<'q>> {
    let here = kept_here(q, item, area(q));
    let (from, stated) = fiscal(item);
    let months = |count: u32| {
        let term = Term::months(count).from(from);
        if stated { term } else { term.rounded(Rounding::EndOfFiscalYear((3, 31))) }
    };
    let of = |kinds: &[&str]| here.clone() & is_record(item, kinds);
    let due = item.fact("filing-due-on");
    let gst = if due.value().is_some() { Term::months(72).from(due) } else { months(81) };
    let taxed = ["invoice", "voucher", "books", "tax-return", "stock-list"];
    vec![
        duty(
            rule::COMPANIES_128.as_ref(),
            of(&["invoice", "voucher", "books", "annual-accounts"]),
            months(96),
            LIMITS,
        ),
        duty(rule::CGST_36.as_ref(), of(&taxed), gst, LIMITS),
        duty(rule::RULE_6F.as_ref(), of(&["invoice", "voucher", "books"]), months(84), LIMITS),
    ]
}

/// Rule 8(3): once nothing else carries the item, the year of the floor is its last.
fn year_over<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    if over_since(q, item).is_none_or(|day| day > q.as_of()) {
        return;
    }
    let held = some(&q.matters(), |matter| !known(matter.fact("released-on").happened()));
    let end = Term::years(1).from(processed(item));
    let clause = rule::RULE_8_3_THEN.when(!held).about(item);
    answer.maximum(clause, Maximum::until(end).recognising(area(q)));
}

/// Rule 8(1)-(2), Third Schedule: three years without contact, with a warning 48 hours before.
fn third_schedule<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let does = |activity: &str| known(q.controller().fact("activities").contains(activity));
    let shops = (does("e-commerce") | does("social-network")) & users(q, &param::USERS_OF_SHOPS);
    let games = does("online-gaming") & users(q, &param::USERS_OF_GAMES);
    let listed = (shops | games) & !item.category().is_any_of(&ACCESS);
    let end = Term::years(3).from(q.subject().fact("last-active-on"));
    let clause = rule::RULE_8_1.when(listed).about(item);
    answer.maximum(clause, Maximum::until(end).recognising(area(q)).warning(2));
}

fn users<'q>(q: Question<'q>, number: &Parameter<i64>) -> Cond<'q> {
    let found = number.on(q.as_of());
    let least = Bound::new(found.value.map(|digits| Decimal { digits, scale: 0 }), found.changes_on);
    let counted =
        q.all("figure").which(|f| f.fact("measure").is("users") & !known(!f.fact("place").within(area(q))));
    if counted.is_empty() {
        return Cond::missing(q.one("figure").fact("amount").at());
    }
    Cond::any(counted.into_iter().map(|figure| figure.fact("amount").at_least(least)))
}
