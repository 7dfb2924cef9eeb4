"""From heard to readable: numbers, names, capitals and punctuation. Pure: no I/O, no threads."""
