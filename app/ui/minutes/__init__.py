"""The minutes on the chair laptop: filled in, put before the presidium, approved, written out."""
