//! The ruling on a sharing question as JSON.

use praetor_decision::decision::sharing::{Cell, GateOf, GateRuling, ItemRuling, Ruling, TreatmentDue};
use serde_json::{Map, Value as Json, json};

use super::{Writer, put};

impl Writer<'_> {
    pub(super) fn sharing(&mut self, ruling: &Ruling) -> Map<String, Json> {
        let mut object = Map::new();
        object.insert("decided_by".into(), self.rules_of(&ruling.deciding));
        let items = ruling.items.iter().map(|item| self.item(item, ruling)).collect();
        object.insert("items".into(), Json::Array(items));
        let cells = ruling.cells.iter().map(|cell| self.cell(cell)).collect();
        object.insert("cells".into(), Json::Array(cells));
        object
    }

    fn item(&mut self, item: &ItemRuling, ruling: &Ruling) -> Json {
        let mut object = Map::new();
        if let Some(id) = item.item {
            object.insert("id".into(), self.name(id));
            if let Some(path) = self.told.paths.get(&id) {
                object.insert("path".into(), path.as_str().into());
            }
        }
        object.insert("effect".into(), item.effect.as_str().into());
        put(&mut object, "treatments", item.treatments.iter().map(|t| self.treatment(t)).collect());
        if item.may_be_dropped {
            object.insert("may_be_dropped".into(), true.into());
        }
        let uses = ruling.cells.iter().filter(|cell| cell.item == item.item);
        let uses = uses.filter_map(|cell| Some((self.told.name_of(cell.for_use?), cell.effect)));
        let uses: Map<String, Json> = uses.map(|(name, effect)| (name, effect.as_str().into())).collect();
        if !uses.is_empty() {
            object.insert("uses".into(), Json::Object(uses));
        }
        Json::Object(object)
    }

    fn treatment(&mut self, due: &TreatmentDue) -> Json {
        let mut object = Map::new();
        object.insert("id".into(), due.treatment.id.as_str().into());
        if !due.treatment.parameters.is_empty() {
            object.insert("parameters".into(), self.facts(&due.treatment.parameters));
        }
        object.insert("rules".into(), self.rules_of(&due.from));
        Json::Object(object)
    }

    fn cell(&mut self, cell: &Cell) -> Json {
        let mut object = Map::new();
        if let Some(item) = cell.item {
            object.insert("item".into(), self.name(item));
        }
        if let Some(for_use) = cell.for_use {
            object.insert("use".into(), self.name(for_use));
        }
        object.insert("effect".into(), cell.effect.as_str().into());
        object.insert("gates".into(), cell.gates.iter().map(|gate| self.gate(gate)).collect());
        if !cell.demanded_by.is_empty() {
            object.insert("demanded_by".into(), self.rules_of(&cell.demanded_by));
        }
        if !cell.impossible.is_empty() {
            object.insert("impossible".into(), cell.impossible.iter().map(|id| id.as_str()).collect());
        }
        Json::Object(object)
    }

    fn gate(&mut self, gate: &GateRuling) -> Json {
        let mut object = Map::new();
        let plugin = self.told.decision.voices.get(usize::from(gate.voice));
        object.insert("plugin".into(), plugin.map_or("", |voice| voice.plugin.as_str()).into());
        let name = match &gate.gate {
            GateOf::Voice => "",
            GateOf::Gate(id) | GateOf::Rule(id) => id.as_str(),
        };
        object.insert("gate".into(), name.into());
        object.insert("state".into(), gate.state.as_str().into());
        if let Some(winner) = gate.winner {
            object.insert("winner".into(), self.rule(winner));
        }
        let lists = [
            ("fallbacks", &gate.fallbacks),
            ("losers", &gate.losers),
            ("prohibitions", &gate.prohibitions),
            ("reviews", &gate.reviews),
            ("needs", &gate.needs),
            ("failed", &gate.failed),
            ("not_yet_in_force", &gate.not_yet_in_force),
        ];
        for (key, findings) in lists {
            if !findings.is_empty() {
                object.insert(key.into(), self.rules_of(findings));
            }
        }
        for (key, lifted) in [("displaced", &gate.displaced), ("not_displaced", &gate.not_displaced)] {
            let pairs = lifted.iter();
            let pairs = pairs.map(|d| json!({ "rule": self.rule(d.prohibition), "by": self.rule(d.by) }));
            put(&mut object, key, pairs.collect());
        }
        Json::Object(object)
    }
}
