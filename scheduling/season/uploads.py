"""Workbooks between upload and import: on disk under a random name, known only to the session that brought them."""

import time
from dataclasses import dataclass
from pathlib import Path, PurePath
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest

from .importer import Delivery

SESSION_KEY = "season_imports"
# Nobody comes back to a preview after a day, and the files hold personal data.
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Upload:
    public_id: str
    filename: str
    programme: str

    @property
    def path(self) -> Path:
        return _folder() / f"{self.public_id}.xlsx"

    def deliver(self) -> Delivery:
        try:
            return Delivery(self.path.read_bytes(), self.filename, self.programme)
        except FileNotFoundError:
            raise Http404 from None


def keep(request: HttpRequest, delivery: Delivery) -> Upload:
    """Store an upload for this person alone."""
    _sweep()
    upload = Upload(str(uuid4()), PurePath(delivery.filename).name[:120], delivery.programme)
    upload.path.touch(mode=0o600)
    upload.path.write_bytes(delivery.data)
    entry = {"filename": upload.filename, "programme": upload.programme}
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), upload.public_id: entry}
    return upload


def find(request: HttpRequest, public_id: UUID) -> Upload:
    """The upload of that name if this session brought it; everybody else gets a 404."""
    entry = request.session.get(SESSION_KEY, {}).get(str(public_id))
    if entry is None:
        raise Http404
    return Upload(str(public_id), entry["filename"], entry["programme"])


def drop(request: HttpRequest, upload: Upload) -> None:
    upload.path.unlink(missing_ok=True)
    entries = request.session.get(SESSION_KEY, {})
    entries.pop(upload.public_id, None)
    request.session[SESSION_KEY] = entries


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "season"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sweep() -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in _folder().glob("*.xlsx"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
