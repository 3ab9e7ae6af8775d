use wasmparser::{Parser, Payload};

/// The contents of all custom sections of this name, in order, at any depth: what a plugin
/// carries beside its code (its cases) lies in the core module, which may be nested in a
/// component. Bytes that are no plugin have none.
#[must_use]
pub fn custom_sections(bytes: &[u8], name: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload {
            Ok(Payload::CustomSection(section)) if section.name() == name => {
                found.push(section.data().to_vec());
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    found
}
