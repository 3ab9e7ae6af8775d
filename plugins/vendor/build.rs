//! Turns the shared files into the module `law`.

fn main() {
    praetor_sdk_build::build_shared(&[
        "shared/who.toml",
        "shared/contract.toml",
        "shared/chain.toml",
        "shared/transfers.toml",
        "shared/copies.toml",
        "shared/card.toml",
        "shared/device.toml",
    ]);
}
