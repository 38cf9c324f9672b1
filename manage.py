#!/usr/bin/env python
import os
import sys


def main():
    # An older Python reads this far and says what is missing, instead of failing on the first new word.
    if sys.version_info < (3, 12):  # noqa: UP036
        sys.exit("Lokakarya needs Python 3.12 or newer. Run it by `make run`, which finds one.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lokakarya.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
