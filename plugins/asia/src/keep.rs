//! How long the purposes of an item let it be kept.

use praetor_sdk::consent::{any, in_force, names_purpose};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, FactAt, Ground, Question, RetentionAnswer, Rule, Term, Thing};

use crate::record::is_proof;
use crate::request::{erasure_asked, uses_of};

/// Matters before a court or an authority: nothing is erased while they run.
const HOLDING: [&str; 7] = [
    "litigation",
    "arbitration",
    "regulator-inquiry",
    "tax-audit",
    "legal-hold",
    "preservation-order",
    "access-review",
];

/// The rules of a law on keeping, and how it reads purposes.
#[derive(Clone, Copy, Debug)]
pub struct Keeping<'l> {
    /// Nothing is kept beyond its purpose.
    pub limit: Rule,
    /// While the contract or the ordered service runs.
    pub contract: Rule,
    /// Until a consent is taken back or runs out.
    pub consent: Rule,
    /// Until another purpose is reached.
    pub purpose: Rule,
    /// As long as a law of the area commands.
    pub duty: Rule,
    /// For a claim, a hold, or the proof that the law was kept to.
    pub claim: Rule,
    /// Whether there is a matter was not said.
    pub matters: Rule,
    /// Bases that are a consent.
    pub consents: &'l [&'l str],
    /// Bases and purposes of the ordered service.
    pub service: &'l [&'l str],
    /// The legal order, whose duties alone are given way to.
    pub area: &'l [&'l str],
    /// Whether a use without a declared basis is judged by its purpose.
    pub by_purpose: bool,
}

impl Keeping<'_> {
    fn until(&self, end: impl Into<Ending>) -> Ground {
        Ground::until(end).recognising(self.area)
    }
}

/// The grounds of one item.
pub fn grounds<'q>(q: Question<'q>, item: Thing<'q>, law: &Keeping<'_>, answer: &mut RetentionAnswer) {
    let matters = q.subject().fact("matters");
    if matters.value().is_none() {
        answer.review(law.matters.when(Cond::missing(matters.at())).about(item));
    }
    let claimed = claims(q, item, law, answer);
    let proof = is_proof(item);
    if proof.is_yes() {
        let term = Term::years(3).from(item.fact("dated-on"));
        answer.ground(law.claim.when(proof).about(item), law.until(term).restricted());
    }
    let erased = erasure_asked(q, item);
    let uses = uses_of(q, item);
    if uses.is_empty() {
        without_use(q, item, (erased, claimed), law, answer);
    }
    for each in uses {
        by_use(q, item, each, erased, law, answer);
    }
}

/// Nobody said what the item is for: a record is left to its floors, the rest is asked about.
fn without_use<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    (erased, claimed): (Option<Day>, bool),
    law: &Keeping<'_>,
    answer: &mut RetentionAnswer,
) {
    let listed = known(!item.fact("record").is("none"));
    let closed = q.subject().fact("account-closed-on");
    let clause = match erased {
        Some(_) => law.limit.always(),
        None if known(closed.happened()).is_yes() => law.limit.when(known(closed.happened())),
        None if listed.is_yes() => law.limit.when(listed),
        None if claimed => return,
        None => law.limit.when(Cond::missing(q.one("use").purpose().at())),
    };
    answer.ground(clause.about(item), law.until(asked(erased)));
}

fn by_use<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    law: &Keeping<'_>,
    answer: &mut RetentionAnswer,
) {
    let declared = each.fact("declared-basis").code();
    let service = each.purpose().is_any_of(law.service);
    match declared {
        Some("legal-obligation" | "public-task") => duty(item, each, law, answer),
        Some(code) if law.consents.contains(&code) => agreed(q, item, each, erased, law, answer),
        Some(code) if law.service.contains(&code) => contract(q, item, each, erased, law, answer),
        Some(_) => until_done(item, each, erased, law, answer),
        None if service.is_yes() => contract(q, item, each, erased, law, answer),
        None if law.by_purpose => until_done(item, each, erased, law, answer),
        None => {
            let missing = law.limit.when(Cond::missing(each.fact("declared-basis").at()));
            answer.ground(missing.about(item), law.until(Ending::running()));
        }
    }
}

fn asked(erased: Option<Day>) -> Ending {
    erased.map_or_else(Ending::now, |day| Ending::at(Term::on(day)))
}

/// The ordered service runs while the account is open; a request for erasure or the closing ends it.
fn contract<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    law: &Keeping<'_>,
    answer: &mut RetentionAnswer,
) {
    let needed = known(each.fact("contract-necessary").is_true()) & known(each.fact("ended-on").not_yet());
    let clause = law.contract.always().about(item);
    let end = match (service_ended(q, each), erased) {
        (Some(day), _) => Ending::at(Term::days(0).from(day)),
        (None, Some(_)) if !needed.is_yes() => asked(erased),
        _ => Ending::at(Term::days(0).from(q.subject().fact("account-closed-on"))),
    };
    answer.ground(clause, law.until(end));
}

/// The day on which the ordered service ended, if it did.
fn service_ended<'q>(q: Question<'q>, each: Thing<'q>) -> Option<FactAt<'q>> {
    let subject = q.subject();
    let ends = [each.fact("ended-on"), subject.fact("contract-ended-on"), subject.fact("account-closed-on")];
    ends.into_iter().find(|fact| known(fact.happened()).is_yes())
}

/// Consent: until it is taken back or runs out, or the request took it back.
fn agreed<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    law: &Keeping<'_>,
    answer: &mut RetentionAnswer,
) {
    let clause = |cond: Cond<'q>| law.consent.when(cond).about(item);
    if erased.is_some() {
        answer.ground(clause(Cond::yes()), law.until(asked(erased)));
        return;
    }
    let stands = any(q, q.subject(), |c| in_force(c) & names_purpose(c, each));
    if stands.is_unknown() {
        answer.ground(clause(stands), law.until(Ending::running()));
        return;
    }
    let own = q.consents().which(|c| in_force(c) & names_purpose(c, each));
    let end = own.first().map_or_else(Ending::now, |c| match c.fact("expires-on").day() {
        Some(day) => Ending::at(Term::on(day)),
        None => Ending::at(Term::days(0).from(c.fact("withdrawn-on"))),
    });
    answer.ground(clause(Cond::yes()), law.until(end));
}

/// Until the purpose is reached, or the person asked for erasure.
fn until_done<'q>(
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    law: &Keeping<'_>,
    answer: &mut RetentionAnswer,
) {
    let ended = each.fact("ended-on");
    let over = known(ended.happened());
    let end = match erased {
        Some(_) if !over.is_yes() => asked(erased),
        _ => Ending::at(Term::days(0).from(ended)),
    };
    answer.ground(law.purpose.always().about(item), law.until(end));
}

/// Where a floor names the record its days count; else as long as the duty lasts. A duty of another
/// legal order is none.
fn duty<'q>(item: Thing<'q>, each: Thing<'q>, law: &Keeping<'_>, answer: &mut RetentionAnswer) {
    let foreign = known(!each.fact("obligation-of").within(law.area));
    let listed = known(!item.fact("record").is("none"));
    let ground = if listed.is_yes() || foreign.is_yes() {
        law.until(Ending::now())
    } else {
        law.until(Term::days(0).from(each.fact("ended-on"))).restricted()
    };
    answer.ground(law.duty.always().about(item), ground);
}

/// Every matter of the question; says whether one of them keeps the item. How long a claim lasts is
/// left to who releases it.
fn claims<'q>(q: Question<'q>, item: Thing<'q>, law: &Keeping<'_>, answer: &mut RetentionAnswer) -> bool {
    let mut kept = false;
    for matter in q.matters() {
        let open = !known(matter.fact("released-on").happened());
        if reaches(item, matter).is_no() || known(!matter.fact("concrete").is_true()).is_yes() {
            continue;
        }
        let before_court =
            known(matter.fact("kind").is_any_of(&HOLDING)) | known(matter.fact("suit-filed-on").happened());
        let clause = law.claim.when(open).about(item);
        if before_court.is_yes() {
            answer.hold(clause, matter);
        } else {
            answer.ground(clause, law.until(Ending::running()).restricted());
        }
        kept = true;
    }
    kept
}

fn reaches<'q>(item: Thing<'q>, matter: Thing<'q>) -> Cond<'q> {
    let named = matter.fact("items");
    match (item.id(), named.value()) {
        (Some(id), Some(_)) => named.points_at(id),
        _ => Cond::yes(),
    }
}

/// The day on which the last purpose of an item ended: the erasure asked for, the end of each use,
/// the closing of the account. None while one of them goes on or nobody said.
#[must_use]
pub fn over_since<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Day> {
    if let Some(day) = erasure_asked(q, item) {
        return Some(day);
    }
    let mut last = None;
    for each in uses_of(q, item) {
        let consents = q.consents().which(|c| names_purpose(c, each) & c.fact("withdrawn-on").happened());
        let withdrawn = consents.first().and_then(|consent| consent.fact("withdrawn-on").day());
        let ended = service_ended(q, each).and_then(FactAt::day);
        last = last.max(Some(ended.into_iter().chain(withdrawn).min()?));
    }
    last
}
