//! Section 6: confidential, sensitive or regulated content, and the register that permits it.

use praetor_sdk::{Cond, FactRef, Question, SharingAnswer, Thing, treatment};

use crate::law::{gate, param, rule};
use crate::sharing::is_own_use;

/// Section 6, for each use that hands the item to a third party.
pub(super) fn speak(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let content = item.category().is_any_of(param::CONTENT_CATEGORIES.on(q.as_of()).or(&[]));
    for each in q.uses().or_gap() {
        if is_own_use(q, each) {
            let mut gate = answer.at(gate::CONFIDENTIAL_CONTENT).about(item).about(each);
            gate.permit(rule::S_6_OWN_SYSTEMS.always());
        } else if content.is_no() {
            let mut gate = answer.at(gate::CONFIDENTIAL_CONTENT).about(item).about(each);
            gate.permit(rule::S_6_NO_CONTENT.when(!content.clone()));
        } else {
            Handed { q, item, each, content: content.clone() }.speak(answer);
        }
    }
}

/// Content that a use hands to a third party.
struct Handed<'q> {
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    /// Whether the item is content at all; known, or unknown.
    content: Cond<'q>,
}

impl<'q> Handed<'q> {
    fn speak(self, answer: &mut SharingAnswer) {
        let labels = self.labels();
        let present = Cond::any(labels.iter().map(|label| self.is_delicate(*label)));
        let searched = self.searched(&labels);
        self.clean(searched.clone(), present.clone(), &labels, answer);
        self.not_scanned(searched, present.clone(), answer);
        self.delicate(present, &labels, answer);
    }

    /// The labels of the item, and those of which nobody says whose they are.
    fn labels(&self) -> Vec<Thing<'q>> {
        let mine = |label: &Thing<'_>| match (label.fact("item").value(), self.item.id()) {
            (Some(_), Some(id)) => label.fact("item").points_at(id).is_yes(),
            _ => true,
        };
        self.q.labels().iter().filter(mine).collect()
    }

    /// A label of confidential, sensitive or regulated matter that is there.
    fn is_delicate(&self, label: Thing<'q>) -> Cond<'q> {
        label.fact("state").is("present") & self.is_of_delicate_kind(label)
    }

    fn is_of_delicate_kind(&self, label: Thing<'q>) -> Cond<'q> {
        label.fact("content").is_any_of(param::DELICATE_LABELS.on(self.q.as_of()).or(&[]))
    }

    /// Whether somebody looked for everything that counts.
    fn searched(&self, labels: &[Thing<'q>]) -> Cond<'q> {
        let unseen = labels
            .iter()
            .map(|label| label.fact("state").is("not-scanned") & self.is_of_delicate_kind(*label));
        self.item.fact("scan").is_any_of(&["full", "not-applicable"]) & !Cond::any(unseen)
    }

    /// Searched, and nothing found. Coordinates in an image are cut out.
    fn clean(&self, searched: Cond<'q>, present: Cond<'q>, labels: &[Thing<'q>], answer: &mut SharingAnswer) {
        let clean = searched & !present & self.content.clone();
        let located =
            Cond::any(labels.iter().map(|label| {
                label.fact("content").is("location-in-image") & !label.fact("state").is("absent")
            }));
        let mut gate = answer.at(gate::CONFIDENTIAL_CONTENT).about(self.item).about(self.each);
        if located.is_no() {
            gate.permit(rule::S_6_CLEAN.when(clean));
        } else {
            gate.permit(rule::S_6_IMAGE_LOCATION.when(clean).burden(1).treating(treatment("strip-exif")));
        }
    }

    /// Known not to be searched: what the operator says it means. Nothing said: the facts are
    /// asked for.
    fn not_scanned(&self, searched: Cond<'q>, present: Cond<'q>, answer: &mut SharingAnswer) {
        if !searched.is_no() || present.is_yes() {
            return;
        }
        let mut gate = answer.at(gate::CONFIDENTIAL_CONTENT).about(self.item).about(self.each);
        match self.q.settings().plain().code("when-not-scanned") {
            Some("deny") => {
                gate.prohibit(rule::S_6_NOT_SCANNED.when(!searched).reason("r-not-scanned"));
            }
            Some("review") => {
                gate.review(rule::S_6_LOOK.when(!searched).reason("r-not-scanned"));
            }
            Some("treat-as-clean") => {
                gate.permit(rule::S_6_AS_CLEAN.when(!searched & !present).burden(2));
            }
            _ => {
                let seen = Cond::missing(FactRef { kind: "label", entity: None, name: "state" });
                gate.permit(rule::S_6_CLEAN.when(seen).reason("r-not-scanned"));
            }
        }
    }

    /// Delicate content goes nowhere, unless the register permits each class that is there.
    fn delicate(&self, present: Cond<'q>, labels: &[Thing<'q>], answer: &mut SharingAnswer) {
        let permitted =
            Cond::all(labels.iter().map(|label| !self.is_delicate(*label) | self.is_permitted(*label)));
        answer
            .at(gate::CONFIDENTIAL_CONTENT)
            .about(self.item)
            .about(self.each)
            .prohibit(rule::S_6_DELICATE.when(present.clone()).reason("r-secret-not-permitted"))
            .unless(rule::S_6_PERMITTED.when(present & permitted));
    }

    /// Section 6, "unless ... explicitly permits": an entry for this class, vendor, purpose, day.
    fn is_permitted(&self, label: Thing<'q>) -> Cond<'q> {
        let Some(content) = label.fact("content").code() else {
            return Cond::missing(label.fact("content").at());
        };
        let recipient = self.q.recipient();
        recipient.follow("permissions", "permission").any(|entry| self.covers(entry, content))
    }

    fn covers(&self, entry: Thing<'q>, content: &str) -> Cond<'q> {
        let (until, revoked, vendor) =
            (entry.fact("until"), entry.fact("revoked-on"), entry.fact("recipient"));
        let other = self
            .q
            .recipient()
            .id()
            .is_none_or(|id| vendor.is_stated().is_yes() && !vendor.points_at(id).is_yes());
        let stands = !until.is_stated() | until.still_runs();
        let kept = !revoked.is_stated() | revoked.not_yet();
        entry.fact("content").is(content)
            & Cond::known(!other)
            & self.for_purpose(entry)
            & entry.fact("granted-on").happened()
            & stands
            & kept
    }

    fn for_purpose(&self, entry: Thing<'q>) -> Cond<'q> {
        let purposes = entry.fact("purposes");
        match (purposes.value(), self.each.purpose().code()) {
            (None, _) => Cond::yes(),
            (Some(_), Some(purpose)) => purposes.contains(purpose),
            (Some(_), None) => Cond::missing(self.each.purpose().at()),
        }
    }
}
