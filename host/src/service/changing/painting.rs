//! Binding a plugin for a period: it takes the place of what is bound in that time, which goes on
//! before and after.

use praetor_ledger::Timestamp;

use super::Activation;
use crate::config::{BindingConfig, Mode};
use crate::engine::Period;

/// The binding that is wanted; what is left out is taken from how the id is bound. None: it is not
/// bound, and no bytes are named.
pub(super) fn declared(
    wanted: &Activation,
    present: &[BindingConfig],
    now: Timestamp,
) -> Option<BindingConfig> {
    let mut bound: Vec<&BindingConfig> = present.iter().filter(|binding| binding.id == wanted.id).collect();
    let shade = wanted.mode == Some(Mode::Shadow);
    bound.sort_by_key(|binding| ((binding.mode == Mode::Shadow) != shade, !binding.period.holds(now)));
    let base = bound.first().copied();
    let base = base.cloned().unwrap_or_else(|| BindingConfig::new(&wanted.id));
    let digest = wanted.digest.or(base.digest)?;
    let with_signature = |binding: &&BindingConfig| binding.digest == Some(digest);
    let kept = || present.iter().find(with_signature).and_then(|binding| binding.signature.clone());
    Some(BindingConfig {
        digest: Some(digest),
        signature: wanted.signature.clone().or_else(kept),
        mode: wanted.mode.unwrap_or(base.mode),
        large_memory: wanted.large_memory.unwrap_or(base.large_memory),
        allow_stubbed_wasi: wanted.allow_stubbed_wasi.unwrap_or(base.allow_stubbed_wasi),
        settings: wanted.settings.clone().unwrap_or(base.settings),
        period: wanted.period,
        ..base
    })
}

/// The bindings with this one among them. What is over is left out: it serves no more, and the record of
/// the generation before keeps it.
pub(super) fn over(present: Vec<BindingConfig>, new: BindingConfig, now: Timestamp) -> Vec<BindingConfig> {
    let is_over = |period: &Period| period.until.is_some_and(|until| until <= now);
    let painted = Period { from: new.period.from.filter(|from| *from > now), ..new.period };
    let mut bindings = vec![];
    for mut binding in present {
        if binding.digest == new.digest {
            binding.signature.clone_from(&new.signature);
        }
        if binding.id != new.id || goes_on_beside(&binding, &new) {
            bindings.push(binding);
            continue;
        }
        // All periods of an id have the same limits.
        let (large_memory, allow_stubbed_wasi) = (new.large_memory, new.allow_stubbed_wasi);
        let left = binding.period.without(&painted).into_iter().filter(|part| !is_over(part));
        bindings.extend(left.map(|period| BindingConfig {
            period,
            large_memory,
            allow_stubbed_wasi,
            ..binding.clone()
        }));
    }
    bindings.push(new);
    bindings
}

/// What is in shadow and what serves do not replace each other, unless what was in shadow now serves.
fn goes_on_beside(binding: &BindingConfig, new: &BindingConfig) -> bool {
    match (binding.mode == Mode::Shadow, new.mode == Mode::Shadow) {
        (true, false) => binding.digest != new.digest || binding.settings != new.settings,
        (false, true) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use praetor_ledger::Digest;

    use super::*;

    fn binding(bytes: &[u8], from: u64, until: u64) -> BindingConfig {
        let time = |n| (n > 0).then_some(Timestamp(n));
        let period = Period { from: time(from), until: time(until) };
        BindingConfig { digest: Some(Digest::of(bytes)), period, ..BindingConfig::new("law") }
    }

    fn painted(present: Vec<BindingConfig>, new: BindingConfig, now: u64) -> Vec<(bool, u64, u64)> {
        let time = |time: Option<Timestamp>| time.map_or(0, |time| time.0);
        let new_digest = new.digest;
        let all = over(present, new, Timestamp(now)).into_iter();
        all.map(|one| (one.digest == new_digest, time(one.period.from), time(one.period.until))).collect()
    }

    #[test]
    fn a_binding_without_a_period_replaces_all_that_is_bound() {
        let present = vec![binding(b"1", 0, 50), binding(b"2", 50, 0)];
        assert_eq!(painted(present, binding(b"3", 0, 0), 10), [(true, 0, 0)]);
    }

    #[test]
    fn a_later_version_ends_the_earlier_one_where_it_begins() {
        assert_eq!(
            painted(vec![binding(b"1", 0, 0)], binding(b"2", 50, 0), 10),
            [(false, 0, 50), (true, 50, 0)]
        );
    }

    #[test]
    fn one_for_a_time_gives_way_again_to_what_was_bound() {
        let all = painted(vec![binding(b"1", 0, 0)], binding(b"2", 50, 60), 10);
        assert_eq!(all, [(false, 0, 50), (false, 60, 0), (true, 50, 60)]);
    }

    #[test]
    fn what_is_over_is_left_out_and_what_begins_now_replaces_at_once() {
        assert_eq!(painted(vec![binding(b"1", 0, 0)], binding(b"2", 50, 0), 50), [(true, 50, 0)]);
        let all = painted(vec![binding(b"0", 0, 20), binding(b"1", 20, 0)], binding(b"2", 90, 0), 30);
        assert_eq!(all, [(false, 20, 90), (true, 90, 0)]);
    }

    #[test]
    fn a_shadow_stands_beside_what_serves_until_it_serves_itself() {
        let shadow = BindingConfig { mode: Mode::Shadow, ..binding(b"2", 0, 0) };
        let both = over(vec![binding(b"1", 0, 0)], shadow.clone(), Timestamp(10));
        assert_eq!(both.len(), 2);
        let other_settings = over(both.clone(), binding(b"3", 0, 0), Timestamp(10));
        assert_eq!(other_settings.iter().filter(|one| one.mode == Mode::Shadow).count(), 1);
        let served = over(both.clone(), binding(b"2", 0, 0), Timestamp(10));
        assert_eq!(
            (served.len(), served[0].mode, served[0].digest),
            (1, Mode::Enforce, Some(Digest::of(b"2")))
        );
        let wanted = |mode| Activation { id: "law".into(), mode, ..Activation::default() };
        let base = |mode| declared(&wanted(mode), &both, Timestamp(10)).unwrap().digest;
        assert_eq!((base(None), base(Some(Mode::Shadow))), (Some(Digest::of(b"1")), Some(Digest::of(b"2"))));
    }

    #[test]
    fn what_is_left_out_stays_as_it_is_bound_now() {
        let settings = serde_json::json!({ "places": ["DE"] });
        let settings = settings.as_object().unwrap().clone();
        let later = BindingConfig { settings: settings.clone(), ..binding(b"2", 50, 0) };
        let present = [binding(b"1", 0, 50), later];
        let wanted = Activation { id: "law".into(), ..Activation::default() };
        assert_eq!(declared(&wanted, &present, Timestamp(60)).unwrap().settings, settings);
        assert_eq!(declared(&wanted, &present, Timestamp(10)).unwrap().digest, Some(Digest::of(b"1")));
        let other = Activation { id: "other".into(), ..Activation::default() };
        assert!(declared(&other, &present, Timestamp(10)).is_none());
    }
}
