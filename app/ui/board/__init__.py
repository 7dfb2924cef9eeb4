"""The credentials board's desk: who is here, who is missing, where they sit, and each person's history."""
