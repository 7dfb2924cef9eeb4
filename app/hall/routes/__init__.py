"""The hall's HTTP interface, one small module a subject."""
