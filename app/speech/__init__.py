"""Audio source -> encrypted spool FIRST -> recogniser -> segments. Recording never waits."""
