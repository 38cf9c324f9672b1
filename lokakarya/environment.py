"""Reading configuration from the environment: one place that knows how values are spelled."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def mailer(url: str) -> dict:
    """Turn MAIL_URL into a MAILERS entry.

    ``smtp://user:password@host:587/?tls=1`` (or ``ssl=1``), ``file:///folder`` or ``memory://``.
    """
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    if parts.scheme == "file":
        Path(parts.path).mkdir(parents=True, exist_ok=True)
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": parts.path},
        }
    if parts.scheme != "smtp":
        raise ValueError(f"MAIL_URL must start with smtp://, file:// or memory://, not {parts.scheme!r}.")
    query = parse_qs(parts.query)
    options = {"host": parts.hostname or "localhost", "port": parts.port or 25, "timeout": 20}
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    if query.get("tls") == ["1"]:
        options["use_tls"] = True
    if query.get("ssl") == ["1"]:
        options["use_ssl"] = True
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
