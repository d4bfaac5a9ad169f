"""Where the gemeenten lie: read from fixtures/, so that a map needs no database."""

import csv
import functools
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from shapely import MultiPoint, Point

from sonar.rapportage.map.geometry import project


FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


def gemeente_points(codes: Collection[str]) -> dict[str, Point]:
    """The middle of every gemeente of the Netherlands, in kilometres, per CBS code.

    The gemeenten are those of 2020. When `codes` names a gemeente that was formed later, it takes
    the place of those it was formed from, in their middle. An unknown code has no point.
    """
    points = dict(_points_of_2020())
    for new, dissolved in _mergers().items():
        if new in codes and new not in points:
            merged = [points.pop(code) for code in dissolved if code in points]
            if merged:
                points[new] = MultiPoint(merged).centroid
    return points


@functools.cache
def region_by_gemeente() -> dict[str, str]:
    """The code of the arbeidsmarktregio of every gemeente of 2020."""
    return {row["code"]: row["arbeidsmarktregio"] for row in _read("gemeenten")}


@functools.cache
def _points_of_2020() -> dict[str, Point]:
    return {
        row["code"]: project(float(row["breedtegraad"]), float(row["lengtegraad"]))
        for row in _read("gemeenten")
    }


@functools.cache
def _mergers() -> dict[str, list[str]]:
    """Per new gemeente the gemeenten it was formed from."""
    per_new: defaultdict[str, list[str]] = defaultdict(list)
    for row in _read("herindelingen"):
        per_new[row["nieuw"]].append(row["opgeheven"])
    return dict(per_new)


def _read(name: str) -> list[dict[str, str]]:
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
