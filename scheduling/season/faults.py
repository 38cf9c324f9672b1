"""Faults and warnings: where in the workbook, which kind, and a sentence saying what is wrong and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    # Cells
    "required": _("This cell is empty, but the row needs it. Fill it in."),
    "hours": _("A weekly absence needs its hours. Fill in the time of its start and of its end."),
    "formula": _("The cell holds a formula. Formulas are never calculated here: write the value itself."),
    "error_value": _("Excel could not calculate this cell (“%(value)s”). Write the value itself."),
    "text": _("“%(value)s” is not text. Write it as text."),
    "text_is_boolean": _("Excel turned this cell into TRUE or FALSE. Format it as text and write the words."),
    "text_is_date": _("Excel turned this cell into a date. Format it as text and write it again."),
    "too_long": _("The text is too long. Shorten it."),
    "code": _("“%(value)s” is not a code: only letters, digits, hyphen and underscore, at most 40 of them."),
    "number": _("“%(value)s” is not a whole number that fits here. Write digits only, for example 30."),
    "date": _("“%(value)s” is not a date. Write it as 11/01/2027, 2027-01-11 or 11 Januari 2027."),
    "date_is_number": _("“%(value)s” is a number, not a date. Format the cell as a date or write 11/01/2027."),
    "date_impossible": _("“%(value)s” does not exist in the calendar. Correct day or month."),
    "date_weekday": _("In “%(value)s” weekday and date do not belong together. Correct one of them."),
    "date_year": _("The year of “%(value)s” lies outside 1900–2100. Correct it."),
    "time": _("“%(value)s” is not a time. Write it as 08.00."),
    "time_is_number": _("Excel turned this time into “%(value)s”. Format the cell as text and write it as 08.00."),
    "opening_hours": _("“%(value)s” are no opening hours. Write them as 07.30-16.00, the later time second."),
    # Sheets
    "missing_sheet": _("The sheet “%(name)s” is missing, but other rows need it. Add it or correct its name."),
    "missing_column": _("The column “%(name)s” is missing. Add it or correct its header."),
    "missing_header": _("No header row was found. Write the names of the columns in row 1."),
    "duplicate_column": _("Two columns are called “%(name)s”. Rename or remove one of them."),
    # People
    "nip_as_number": _(
        "Excel turned this NIP into a number and lost its last digits. "
        "Format the column as text and write all 18 digits."
    ),
    "nip_length": _("A NIP has 18 digits. Compare “%(value)s” with the letter of appointment."),
    "nip_birth_date": _("The first eight digits of the NIP are no date of birth (YYYYMMDD). Correct them."),
    "nip_appointment": _("Digits 9 to 14 of the NIP are no appointment (year and month, or PPPK code). Correct them."),
    "nip_sex": _("Digit 15 of the NIP must be 1 (male) or 2 (female). Correct it."),
    "nip_sequence": _("The last three digits of the NIP cannot be 000. Correct them."),
    "nip_duplicate": _("Row %(other)d already has this NIP. Correct one, or remove the second row of the same person."),
    "nuptk_as_number": _(
        "Excel turned this NUPTK into a number and may have changed it. "
        "Format the column as text and write all 16 digits."
    ),
    "nuptk_length": _("A NUPTK has 16 digits. Correct “%(value)s”."),
    "nuptk_duplicate": _("Row %(other)d already has this NUPTK. Correct one of them."),
    "email": _("“%(value)s” is not an e-mail address. Write it as nama@instansi.go.id."),
    "email_duplicate": _("Row %(other)d already has this address. Everybody needs their own."),
    "phone": _("“%(value)s” is not a telephone number. Write it as 0812-3456-7890, one number only."),
    "employment": _("“%(value)s” is no kind of employment. Write PNS, PPPK or Non-ASN."),
    "employment_mismatch": _(
        "The NIP says something else than “%(value)s”. Correct the kind of employment or the NIP."
    ),
    "grade": _("“%(value)s” is no grade of this kind of employment. PNS: I/a to IV/e. PPPK: I to XVII."),
    "role": _("“%(word)s” is no role. Write one of: %(words)s."),
    "identity": _("Nothing identifies this person. Write a NIP, a NUPTK or an e-mail address."),
    "ambiguous_person": _(
        "This row names two different people: %(one)s and %(other)s. Correct NIP, NUPTK or e-mail address."
    ),
    # References
    "unknown_organisation": _("No organisation has the code “%(value)s”. Add it to the sheet Instansi or correct it."),
    "unknown_agreement": _("No agreement has the number “%(value)s”. Add it to the sheet Kerja Sama or correct it."),
    "unknown_workshop": _("No workshop has the code “%(value)s”. Add it to the sheet Lokakarya or correct it."),
    "unknown_room": _("No room has the code “%(value)s”. Add it to the sheet Ruang or correct it."),
    "unknown_person": _("Nobody has the number or address “%(word)s”. Add them to the sheet Orang or correct it."),
    "cycle": _("“%(value)s” stands below this row itself. Correct the parent."),
    "tree_too_deep": _("The tree of organisations is too deep here. Use fewer levels or shorter codes."),
    "duplicate_code": _("Row %(other)d already uses this code. Give this row its own code or remove it."),
    "duplicate_number": _("Row %(other)d already uses this number. Every agreement has its own."),
    "number_taken": _("Another agreement here already has this number. Correct one of the two."),
    "duplicate_row": _("Row %(other)d already says this. Remove one of the two."),
    # The other sheets
    "kind": _("“%(value)s” is not a kind known here. Write one of: %(words)s."),
    "timezone": _("“%(value)s” is no time zone of Indonesia. Write Asia/Pontianak, WIB, WITA or WIT."),
    "capacity": _("A room or a workshop has at least one seat; “%(value)s” cannot be. Correct it."),
    "minutes": _("“%(value)s” minutes do not fit. A lesson lasts 45 minutes per JP, anything else 5 to 720 minutes."),
    "buffer": _("“%(value)s” minutes do not fit. Write 0 to 240."),
    "end_before_start": _("“%(value)s” lies before the start (%(start)s). Correct one of them."),
    "same_party": _("Both parties are the same organisation. Correct one of them."),
    "delivery_mode": _("“%(value)s” is no delivery mode. Write luring, daring or hibrida."),
    "dimension": _("“%(value)s” is no smart-city dimension. Write one of: %(words)s."),
    "status": _("“%(value)s” is no status. Write disetujui for an approved workshop."),
    "jp_mismatch": _("The workshop says %(value)s JP, its sessions add up to %(sum)d. Correct one of them."),
    "jp_outside_lesson": _("Only lessons count JP. Write 0 here, or make this row a lesson (materi)."),
    "weekday": _("“%(value)s” is no weekday. Write Senin, Selasa, Rabu, Kamis, Jumat, Sabtu or Minggu."),
    "room_overlap": _("The room is already used %(when)s for “%(title)s”. Choose another room or time."),
    # Warnings
    "column_not_read": _("The column “%(name)s” is missing, so nothing is read for it. Check its header."),
    "birth_date_differs": _("The date of birth differs from the one in the NIP. Check which is right."),
    "email_kept": _("This person already signs in with another address, which stays. They can change it themselves."),
    "not_yours": _(
        "This belongs to another office, which alone may change it (%(what)s). It stays; ask its coordinator."
    ),
    "role_elsewhere": _(
        "Roles here are granted by a coordinator of this office, or by the system; nobody grants them to themselves."
    ),
    "name_differs": _("The name differs from “%(name)s”, whom the number or address belongs to. Check whom you mean."),
    "site_differs": _("Row %(other)d describes this place differently; what stands there counts."),
    "organisation_moved": _("Here “%(name)s” stands elsewhere in the tree. An import does not move organisations."),
    "outside_parent": _("The agreement runs longer than the one above it. Check the dates."),
    "no_agreement": _("The workshop names no agreement. It cannot be published before it has one."),
    "agreement_unsigned": _("The agreement named is not signed yet. The workshop cannot be published before it is."),
    "agreement_period": _("The agreement (%(start)s–%(end)s) does not cover the whole period of the workshop."),
    "not_a_party": _("“%(value)s” is no party of the agreement named (%(party)s). Check the legal basis."),
    "not_approved": _("This workshop is not approved yet. It is left out, with its sessions and participants."),
    "expertise_one": _("A session asks for one expertise."),
    "no_expertise": _("The session needs a lecturer but names no expertise. Anybody may be proposed."),
    "unknown_expertise": _("Nobody in this plan has the expertise “%(value)s”."),
    "friday_prayer": _("This use lies in the time of Friday prayer. It is taken over as it is."),
    "closing_time": _("This use lasts until the room closes or longer. It is taken over as it is."),
    "before_opening": _("This use begins before the room opens. It is taken over as it is."),
    "published": _("This session is published. It stays as it is; move it in the schedule."),
    "seats_taken": _("%(taken)d seats are already taken. The number of seats stays as it is."),
    "changed_here": _("This was changed here since it was imported (%(what)s). What was decided here stays."),
    "drawn_up_here": _("This agreement was drawn up here. It stays as it is."),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong, or worth a look. ``row`` is Excel's row, ``column`` the header, ``value`` the cell as typed."""

    sheet: str
    row: int
    column: str
    value: str
    code: str
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)
    place: tuple[int, int, int] = field(default=(0, 0, 0), compare=False)

    @property
    def message(self) -> str:
        return str(SENTENCES[self.sentence]) % {"value": self.value, **self.facts}

    def as_dict(self) -> dict[str, Any]:
        names = ("sheet", "row", "column", "value", "code", "message")
        return {name: getattr(self, name) for name in names}
