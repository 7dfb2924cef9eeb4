"""A log file that helps to mend things and tells nothing about anybody."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.runtime.redaction import redact_argument, redact_text

FILE_NAME = "nghisu.log"
MAX_BYTES = 1 << 20
BACKUPS = 4
_FORMAT = "%(asctime)s.%(msecs)03d %(levelname)-7s %(threadName)s %(name)s: %(message)s"


class RedactionFilter(logging.Filter):
    """Rewrites every record before a handler sees it. Our own templates are constants (ruff's G rules
    forbid f-strings in log calls); arguments and other libraries' texts are not to be trusted."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.args:
            record.args = (
                {name: redact_argument(value) for name, value in record.args.items()}
                if isinstance(record.args, Mapping)
                else tuple(redact_argument(value) for value in record.args)
            )
            record.msg = str(record.msg).replace("%d", "%s").replace("%r", "%s")
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        record.msg, record.args = redact_text(message), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = describe_exception(record.exc_info[1])
            record.exc_info = None
        return True


def describe_exception(error: BaseException) -> str:
    """Type, code and places of an exception and its causes: no messages, no locals, no source lines."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__qualname__}: {redact_argument(current)}")
        lines += _places(current.__traceback__)
        current = current.__cause__ or current.__context__
        if current is not None:
            lines.append("caused by")
    return "\n".join(lines)


def _places(trace: TracebackType | None) -> list[str]:
    # Only the last parts of a path: the rest names the user's home folder.
    return [
        f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


def start_logging(folder: Path, level: int = logging.INFO) -> RotatingFileHandler:
    """Log this process into `folder`; other libraries only from WARNING on. Close with `stop_logging`."""
    handler = RotatingFileHandler(
        folder / FILE_NAME, maxBytes=MAX_BYTES, backupCount=BACKUPS, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT, "%Y-%m-%d %H:%M:%S"))
    handler.addFilter(RedactionFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(level)
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Take a handler off and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
