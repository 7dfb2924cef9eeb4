"""A paper beside the version before it."""
