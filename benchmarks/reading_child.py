"""`python -m benchmarks.reading_child FOLDER < request`: measures the reader over the store in FOLDER.

The request is JSON with the store's key and the blobs to read; the answer is one line of JSON. It is a
process of its own because the memory of the whole application is measured, and it imports nothing up here
because the render worker imports this module again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    from benchmarks.reading_inside import measure

    print(json.dumps(measure(Path(sys.argv[1]), json.load(sys.stdin))))
