"""What a page says: its words, their order, its tables; a paper's whole text, and two versions compared."""
