"""The tables of access, compared whole with tables that were written apart from them.

A right too many is as wrong as one too few. Changing who may do what is two changes: one in
`sonar.toegang` and one here.
"""

from sonar.models import Grond
from sonar.toegang import GRONDEN, NIET_TE_BLADEREN, RECHTEN, ZICHT, Relatie


ACTIES = {"i": "inzien", "t": "toevoegen", "w": "wijzigen", "v": "verwijderen"}
ROLLEN = [
    "klantmanager", "teamleider", "adviseur", "functioneel-beheerder", "auditor", "privacy-officer",
]  # fmt: skip
# i: look, t: add, w: change, v: delete. The columns are the roles in the order of ROLLEN.
WIE_MAG_WAT = """
                          klant  team  advis  beheer  auditor  privacy
werkzoekende              itw    iw    i      -       -        -
inschrijving              itw    iw    i      -       -        -
doelgroepregistratie      itw    i     -      -       -        -
klantprofiel              itw    i     i      -       -        -
opleiding                 itwv   i     i      -       -        -
competentiebeheersing     itwv   i     i      -       -        -
taalbeheersing            itwv   i     i      -       -        -
vaststelling              i      i     i      -       -        -
bsn                       i      -     -      -       -        -
bsn-correctie             it     iw    -      -       -        -
dienstverlening           i      i     -      -       -        -
traject                   itw    i     -      -       -        -
activiteit                itwv   i     -      -       -        -
contactmoment             itw    i     -      -       -        -
plaatsing                 itw    i     -      -       -        -
overdracht                itw    itw   -      -       -        -
verantwoording            -      i     -      -       -        -
profielkwaliteit          -      i     -      -       -        -
vacature                  -      -     itw    -       -        -
voordracht                -      -     itw    -       -        -
contactverzoek            -      -     iw     -       -        -
werkgever                 -      -     iw     -       -        -
contactverzoek-bewaken    -      i     -      -       -        -
rechten                   i      i     -      -       -        -
rectificatie              itw    itw   -      -       -        -
bezwaar                   itw    itw   -      -       -        -
wissen                    -      v     -      -       -        -
uitvoer                   itw    i     -      -       -        -
uitvoer-goedkeuren        -      iw    -      -       -        -
personen-zoeken           i      i     -      -       -        -
noodtoegang               itw    itw   -      -       -        -
noodtoegang-beoordelen    -      iw    -      -       -        -
vaardigheid               i      -     i      itw     -        -
affiniteit                i      -     i      itw     -        -
taaksoort                 i      -     i      itw     -        -
sector                    i      -     i      i       -        -
competentie               i      -     -      i       -        -
taal                      i      -     -      itw     -        -
gemeente                  i      -     -      i       -        -
postcodegebied            -      -     -      i       -        -
arbeidsmarktregio         -      -     -      i       -        -
organisatie               i      -     -      i       -        -
medewerker                -      -     -      itw     -        -
account                   -      -     -      itw     -        -
team                      -      iw    -      -       -        -
cijfers                   -      -     -      -       i        -
uitgaven                  -      i     -      -       i        -
uitgave                   -      -     -      -       itw      -
uitgave-goedkeuren        -      -     -      -       iw       -
herleiding                -      -     -      -       i        -
verwerking                -      -     -      -       -        i
alarm                     -      -     -      -       -        iw
"""
WIE_ZIET_WIE = """
                klant  team  advis  beheer  auditor  privacy
caseload        iw     -     -      -       -        -
organisatie     -      iw    -      -       -        -
bemiddeling     -      -     i      -       -        -
voorgedragen    -      -     i      -       -        -
noodtoegang     i      i     -      -       -        -
afgesloten      -      iw    -      -       -        -
overleden       -      i     -      -       -        -
"""


def gelezen(tabel):
    """row: role: what may be done; only where something may."""
    _, *regels = tabel.strip("\n").splitlines()
    uit = {}
    for naam, *letters in map(str.split, regels):
        assert len(letters) == len(ROLLEN), naam
        per_rol = zip(ROLLEN, letters, strict=True)
        uit[naam] = {rol: {ACTIES[een] for een in wat} for rol, wat in per_rol if wat != "-"}
    return uit


def test_what_a_role_may_do_with_a_kind_of_thing():
    assert {naam: {rol: set(wat) for rol, wat in rollen.items()} for naam, rollen in
            RECHTEN.items()} == gelezen(WIE_MAG_WAT)  # fmt: skip


def test_what_a_role_may_do_with_a_person_by_what_binds_them():
    per_relatie = {
        relatie.value: {
            rol: set(relaties[relatie]) for rol, relaties in ZICHT.items() if relatie in relaties
        }
        for relatie in Relatie
    }

    assert per_relatie == gelezen(WIE_ZIET_WIE)
    assert set(ZICHT) == set(ROLLEN)


def test_through_whom_nobody_leafs_and_on_what_ground_a_look_is_logged():
    assert {"bemiddeling"} == NIET_TE_BLADEREN
    assert GRONDEN == {
        "caseload": Grond.EIGEN_KLANT,
        "organisatie": Grond.ORGANISATIE,
        "bemiddeling": Grond.BEMIDDELING,
        "voorgedragen": Grond.BEMIDDELING,
        "noodtoegang": Grond.NOODTOEGANG,
        "afgesloten": Grond.ORGANISATIE,
        "overleden": Grond.ORGANISATIE,
    }
