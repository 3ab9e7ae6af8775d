//! Legal orders: the plugins that ever spoke for each, as their manifests say.

use std::collections::{BTreeMap, BTreeSet};

use praetor_decision::Name;
use praetor_ledger::{Content, Digest, EventRecord, LedgerError, Page, Record, RecordKind};

use super::{SearchError, Service};

impl Service {
    /// The plugins of a legal order, over all generations on record.
    pub(super) fn laws_of(&self, order: &Name) -> Result<Vec<Name>, SearchError> {
        let mut orders = self.legal_orders()?;
        match orders.remove(order) {
            Some(plugins) => Ok(plugins.into_iter().collect()),
            None => Err(SearchError::NoSuchOrder(orders.into_keys().collect())),
        }
    }

    /// Every legal order for which a plugin was ever at work, with the ids of those plugins.
    fn legal_orders(&self) -> Result<BTreeMap<Name, BTreeSet<Name>>, LedgerError> {
        let serving = self.generation();
        let mut orders: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
        for (plugin, digest) in self.ever_bound()? {
            let manifest = self.manifests.find(digest, Some(&serving), &*self.store, &self.engine);
            // Without its manifest nobody can say for which order it spoke, nor that the answer is whole.
            let manifest = manifest.ok_or(LedgerError::PluginAltered(digest))?;
            if !manifest.legal_order.is_empty() {
                orders.entry(manifest.legal_order.clone()).or_default().insert(plugin);
            }
        }
        Ok(orders)
    }

    /// Ids and bytes of every plugin of a generation on record.
    fn ever_bound(&self) -> Result<BTreeSet<(Name, Digest)>, LedgerError> {
        let mut page = Page { kinds: vec![RecordKind::Generation], ..Page::default() };
        let mut bound = BTreeSet::new();
        loop {
            let listing = self.store.list(&page).wait()?;
            for stored in listing.records {
                match stored.content {
                    Content::Record(Record::Event(EventRecord::Generation(generation))) => {
                        bound.extend(generation.bindings.into_iter().map(|one| (one.plugin, one.digest)));
                    }
                    Content::Unreadable(error) => return Err(error),
                    _ => {}
                }
            }
            match listing.next {
                Some(next) => page.after = Some(next),
                None => return Ok(bound),
            }
        }
    }
}
