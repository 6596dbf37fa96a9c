"""One file a protocol: message bytes to fields. Readers and discovery share them."""
