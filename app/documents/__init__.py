"""The congress's papers: building and reading the signed pack, and showing PDF pages."""
