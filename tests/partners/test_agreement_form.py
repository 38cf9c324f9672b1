"""Mistakes in a new agreement are told on their fields, in words."""


def test_wrong_dates_and_one_party_twice_are_told_together_and_nothing_is_lost(world, client):
    client.force_login(world.officer)
    answer = client.post(
        "/agreements/new/",
        {
            "kind": "pks",
            "title": "PKS Baru",
            "first_party": world.agency.pk,
            "second_party": world.agency.pk,
            "starts_on": "2027-02-01",
            "ends_on": "2027-01-01",
        },
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"ends_on", "second_party"}
    assert "PKS Baru" in answer.text
    assert "agreement_ends_after_start" not in answer.text
