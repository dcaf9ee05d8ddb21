"""People with a browser: they open a form over HTTP, with all that it hides, fill it in and send it, perhaps again."""

import http.client
import re
import urllib.parse
from dataclasses import dataclass
from http import HTTPStatus

from cms.forms.guard import GuardForm

HIDDEN = rf'name="(csrfmiddlewaretoken|{GuardForm.TOKEN}|consent_version)" value="([^"]+)"'


@dataclass(frozen=True)
class OpenForm:
    port: int
    address: str
    cookie: str
    data: dict[str, str]

    def send(self) -> int:
        """The status of the answer. Raises ``OSError`` or ``HTTPException`` when there is none."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer, _page = _ask(self.port, "POST", self.address, urllib.parse.urlencode(self.data), headers)
        return answer.status


def open_form(port: int, address: str, number: int) -> OpenForm:
    """The form to register, filled in by the visitor of this number."""
    answer, page = _ask(port, "GET", address)
    if answer.status != HTTPStatus.OK:
        raise http.client.HTTPException(f"{address} answers {answer.status}")
    data = {
        **dict(re.findall(HIDDEN, page)),
        "name": f"Gast {number}",
        "email": f"gast-{number}@example.org",
        "consent": "on",
    }
    return OpenForm(port, address, answer.headers["Set-Cookie"].partition(";")[0], data)


def _ask(port, method, address, body=None, headers=None):
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        connection.request(method, address, body, headers or {})
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()
