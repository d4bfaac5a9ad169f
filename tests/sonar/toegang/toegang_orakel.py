"""Who may do what with whom: the oracle, written from the issue and not from sonar.toegang."""

from sonar.models import Medewerker


ROLLEN = Medewerker.Rol.values
KLANTMANAGER, ADVISEUR, TEAMLEIDER, BEHEERDER, AUDITOR, PRIVACY = (
    "klantmanager",
    "adviseur",
    "teamleider",
    "functioneel-beheerder",
    "auditor",
    "privacy-officer",
)

# relation: the roles that may see the person
WIE_ZIET = {
    "eigen caseload": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "eigen organisatie": {TEAMLEIDER, ADVISEUR},
    "andere organisatie in de regio": {ADVISEUR},
    "andere regio": set(),
    "uitgeschreven": {TEAMLEIDER},
    "overleden": {TEAMLEIDER},
    "afgeschermd, eigen caseload": {KLANTMANAGER, TEAMLEIDER},
    "afgeschermd, eigen organisatie": {TEAMLEIDER},
    "noodtoegang": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "voorgedragen": {ADVISEUR},
    "voorgedragen, vacature vervuld": {ADVISEUR},
    "voorgedragen, vacature in een andere regio": {ADVISEUR},
    "andere regio, voorgedragen in de eigen regio": set(),
}
# Whom one may open, but not find by leafing through a list.
NIET_IN_LIJSTEN = {
    ADVISEUR: {
        "eigen caseload",
        "eigen organisatie",
        "andere organisatie in de regio",
        "noodtoegang",
        "voorgedragen, vacature vervuld",
        "voorgedragen, vacature in een andere regio",
    }
}
# route: what is done to a person, so only by who may change something of that person.
WIJZIGROUTES = {
    "overdragen": {KLANTMANAGER, TEAMLEIDER},
    "wissen": {TEAMLEIDER},
    "rectificatie": {KLANTMANAGER, TEAMLEIDER},
    "bsncorrectie": {KLANTMANAGER, TEAMLEIDER},
    "sonar_traject_add": {KLANTMANAGER},
    "sonar_contactmoment_add": {KLANTMANAGER},
    "sonar_plaatsing_add": {KLANTMANAGER},
}
WIE_WIJZIGT = {
    KLANTMANAGER: {"eigen caseload", "afgeschermd, eigen caseload"},
    TEAMLEIDER: {
        "eigen caseload",
        "eigen organisatie",
        "uitgeschreven",
        "afgeschermd, eigen caseload",
        "afgeschermd, eigen organisatie",
    },
}
IEDEREEN = set(ROLLEN)
CODELIJST = {KLANTMANAGER, BEHEERDER}
ALLEEN_PROFIEL = {"taal", "competentie", "gemeente"}
MET_VACATURES = CODELIJST | {ADVISEUR}
# route: the roles that get a page. Of a person's routes only those who may see the person besides.
PERSOONSROUTES = {
    "sonar_werkzoekende_change": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "sonar_werkzoekende_history": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "sonar_werkzoekende_delete": set(),
    "sonar_werkzoekende_klantprofiel": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "sonar_werkzoekende_bsn": {KLANTMANAGER},
    "dienstverlening": {KLANTMANAGER, TEAMLEIDER},
    "rechten": {KLANTMANAGER, TEAMLEIDER},
    "sonar_klantprofiel_change": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "sonar_klantprofiel_history": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "sonar_klantprofiel_delete": set(),
}
NOODTOEGANG_VRAGEN = {"noodtoegang": {KLANTMANAGER, TEAMLEIDER}}
ROUTES = {
    "index": IEDEREEN,
    "cijfers": {AUDITOR},
    "cijfers_csv": {AUDITOR},
    "cijfers_xlsx": {AUDITOR},
    "cijfers_ods": {AUDITOR},
    "cijfers_json": {AUDITOR},
    "cijfers_parquet": {AUDITOR},
    "cijfers_pdf": {AUDITOR},
    "cijfers_lijst": {AUDITOR},
    "cijfers_lijst_bestand": {AUDITOR},
    "herleiding": {AUDITOR},
    "telplekken": {AUDITOR},
    "personen_zoeken": {KLANTMANAGER, TEAMLEIDER},
    "team": {TEAMLEIDER},
    "overdrachten": {KLANTMANAGER, TEAMLEIDER},
    "verantwoording": {TEAMLEIDER},
    "profielkwaliteit": {TEAMLEIDER},
    "profielkwaliteit_bestand": {TEAMLEIDER},
    "uitgaven": {AUDITOR, TEAMLEIDER},
    "uitvoer": {KLANTMANAGER, TEAMLEIDER},
    "sonar_traject_changelist": {KLANTMANAGER, TEAMLEIDER},
    "sonar_contactmoment_changelist": {KLANTMANAGER, TEAMLEIDER},
    "sonar_plaatsing_changelist": {KLANTMANAGER, TEAMLEIDER},
    "noodtoegangen": {TEAMLEIDER},
    "password_change": IEDEREEN,
    "password_change_done": IEDEREEN,
    "jsi18n": IEDEREEN,
    "sonar_werkzoekende_changelist": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "sonar_werkzoekende_add": {KLANTMANAGER},
    "sonar_klantprofiel_changelist": {KLANTMANAGER, TEAMLEIDER, ADVISEUR},
    "sonar_klantprofiel_add": set(),
    "sonar_verwerking_changelist": {PRIVACY},
    "sonar_verwerking_add": set(),
    "sonar_medewerker_changelist": {BEHEERDER},
    "sonar_medewerker_add": {BEHEERDER},
    "auth_user_changelist": {BEHEERDER},
    "auth_user_add": {BEHEERDER},
    "sonar_organisatie_changelist": CODELIJST,
    "sonar_organisatie_add": set(),
    "sonar_arbeidsmarktregio_changelist": {BEHEERDER},
    "sonar_arbeidsmarktregio_add": set(),
    "sonar_vacature_changelist": {ADVISEUR},
    "sonar_vacature_add": {ADVISEUR},
    "contactverzoeken": {ADVISEUR},
    "werkgevers": {ADVISEUR},
    "alarmen": {PRIVACY},
    "app_list": IEDEREEN,
} | {
    f"sonar_{lijst}_{wat}": wie
    for lijst, toevoegen in {
        "vaardigheid": {BEHEERDER},
        "affiniteit": {BEHEERDER},
        "taaksoort": {BEHEERDER},
        "taal": {BEHEERDER},
        "sector": set(),
        "competentie": set(),
        "gemeente": set(),
    }.items()
    for wat, wie in {
        "changelist": CODELIJST if lijst in ALLEEN_PROFIEL else MET_VACATURES,
        "add": toevoegen,
    }.items()
}
# route: why it is not in the matrix. A row of these is nobody's data, or has a test of its own.
ELDERS = {
    "login": "vraagt wie u bent",
    "logout": "zonder gegevens",
    "view_on_site": "geen model heeft een eigen adres: altijd 404",
    "profiel_voorbeeld": "test_samen_werken.py: zonder naam, voor wie de persoon ziet",
    "profiel_versies": "test_samen_werken.py: zonder naam, voor wie de persoon ziet",
    "bemiddelen": "test_bemiddelen.py: van een vacature uit de eigen regio",
    "uitgave": "test_uitgaven.py: een auditor, en van wat openbaar is ook een teamleider",
    "uitgave_bestand": "test_uitgaven.py: een auditor, en van wat openbaar is ook een teamleider",
    "nakijken": "test_profiel_op_het_scherm.py: van wie typt, en zonder iemand op te zoeken",
    "uitvoer_bestand": "test_uitvoeren.py: van wie het bestand vroeg, een keer",
    "inzage": "test_avg.py: het bestand van wie de rechten ziet",
    "rectificatie_brief": "test_rectificeren.py: een knop van wie de persoon mag wijzigen",
    "bezwaar": "test_bezwaar.py: een knop van wie de persoon mag wijzigen",
    "gemeente_bij_postcode": "test_registreren.py: een codelijst, van wie inschrijft",
    "autocomplete": "test_autocomplete_tells_of_code_lists_only",
    "auth_user_password_change": "test_only_a_beheerder_opens_a_row_of_a_list",
}
# The rows of a dossier: seen by who sees the person and has the role, deleted by nobody.
DOSSIERRIJEN = {
    f"sonar_{rij}_{wat}": {KLANTMANAGER, TEAMLEIDER} if wat != "delete" else set()
    for rij in ("traject", "contactmoment", "plaatsing")
    for wat in ("change", "history", "delete")
}
VAN_EEN_RIJ = ("_change", "_history", "_delete")
