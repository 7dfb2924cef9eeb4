"""What the program runs on: background work, logs, crash reports, folders, words for errors."""
