from datetime import UTC, datetime

import pytest

from partners.models import Membership, Organisation, Person
from scheduling.season.importer import Delivery, Outcome, import_season, preview_season

from .workbooks import CLEAN

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def deliver(db):
    """Import bytes (default: the clean plan) as ``rencana-2027.xlsx``."""

    def run(data: bytes | None = None, *, check=False, by=None, **options) -> Outcome:
        data = CLEAN.read_bytes() if data is None else data
        delivery = Delivery(data, options.pop("filename", "rencana-2027.xlsx"), options.pop("programme", ""))
        at = options.pop("at", NOW)
        if check:
            return preview_season(delivery=delivery, by=by, at=at)
        return import_season(delivery=delivery, by=by, at=at, **options)

    return run


@pytest.fixture
def coordinator(db) -> Person:
    """The coordinator of BKPSDM, who stands in the clean plan too."""
    city = Organisation.objects.create(code="PTK", name="Pemerintah Kota Pontianak", kind="city")
    office = Organisation.objects.create(code="BKPSDM", name="BKPSDM", kind="agency", parent=city)
    person = Person.objects.create_user(
        "abdul.halim.setiawan.0081@pontianak.example", "rahasia-sekali", full_name="Abdul Halim Setiawan", unit=office
    )
    Membership.objects.create(person=person, organisation=office, role="coordinator")
    return person
