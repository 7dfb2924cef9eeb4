"""All marks of one reader."""
