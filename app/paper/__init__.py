"""How official papers look: layout profiles, and what Word and PDF files of them have in common."""
