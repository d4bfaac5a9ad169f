"""Keeps the values of rows out of the technical log."""

import logging
import re
from types import TracebackType


# PostgreSQL quotes the refused row, or its key, in the DETAIL of an error: a BSN, a name.
DETAIL = re.compile(r"^(DETAIL|CONTEXT): .*$", re.MULTILINE)


class WithoutRows(logging.Formatter):
    """A formatter that leaves out the row that PostgreSQL quotes."""

    def formatException(  # noqa: N802  (logging names it so)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return DETAIL.sub(r"\1: (weggelaten)", super().formatException(ei))

    def format(self, record: logging.LogRecord) -> str:
        return DETAIL.sub(r"\1: (weggelaten)", super().format(record))
