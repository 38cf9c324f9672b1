"""The API: the same rules as the pages, in the form of its own schema."""

import pytest
import schemathesis
from django.urls import reverse
from schemathesis import openapi

from ..world import make_person

LISTS = ["workshops", "sessions", "agreements", "rooms", "bookings"]


def test_nobody_reads_without_signing_in(client, db):
    for name in LISTS:
        answer = client.get(f"/api/v1/{name}/")
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
        assert set(answer.json()) == {"type", "title", "status", "code"}


def test_the_lists_hold_what_the_reader_may_see(world, now, client):
    hidden = world.make_workshop(state="preparing")
    shown = world.publish(world.make_workshop(), now.date(), now)
    client.force_login(world.participant)
    body = client.get("/api/v1/workshops/").json()
    assert [row["public_id"] for row in body["results"]] == [str(shown.public_id)]
    assert client.get(f"/api/v1/workshops/{hidden.public_id}/").status_code == 404
    sessions = client.get("/api/v1/sessions/", {"workshop": shown.public_id}).json()
    assert sessions["count"] == 4
    assert client.get("/api/v1/agreements/").json()["count"] == 0
    client.force_login(world.coordinator)
    assert client.get("/api/v1/workshops/").json()["count"] == 2


def test_no_personal_data_leaves_by_the_api(world, now, client):
    person = make_person("Nama Rahasia", world.other_agency)
    workshop = world.publish(world.make_workshop(), now.date(), now, state="open")
    workshop.registrations.create(person=person, state="confirmed", created_at=now, queued_at=now)
    client.force_login(world.coordinator)
    for name in LISTS:
        text = client.get(f"/api/v1/{name}/").content.decode()
        assert person.full_name not in text
        assert person.nip not in text


def test_wrong_input_names_the_field(world, client):
    client.force_login(world.coordinator)
    answer = client.post(
        reverse("api-booking-list"), {"room": "TIDAK-ADA", "title": ""}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert {"room", "title", "organiser", "starts_at", "ends_at"} <= set(answer.json()["fields"])


@pytest.mark.parametrize("name", LISTS)
def test_answers_have_the_form_the_schema_promises(name, world, now, client):
    world.publish(world.make_workshop(), now.date(), now)
    schema = openapi.from_dict(_schema(client))
    client.force_login(world.coordinator)
    operation = schema[f"/api/v1/{name}/"]["GET"]
    answer = client.get(f"/api/v1/{name}/")
    operation.validate_response(
        schemathesis.Response(
            status_code=answer.status_code,
            headers={"content-type": [answer["Content-Type"]]},
            content=answer.content,
            request=_request(f"http://testserver/api/v1/{name}/"),
            elapsed=0.0,
            verify=False,
        )
    )


def _schema(client) -> dict:
    return client.get("/api/v1/schema/?format=json", HTTP_ACCEPT="application/vnd.oai.openapi+json").json()


def _request(url: str):
    import requests

    return requests.Request("GET", url).prepare()
