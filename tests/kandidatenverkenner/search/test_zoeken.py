"""Search answers as a plain loop over the profiles would."""

import datetime
import uuid
from collections import Counter

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.models import URENBANDEN, Plaats
from kandidatenverkenner.ontvangst.receive import ontvang
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.search_index.query import SearchQuery
from kandidatenverkenner.search_index.sql import totals
from kandidatenverkenner.search_index.wensen import POINTS
from kandidatenverkenner.zoeken.codelists import lees_lijsten
from kandidatenverkenner.zoeken.filters import FACETTEN, PER_PAGINA, Kandidaatfilter
from kandidatenverkenner.zoeken.results import zoek
from tests.kandidatenverkenner.bouwers import CODES, PEILDATUM, codelijsten, keuzen, lever, profiel


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres15,
    pytest.mark.usefixtures("few_are_shown"),
]
NUMMERING = PseudonymCipher.for_day(1, PEILDATUM)
MAART, JUNI = datetime.date(2021, 3, 1), datetime.date(2021, 6, 1)
GISTEREN = PEILDATUM - datetime.timedelta(days=1)
VELDEN = {
    "sector": "sectoren",
    "taaksoort": "taaksoorten",
    "vaardigheid": "vaardigheden",
    "competentie": "competenties",
    "affiniteit": "affiniteiten",
    "rijbewijs": "rijbewijzen",
}
# Which attributes hold these words, by hand: no stemmer judges itself.
KASSA, RAMEN, HEFTRUCK = (("vaardigheid", code) for code in ("kassa", "ramen", "heftruck"))
WOORDEN = {
    "kassa": lambda codes: KASSA in codes,
    "winkel": lambda codes: KASSA in codes or ("vaardigheid", "vakken-vullen") in codes,
    "kassa ramen": lambda codes: KASSA in codes and RAMEN in codes,
    "kassa of ramen": lambda codes: KASSA in codes or RAMEN in codes,
    "Kassa OR heft": lambda codes: KASSA in codes or HEFTRUCK in codes,
    "kassa -ramen": lambda codes: KASSA in codes and RAMEN not in codes,
    '"heftruck rijden"': lambda codes: HEFTRUCK in codes,
    "kassa heft": lambda codes: KASSA in codes and HEFTRUCK in codes,
    "schoonma": lambda codes: RAMEN in codes or ("taaksoort", "schoonmaken") in codes,
    "dier": lambda codes: ("affiniteit", "dieren") in codes,
    "hond": lambda _: False,
    # One slip of the pen.
    "heftruk": lambda codes: HEFTRUCK in codes,
    "kassa scohonmaken": lambda codes: KASSA in codes and WOORDEN["schoonma"](codes),
}
# Worked out on a map: Katwijk lies 6,4 km from Leiden, Den Haag 16,2 km.
BEREIK = {
    ("GM0546", ""): {"AM19"},
    ("GM0546", "15"): {"AM19"},
    ("GM0546", "25"): {"AM19", "AM21"},
    ("GM0518", "5"): {"AM21"},
    ("GM0014", "150"): {"AM01"},
}


def keuze(facet):
    return st.lists(st.sampled_from([code for code, *_ in CODES[facet]]), unique=True).map(
        lambda codes: tuple(sorted(codes))
    )


PROFIELEN = st.lists(
    st.builds(
        lambda uren, **velden: profiel(uren_min=min(uren), uren_max=max(uren), **velden),
        id=st.uuids(),
        regio=st.sampled_from(["AM19", "AM21", "AM01"]),
        opleidingsniveau=st.sampled_from(["1", "2", "4", "5"]),
        beschikbaar_vanaf=st.sampled_from([None, MAART, JUNI]),
        reisafstand=st.sampled_from([5, 15, 17, 25, 200]),
        uren=st.tuples(st.integers(1, 40), st.integers(1, 40)),
        **{veld: keuze(facet) for facet, veld in VELDEN.items()},
    ),
    max_size=30,
    unique_by=lambda een: een.id,
)
BANDEN = [f"{van}-{tot}" for van, tot in URENBANDEN]
ZOEKVRAGEN = st.fixed_dictionaries(
    {},
    optional={
        **{
            facet.value: st.lists(
                st.sampled_from(BANDEN if facet == "uren" else [c for c, *_ in CODES[facet]]),
                min_size=1,
                max_size=2,
                unique=True,
            )
            for facet in FACETTEN
        },
        "zoekterm": st.sampled_from(sorted(WOORDEN)),
        "plek": st.sampled_from(sorted(BEREIK)),
        "beschikbaar": st.sampled_from(["2021-02-28", "2021-03-01", "2021-12-31"]),
        "volgorde": st.sampled_from(["nieuwste", "match"]),
    },
)


def alle_codes(een):
    codes = {("regio", een.regio), ("opleidingsniveau", een.opleidingsniveau)}
    for facet, veld in VELDEN.items():
        codes |= {(facet, code) for code in getattr(een, veld)}
    uren = set(range(een.uren_min, een.uren_max + 1))
    for van, tot in URENBANDEN:
        if uren & set(range(van, tot + 1)):
            codes.add(("uren", f"{van}-{tot}"))
    return codes


def voldoet(een, zoekvraag, *, behalve=""):
    codes = alle_codes(een)
    for naam, waarde in zoekvraag.items():
        if naam in (behalve, "volgorde"):
            continue
        if naam == "zoekterm":
            klopt = WOORDEN[waarde](codes)
        elif naam == "plek":
            klopt = een.regio in BEREIK[waarde]
        elif naam == "beschikbaar":
            klopt = str(een.beschikbaar_vanaf or "") <= waarde
        else:
            klopt = any((naam, code) in codes for code in waarde)
        if not klopt:
            return False
    return True


def als_adres(zoekvraag, **meer):
    delen = []
    for naam, waarde in zoekvraag.items():
        if naam == "plek":
            delen += [("gemeente", waarde[0]), ("afstand", waarde[1])]
        else:
            delen += [(naam, een) for een in ([waarde] if isinstance(waarde, str) else waarde)]
    return urlencode([*delen, *meer.items()])


def uitkomst(adres):
    filterset = Kandidaatfilter.read(QueryDict(adres))
    assert not filterset.fouten, filterset.fouten
    return zoek(filterset, NUMMERING)


@settings(max_examples=80)
@given(profielen=PROFIELEN, zoekvraag=ZOEKVRAGEN)
def test_total_page_and_all_counts_are_those_of_a_plain_loop(profielen, zoekvraag):
    codelijsten()
    # Who stayed as in the example before this one, would keep its date.
    ontvang([], peildatum=GISTEREN)
    ontvang(profielen[::2], peildatum=GISTEREN)
    ontvang(profielen, peildatum=PEILDATUM)
    ouder = {een.id for een in profielen[::2]}

    antwoord = uitkomst(als_adres(zoekvraag))

    goed = [een for een in profielen if voldoet(een, zoekvraag)]
    # What one candidate has more of than another: choices beside another choice of a list.
    genoemd = {
        (facet, code)
        for facet in VELDEN
        for code in zoekvraag.get(facet, ())
        if len(zoekvraag[facet]) > 1 and zoekvraag.get("volgorde") == "match"
    }
    # By match with a distance, whoever can travel there first.
    plek = zoekvraag.get("plek") if zoekvraag.get("volgorde") == "match" else None

    def punten(een):
        som = sum(POINTS[facet] for facet, _ in genoemd & alle_codes(een))
        if plek and len(BEREIK[plek]) > 1:
            som += 5 * (een.reisafstand >= (17 if een.regio == "AM21" else 0))
        return som

    goed.sort(key=lambda een: (-punten(een), een.id in ouder, een.id))
    assert antwoord.totaal == len(goed)
    assert [beeld.kandidaat.id for beeld in antwoord.kandidaten] == [
        een.id for een in goed[:PER_PAGINA]
    ]
    for facet, waarden in keuzen(antwoord).items():
        zonder = [een for een in profielen if voldoet(een, zoekvraag, behalve=facet)]
        verwacht = Counter(
            code for een in zonder for naam, code in alle_codes(een) if naam == facet
        )
        assert {een.kenmerk.code: een.aantal for een in waarden if een.aantal} == verwacht
        assert {een.kenmerk.code for een in waarden if een.gekozen} == set(zoekvraag.get(facet, ()))


def test_the_nearest_region_comes_first():
    lever(*(profiel(id=uuid.UUID(int=n), regio=r) for n, r in enumerate(["AM01", "AM21", "AM19"])))

    van_leiden = uitkomst("gemeente=GM0546&afstand=150&volgorde=afstand")
    van_den_haag = uitkomst("gemeente=GM0518&afstand=25&volgorde=afstand")

    assert [beeld.regio.code for beeld in van_leiden.kandidaten] == ["AM19", "AM21"]
    assert [beeld.regio.code for beeld in van_den_haag.kandidaten] == ["AM21", "AM19"]


@pytest.mark.parametrize(
    ("getypt", "gezocht"),
    [
        ("winkel", "winkel"),
        ("schoonma", "schoonma"),  # not finished
        ("schoonmaakt", "schoonmaak"),
        ("rmaen", "ramen"),
        ("-rmaen kassa", "-ramen kassa"),
        ('"rmaen wassen"', '"rmaen wassen"'),
        ("kasa", "kasa"),  # too short to be sure
        ("zonder", "zonder"),
        ("xyzzy", "xyzzy"),
        ("", ""),
    ],
)
def test_a_word_is_mended_only_when_nobody_has_it(getypt, gezocht):
    lever(profiel(vaardigheden=("kassa", "ramen"), taaksoorten=("schoonmaken",)))

    assert Kandidaatfilter.read(QueryDict(urlencode({"zoekterm": getypt}))).gelezen.tekst == gezocht


def test_pages_hold_everybody_once():
    profielen = [profiel(id=uuid.UUID(int=nummer)) for nummer in range(45)]
    lever(*profielen)

    paginas = [uitkomst(f"pagina={nummer}") for nummer in (1, 2, 3)]

    gezien = [beeld.kandidaat.id for pagina in paginas for beeld in pagina.kandidaten]
    assert gezien == [een.id for een in profielen]
    assert [pagina.paginas for pagina in paginas] == [3, 3, 3]
    assert uitkomst("pagina=9").pagina == 3


def test_what_to_let_go_of_when_nobody_is_found():
    lever(profiel(vaardigheden=("kassa",)), profiel(vaardigheden=("ramen",)), profiel())
    nummers = {
        kenmerk.code: kenmerk.id
        for kenmerk in Kandidaatfilter.read(QueryDict("")).codelijsten.op_nummer.values()
    }
    vraag = SearchQuery(
        choices={
            "vaardigheid": frozenset({nummers["ramen"]}),
            "affiniteit": frozenset({nummers["koken"]}),
        },
        zoekterm="inpakken",
    )

    zonder = totals({deel: vraag.without(deel) for deel in vraag.parts()})
    alleen = totals({deel: vraag.only(deel) for deel in vraag.parts()})

    assert zonder == {"vaardigheid": 0, "affiniteit": 1, "zoekterm": 0}
    assert alleen == {"vaardigheid": 1, "affiniteit": 0, "zoekterm": 3}


@pytest.mark.parametrize(
    ("adres", "naam", "tekst"),
    [
        ("regio=AM99", "regio", '"AM99" bestaat niet'),
        ("uren=1-40", "uren", '"1-40" bestaat niet'),
        ("gemeente=Leiden", "gemeente", '"Leiden" bestaat niet'),
        ("gemeente=GM0546&afstand=12", "afstand", '"12" bestaat niet. Kies uit 5, 10'),
        ("afstand=15", "afstand", "Kies ook een gemeente"),
        ("beschikbaar=morgen", "beschikbaar", "jjjj-mm-dd"),
        ("volgorde=oudste", "volgorde", "Kies uit nieuwste, match, afstand"),
        ("wens=kassa", "wens", 'De wens "kassa" bestaat niet. Schrijf sleutel:waarde'),
        ("wens=vaardigheid:x", "wens", '"vaardigheid:x" bestaat niet'),
        ("wens=zoekterm:kassa", "wens", '"zoekterm:kassa" bestaat niet'),
        ("wens=gemeente:Leiden", "wens", '"gemeente:Leiden" bestaat niet'),
        ("wens=beschikbaar:20210301", "wens", '"beschikbaar:20210301" bestaat niet'),
        ("pagina=0", "pagina", "geheel getal vanaf 1"),
        ("pagina=een", "pagina", "geheel getal vanaf 1"),
        ("zoekterm=" + 201 * "a", "zoekterm", "te lang"),
        ("zoekterm=a%00b", "zoekterm", "Null-tekens"),
    ],
)
def test_what_cannot_be_is_named_and_the_rest_goes_on(adres, naam, tekst):
    lever(profiel(), profiel(rijbewijzen=("B",)))

    filterset = Kandidaatfilter.read(QueryDict(f"{adres}&rijbewijs=B"))

    assert list(filterset.fouten) == [naam]
    assert tekst in filterset.fouten[naam][-1]
    assert zoek(filterset.zonder_fouten(), NUMMERING).totaal == 1


def test_too_many_wishes_are_too_many():
    lever(profiel())
    wensen = [f"wens=beschikbaar:2021-01-{dag:02}" for dag in range(1, 22)]

    filterset = Kandidaatfilter.read(QueryDict("&".join(wensen)))

    assert filterset.fouten == {"wens": ["Dat zijn 21 wensen. Geef er hoogstens 20."]}
    assert len(filterset.zonder_fouten().wensen) == 20


def test_with_a_wish_the_best_match_comes_first_unless_another_order_is_asked():
    lever(profiel(id=uuid.UUID(int=1)), profiel(id=uuid.UUID(int=2), rijbewijzen=("B",)))

    def eerste(adres):
        return uitkomst(adres).kandidaten[0].kandidaat.id.int

    assert [eerste("wens=rijbewijs:B"), eerste("wens=rijbewijs:B&volgorde=nieuwste")] == [2, 1]


def test_every_unknown_code_is_named_and_the_known_ones_stay():
    lever(profiel(), profiel(regio="AM21"))

    filterset = Kandidaatfilter.read(QueryDict("regio=x&regio=AM21&regio=y"))

    assert len(filterset.fouten["regio"]) == 2
    assert zoek(filterset.zonder_fouten(), NUMMERING).totaal == 1


def test_empty_values_of_a_form_filter_nothing():
    lever(profiel())

    assert uitkomst("regio=&gemeente=&afstand=&zoekterm=++&pagina=").totaal == 1


def test_the_lists_are_read_again_when_a_name_or_a_place_changes():
    lever(profiel())
    eerst = lees_lijsten()
    assert lees_lijsten() is eerst

    lever(profiel(), codes=CODES | {"affiniteit": [("dieren", "beesten", ""), ("koken", "k", "")]})
    daarna = lees_lijsten()
    Plaats.objects.filter(code="GM0546").update(naam="Leyden")

    assert daarna.codelijsten.per_facet["affiniteit"]["dieren"].naam == "beesten"
    assert [daarna.plaatsen["GM0546"].naam, lees_lijsten().plaatsen["GM0546"].naam] == [
        "Leiden",
        "Leyden",
    ]


@pytest.mark.parametrize("aantal", [1, 20])
@pytest.mark.usefixtures("sql_answers")
def test_searching_takes_the_same_number_of_queries(aantal, django_assert_num_queries):
    lever(*(profiel() for _ in range(aantal)))

    lees_lijsten()
    with django_assert_num_queries(4):  # whether the lists changed, counts, total, rows
        uitkomst("regio=AM19&sector=G&zoekterm=kassa&gemeente=GM0546&afstand=15")
