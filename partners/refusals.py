"""Refusals: what a person may not do, said in a full sentence."""

from collections.abc import Mapping


class Refusal(Exception):
    """An act that is not possible, with a stable ``code`` and a translated ``message``.

    The message says what is wrong, why, and what to do next. Pages show it, the API returns it as
    RFC 9457 problem details, commands print it. ``status`` is the HTTP status of the answer.
    """

    code = "refused"
    status = 409

    def __init__(self, message, *, code: str | None = None, facts: Mapping[str, object] | None = None):
        super().__init__(str(message))
        self.message = message
        self.code = code or self.code
        self.facts = dict(facts or {})

    def __str__(self):
        return str(self.message)


class NotAllowed(Refusal):
    """The person lacks the role that this act needs."""

    code = "not_allowed"
    status = 403


class WrongState(Refusal):
    """The thing is in a state from which this act does not lead on."""

    code = "wrong_state"
