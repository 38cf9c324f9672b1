"""Filters that every template may use without loading: dates, times, numbers, states."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from .. import dates

register = template.Library()

# How a state looks; its words always stand beside the colour.
CHIPS = {
    "ok": {
        "approved",
        "scheduled",
        "open",
        "confirmed",
        "attended",
        "accepted",
        "done",
        "signed",
        "issued",
        "published",
        "present",
        "sent",
    },
    "info": {
        "running",
        "submitted",
        "in_review",
        "offered",
        "nominated",
        "under_review",
        "agreed",
        "awaiting_signature",
    },
    "warn": {
        "draft",
        "revision",
        "waitlisted",
        "proposed",
        "preparing",
        "postponed",
        "tentative",
        "requested",
        "late",
        "waiting",
        "excused",
    },
    "bad": {
        "rejected",
        "cancelled",
        "declined",
        "absent",
        "revoked",
        "superseded",
        "refused",
        "lapsed",
        "no_show",
        "terminated",
        "failed",
    },
}
LOOK = {state: look for look, states in CHIPS.items() for state in states}

VERBS = {
    "draft_agreement": _("drafted"),
    "move_agreement": _("moved on"),
    "sign_agreement": _("recorded the signing"),
    "create_proposal": _("wrote the proposal"),
    "change_proposal": _("changed the proposal"),
    "submit_proposal": _("submitted the proposal"),
    "withdraw_proposal": _("withdrew the proposal"),
    "review_proposal": _("reviewed"),
    "decide_proposal": _("decided"),
    "prepare_workshop": _("set up the workshop"),
    "schedule_workshop": _("scheduled the workshop"),
    "open_registration": _("opened registration"),
    "begin_workshop": _("the workshop began"),
    "complete_workshop": _("the workshop is completed"),
    "cancel_workshop": _("cancelled the workshop"),
    "override_agreement": _("let it go on without an agreement in force"),
    "close_attendance": _("closed attendance"),
    "reopen_attendance": _("reopened attendance"),
    "report_workshop": _("handed in the report"),
    "close_workshop": _("closed the workshop"),
    "set_online_link": _("set the online link"),
    "draft_timetable": _("drafted the timetable"),
    "publish_timetable": _("published the timetable"),
    "discard_timetable": _("discarded the timetable"),
    "import_season": _("imported the season"),
    "start_certificate_batch": _("issued certificates"),
    "postpone_workshop": _("postponed the workshop"),
}


@register.filter
def long_day(value):
    return dates.long_day(_day(value)) if value else ""


@register.filter
def plain_day(value):
    return dates.plain_day(_day(value)) if value else ""


@register.filter
def short_day(value):
    return dates.short_day(_day(value)) if value else ""


@register.filter
def clock(value):
    if not value:
        return ""
    return dates.clock(timezone.localtime(value) if hasattr(value, "utcoffset") and hasattr(value, "date") else value)


@register.filter
def moment(value):
    """``24 November 2026 08.00 WIB``."""
    if not value:
        return ""
    here = timezone.localtime(value)
    return f"{dates.plain_day(here)} {dates.clock(here)} {dates.zone_name(here)}"


@register.filter
def rupiah(value):
    return dates.rupiah(value) if value is not None else ""


@register.filter
def lookup(mapping, key):
    return mapping.get(key, "") if mapping else ""


@register.simple_tag
def span(start, end):
    return dates.span(start, end) if start and end else ""


@register.simple_tag
def days_span(first, last):
    return dates.days_span(_day(first), _day(last)) if first and last else ""


@register.simple_tag
def chip(state, words):
    """A state as a small coloured label with its words."""
    return format_html('<span class="chip {}">{}</span>', LOOK.get(str(state), ""), words)


@register.simple_tag(takes_context=True)
def active(context, *names):
    """``aria-current`` for a link of the navigation whose section is shown."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    section = match.view_name.split("_")[0] if match and match.view_name else ""
    return mark_safe(' aria-current="page"') if section in names else ""


def _day(value):
    return timezone.localtime(value).date() if hasattr(value, "hour") else value


@register.filter
def verb_words(verb):
    """An audit verb in words; the unknown ones as they stand."""
    return VERBS.get(verb, verb.replace("_", " "))


RULES = {
    "unplaced": _("Sessions without a place"),
    "span": _("Days between first and last session"),
    "room_changes": _("Changes of room within a workshop"),
    "room_waste": _("Empty seats"),
    "shared": _("Participants asked to be in two places"),
}


@register.filter
def rule_words(rule):
    """A rule of the planner's score in words."""
    return RULES.get(rule, rule)
