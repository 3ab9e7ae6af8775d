//! Was built for another host's contract.

wit_bindgen::generate!({
    path: "wit/stranger",
});

struct Stranger;

impl Guest for Stranger {
    fn greet() -> String {
        "hello".into()
    }
}

export!(Stranger);
