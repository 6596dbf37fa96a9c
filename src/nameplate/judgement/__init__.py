"""Pure: records and knowledge and a date to claims with reasons."""
