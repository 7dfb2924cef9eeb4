"""The sample congress: its papers, set and computed here."""
