//! What a plugin says of itself.

use serde::{Deserialize, Serialize};

use crate::question::{Day, Kind, Name};

/// What a plugin speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PluginKind {
    /// A law.
    Jurisdiction,
    /// A vendor that receives data.
    Processor,
    /// The controller's published policy.
    Notice,
}

/// An interface that a plugin can export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ability {
    /// States facts in round one.
    Profile,
    /// Answers sharing questions.
    Sharing,
    /// Answers retention questions.
    Retention,
    /// Answers rights questions.
    Rights,
    /// Answers incident questions.
    Incident,
}

impl From<Kind> for Ability {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Sharing => Self::Sharing,
            Kind::Retention => Self::Retention,
            Kind::Rights => Self::Rights,
            Kind::Incident => Self::Incident,
        }
    }
}

/// A fact by which a law may reach a question: any of these places in that fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// `kind.name` of the dictionary.
    pub fact: Name,
    /// ISO 3166 codes; a prefix contains its parts.
    pub places: Vec<Name>,
}

/// Whether a gate needs a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stance {
    /// No finding is no permission.
    Closed,
    /// Free unless a finding forbids.
    Open,
}

/// One condition of a law that must be passed on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Its id in the manifest.
    pub id: Name,
    /// Whether it needs a permit.
    pub stance: Stance,
    /// The condition in a sentence.
    pub says: String,
}

/// Where a rule is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Short title of the instrument.
    pub instrument: Name,
    /// The place in it.
    pub place: String,
}

/// What kind of text a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authority {
    /// Enacted law.
    Statute,
    /// A court's decision.
    CaseLaw,
    /// A regulator's reading; not binding.
    Guidance,
    /// A vendor's contract.
    Contract,
    /// The controller's own policy.
    Policy,
}

/// How sure the author is of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Doubtful: the outcome safer for the person was chosen.
    Low,
    /// Likely right.
    Medium,
    /// Compared with the text.
    High,
}

/// A rule that findings name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Stable id, unique in the plugin.
    pub id: Name,
    /// The gate that it belongs to, or empty.
    pub gate: Name,
    /// The rule in a sentence.
    pub says: String,
    /// Where it is written down; never empty.
    pub citations: Vec<Citation>,
    /// What kind of text it rests on.
    pub authority: Authority,
    /// How sure the author is.
    pub confidence: Confidence,
    /// The day on which somebody last compared it with its source.
    pub checked: Day,
    /// The first day on which it applies.
    pub applies_from: Option<Day>,
    /// The last day on which it applies.
    pub applies_until: Option<Day>,
    /// A known change that is not law yet, or empty.
    pub pending: String,
}

/// The facts that one interface reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads {
    /// The interface.
    pub ability: Ability,
    /// `kind.name` of the dictionary.
    pub facts: Vec<Name>,
}

/// The type of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the types of values")]
pub enum SettingType {
    YesNo,
    Integer,
    Decimal,
    Code,
    Codes,
    Day,
    Days,
    Period,
    Places,
}

/// A value that the operator gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Empty for a plain value, else the table that the key belongs to.
    pub table: Name,
    /// Its key.
    pub key: Name,
    /// Its type.
    pub setting_type: SettingType,
    /// Whether it must be given.
    pub required: bool,
    /// Allowed codes; empty: any.
    pub allowed: Vec<Name>,
    /// What it means.
    pub says: String,
}

/// What a plugin says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The plugin's id.
    pub id: Name,
    /// Its version.
    pub version: Name,
    /// What it speaks for.
    pub kind: PluginKind,
    /// Its title.
    pub title: String,
    /// The legal order that speaks; empty for a vendor or a notice.
    pub legal_order: Name,
    /// Plugins whose prohibitions this one's exceptions may lift.
    pub specialises: Vec<Name>,
    /// How its law may reach a question.
    pub connections: Vec<Connection>,
    /// The conditions of its law.
    pub gates: Vec<Gate>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// What each interface reads.
    pub reads: Vec<Reads>,
    /// What the operator may set.
    pub settings: Vec<Setting>,
}

impl Manifest {
    /// A manifest that says nothing: of a plugin whose bytes are not at hand any more.
    #[must_use]
    pub fn silent(id: Name, version: Name) -> Self {
        Self {
            id,
            version,
            kind: PluginKind::Jurisdiction,
            title: String::new(),
            legal_order: Name::default(),
            specialises: vec![],
            connections: vec![],
            gates: vec![],
            rules: vec![],
            reads: vec![],
            settings: vec![],
        }
    }

    /// The rule with this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The gate with this id.
    #[must_use]
    pub fn gate(&self, id: &str) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.id == id)
    }

    /// The facts that an interface reads; none if the manifest does not name the interface.
    #[must_use]
    pub fn facts_read(&self, ability: Ability) -> Option<&[Name]> {
        let reads = self.reads.iter().find(|reads| reads.ability == ability)?;
        Some(&reads.facts)
    }
}
