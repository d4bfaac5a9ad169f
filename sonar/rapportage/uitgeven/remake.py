"""Make a release again from the data, by its own format, and say what comes out differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sonar.models import Uitgave
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.uitgeven.manifest import MANIFEST, Provenance, make_manifest
from sonar.rapportage.uitgeven.release_format import LIBRARIES, format_of
from sonar.rapportage.uitgeven.samenstellen import (
    ComposedRelease,
    ReleaseRequest,
    keten_van,
    samenstellen,
)
from sonar.rapportage.uitgeven.sources import libraries


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was kept beside what comes out now.

    `different` are files whose difference nothing explains. `by_library` are files whose bytes
    depend on a library that has another version now, with that difference in words.
    """

    different: tuple[str, ...]
    by_library: Mapping[str, str]


def remake(uitgave: Uitgave) -> ComposedRelease:
    """The release, made again by the format, the code and the key that its manifest names."""
    manifest = orjson.loads(bytes(uitgave.manifest))
    said = manifest["uitgave"]
    request = ReleaseRequest(
        regio=uitgave.regio_id,
        kwartaal=uitgave.kwartaal,
        editie=Editie(uitgave.editie),
        soort=uitgave.soort,
        bekend_op=uitgave.bekend_op,
    )
    earlier = keten_van(request.regio, request.editie).filter(volgnummer__lt=uitgave.volgnummer)
    provenance = Provenance(said["code"], said["sleutel"].removeprefix("sha256:"))
    return samenstellen(request, earlier, format_of(manifest), provenance)


def compare(uitgave: Uitgave) -> Comparison:
    """What comes out differently when the release is made again."""
    kept = {bestand.naam: bytes(bestand.inhoud) for bestand in uitgave.bestanden.all()}
    made = remake(uitgave)
    files = dict(made.bestanden)
    differ = [name for name in kept.keys() | files.keys() if kept.get(name) != files.get(name)]
    updated = _updated_libraries(made.kop.herkomst.code)
    by_library = {
        name: why
        for name in differ
        if name in kept and name in files and (why := _explained(name, updated))
    }
    # The manifest names the hash of every file: those that a library explains, count as kept.
    files |= {name: kept[name] for name in by_library}
    manifest = make_manifest(made.tabel, files, made.kop)
    different = sorted(set(differ) - by_library.keys())
    if manifest != bytes(uitgave.manifest):
        different.append(MANIFEST)
    return Comparison(tuple(sorted(different)), by_library)


def files_that_differ(uitgave: Uitgave) -> list[str]:
    """Every file that comes out differently, for whatever reason; empty is as it should be."""
    found = compare(uitgave)
    return sorted([*found.different, *found.by_library])


def _updated_libraries(code: Mapping[str, Any]) -> dict[str, str]:
    """The libraries that have another version now, each with both versions."""
    now = libraries()
    return {
        name: f"{name} {then}, nu {now.get(name, 'afwezig')}"
        for name, then in code["bibliotheken"].items()
        if now.get(name) != then
    }


def _explained(name: str, updated: Mapping[str, str]) -> str:
    """Which updated libraries the bytes of a file depend on, in words; empty when none."""
    needed = {
        library for end, names in LIBRARIES.items() if name.endswith(end) for library in names
    }
    return "; ".join(updated[library] for library in sorted(needed & updated.keys()))
