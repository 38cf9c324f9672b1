"""Issued files, addressed by their content: ``MEDIA_ROOT/documents/<first two>/<sha256>.pdf``."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class DamagedFile(Exception):
    """The stored file is missing, or is no longer what was issued."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "documents" / sha256[:2] / f"{sha256}.pdf"


def store(content: bytes) -> str:
    """Keep ``content`` for ever and return its SHA-256. Storing the same bytes again changes nothing.

    When this returns, the file and its name are on the disk: a row may commit that points to it.
    """
    sha256 = digest(content)
    path = path_of(sha256)
    if path.exists() and digest(path.read_bytes()) == sha256:
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o444)
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    # The name lives in the folder, and the folder's own name in the one above: both must survive a power cut.
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)
    return sha256


def read(sha256: str) -> bytes:
    """Return the issued bytes. Raises DamagedFile rather than hand out anything else."""
    try:
        content = path_of(sha256).read_bytes()
    except OSError as error:
        raise DamagedFile(f"{sha256} cannot be read: {error}") from error
    if digest(content) != sha256:
        raise DamagedFile(f"{sha256} was changed on the disk")
    return content


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
