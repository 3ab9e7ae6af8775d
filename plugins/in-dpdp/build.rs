//! Turns `plugin.toml`, `law/` and `cases/` into what `praetor_sdk::law!` brings in.

fn main() {
    praetor_sdk_build::build();
}
