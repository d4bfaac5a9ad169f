"""Write a release as a folder: the whole of it, or nothing, also when the machine stops halfway."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


class MapBestaatError(Exception):
    """There is something where the folder should come."""


def schrijf_map(bestanden: Mapping[str, bytes], doel: Path) -> None:
    """Files in a folder that gets its name when everything is on the disk.

    Raises MapBestaatError when `doel` is there already, OSError when it cannot be written. Whoever
    is killed on the way leaves at most a folder `.uitgave-...` beside it, and never half a release.
    """
    if doel.exists() or doel.is_symlink():
        raise MapBestaatError(f"De map {doel} is er al. Kies een andere, of haal haar eerst weg.")
    with tempfile.TemporaryDirectory(
        dir=doel.parent, prefix=".uitgave-", ignore_cleanup_errors=True
    ) as tijdelijk:
        werkmap = Path(tijdelijk) / doel.name
        werkmap.mkdir(mode=0o755)
        for naam in sorted(bestanden):
            with (werkmap / naam).open("wb") as bestand:
                bestand.write(bestanden[naam])
                bestand.flush()
                os.fsync(bestand.fileno())
        _op_schijf(werkmap)
        werkmap.rename(doel)
        _op_schijf(doel.parent)


def _op_schijf(map_: Path) -> None:
    """A name is safe when the folder that holds it is."""
    handvat = os.open(map_, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handvat)
    finally:
        os.close(handvat)
