"""The candidates at one moment, as readers see them. A snapshot never changes."""

import datetime
from dataclasses import dataclass, replace

from kandidatenverkenner.search_index.memory.columns import ColumnStore, ColumnView
from kandidatenverkenner.search_index.memory.loader import ChangeBatch, LogLine, Vocabulary


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The candidates at one moment, and how far the log was read."""

    columns: ColumnStore
    view: ColumnView
    vocabulary: Vocabulary
    server: datetime.datetime  # which server was read, see `routers.server`
    xid: int  # all earlier transactions are in this snapshot
    seen_ahead: frozenset[LogLine]  # lines of later transactions that are in it too

    def with_changes(self, changes: ChangeBatch) -> "Snapshot":
        """The next snapshot. Raises CapacityError when the changes do not fit."""
        view = self.view
        if changes.lines:
            view = self.columns.apply(view, changes.ids, changes.rows)
        # A transaction that has ended adds no more lines.
        seen = self.seen_ahead | changes.lines
        seen_ahead = frozenset(line for line in seen if line[0] >= changes.xmin)
        return replace(self, view=view, xid=changes.xmin, seen_ahead=seen_ahead)
