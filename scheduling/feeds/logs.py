"""Secret links stay out of the logs."""

import logging
import re

SECRET = re.compile(r"(/(?:feeds|offers|accounts/password/reset/key)/)[^/\s?\"'.]+")


class HideTokens(logging.Filter):
    """Write ``/feeds/…`` for the address of a secret link, whoever logs it.

    For the handlers of ``LOGGING``, so that it also covers Django's own loggers and the server's access log.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = SECRET.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
