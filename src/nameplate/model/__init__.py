"""What we talk about: small frozen types. Imports nothing of the house."""
