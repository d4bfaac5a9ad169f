"""Figures as a file to download."""

from django.http import HttpResponse

from sonar.rapportage.export.formats import Format
from sonar.rapportage.tabellen.lijst import Cijfers


def as_download(format_: Format, cijfers: Cijfers, name: str) -> HttpResponse:
    """The answer with the file, named after the figures."""
    return HttpResponse(
        format_.write(cijfers),
        content_type=format_.content_type,
        headers={"Content-Disposition": f'attachment; filename="{format_.file_name(name)}"'},
    )
