"""The secretaries' page: text and sound tied together, corrected at the speed of listening."""
