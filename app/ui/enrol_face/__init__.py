"""Enrolling a face at the gate: consent first, then a few good looks into the camera."""
