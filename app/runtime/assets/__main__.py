"""`python -m app.runtime.assets`, which `run.py` calls before the program can start."""

from __future__ import annotations

import sys

from app.runtime.assets.cli import main

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        # What was downloaded is kept; the shell expects 128 + SIGINT.
        sys.exit(130)
