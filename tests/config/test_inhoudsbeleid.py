"""Every answer says what a page may load: only what is ours, and no script in the page itself."""

import pytest


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
