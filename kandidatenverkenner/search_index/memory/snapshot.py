"""The candidates at one moment, as everybody who asks reads them. Nothing in it changes."""

import datetime
from dataclasses import dataclass, replace

from kandidatenverkenner.search_index.memory.columns import ColumnStore, ColumnView
from kandidatenverkenner.search_index.memory.loader import ChangeBatch, Regel, Vocabulary


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The candidates at one moment, and how far the log was read."""

    kolommen: ColumnStore
    beeld: ColumnView
    lexicon: Vocabulary
    server: datetime.datetime  # which one was read
    xid: int  # everything of earlier transactions was seen
    vooruit: frozenset[Regel]  # the lines of the log beyond it that were seen

    def met(self, nieuws: ChangeBatch) -> "Snapshot":
        """After this. Raises VolError when it does not fit."""
        beeld = self.beeld
        if nieuws.regels:
            beeld = self.kolommen.wijzig(beeld, nieuws.nummers, nieuws.rijen)
        # Of transactions that have ended since, nothing can come any more.
        gezien = self.vooruit | nieuws.regels
        vooruit = frozenset(regel for regel in gezien if regel[0] >= nieuws.xmin)
        return replace(self, beeld=beeld, xid=nieuws.xmin, vooruit=vooruit)
