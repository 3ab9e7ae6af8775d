//! Closed sets of names, spelled alike in the files, in the contract and in messages.

/// Declares an enumeration whose cases have names, with `ALL`, `as_str`, `Display` and reading.
macro_rules! names {
    (
        $(#[$about:meta])*
        $name:ident { $($(#[$case_about:meta])+ $case:ident = $text:literal,)+ }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
        pub enum $name {
            $($(#[$case_about])+ #[serde(rename = $text)] $case,)+
        }

        impl $name {
            /// Every case, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$case,)+];

            /// The spelling in the dictionary and in messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$case => $text,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use names;
