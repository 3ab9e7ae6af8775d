//! Sets the size of the guests' stack, as the SDK's build step does for plugins: a flag in a
//! configuration file would be replaced by the user's `RUSTFLAGS`.

fn main() {
    println!("cargo::rustc-link-arg-examples=-zstack-size=65536");
    println!("cargo::rerun-if-changed=build.rs");
}
