//! `wit/v1/about.wit`.

use praetor_decision::manifest::{
    Ability as CoreAbility, Authority as CoreAuthority, Citation as CoreCitation,
    Connection as CoreConnection, Gate as CoreGate, Manifest as CoreManifest, PluginKind as CorePluginKind,
    Reads as CoreReads, Rule as CoreRule, Setting as CoreSetting, SettingType as CoreSettingType,
    Stance as CoreStance,
};

use super::types::{Confidence, Day};
use crate::Problem as CoreProblem;

choice! { PluginKind as CorePluginKind {
    Jurisdiction "jurisdiction",
    Processor "processor",
    Notice "notice",
} }

choice! { Ability as CoreAbility {
    Profile "profile",
    Sharing "sharing",
    Retention "retention",
    Rights "rights",
    Incident "incident",
} }

record! { Connection as CoreConnection {
    fact "fact": String,
    places "places": Vec<String>,
} }

choice! { Stance as CoreStance {
    Closed "closed",
    Open "open",
} }

record! { Gate as CoreGate {
    id "id": String,
    stance "stance": Stance,
    says "says": String,
} }

record! { Citation as CoreCitation {
    instrument "instrument": String,
    place "place": String,
} }

choice! { Authority as CoreAuthority {
    Statute "statute",
    CaseLaw "case-law",
    Guidance "guidance",
    Contract "contract",
    Policy "policy",
} }

record! { Rule as CoreRule {
    id "id": String,
    gate "gate": String,
    says "says": String,
    citations "citations": Vec<Citation>,
    authority "authority": Authority,
    confidence "confidence": Confidence,
    checked "checked": Day,
    applies_from "applies-from": Option<Day>,
    applies_until "applies-until": Option<Day>,
    pending "pending": String,
} }

record! { Reads as CoreReads {
    ability "ability": Ability,
    facts "facts": Vec<String>,
} }

choice! { SettingType as CoreSettingType {
    YesNo "yes-no",
    Integer "integer",
    Decimal "decimal",
    Code "code",
    Codes "codes",
    Day "day",
    Days "days",
    Period "period",
    Places "places",
} }

record! { Setting as CoreSetting {
    table "table": String,
    key "key": String,
    setting_type "setting-type": SettingType,
    required "required": bool,
    allowed "allowed": Vec<String>,
    says "says": String,
} }

record! { Manifest as CoreManifest {
    id "id": String,
    version "version": String,
    kind "kind": PluginKind,
    title "title": String,
    legal_order "legal-order": String,
    specialises "specialises": Vec<String>,
    connections "connections": Vec<Connection>,
    gates "gates": Vec<Gate>,
    rules "rules": Vec<Rule>,
    reads "reads": Vec<Reads>,
    settings "settings": Vec<Setting>,
} }

record! { Problem as CoreProblem {
    key "key": String,
    says "says": String,
} }
