"""From what was measured to 5, 50 and 500 million: `python benchmarks/schalen.py [letter=value]`.

The inputs stand in a table in docs/schalen.md; the table computed from them stands behind it. This
makes the second from the first, after putting in the values that are given, such as `m=120 k=90000`
(`w0` and `w1` are the two numbers of w). A test says that the page is what this makes of it.
`--uit-metingen` takes them from docs/prestaties.md: what benchmarks/replicas.py printed last, and
for w what zoeken.py printed at 500.000 and 5 million.
"""

import math
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path


WORTEL = Path(__file__).resolve().parent.parent
PAGINA = WORTEL / "docs" / "schalen.md"
METINGEN = WORTEL / "docs" / "prestaties.md"
SECONDEN_MS = 100  # a worker has to answer within so many milliseconds
GROOTTEN = (5, 50, 500)  # million
INVOER = re.compile(
    r"^\| \*(\w)\* \| .* \| ([\d.,]+)(?: \+ ([\d.,]+) \*n\*)? ?([^|]*)\|$", re.MULTILINE
)
BEREKEND = re.compile(r"(<!-- begin berekend -->\n).*?(\n<!-- eind berekend -->)", re.DOTALL)
# In the output of the benchmark: the letter, and where its figure stands.
GEMETEN = {
    "m": r"blijvend .*?\((\d+) bytes een profiel\)",
    "k": None,  # rows a second: from n and the seconds it took
    "v": r"vullen door de deur: .*? ([\d.,]+) rijen/s",
    "d": r"tabel en indexen (\d+) bytes een profiel",
    "r": r"1 lezer, 1 replica: .*? twee ([\d.]+)",
}


def lees(pagina: str) -> dict[str, float]:
    """The inputs: the value of each letter, of w both numbers."""
    waarden = {}
    for letter, eerste, tweede, _ in INVOER.findall(pagina):
        if tweede:
            waarden[f"{letter}0"], waarden[f"{letter}1"] = _getal(eerste), _getal(tweede)
        else:
            waarden[letter] = _getal(eerste)
    return waarden


def vul_in(pagina: str, waarden: Mapping[str, float]) -> str:
    """The page with these inputs."""

    def regel(gevonden: re.Match[str]) -> str:
        letter, eerste, tweede, _ = gevonden.groups()
        nieuw = nl(waarden[f"{letter}0"] if tweede else waarden[letter])
        oud = eerste
        if tweede:
            oud, nieuw = f"{eerste} + {tweede}", f"{nieuw} + {nl(waarden[f'{letter}1'])}"
        voor, _, na = gevonden[0].rpartition(f"| {oud}")
        return f"{voor}| {nieuw}{na}"

    return INVOER.sub(regel, pagina)


def stukken(x: Mapping[str, float], n: int) -> int:
    """In how many pieces the index is cut, so that a worker answers in time."""
    return max(1, math.ceil(x["w1"] * n / (SECONDEN_MS - x["w0"])))


RIJEN: list[tuple[str, Callable[[Mapping[str, float], int, int], str]]] = [
    (
        f"pieces, so that a worker answers in {SECONDEN_MS} ms: *w*(*n*/*p*) <= {SECONDEN_MS}",
        lambda x, n, p: f"{p} ({x['w0'] + x['w1'] * n / p:.0f} ms)",
    ),
    ("index a piece, lasting: *m n/p*", lambda x, n, p: _bytes(x["m"] * n / p)),
    ("peak while it is read: *M n/p*", lambda x, n, p: _bytes(x["M"] * n / p)),
    ("index, all pieces once: *m n*", lambda x, n, _: _bytes(x["m"] * n)),
    ("cold start: *n/(p k)*", lambda x, n, p: _duur(n * 1e6 / (p * x["k"]))),
    (
        "processor of all pieces for one search: *p w*(*n*/*p*)",
        lambda x, n, p: _duur((p * x["w0"] + x["w1"] * n) / 1000),
    ),
    (
        "searches a second and a core of workers",
        lambda x, n, p: _per(1000 / (p * x["w0"] + x["w1"] * n)),
    ),
    (
        "searches a second and a core of replicas: 1000/(*r p*)",
        lambda x, _, p: _per(1000 / (x["r"] * p)),
    ),
    ("filling: *n/v*", lambda x, n, _: _duur(n * 1e6 / x["v"])),
    ("disk of a server, without its log: *d n*", lambda x, n, _: _bytes(x["d"] * n)),
    (
        "lag",
        lambda _x, n, _p: "as measured: it follows the writes, not *n*" if n < 50 else "the same",
    ),
]


def tabel(waarden: Mapping[str, float]) -> str:
    """The computed table."""
    regels = ["| | " + " | ".join(f"{n} million" for n in GROOTTEN) + " |", "|---|--:|--:|--:|"]
    for wat, reken in RIJEN:
        cellen = [reken(waarden, n, stukken(waarden, n)) for n in GROOTTEN]
        regels.append(f"| {wat} | {' | '.join(cellen)} |")
    return "\n".join(regels)


def maak(pagina: str, anders: Mapping[str, float]) -> str:
    """The page with these inputs put in, and the table computed from all of them."""
    waarden = lees(pagina) | anders
    ingevuld = vul_in(pagina, waarden)
    return BEREKEND.sub(lambda g: f"{g[1]}\n{tabel(waarden)}\n{g[2]}", ingevuld)


def uit_metingen(tekst: str) -> dict[str, float]:
    """What the output of benchmarks/replicas.py on that page says of the inputs."""
    blok = _blok(tekst, "replicas")
    if not blok:
        raise SystemExit("docs/prestaties.md heeft geen meting 'replicas'. Doe die eerst.")
    waarden = {
        letter: _kaal(gevonden[1])
        for letter, patroon in GEMETEN.items()
        if patroon and (gevonden := re.search(patroon, blok))
    }
    aantal = re.search(r"vullen door de deur: ([\d,]+) profielen", blok)
    gelezen = re.search(
        r"gelezen van een replica in ([\d.]+) s, .*piek ([\d,]+) MiB", blok.replace("\n", " ")
    )
    if aantal and gelezen and float(gelezen[1]):
        n = _kaal(aantal[1])
        waarden["k"] = round(n / float(gelezen[1]), -3)
        waarden["M"] = round(_kaal(gelezen[2]) * 2**20 / n)
    return waarden | _lijn(*(_blok(tekst, f"zoeken-{duizend}") for duizend in (500, 5000)))


def _blok(tekst: str, naam: str) -> str:
    """What the page holds of a measurement, or nothing."""
    gevonden = re.search(f"<!-- begin {naam} -->(.*?)<!-- eind {naam} -->", tekst, re.DOTALL)
    return gevonden[1] if gevonden else ""


def _lijn(half: str, vijf: str) -> dict[str, float]:
    """The line of w through the processor time of a search at 0,5 and at 5 million."""
    cpu = [re.search(r"(?m)^geheugen .*CPU +([\d.]+)", blok) for blok in (half, vijf)]
    if not (cpu[0] and cpu[1]):
        return {}
    eerste, tweede = float(cpu[0][1]), float(cpu[1][1])
    helling = max(0.1, round((tweede - eerste) / 4.5, 1))
    return {"w0": max(0.1, round(eerste - helling * 0.5, 1)), "w1": helling}


def nl(waarde: float) -> str:
    """1234.5 -> '1.234,5'."""
    tekst = f"{waarde:,.0f}" if float(waarde).is_integer() else f"{waarde:,.1f}"
    return tekst.translate(str.maketrans(",.", ".,"))


def _getal(tekst: str) -> float:
    return float(tekst.replace(".", "").replace(",", "."))


def _kaal(tekst: str) -> float:
    """As Python writes it, with a comma for thousands."""
    return float(tekst.replace(",", ""))


def _bytes(miljoenen: float) -> str:
    gb = miljoenen / 1000
    return f"{gb:.0f} GB" if gb >= 100 else f"{gb:.1f} GB".replace(".", ",")


def _duur(seconden: float) -> str:
    maten = ((1, 0.001, "ms"), (90, 1, "s"), (5400, 60, "min"), (math.inf, 3600, "h"))
    deler, naam = next((deler, naam) for grens, deler, naam in maten if seconden < grens)
    waarde = seconden / deler
    cijfers = f"{waarde:.0f}" if waarde >= 10 else f"{waarde:.1f}"
    return f"{cijfers} {naam}".replace(".", ",")


def _per(waarde: float) -> str:
    cijfers = (
        f"{waarde:.0f}" if waarde >= 10 else f"{waarde:.1f}" if waarde >= 1 else f"{waarde:.2f}"
    )
    return cijfers.replace(".", ",")


def main() -> None:
    """Read, compute, write."""
    anders: dict[str, float] = {}
    if "--uit-metingen" in sys.argv[1:]:
        anders = uit_metingen(METINGEN.read_text(encoding="utf-8"))
    for gegeven in sys.argv[1:]:
        if gegeven != "--uit-metingen":
            letter, _, waarde = gegeven.partition("=")
            try:
                anders[letter] = float(waarde)
            except ValueError:
                raise SystemExit(f"{gegeven}: geef letter=getal, zoals m=120.") from None
    pagina = PAGINA.read_text(encoding="utf-8")
    if onbekend := anders.keys() - lees(pagina).keys():
        raise SystemExit(f"Niet in de tabel met invoer: {', '.join(sorted(onbekend))}.")
    PAGINA.write_text(maak(pagina, anders), encoding="utf-8")
    sys.stdout.write(f"{tabel(lees(pagina) | anders)}\n")


if __name__ == "__main__":
    main()
