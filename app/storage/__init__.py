"""The device's encrypted store: event log, blobs, settings and their keys. Nothing plain on disk."""
