"""A progress bar for commands that may take long."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, TaskID


# A bar that flashes by is of no use.
STILTE = 2.0


class ProgressBar:
    """A progress bar on a terminal, from the moment that the work takes longer than STILTE."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._balk = Progress(
            console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True
        )
        self._taken: dict[str, TaskID] = {}

    def __call__(self, wat: str, gedaan: int, totaal: int) -> None:
        """Show how far the work is."""
        if wat not in self._taken:
            self._taken[wat] = self._balk.add_task(wat, total=totaal)
        self._balk.update(self._taken[wat], completed=gedaan)
        if not self._balk.live.is_started and time.monotonic() - self._begin > STILTE:
            self._balk.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        soort: type[BaseException] | None,
        fout: BaseException | None,
        spoor: TracebackType | None,
    ) -> None:
        self._balk.stop()
