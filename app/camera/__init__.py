"""Check-in by face: frame source -> detector -> quality -> liveness -> embedding -> matcher -> decision."""
