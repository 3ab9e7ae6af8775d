//! The one order in which voices and findings are read, whatever order they came in.

use std::borrow::Borrow;

use super::Voice;
use crate::answer::{Answer, Source, incident, retention, rights, sharing};
use crate::decision::{Fault, FindingRef};
use crate::manifest::Manifest;

/// A voice in its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speaker<'a> {
    /// Its place in `Decision::voices`.
    pub index: u16,
    /// What the plugin says of itself.
    pub manifest: &'a Manifest,
    /// What it answered.
    pub reply: Result<&'a Answer, &'a Fault>,
}

/// The voices in the order of their plugin ids.
pub(crate) fn speakers<'a>(voices: &[Voice<'a>]) -> Vec<Speaker<'a>> {
    let mut voices = voices.to_vec();
    voices.sort_by(|a, b| {
        let id = |voice: &Voice<'a>| (&voice.manifest.id, &voice.manifest.version);
        id(a).cmp(&id(b)).then_with(|| a.reply.cmp(&b.reply))
    });
    (0..).zip(voices).map(|(index, Voice { manifest, reply })| Speaker { index, manifest, reply }).collect()
}

/// A finding of any kind: it comes from a rule.
pub trait Finding: Ord {
    /// Where it comes from.
    fn source(&self) -> &Source;
}

/// Findings in their one order: by rule, then by what they say.
pub fn sort<T: Borrow<F>, F: Finding>(findings: &mut [T]) {
    findings.sort_by(|a, b| {
        let (a, b): (&F, &F) = (a.borrow(), b.borrow());
        a.source().rule.cmp(&b.source().rule).then_with(|| a.cmp(b))
    });
}

/// The findings of one voice in their order, each with the reference by which the decision
/// names it.
pub(crate) fn referred<F: Finding>(voice: u16, findings: &[F]) -> Vec<(FindingRef, &F)> {
    let mut sorted: Vec<&F> = findings.iter().collect();
    sort::<&F, F>(&mut sorted);
    (0..).zip(sorted).map(|(finding, f)| (FindingRef { voice, finding }, f)).collect()
}

impl Answer {
    /// Puts the findings into the order in which decisions refer to them: the `finding` of a
    /// `FindingRef` is the position in an answer that is in order.
    pub fn put_in_order(&mut self) {
        match self {
            Self::Sharing(answer) => sort::<_, sharing::Finding>(&mut answer.findings),
            Self::Retention(answer) => sort::<_, retention::Finding>(&mut answer.findings),
            Self::Rights(answer) => sort::<_, rights::Finding>(&mut answer.findings),
            Self::Incident(answer) => sort::<_, incident::Finding>(&mut answer.findings),
        }
    }
}

macro_rules! findings {
    ($($kind:ident),*) => {$(
        impl Finding for $kind::Finding {
            fn source(&self) -> &Source {
                &self.source
            }
        }
    )*};
}

findings!(sharing, retention, rights, incident);
