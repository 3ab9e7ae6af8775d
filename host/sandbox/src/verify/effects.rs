use praetor_decision::answer::{incident, retention, rights, sharing};
use praetor_decision::manifest::Rule;
use praetor_wit::List;

use super::{Check, Checked, each};
use crate::CallError;

impl Check<'_> {
    pub(super) fn sharing(&self, finding: &sharing::Finding) -> Checked {
        let rule = self.source(&finding.source)?;
        if permits(&finding.effect) && rule.gate.is_empty() {
            let says = format!("the rule `{}` permits, but belongs to no gate", rule.id);
            return Err(CallError::lying(says));
        }
        each(&finding.displaces, |displaced| self.displaced(rule, displaced))?;
        each(&finding.obligations, |obligation| self.obligation(obligation))?;
        each(&finding.treatments, |treatment| self.treatment(treatment))?;
        each(&finding.marks, |mark| self.mark(mark))
    }

    /// A rule of the plugin's own, or of a plugin that its manifest specialises.
    fn displaced(&self, rule: &Rule, displaced: &str) -> Checked {
        let Some((plugin, _)) = displaced.split_once('/') else {
            return self.rule(displaced).map(drop);
        };
        let manifest = self.manifest;
        if plugin == manifest.id || manifest.specialises.iter().any(|other| other == plugin) {
            return Ok(());
        }
        let says = format!("`{}` displaces `{displaced}`, but does not specialise `{plugin}`", rule.id);
        Err(CallError::lying(says))
    }

    pub(super) fn retention(&self, finding: &retention::Finding) -> Checked {
        use retention::{Effect, End};
        self.source(&finding.source)?;
        let end = match &finding.effect {
            Effect::Ground(ground) => Some(&ground.end),
            Effect::Maximum(maximum) => Some(&maximum.end),
            Effect::Floor(floor) => {
                each(&floor.use_limit, |purpose| self.listed(List::Purposes, purpose))?;
                Some(&floor.end)
            }
            Effect::Hold(matter) => {
                self.entity(*matter)?;
                None
            }
            _ => None,
        };
        if let Some(End::At(term)) = end {
            self.term(term)?;
        }
        each(&finding.obligations, |obligation| self.obligation(obligation))?;
        each(&finding.marks, |mark| self.mark(mark))
    }

    pub(super) fn rights(&self, finding: &rights::Finding) -> Checked {
        use rights::Effect;
        self.source(&finding.source)?;
        let kind = self.entity(finding.request)?;
        if kind != "request" {
            let says = format!("entity {} is of kind `{kind}`, not `request`", finding.request);
            return Err(CallError::lying(says));
        }
        match &finding.effect {
            Effect::Clock(clock) => self.clock(clock)?,
            Effect::Tell(tell) => {
                self.entity(tell.recipient)?;
                self.due(tell.due.as_ref())?;
            }
            Effect::MustState(statement) => {
                self.listed(List::Statements, &statement.id)?;
                self.parameters(List::Statements, &statement.id, &statement.parameters)?;
            }
            Effect::Remedy(remedy) => self.listed(List::Remedies, &remedy.id)?,
            _ => {}
        }
        each(&finding.obligations, |obligation| self.obligation(obligation))?;
        each(&finding.marks, |mark| self.mark(mark))
    }

    pub(super) fn incident(&self, finding: &incident::Finding) -> Checked {
        self.source(&finding.source)?;
        if let incident::Effect::Notify(notice) = &finding.effect {
            self.clock(&notice.clock)?;
        }
        each(&finding.obligations, |obligation| self.obligation(obligation))?;
        each(&finding.marks, |mark| self.mark(mark))
    }
}

/// Whether a finding may pass a gate.
const fn permits(effect: &sharing::Effect) -> bool {
    use sharing::Effect;
    matches!(effect, Effect::Permit(_) | Effect::PermitWithConditions(_))
}
