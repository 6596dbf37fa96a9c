"""What rows mean: registers, exports and switch tables to records. Readers share them."""
