"""The congress pack: one sealed, signed file; built, read and taken in."""
