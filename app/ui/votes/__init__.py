"""Votes whose counts the chair writes down."""
