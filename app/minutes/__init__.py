"""Minutes: what the event log and the transcript say, put into the layout that the rules ask for."""
