"""Facts as TOML records, and the loader that checks and compiles them."""
