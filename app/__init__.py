"""Nghị Sự: a congress without paper. `docs/decisions/` and the README say how it is built and why."""

__version__ = "0.1.0"
