//! Writes the JSON Schema of the bundle: `cargo run -p thidua-domain --example bundle_schema > docs/bundle.schema.json`.
//! A test holds the file in `docs/` against it.

fn main() {
    println!("{:#}", thidua_domain::bundle::schema());
}
