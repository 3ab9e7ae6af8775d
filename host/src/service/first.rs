//! What serves first: the bindings on record, or those of the config file.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use praetor_ledger::{BindingRecord, Digest, GenerationRecord, Store};
use praetor_sandbox::Engine;
use sha2::{Digest as _, Sha256};

use super::OpenError;
use super::opening::Start;
use crate::config::{BindingConfig, Config};
use crate::engine::{
    Binding, Bindings, Change, Did, GenerationError, Kept, Schedule, Standing, bind_all, change, kept, record,
};
use crate::gate::Gate;
use crate::signing::read_beside;

/// Finds out what serves first.
pub(super) struct First<'a> {
    pub(super) config: &'a Config,
    pub(super) start: Start<'a>,
    pub(super) engine: &'a Engine,
    pub(super) store: &'a dyn Store,
}

/// The bindings that were found, and whence.
struct Found {
    did: Did,
    bindings: Vec<Binding>,
    config: Config,
}

impl First<'_> {
    /// Loads what serves, and records it if it is not what is on record.
    pub(super) fn load(&self) -> Result<Schedule, OpenError> {
        let latest = self.store.latest_generation().wait()?.map(|(_, latest)| latest);
        let files = self.files()?;
        let declared = fingerprint(&files);
        let found = match &latest {
            None => self.of_config(Did::Seeded, &files, &[])?,
            Some(latest) => self.after(latest, &files, &declared)?,
        };
        let before = latest.as_ref().and_then(standing_of);
        let standing = Standing {
            declared: Some(declared),
            watched: before.map(|before| before.watched).unwrap_or_default(),
            ..Standing::of(&found.config)
        };
        self.recorded(found, standing, latest.as_ref())
    }

    fn after(
        &self,
        latest: &GenerationRecord,
        files: &[(BindingConfig, Vec<u8>)],
        declared: &str,
    ) -> Result<Found, OpenError> {
        let unreadable = |says: String| OpenError::Generation(GenerationError::BuiltIn(says));
        let standing = standing_of(latest).ok_or_else(|| {
            unreadable(format!("the record of generation {} cannot be read", latest.number))
        })?;
        let unchanged = standing.declared.as_deref() == Some(declared);
        let mut bindings = kept::declared(latest, &standing).map_err(unreadable)?;
        if self.start.apply_config || standing.declared.is_none() {
            return self.of_config(Did::AppliedConfig, files, &bindings);
        }
        if !unchanged {
            let ids = differing(files, &bindings).join(", ");
            return Err(OpenError::BindingsChanged { generation: latest.number, ids });
        }
        bindings.iter_mut().for_each(|binding| signed_meanwhile(binding, files));
        let config = Config { bindings, ..self.config.clone() };
        let plugins = Kept::new(self.store, self.engine, &[]);
        let bindings = bind_all(&config, &[], &|declared| plugins.plugin(declared))?;
        Ok(Found { did: Did::Restarted, bindings, config })
    }

    /// The bindings of the config file with the bytes of their plugins.
    fn files(&self) -> Result<Vec<(BindingConfig, Vec<u8>)>, OpenError> {
        let read = |declared: &BindingConfig| {
            let unreadable = |source| GenerationError::Unreadable {
                binding: declared.id.clone(),
                file: declared.file.clone(),
                source,
            };
            let bytes = fs::read(&declared.file).map_err(unreadable)?;
            let signature = read_beside(&declared.file).map_err(unreadable)?;
            let signature = signature.map(|text| String::from_utf8_lossy(&text).into_owned());
            let digest = Some(Digest::of(&bytes));
            Ok((BindingConfig { digest, signature, ..declared.clone() }, bytes))
        };
        self.config.bindings.iter().map(read).collect()
    }

    /// Takes the plugins of the config file through the gate, those that are bound so already apart.
    fn of_config(
        &self,
        did: Did,
        files: &[(BindingConfig, Vec<u8>)],
        present: &[BindingConfig],
    ) -> Result<Found, OpenError> {
        let config =
            Config { bindings: files.iter().map(|(one, _)| one.clone()).collect(), ..self.config.clone() };
        let mut gate = Gate::new(self.engine, &self.config.signatures);
        let plugins = Kept::new(self.store, self.engine, &[]);
        let mut bindings = vec![];
        for (declared, bytes) in files {
            // Bytes first: no record may name a plugin that is not kept.
            if present.iter().any(|binding| same(declared, binding)) {
                self.store.put_plugin(bytes.clone()).wait()?;
                let one = Config { bindings: vec![declared.clone()], ..config.clone() };
                bindings.append(&mut bind_all(&one, &[], &|declared| plugins.plugin(declared))?);
                continue;
            }
            let refused = |source| OpenError::Refused { binding: declared.id.clone(), source };
            bindings.push(gate.admit(bytes, declared).map_err(refused)?.binding);
            self.store.put_plugin(bytes.clone()).wait()?;
        }
        Ok(Found { did, bindings, config })
    }

    /// Gives the generation its number: the recorded one if nothing changed, else the next.
    fn recorded(
        &self,
        found: Found,
        standing: Standing,
        latest: Option<&GenerationRecord>,
    ) -> Result<Schedule, OpenError> {
        let Found { did, bindings, config } = found;
        let number = latest.map_or(1, |latest| latest.number);
        let schedule = Schedule::new(number, bindings, &config)?;
        let records: Vec<BindingRecord> = schedule.bindings.iter().map(record::binding_record).collect();
        if let Some(latest) = latest
            && latest.bindings == records
            && standing_of(latest).is_some_and(|before| {
                before == Standing { change: before.change.clone(), ..standing.clone() }
            })
        {
            return Ok(schedule);
        }
        let number = latest.map_or(1, |latest| latest.number.saturating_add(1));
        let stood = latest.and_then(standing_of);
        let before = latest.map_or(Bindings::NONE, |latest| Bindings {
            bindings: &latest.bindings,
            standing: stood.as_ref(),
        });
        let bindings = change::between(before, Bindings { bindings: &records, standing: Some(&standing) });
        let change = Change {
            did: if bindings.is_empty() && latest.is_some() { Did::Restarted } else { did },
            before: latest.map(|latest| latest.number),
            back_to: None,
            bindings,
        };
        let standing = Standing { change: Some(change), ..standing };
        let standing = serde_json::to_vec(&standing).unwrap_or_default();
        let actor = self.start.actor.into();
        let draft = record::generation_event(GenerationRecord { number, actor, bindings: records, standing });
        self.store.append(self.store.prepare(&draft)?).wait()?;
        Ok(Schedule::new(number, schedule.bindings, &config)?)
    }
}

/// What stands in a generation's record beside its bindings; none if it cannot be read.
pub(super) fn standing_of(record: &GenerationRecord) -> Option<Standing> {
    serde_json::from_slice(&record.standing).ok()
}

/// Names what a config file declares: whatever would be bound otherwise gives another name.
fn fingerprint(files: &[(BindingConfig, Vec<u8>)]) -> String {
    let mut lines: Vec<String> = files
        .iter()
        .map(|(one, _)| {
            let digest = one.digest.map(|digest| digest.to_string());
            let period = (one.period.from.map(|from| from.0), one.period.until.map(|until| until.0));
            let settings = serde_json::Value::Object(one.settings.clone());
            format!("{:?}", (&one.id, digest, one.mode.as_str(), one.limits(), period, settings.to_string()))
        })
        .collect();
    lines.sort_unstable();
    Sha256::digest(lines.join("\n")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a plugin of the config file is bound in this way already, from whatever file it came. A
/// signature says nothing of how it is bound.
fn same(declared: &BindingConfig, bound: &BindingConfig) -> bool {
    let bare = |one: &BindingConfig| BindingConfig { file: PathBuf::new(), signature: None, ..one.clone() };
    bare(declared) == bare(bound)
}

/// A plugin whose file was signed since it was put to work is known by the signature that it has now.
fn signed_meanwhile(binding: &mut BindingConfig, files: &[(BindingConfig, Vec<u8>)]) {
    let mut same = files.iter().filter(|(declared, _)| declared.digest == binding.digest);
    if let Some(signature) = same.find_map(|(declared, _)| declared.signature.as_ref()) {
        binding.signature = Some(signature.clone());
    }
}

/// The ids that the config file binds otherwise than they are on record.
fn differing(files: &[(BindingConfig, Vec<u8>)], present: &[BindingConfig]) -> Vec<String> {
    let is_bound = |declared: &BindingConfig| present.iter().any(|binding| same(declared, binding));
    let changed =
        files.iter().filter(|(declared, _)| !is_bound(declared)).map(|(declared, _)| declared.id.clone());
    let gone = present.iter().filter(|binding| !files.iter().any(|(declared, _)| same(declared, binding)));
    let ids: BTreeSet<String> = changed.chain(gone.map(|binding| binding.id.clone())).collect();
    ids.into_iter().map(|id| format!("`{id}`")).collect()
}
