"""/healthz"""

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_answers_while_the_database_does(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


@pytest.mark.django_db
def test_asks_the_database_once_and_reads_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/healthz")


@pytest.mark.django_db
def test_a_database_that_is_gone_is_a_503(client, monkeypatch):
    def gone():
        raise OperationalError("no database")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"no database\n")


def test_takes_no_post(client):
    assert client.post("/healthz").status_code == 405
