"""The models, by area."""

from kandidatenverkenner.models.aanlevering import Aanlevering as Aanlevering
from kandidatenverkenner.models.bewaard import (
    Lijst as Lijst,
    Lijstregel as Lijstregel,
    Zoekopdracht as Zoekopdracht,
)
from kandidatenverkenner.models.kandidaat import (
    URENBANDEN as URENBANDEN,
    ChangeLogEntry as ChangeLogEntry,
    Codelijsten as Codelijsten,
    CodelistVersion as CodelistVersion,
    Facet as Facet,
    Kandidaat as Kandidaat,
    Kandidaatkolommen as Kandidaatkolommen,
    Kenmerk as Kenmerk,
    Plaats as Plaats,
    Taalniveau as Taalniveau,
)
from kandidatenverkenner.models.overzicht import (
    Overzicht as Overzicht,
    Overzichtgroep as Overzichtgroep,
    Overzichtregio as Overzichtregio,
    Overzichtrij as Overzichtrij,
)
from kandidatenverkenner.models.verzoek import (
    Alarm as Alarm,
    Bezoek as Bezoek,
    Bladerteller as Bladerteller,
    Contactverzoek as Contactverzoek,
    Lokprofiel as Lokprofiel,
    Zoekteller as Zoekteller,
)
from kandidatenverkenner.models.vum import Vumvraag as Vumvraag
from kandidatenverkenner.models.werkgever import (
    Apisleutel as Apisleutel,
    RequestCounter as RequestCounter,
    Werkgever as Werkgever,
    Werkgeversaccount as Werkgeversaccount,
)
