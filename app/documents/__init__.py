"""The congress's papers: building and reading the signed pack, and showing PDF pages.

Rooms, each leaning only on those after it (checked by import-linter): `sample`, `pack`, `intake` (a folder
becomes a plan), `lists` (as offices keep them), `worker` (the process that draws and reads), `text`, `marks`.
"""
