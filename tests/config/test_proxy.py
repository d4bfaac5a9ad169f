"""Behind a proxy that ends TLS: scheme, host and address of the client are those of the browser."""

import http.client
import re
import threading
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client

from tests.config.running_site import eventually, free_port, running
from tests.kandidatenverkenner.bouwers import werkgeversaccount


ROOT = Path(__file__).resolve().parents[2]
SITE = "https://sonar.example.nl"
WACHTWOORD = "geheim-voor-tests"
FORGOTTEN = "/wachtwoord-vergeten"


class Proxy(BaseHTTPRequestHandler):
    """Passes everything on, with the headers that a proxy adds. The browser speaks http to it too:
    the test has no certificate. It tells its address in a header, because all of them are here.
    """

    protocol_version = "HTTP/1.1"
    port = 0
    appends = True  # to the header that is there, as nginx; or adds a second one, as HAProxy

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        upstream = http.client.HTTPConnection("127.0.0.1", self.port)
        upstream.putrequest(self.command, self.path, skip_host=True)
        client = self.headers["X-Test-Client"]
        forged = self.headers["X-Forwarded-For"]
        for name, value in self.headers.items():
            if name not in {"X-Test-Client", "X-Forwarded-Proto"} and not (
                self.appends and name == "X-Forwarded-For"
            ):
                upstream.putheader(name, value)
        chain = f"{forged}, {client}" if self.appends and forged else client
        upstream.putheader("X-Forwarded-For", chain)
        upstream.putheader("X-Forwarded-Proto", "https")
        upstream.endheaders(body)
        answer = upstream.getresponse()
        content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        upstream.close()

    do_GET = do_POST = pass_on  # noqa: N815

    def log_message(self, *_):
        """Quiet."""


@contextmanager
def proxy_before(port):
    handler = type("ThisProxy", (Proxy,), {"port": port})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield handler, server.server_address[1]
        server.shutdown()


class Browser:
    """Keeps its cookies, and says where a form came from."""

    def __init__(self, port, address):
        self.port, self.address, self.cookies = port, address, SimpleCookie()

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers |= {"Host": "sonar.example.nl", "X-Test-Client": self.address}
        headers["Cookie"] = "; ".join(f"{een.key}={een.value}" for een in self.cookies.values())
        if method == "POST":
            headers |= {"Origin": SITE, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        connection.close()
        return answer

    def post(self, path, fields, **headers):
        """Open the page, and send its form."""
        page = self.ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        body = urlencode(fields | {"csrfmiddlewaretoken": token})
        return self.ask("POST", path, body, **headers)


@pytest.fixture
def behind_a_proxy(transactional_db, tmp_path):
    """The handler of the proxy, and a browser at any address."""
    cache.clear()
    port = free_port()
    granian = f"-m granian --interface wsgi --host 127.0.0.1 --port {port} --log-level error"
    with (
        running(
            [*granian.split(), "config.wsgi:application"],
            cwd=ROOT,
            ALLOWED_HOSTS="sonar.example.nl",
            SITE_ADRES=SITE,
            PROXYS="1",
        ) as process,
        proxy_before(port) as (handler, proxy_port),
    ):

        def answers():
            try:
                return Browser(proxy_port, "192.0.2.1").ask("GET", "/inloggen").status == 200
            except (ConnectionError, http.client.HTTPException):
                return False

        eventually(answers, process)
        yield handler, lambda address: Browser(proxy_port, address)


def test_somebody_signs_in_through_a_proxy_and_the_limits_are_of_each_client(
    behind_a_proxy, settings
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    handler, browser_at = behind_a_proxy
    account = werkgeversaccount(wachtwoord=WACHTWOORD)

    # One client asks twenty times, and says each time that it is somebody else.
    greedy = browser_at("192.0.2.7")
    for number in range(20):
        handler.appends = number % 2 == 0
        forged = {"X-Forwarded-For": f"198.51.100.{number}", "X-Forwarded-Host": "sonar.example.nl"}
        asked = greedy.post(FORGOTTEN, {"email": f"{number}@example.nl"}, **forged)
        assert asked.status == 200
    assert greedy.post(FORGOTTEN, {"email": "weer@example.nl"}).status == 429
    # Another client has its own limit.
    browser = browser_at("192.0.2.8")
    assert browser.post(FORGOTTEN, {"email": "ik@example.nl"}).status == 200

    answer = browser.post("/inloggen", {"login": account.username, "password": WACHTWOORD})

    assert (answer.status, answer.headers["Location"]) == (302, "/inloggen/code")
    assert answer.headers["Strict-Transport-Security"]
    assert browser.cookies["sessionid"]["secure"]


@pytest.mark.django_db
def test_without_proxies_what_a_client_says_of_itself_is_ignored(client):
    cache.clear()
    for number in range(20):
        forged = {"X-Forwarded-For": f"198.51.100.{number}"}
        asked = client.post(FORGOTTEN, {"email": f"{number}@example.nl"}, headers=forged)
        assert asked.status_code == 200
    forged = {"X-Forwarded-For": "198.51.100.99"}
    asked = client.post(FORGOTTEN, {"email": "weer@example.nl"}, headers=forged)
    assert asked.status_code == 429

    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "elders.example.nl"}
    request = client.get("/inloggen", headers=forged).wsgi_request
    assert not request.is_secure()
    assert request.get_host() == "testserver"
    strict = Client(enforce_csrf_checks=True)
    forged["Origin"] = "https://elders.example.nl"
    token = strict.get("/inloggen").context["csrf_token"]
    form = {"login": "iemand", "password": "iets", "csrfmiddlewaretoken": token}
    assert strict.post("/inloggen", form, headers=forged).status_code == 403
    assert strict.post("/inloggen", form).status_code == 200
