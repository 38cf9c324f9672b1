"""A database of its own with the demonstration in it, and CPU time taken fairly."""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median


def prepare() -> Path:
    """Set Django up on a new folder; nothing of the caller's environment is touched or used."""
    folder = Path(tempfile.mkdtemp(prefix="lokakarya-bench-"))
    os.environ |= {
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder / 'db.sqlite3'}"),
        "MEDIA_ROOT": str(folder / "media"),
        "CACHE_DIR": str(folder / "cache"),
        "MAIL_URL": f"file://{folder / 'mail'}",
        "BASE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "lokakarya.settings",
    }
    root = Path(__file__).resolve().parents[1]
    sys.path.insert(0, str(root))
    os.chdir(root)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", stdout=io.StringIO())
    return folder


def cpu_ms(act: Callable[[], object], *, rounds: int = 7, times: int = 20) -> float:
    """Median CPU milliseconds of one call."""
    act()
    samples = []
    for _round in range(rounds):
        begin = time.process_time()
        for _time in range(times):
            act()
        samples.append((time.process_time() - begin) / times * 1000)
    return median(samples)


def table(title: str, head: tuple[str, ...], rows: list[tuple]) -> None:
    cells = [head, *[tuple(str(cell) for cell in row) for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
