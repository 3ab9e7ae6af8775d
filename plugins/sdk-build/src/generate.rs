//! The module `law` as Rust text.

use std::fmt::{self, Write};

use crate::citation::{Citation, Grounds};
use crate::date::Day;
use crate::law::{LawData, ParameterEntry, RuleEntry, TableEntry};
use crate::plugin_file::{PluginFile, SettingEntry};
use crate::spelling::{constant, field, type_name};
use crate::value::rust_type;

/// Writes the module.
pub(crate) fn law(plugin: &PluginFile, law: &LawData) -> String {
    let mut out = String::new();
    // Writing to a text cannot fail.
    let _ = write_all(&mut out, plugin, law);
    out
}

/// Writes the gates and rules that several plugins share.
pub(crate) fn shared(plugin: &PluginFile, law: &LawData) -> String {
    let mut out = String::new();
    // Writing to a text cannot fail.
    let _ = gates(&mut out, plugin).and_then(|()| rules(&mut out, law));
    out
}

fn write_all(out: &mut String, plugin: &PluginFile, law: &LawData) -> fmt::Result {
    out.push_str(HEAD);
    gates(out, plugin)?;
    rules(out, law)?;
    parameters(out, law)?;
    tables(out, law)?;
    abilities(out, plugin)?;
    manifest(out, plugin, law)
}

const HEAD: &str = "\
// Generated from plugin.toml and law/. Change those instead.
#[allow(unused_imports, reason = \"generated\")]
use praetor_sdk::{law::{GateText, Law, RuleText, SettingText}, wit::about::{Ability, Authority, Confidence, PluginKind, SettingType, Stance}, Day};
";

const IMPORTS: &str = "\
    #[allow(unused_imports, reason = \"generated\")]
    use praetor_sdk::{Dated, Day, Decimal, Parameter, Period, Rule, RuleRef, Table, TableRow};
    #[allow(unused_imports, reason = \"generated\")]
    use super::{gate, rule};
";

fn gates(out: &mut String, plugin: &PluginFile) -> fmt::Result {
    out.push_str(
        "/// The gates of `plugin.toml`.\n#[allow(dead_code, reason = \"generated\")]\npub mod gate {\n",
    );
    for gate in plugin.gates.iter().filter(|gate| !gate.shared) {
        let (name, id) = (type_name(&gate.id), &gate.id);
        writeln!(
            out,
            "    /// {}\n    #[derive(Clone, Copy, Debug)]\n    pub struct {name};",
            doc(&gate.says)
        )?;
        writeln!(out, "    impl praetor_sdk::Gate for {name} {{ const ID: &'static str = {id:?}; }}")?;
        writeln!(out, "    /// {}\n    pub const {}: {name} = {name};", doc(&gate.says), constant(id))?;
    }
    out.write_str("}\n")
}

fn rules(out: &mut String, law: &LawData) -> fmt::Result {
    writeln!(out, "/// The rules of `law/`.\npub mod rule {{\n{IMPORTS}")?;
    for rule in law.rules.iter().filter(|rule| !rule.shared) {
        let gate = if rule.gate.is_empty() {
            "praetor_sdk::NoGate".to_owned()
        } else {
            format!("gate::{}", type_name(&rule.gate))
        };
        writeln!(
            out,
            "    /// {} {}\n    pub const {}: Rule<{gate}> = Rule::generated({:?}, {}, {});",
            doc(&rule.says),
            cited(rule.grounds.as_ref()),
            constant(&rule.id),
            rule.id,
            option_day(rule.from),
            option_day(rule.until),
        )?;
    }
    out.write_str("}\n")
}

fn parameters(out: &mut String, law: &LawData) -> fmt::Result {
    writeln!(
        out,
        "/// The dated numbers of `law/`.\n#[allow(dead_code, reason = \"generated\")]\npub mod param {{\n{IMPORTS}"
    )?;
    for parameter in &law.parameters {
        write_parameter(out, parameter)?;
    }
    out.write_str("}\n")
}

fn write_parameter(out: &mut String, parameter: &ParameterEntry) -> fmt::Result {
    let unit = if parameter.unit.is_empty() { String::new() } else { format!(" In {}.", parameter.unit) };
    let ty = rust_type(parameter.value_type);
    writeln!(out, "    /// {}{unit}", doc(&parameter.says))?;
    writeln!(
        out,
        "    pub static {}: Parameter<{ty}> = Parameter {{ id: {:?}, values: &[",
        constant(&parameter.id),
        parameter.id
    )?;
    for dated in &parameter.values {
        let value = dated.value.as_ref().map_or("None".to_owned(), |value| format!("Some({value})"));
        writeln!(
            out,
            "        Dated {{ key: {:?}, from: {}, until: {}, value: {value} }},",
            dated.key,
            dated.from.rust(),
            option_day(dated.until),
        )?;
    }
    out.write_str("    ] };\n")
}

fn tables(out: &mut String, law: &LawData) -> fmt::Result {
    writeln!(
        out,
        "/// The tables of `law/`.\n#[allow(dead_code, reason = \"generated\")]\npub mod table {{\n{IMPORTS}"
    )?;
    for table in &law.tables {
        write_row_type(out, table)?;
        write_rows(out, table)?;
    }
    out.write_str("}\n")
}

fn write_row_type(out: &mut String, table: &TableEntry) -> fmt::Result {
    let name = type_name(&table.id);
    writeln!(
        out,
        "    /// A row: {}\n    #[derive(Clone, Copy, Debug)]\n    pub struct {name} {{",
        doc(&table.says)
    )?;
    out.push_str("        /// The first day on which it applies.\n        pub from: Day,\n");
    out.push_str("        /// The last day on which it applies.\n        pub until: Option<Day>,\n");
    out.push_str(
        "        /// Instrument and place.\n        pub cite: &'static [(&'static str, &'static str)],\n",
    );
    for column in &table.columns {
        let ty = rust_type(column.value_type);
        let ty = if column.optional { format!("Option<{ty}>") } else { ty.to_owned() };
        writeln!(
            out,
            "        /// The column `{0}`.\n        pub r#{1}: {ty},",
            column.name,
            field(&column.name)
        )?;
    }
    writeln!(out, "    }}\n    impl TableRow for {name} {{")?;
    out.write_str("        fn from(&self) -> Day { self.from }\n        fn until(&self) -> Option<Day> { self.until }\n    }\n")
}

fn write_rows(out: &mut String, table: &TableEntry) -> fmt::Result {
    let name = type_name(&table.id);
    writeln!(out, "    /// {}", doc(&table.says))?;
    writeln!(
        out,
        "    pub static {}: Table<{name}> = Table {{ id: {:?}, rows: &[",
        constant(&table.id),
        table.id
    )?;
    for row in &table.rows {
        write!(out, "        {name} {{ from: {}, until: {}, ", row.from.rust(), option_day(row.until))?;
        write!(out, "cite: {}, ", citations(row.grounds.as_ref()))?;
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let value = cell.rust.clone();
            let value = match (column.optional, value) {
                (true, Some(value)) => format!("Some({value})"),
                (_, None) => "None".to_owned(),
                (false, Some(value)) => value,
            };
            write!(out, "r#{}: {value}, ", field(&column.name))?;
        }
        out.push_str("},\n");
    }
    out.write_str("    ] };\n")
}

fn abilities(out: &mut String, plugin: &PluginFile) -> fmt::Result {
    let names: Vec<_> = plugin.reads.iter().map(|(ability, _)| *ability).collect();
    writeln!(out, "/// The interfaces of `[reads]`.\npub const ABILITIES: &[&str] = &{names:?};")
}

fn manifest(out: &mut String, plugin: &PluginFile, law: &LawData) -> fmt::Result {
    writeln!(out, "/// What the plugin says of itself.\npub static LAW: Law = Law {{")?;
    writeln!(
        out,
        "    id: {:?}, version: {:?}, kind: PluginKind::{},",
        plugin.id,
        plugin.version,
        type_name(plugin.kind)
    )?;
    writeln!(
        out,
        "    title: {:?}, legal_order: {:?}, specialises: &{:?},",
        plugin.title, plugin.legal_order, plugin.specialises
    )?;
    writeln!(
        out,
        "    connections: &[{}],",
        each(&plugin.connections, |(fact, places)| format!("({fact:?}, &{places:?})"))
    )?;
    let gate = |gate: &crate::plugin_file::GateEntry| {
        format!(
            "GateText {{ id: {:?}, stance: Stance::{}, says: {:?} }}",
            gate.id,
            type_name(gate.stance),
            gate.says
        )
    };
    writeln!(out, "    gates: &[{}],", each(&plugin.gates, gate))?;
    writeln!(out, "    rules: &[{}],", each(&law.rules, rule_text))?;
    let reads =
        |(ability, facts): &(&str, Vec<String>)| format!("(Ability::{}, &{facts:?})", type_name(ability));
    writeln!(out, "    reads: &[{}],", each(&plugin.reads, reads))?;
    writeln!(out, "    settings: &[{}],\n}};", each(&plugin.settings, setting_text))
}

fn each<T>(entries: &[T], write: impl Fn(&T) -> String) -> String {
    entries.iter().map(write).collect::<Vec<_>>().join(",\n        ")
}

fn rule_text(rule: &RuleEntry) -> String {
    let (checked, confidence) = match &rule.grounds {
        Some(grounds) => (grounds.checked.rust(), grounds.confidence),
        None => ("Day::of(1, 1, 1)".to_owned(), "low"),
    };
    format!(
        "RuleText {{ id: {:?}, gate: {:?}, says: {:?}, citations: {}, authority: Authority::{}, confidence: Confidence::{}, checked: {checked}, from: {}, until: {}, pending: {:?} }}",
        rule.id,
        rule.gate,
        rule.says,
        citations(rule.grounds.as_ref()),
        type_name(rule.authority),
        type_name(confidence),
        option_day(rule.from),
        option_day(rule.until),
        rule.pending,
    )
}

fn setting_text(setting: &SettingEntry) -> String {
    format!(
        "SettingText {{ table: {:?}, key: {:?}, setting_type: SettingType::{}, required: {}, allowed: &{:?}, says: {:?} }}",
        setting.table,
        setting.key,
        type_name(setting.setting_type),
        setting.required,
        setting.allowed,
        setting.says,
    )
}

fn citations(grounds: Option<&Grounds>) -> String {
    let cite = grounds.map(|grounds| grounds.cite.as_slice()).unwrap_or_default();
    format!("&[{}]", each(cite, |Citation { instrument, place }| format!("({instrument:?}, {place:?})")))
}

fn cited(grounds: Option<&Grounds>) -> String {
    let cite = grounds.map(|grounds| grounds.cite.as_slice()).unwrap_or_default();
    let texts = cite.iter().map(|c| format!("{} {}", c.instrument, c.place));
    format!("({})", doc(&texts.collect::<Vec<_>>().join("; ")))
}

fn option_day(day: Option<Day>) -> String {
    day.map_or("None".to_owned(), |day| format!("Some({})", day.rust()))
}

/// A sentence fit for a doc comment.
fn doc(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace('[', "\\[").replace('<', "\\<")
}
