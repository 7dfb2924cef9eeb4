"""Entities, events, fold and rules of a congress. No input or output, no Qt, nothing of ours below it."""
