"""Check releases of figures. Needs Python and `cryptography`; no database and nothing of Sonar.

    python verifieer_uitgave.py --sleutel openbare_sleutel.pem MAP [MAP ...] [--laatste SHA256]

Give the folders of all releases of a region and an edition. It checks, per folder: the signature
over the manifest, and the size and SHA-256 of every file, with none missing and none too many. Over
the folders together: that each names the one before it, with none taken out. `--laatste` is the
SHA-256 of the newest manifest, as published elsewhere; with it also a missing end is found.
Ends with 0 when everything is right, and with 1 and a sentence for each fault when it is not.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)


MANIFEST = "datapackage.json"
SIGNATURE = "datapackage.json.sig"


def sha256(inhoud: bytes) -> str:
    """As a manifest writes it."""
    return f"sha256:{hashlib.sha256(inhoud).hexdigest()}"


def canonical(inhoud: Any) -> bytes:
    """The one way in which a manifest is written."""
    return json.dumps(inhoud, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_key(pad: Path) -> Ed25519PublicKey:
    """The public key. Raises ValueError when it is none, OSError when it cannot be read."""
    sleutel = load_pem_public_key(pad.read_bytes())
    if not isinstance(sleutel, Ed25519PublicKey):
        raise ValueError("geen Ed25519-sleutel")
    return sleutel


def check_folder(pad: Path, sleutel: Ed25519PublicKey) -> tuple[dict[str, Any], list[str]]:
    """What a release says of itself ({} when that cannot be trusted), and the faults in it."""
    try:
        ruw = (pad / MANIFEST).read_bytes()
        handtekening = (pad / SIGNATURE).read_bytes()
    except OSError:
        return {}, [f"{pad}: het manifest of de handtekening ontbreekt."]
    try:
        sleutel.verify(handtekening, ruw)
    except InvalidSignature:
        return {}, [f"{pad}: de handtekening past niet bij het manifest en de sleutel."]
    try:
        manifest = json.loads(ruw)
        if canonical(manifest) != ruw:
            return {}, [f"{pad}: het manifest is niet canoniek geschreven."]
        uitgave = {**manifest["uitgave"], "sha256": sha256(ruw)}
        fouten = _check_files(pad, manifest["resources"])
        if uitgave["sleutel"] != sha256(_der(sleutel)):
            fouten.append(f"{pad}: het manifest noemt een andere sleutel.")
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}, [f"{pad}: het manifest is niet te lezen."]
    return uitgave, fouten


def _der(sleutel: Ed25519PublicKey) -> bytes:
    return sleutel.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _check_files(pad: Path, bronnen: list[dict[str, Any]]) -> list[str]:
    fouten = []
    genoemd = {MANIFEST, SIGNATURE}
    for bron in bronnen:
        naam = str(bron["path"])
        genoemd.add(naam)
        bestand = pad / naam
        if Path(naam).name != naam or bestand.is_symlink() or not bestand.is_file():
            fouten.append(f"{pad}: {naam} ontbreekt.")
            continue
        inhoud = bestand.read_bytes()
        if len(inhoud) != bron["bytes"] or sha256(inhoud) != bron["hash"]:
            fouten.append(f"{pad}: {naam} is veranderd.")
    extra = sorted(bestand.name for bestand in pad.iterdir() if bestand.name not in genoemd)
    fouten += [f"{pad}: {naam} staat niet in het manifest." for naam in extra]
    return fouten


def check_chain(uitgaven: list[dict[str, Any]], laatste: str | None) -> list[str]:
    """Faults in the order of the releases of one region and edition."""
    fouten = []
    if len({(uitgave["regio"], uitgave["editie"]) for uitgave in uitgaven}) > 1:
        return ["De mappen zijn niet van een en dezelfde regio en editie."]
    op_volgorde = sorted(uitgaven, key=lambda uitgave: int(uitgave["volgnummer"]))
    verwacht: str | None = None
    for plaats, uitgave in enumerate(op_volgorde, start=1):
        if uitgave["volgnummer"] != plaats:
            fouten.append(f"Uitgave {plaats} van de keten ontbreekt of is er twee keer.")
            break
        if uitgave["vorige"] != verwacht:
            fouten.append(f"{uitgave['kenmerk']} volgt niet op de uitgave ervoor.")
        verwacht = uitgave["sha256"]
    if laatste and op_volgorde and op_volgorde[-1]["sha256"] != laatste:
        fouten.append("De laatste uitgave is niet de laatste die elders bekend is gemaakt.")
    return fouten


def check(mappen: list[Path], sleutel: Ed25519PublicKey, laatste: str | None) -> list[str]:
    """All faults, as sentences; none is right."""
    fouten: list[str] = []
    uitgaven = []
    for pad in mappen:
        uitgave, hier = check_folder(pad, sleutel)
        fouten += hier
        if uitgave:
            uitgaven.append(uitgave)
            sys.stdout.write(f"{uitgave['kenmerk']} {uitgave['sha256']}\n")
    if len(uitgaven) < len(mappen):
        return [*fouten, "De keten is niet gecontroleerd: niet elke uitgave is te vertrouwen."]
    return fouten + check_chain(uitgaven, laatste)


def main() -> int:
    """Read the arguments, check, answer."""
    parser = argparse.ArgumentParser(description="Controleer uitgaven van de cijfers.")
    parser.add_argument("--sleutel", type=Path, required=True, help="Openbare sleutel (PEM).")
    parser.add_argument("--laatste", help="SHA-256 van het nieuwste manifest, van elders.")
    parser.add_argument("mappen", type=Path, nargs="+", metavar="MAP")
    gegeven = parser.parse_args()
    laatste = gegeven.laatste and f"sha256:{gegeven.laatste.removeprefix('sha256:')}"
    try:
        sleutel = read_key(gegeven.sleutel)
        fouten = check(gegeven.mappen, sleutel, laatste)
    except (OSError, ValueError) as fout:
        fouten = [f"Dit kan ik niet lezen: {fout}"]
    for fout_ in fouten:
        sys.stderr.write(f"FOUT {fout_}\n")
    sys.stdout.write("Niet in orde.\n" if fouten else "Alles klopt.\n")
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
