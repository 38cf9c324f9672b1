import stat

import pytest

from documents import storage


def test_what_was_stored_is_read_again_and_cannot_be_written():
    sha256 = storage.store(b"paper")
    path = storage.path_of(sha256)
    assert storage.read(sha256) == b"paper"
    assert path.name == f"{storage.digest(b'paper')}.pdf"
    assert path.parent.name == sha256[:2]
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_storing_twice_keeps_one_file_and_leaves_nothing_behind():
    first = storage.path_of(storage.store(b"paper"))
    before = first.stat().st_ino
    storage.store(b"paper")
    assert [(file.name, file.stat().st_ino) for file in first.parent.iterdir()] == [(first.name, before)]


def test_a_file_changed_or_lost_on_the_disk_is_not_handed_out():
    path = storage.path_of(storage.store(b"paper"))
    path.chmod(0o644)
    path.write_bytes(b"forged")
    with pytest.raises(storage.DamagedFile):
        storage.read(storage.digest(b"paper"))
    path.unlink()
    with pytest.raises(storage.DamagedFile):
        storage.read(storage.digest(b"paper"))


def test_storing_again_heals_a_file_cut_short_by_a_crash():
    path = storage.path_of(storage.digest(b"paper"))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"pap")
    storage.store(b"paper")
    assert storage.read(storage.digest(b"paper")) == b"paper"
