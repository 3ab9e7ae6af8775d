use super::{GateText, Law, RuleText, SettingText};
use crate::wit::about::{Citation, Connection, Gate, Manifest, Reads, Rule, Setting};

impl Law {
    /// The manifest of the contract.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        Manifest {
            id: self.id.to_owned(),
            version: self.version.to_owned(),
            kind: self.kind,
            title: self.title.to_owned(),
            legal_order: self.legal_order.to_owned(),
            specialises: owned(self.specialises),
            connections: self.connections.iter().map(connection).collect(),
            gates: self.gates.iter().map(gate).collect(),
            rules: self.rules.iter().map(rule).collect(),
            reads: self.reads().collect(),
            settings: self.settings.iter().map(setting).collect(),
        }
    }

    fn reads(&self) -> impl Iterator<Item = Reads> {
        self.reads.iter().map(|(ability, facts)| Reads { ability: *ability, facts: owned(facts) })
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn connection((fact, places): &(&str, &[&str])) -> Connection {
    Connection { fact: (*fact).to_owned(), places: owned(places) }
}

fn gate(text: &GateText) -> Gate {
    Gate { id: text.id.to_owned(), stance: text.stance, says: text.says.to_owned() }
}

fn rule(text: &RuleText) -> Rule {
    Rule {
        id: text.id.to_owned(),
        gate: text.gate.to_owned(),
        says: text.says.to_owned(),
        citations: text.citations.iter().map(citation).collect(),
        authority: text.authority,
        confidence: text.confidence,
        checked: text.checked,
        applies_from: text.from,
        applies_until: text.until,
        pending: text.pending.to_owned(),
    }
}

fn citation((instrument, place): &(&str, &str)) -> Citation {
    Citation { instrument: (*instrument).to_owned(), place: (*place).to_owned() }
}

fn setting(text: &SettingText) -> Setting {
    Setting {
        table: text.table.to_owned(),
        key: text.key.to_owned(),
        setting_type: text.setting_type,
        required: text.required,
        allowed: owned(text.allowed),
        says: text.says.to_owned(),
    }
}
