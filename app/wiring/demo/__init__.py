"""The demonstration: a small congress on one machine, with real parts, real faces and a real voice."""
