"""Write a release as a folder: the whole of it, or nothing, also when the machine stops halfway."""

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path


class FolderExistsError(Exception):
    """There is something where the folder should come."""


def write_folder(bestanden: Mapping[str, bytes], doel: Path) -> None:
    """Files in a folder that gets its name when everything is on the disk.

    Raises MapBestaatError when `doel` is there already, OSError when it cannot be written. Whoever
    is killed on the way leaves at most a folder `.uitgave-...` beside it, and never half a release.
    """
    if doel.exists() or doel.is_symlink():
        raise FolderExistsError(f"De map {doel} is er al. Kies een andere, of haal haar eerst weg.")
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
        _flush_folder(werkmap)
        werkmap.rename(doel)
        _flush_folder(doel.parent)


def to_zip(bestanden: Mapping[str, bytes], map_naam: str) -> bytes:
    """The same folder as a ZIP; the same files give the same bytes."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam in sorted(bestanden):
            # Without a date of today: the first that a ZIP can have.
            kop = zipfile.ZipInfo(f"{map_naam}/{naam}")
            kop.create_system, kop.external_attr = 3, 0o644 << 16  # as on Unix, anywhere
            archief.writestr(kop, bestanden[naam], zipfile.ZIP_DEFLATED)
    return uit.getvalue()


def _flush_folder(map_: Path) -> None:
    """A name is safe when the folder that holds it is."""
    handvat = os.open(map_, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handvat)
    finally:
        os.close(handvat)
