"""Agreements signed elsewhere, with the numbers and signatories of their two parties."""

from collections import defaultdict

from partners.models import Agreement, AgreementParty

from ..draft import Draft, differences, given
from ..plan import Plan
from ..references import code_key
from ..rows import AgreementRow


def store_agreements(plan: Plan, draft: Draft) -> None:
    standing: dict[int, Agreement] = {}
    parties: dict[int, list[AgreementParty]] = defaultdict(list)
    for party in AgreementParty.objects.select_related("agreement").order_by("agreement", "order"):
        agreement = standing.setdefault(party.agreement_id, party.agreement)
        parties[agreement.pk].append(party)
        if party.number:
            draft.agreements.setdefault(code_key(party.number), agreement)
    usable = [row for row in plan.agreements if row.usable]
    draft.respect(standing[row.known_as] for row in usable if row.known_as)
    waiting, level = usable, 0
    # One level of the tree at a time: an agreement is written after the one above it.
    while ready := [row for row in waiting if not row.parent or code_key(row.parent) in draft.agreements]:
        waiting = [row for row in waiting if row not in set(ready)]
        for row in ready:
            agreement = _store_agreement(row, draft, standing, parties, level)
            draft.agreements[code_key(row.first_number)] = agreement
            if row.second_number:
                draft.agreements.setdefault(code_key(row.second_number), agreement)
        level += 1


def _store_agreement(
    row: AgreementRow,
    draft: Draft,
    standing: dict[int, Agreement],
    parties: dict[int, list[AgreementParty]],
    level: int,
) -> Agreement:
    values = given(
        kind=row.kind,
        title=row.title,
        parent=draft.agreements[code_key(row.parent)] if row.parent else None,
        place=row.place,
        signed_on=row.signed_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=Agreement.State.SIGNED if row.signed_on else None,
    )
    sides = (
        (row.first_party, row.first_number, row.first_signatory),
        (row.second_party, row.second_number, row.second_signatory),
    )
    said = [
        given(organisation=draft.organisations[code_key(code)], number=number, signatory_text=signatory)
        for code, number, signatory in sides
    ]
    if row.known_as is None:
        agreement = draft.add(Agreement(origin=Agreement.Origin.IMPORT, **values), level=level)
        for order, side in enumerate(said, start=1):
            draft.add(AgreementParty(agreement=agreement, order=order, **side))
        draft.create[row.KIND] += 1
        return agreement
    agreement = standing[row.known_as]
    pairs = list(zip(_sides(parties[row.known_as], said), said, strict=True))
    if agreement.origin != Agreement.Origin.IMPORT:
        if changed := differences(agreement, values):
            draft.leave(row, "drawn_up_here", agreement, changed)
        draft.count(row, changed=False)
        return agreement
    changed = draft.update(row, agreement, values)
    if not draft.is_decided(agreement) and draft.reach.covers(agreement):
        for party, side in pairs:
            if party is None:
                draft.add(AgreementParty(agreement=agreement, order=said.index(side) + 1, **side))
                changed |= {"parties"}
            else:
                changed |= draft.amend(party, **side)
    draft.count(row, changed=bool(changed))
    return agreement


def _sides(standing: list[AgreementParty], said: list[dict]) -> list[AgreementParty | None]:
    """The party that stands for each side: the one of the same organisation, else the one in its place."""
    by_organisation = {party.organisation_id: party for party in standing}
    by_order = {party.order: party for party in standing}
    return [
        by_organisation.get(side["organisation"].pk) or by_order.get(order) for order, side in enumerate(said, start=1)
    ]
