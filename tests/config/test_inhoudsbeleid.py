"""Every answer says what a page may load: only what is ours, and no script in the page itself."""

import pytest
from csp.constants import NONCE
from csp.decorators import csp_exempt, csp_update
from django.http import HttpResponse

from config.inhoudsbeleid import Inhoudsbeleid


BELEID = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/", 200),
        ("/inloggen", 200),
        ("/kandidaten", 302),
        ("/api/v1/kandidaten", 401),
        ("/bestaat-niet", 404),
        ("/sonar/login/", 302),
    ],
)
def test_the_policy_is_on_every_answer(client, adres, status):
    antwoord = client.get(adres)

    assert antwoord.status_code == status
    assert set(antwoord["Content-Security-Policy"].split("; ")) == BELEID


def test_an_answer_with_something_of_its_own_gets_that(rf):
    def pagina(verzoek):
        return HttpResponse(f"<script nonce={verzoek.csp_nonce}></script>")

    eigen = Inhoudsbeleid(csp_update({"script-src": [NONCE]})(pagina))(rf.get("/"))
    gewoon = Inhoudsbeleid(lambda verzoek: HttpResponse())(rf.get("/"))  # noqa: ARG005
    zonder = Inhoudsbeleid(csp_exempt()(pagina))(rf.get("/"))

    bewijs = eigen.content.decode().partition("nonce=")[2].partition(">")[0]
    assert f"script-src 'self' 'nonce-{bewijs}'" in eigen["Content-Security-Policy"]
    assert set(gewoon["Content-Security-Policy"].split("; ")) == BELEID
    assert "Content-Security-Policy" not in zonder
