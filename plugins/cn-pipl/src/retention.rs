//! Arts 19, 47, 56: how long the purposes let an item be kept, and what Chinese law commands to keep.

use praetor_asia::agreement::CONSENTS;
use praetor_asia::keep::{Keeping, grounds};
use praetor_asia::record::{Duty, dated, fiscal, floors, is_record, kept_here, works_here};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Ending, Question, RetentionAnswer, Rounding, RuleRef, Term, Thing};

use crate::law::rule;
use crate::scope::{area, governs};

const SERVICE: [&str; 8] = [
    "contract",
    "account-management",
    "authentication",
    "content-generation",
    "hosting",
    "billing",
    "support",
    "service-messages",
];

/// What a record may be used for while a law commands its keeping: storage and security (art. 47(2)).
const LIMITS: &[&str] = &["accounting", "audit", "legal-compliance"];
const SECURITY: &[&str] = &["security", "legal-compliance", "authority-disclosure"];

/// Records that are network logs.
const LOGS: [&str; 3] = ["access-log", "connection-log", "traffic-data"];

/// Every item: Chinese floors, and, where the law itself governs, the grounds of its uses.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    let personal = !governs(q).is_no();
    for item in q.items().or_gap() {
        floors(item, "CN", duties(q, item), rule::NO_FLOOR, answer);
        if personal {
            grounds(q, item, &keeping(q), answer);
        }
    }
}

fn keeping(q: Question<'_>) -> Keeping<'static> {
    Keeping {
        limit: rule::ART_19,
        contract: rule::ART_19_CONTRACT,
        consent: rule::ART_19_CONSENT,
        purpose: rule::ART_19_PURPOSE,
        duty: rule::ART_19_LAW,
        claim: rule::CLAIMS,
        matters: rule::MATTERS_UNKNOWN,
        consents: &CONSENTS,
        service: &SERVICE,
        area: area(q),
        by_purpose: false,
    }
}

fn duties<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Duty<'q>> {
    let mut all = books(q, item);
    all.extend(logs(q, item));
    let shop = known(q.controller().fact("activities").contains("e-commerce"));
    let sold = is_record(item, &["consumer-contract", "order-confirmation", "invoice"]);
    let three = Term::years(3).from(dated(item));
    all.push(duty(rule::ECL_31.as_ref(), shop & sold, three.clone(), LIMITS));
    let report = is_record(item, &["assessment-report", "processing-log"]);
    all.push(duty(rule::ART_56.as_ref(), report, three, LIMITS));
    all
}

fn duty<'q>(
    rule: RuleRef,
    commands: Cond<'q>,
    end: impl Into<Ending>,
    limits: &'static [&'static str],
) -> Duty<'q> {
    Duty { rule, commands, end: end.into(), limits }
}

/// Accounting archives and tax: from the end of the accounting year, which is the calendar year.
fn books<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Duty<'q>> {
    let here = kept_here(q, item, area(q));
    let (from, _) = fiscal(item);
    let years = |count| Term::years(count).from(from).rounded(Rounding::EndOfCalendarYear);
    let of = |kinds: &[&str]| here.clone() & is_record(item, kinds);
    let vouchers = ["invoice", "voucher", "books", "stock-list"];
    let taxed = ["invoice", "voucher", "books", "tax-return"];
    vec![
        duty(rule::ARCHIVES_30.as_ref(), of(&vouchers), years(30), LIMITS),
        duty(rule::ARCHIVES_10.as_ref(), of(&["tax-return"]), years(10), LIMITS),
        duty(rule::ARCHIVES_ALWAYS.as_ref(), of(&["annual-accounts"]), Ending::running(), LIMITS),
        duty(rule::TAX_29.as_ref(), of(&taxed), years(10), LIMITS),
    ]
}

/// Cybersecurity Law, and the measures on labels: six months.
fn logs<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Duty<'q>> {
    let six = || Term::months(6).from(dated(item));
    let network = is_record(item, &LOGS) & works_here(q, area(q));
    let unmarked = known(item.fact("given-unmarked").is_true())
        & is_record(item, &["access-log", "connection-log", "processing-log"]);
    let old = rule::CSL_21_3.as_ref();
    let now = rule::CSL_23_3.as_ref();
    let amended = now.from.is_none_or(|first| first <= q.as_of());
    vec![
        duty(if amended { now } else { old }, network, six(), SECURITY),
        duty(rule::LABEL_9.as_ref(), unmarked, six(), SECURITY),
    ]
}
