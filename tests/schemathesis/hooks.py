"""Real tokens, cases and sessions for schemathesis: each operation is asked by someone who may, at a case of
its own to which the member has consented, and each page of the member by a session that a code has opened.

Whatever schemathesis makes up for a body, a query or a header is left as it is."""

import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import date, timedelta

import schemathesis

BASE = os.environ["BASE_URL"]
# Not every machine looks names below `localhost` up, so the service is asked by its address.
HOST = os.environ["HOST_NAME"]
cases = {}
sessions = {}


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(Stay)


def send(path, body=None, headers=()):
    """The answer, whatever its status."""
    request = urllib.request.Request(BASE + path, body)
    request.add_header("Host", HOST)
    for name, value in dict(headers).items():
        request.add_header(name, value)
    try:
        return opener.open(request)
    except urllib.error.HTTPError as answer:
        return answer


def call(path, who, body=None):
    headers = {"Authorization": "Bearer " + os.environ["TOKEN_" + who]}
    if body is not None:
        headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        body = json.dumps(body).encode()
    answer = send(path, body, headers)
    assert answer.status < 300, (path, answer.status, answer.read())
    return json.load(answer)


def mail_to(address, pattern):
    """What the pattern finds in the newest mail to that address, once it has come."""
    for _ in range(100):
        accounts = json.load(urllib.request.urlopen(BASE + "/_ministack/ses/messages"))["messages"]
        texts = [json.dumps(mail) for mails in accounts.values() for mail in mails]
        found = [re.search(pattern, text) for text in texts if address in text]
        if any(found):
            return [one for one in found if one][-1][1]
        time.sleep(0.1)
    raise AssertionError("no mail has come")


def new_case():
    """A member who was referred and has consented in a session of their own; the case is the nurse's."""
    address = f"{uuid.uuid4()}@home.example"
    member = {"name": "Joan Smith", "email": address, "birth_date": "1979-04-12"}
    case = call("/referrals", "CLIENT", {"manager": "d-okafor", "member": member})["id"]
    call(f"/cases/{case}/assign", "NURSE", {"nurse": "asha"})
    call(f"/cases/{case}/introduction", "NURSE", {})
    session = open_session(address)
    version = re.search(r'name="statement" value="(\d+)"', page(session, "/consent/{}"))[1]
    signed = [("statement", version), ("scope", "collect"), ("scope", "show"), ("delay", "known")]
    signed += [("signatory", "member"), ("name", "Joan Smith")]
    assert post_form("/consent/" + session[0], signed, session[1]).status == 303
    doctor = {"name": "James Whitfield", "email": "j.whitfield@st-anne.example", "address": "verified"}
    doctor |= {"hospital_name": "St Anne's Hospital", "hospital": "st-anne"}
    needs = {"issue": "Pain in the left knee.", "needs": "Is an operation needed?", "specialty": "110"}
    call(f"/cases/{case}/needs", "NURSE", needs)
    call(f"/cases/{case}/doctors", "NURSE", doctor)
    safe = str(date.today() + timedelta(days=60))
    call(f"/cases/{case}/dates", "NURSE", {"latest_safe": safe})
    return case, session


def page(session, path):
    return send(path.format(session[0]), None, {"Cookie": session[1]}).read().decode()


def post_form(path, fields, cookie=""):
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    headers |= {"Cookie": cookie, "Accept": "text/html"}
    return send(path, urllib.parse.urlencode(fields).encode(), headers)


def open_session(address):
    """The selector and the cookie of a session of the member's."""
    token = mail_to(address, r"/i/([0-9a-f]+)")
    asked = post_form(f"/i/{token}/code", [])
    browser = asked.headers["Set-Cookie"].split(";")[0]
    code = mail_to(address, r"\b(\d{6})\b")
    opened = post_form(f"/i/{token}/session", [("code", code)], browser)
    assert opened.status == 303, opened.read()
    return opened.headers["Location"].rsplit("/", 1)[1], opened.headers["Set-Cookie"].split(";")[0]


def who_may(definition):
    scopes = [scope for way in definition.get("security", []) for scope in way.get("caller", [])]
    roles = definition.get("description", "")
    if not scopes:
        return None
    if scopes == ["api/refer"]:
        return "CLIENT"
    if "nurse" in roles:
        return "NURSE"
    return {"clinical-lead": "LEAD", "finance": "FINANCE", "operator": "OPERATOR"}[
        roles.removeprefix("By: ").split(",")[0].rstrip(".")
    ]


def of_its_own(label):
    """The case of an operation, with the member's session in it. What ends a case ends its own."""
    if label not in cases:
        cases[label], sessions[label] = new_case()
    return cases[label], sessions[label]


@schemathesis.hook
def before_call(context, case, kwargs):
    who = who_may(case.operation.definition.raw)
    label, parameters, headers = case.operation.label, case.path_parameters or {}, case.headers
    headers["Host"] = HOST
    if who is None:
        # Forms are read only from our own pages.
        headers.setdefault("Sec-Fetch-Site", "same-origin")
    elif "Authorization" not in headers:
        headers["Authorization"] = "Bearer " + os.environ["TOKEN_" + who]
    if "id" in parameters:
        parameters["id"], _ = of_its_own(label)
    if "session" in parameters:
        _, (parameters["session"], headers["Cookie"]) = of_its_own(label)
