"""`python -m app.runtime.assets`, which `run.py` calls before the program can start."""

from __future__ import annotations

import os
import sys

from app.runtime.assets.cli import main

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        # What was downloaded is kept; the shell expects 128 + SIGINT.
        sys.exit(130)
    except BrokenPipeError:
        # The reader (`head`, a closed window) has seen enough. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
