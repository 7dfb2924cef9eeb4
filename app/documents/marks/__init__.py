"""A reader's marks: sealed, and found again in a corrected paper."""
