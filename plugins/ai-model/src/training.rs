//! Training: whether a model of the vendor learns from the data.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Cond, Problem, Question, Row, SharingAnswer, Thing, obligation};
use praetor_vendor::check::problem;
use praetor_vendor::{has, names};

use crate::law::{gate, rule};

/// How training is switched, where it can be switched; unknown if the operator does not say.
pub(crate) fn state(q: Question<'_>, profile: &mut Profile) {
    let plain = q.settings().plain();
    let switched = match plain.code("training") {
        Some("switchable") => plain.code("training-switched"),
        Some(_) => Some("not-applicable"),
        None => None,
    };
    profile.of(q.recipient()).fact_if("training-switched", switched);
}

/// Off, switched off first, or no use of the vendor at all.
pub(crate) fn decide(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let plain = q.settings().plain();
    let trains = each.purpose().is("ai-training") | each.operation().is("train");
    let agreed = names(q.settings(), "purposes").contains(&"ai-training");
    let learns = plain.code("training") == Some("on");
    let off = plain.code("training") == Some("off") || plain.code("training-switched") == Some("off");
    let other = !trains.clone() & Cond::known(!learns);
    let mut gate = answer.at(gate::TRAINING).about(each);
    gate.permit(rule::TRAINING_AGREED.when(trains.clone() & Cond::known(agreed)));
    gate.prohibit(rule::TRAINING_USE.when(trains & Cond::known(!agreed)).reason("r-training"));
    if off {
        gate.permit(rule::TRAINING_OFF.when(other).obliging(obligation("no-train")));
    } else if learns {
        gate.prohibit(rule::TRAINING_ON.always().reason("r-training"));
    } else {
        let switch = obligation("switch-training-off").before().as_condition();
        let clause = rule::TRAINING_SWITCH.when(other).with_conditions().burden(1);
        gate.permit(clause.obliging(switch).obliging(obligation("no-train")));
    }
}

/// What the settings say of training must agree.
pub(crate) fn check(plain: Row<'_>, problems: &mut Vec<Problem>) {
    let (training, switched) = (plain.code("training"), plain.code("training-switched"));
    if switched.is_some() && training != Some("switchable") {
        let says = "only counts where `training` is `switchable`; remove it or change that";
        problems.push(problem("training-switched", says));
    }
    if training == Some("off") && has(plain, "own-uses", "train-own-models") {
        let says = "names `train-own-models` although `training` is `off`; correct one of the two";
        problems.push(problem("own-uses", says));
    }
    if training == Some("on") && has(plain, "contract-terms", "no-training") {
        let says = "names `no-training` although `training` is `on`; correct one of the two";
        problems.push(problem("contract-terms", says));
    }
}
