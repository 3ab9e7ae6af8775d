use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

use crate::nearest::nearest;

macro_rules! lists {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The lists of the dictionary. Facts point at them with `from`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        pub enum List {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl List {
            /// Every list, in the order of the page.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that `from` uses, `transfer-mechanisms`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The file in `wit/dictionary`.
            pub(crate) const fn file(self) -> &'static str {
                match self { $(Self::$variant => concat!($name, ".toml"),)+ }
            }

            /// The text of that file.
            pub(crate) const fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../dictionary/", $name, ".toml")),)+
                }
            }

            /// What the list holds, in a sentence.
            pub(crate) fn says(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

lists! {
    /// What an item is: one category of personal data.
    Categories = "categories",
    /// How the controller came by an item.
    Origins = "origins",
    /// How delicate a category or a label is by law.
    Sensitivities = "sensitivities",
    /// What an item's content may hold, found by a scan or said by its owner.
    Labels = "labels",
    /// What personal data are used for.
    Purposes = "purposes",
    /// What is done with an item.
    Operations = "operations",
    /// Grounds on which a law lets personal data be used.
    Bases = "bases",
    /// The part that a controller or a recipient plays.
    Roles = "roles",
    /// Who a person is in the question.
    SubjectKinds = "subject-kinds",
    /// In which capacity a person deals with the controller.
    Capacities = "capacities",
    /// What became of a consent.
    ConsentStates = "consent-states",
    /// What became of a request.
    RequestStates = "request-states",
    /// Rights that a person may exercise.
    Rights = "rights",
    /// Ways in which a transfer to another country may be lawful.
    TransferMechanisms = "transfer-mechanisms",
    /// Technical, organisational and contractual safeguards.
    Measures = "measures",
    /// Coded reasons for a refusal (`r-`) or a delay (`d-`).
    Reasons = "reasons",
    /// Duties that come with a decision.
    Obligations = "obligations",
    /// Fields of a record. A duty that keeps no more than some of them names those.
    RecordFields = "record-fields",
    /// What is done to an item before it is used as asked.
    Treatments = "treatments",
    /// What a decision asks to be remembered.
    Marks = "marks",
    /// What a reply to a person must state.
    Statements = "statements",
    /// Ways to count a period of time.
    ClockAlgorithms = "clock-algorithms",
    /// Where a person may turn against the reply.
    Remedies = "remedies",
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One name of a list with its meaning and its names in other vocabularies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name, unique in its list.
    pub id: String,
    /// The meaning in a sentence.
    pub meaning: String,
    /// The key or enumeration value of fideslang 3.1.4, if it has one.
    pub fideslang: Option<String>,
    /// Concepts of the W3C Data Privacy Vocabulary 2.3, `prefix:Name`.
    #[serde(default)]
    pub dpv: Vec<String>,
    /// The wider name of the same list, if there is one.
    pub parent: Option<String>,
    /// Clauses of the seed policy in which the name occurs, `2.3a`.
    #[serde(default)]
    pub seed: Vec<String>,
}

/// One list, in the order of its file.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    entries: Vec<Entry>,
    index: HashMap<String, usize>,
}

impl Listing {
    /// The entry with this name.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(*self.index.get(id)?)
    }

    /// Whether the list has this name.
    pub fn contains(&self, id: &str) -> bool {
        self.index.contains_key(id)
    }

    /// The entries in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// The names in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.id.as_str())
    }

    /// How many names the list has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the list has no names.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The name nearest to a wrong one, if it is near enough to be meant.
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        nearest(self.ids(), wrong)
    }

    /// Adds an entry; false if its name is taken.
    pub(crate) fn push(&mut self, entry: Entry) -> bool {
        if self.contains(&entry.id) {
            return false;
        }
        self.index.insert(entry.id.clone(), self.entries.len());
        self.entries.push(entry);
        true
    }
}

impl<'a> IntoIterator for &'a Listing {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
