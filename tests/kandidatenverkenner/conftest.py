"""A browser on the site of the employers."""

import pytest


@pytest.fixture
def open_pagina(live_server, chromium):
    """Opens a window of a size and a colour scheme; it keeps what its console said."""

    def openen(*, venster, kleur="light", javascript=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=venster,
            color_scheme=kleur,
            java_script_enabled=javascript,
        )
        pagina = context.new_page()
        pagina.meldingen = []
        pagina.on("console", lambda melding: pagina.meldingen.append(melding.text))
        return pagina

    return openen
