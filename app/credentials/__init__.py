"""The credentials board: who came, what the board knows of them, its report and lists, badges and seats."""
