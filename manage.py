#!/usr/bin/env python
import os
import sys


def main():
    if sys.version_info < (3, 12):
        sys.exit("Lokakarya needs Python 3.12 or newer; this is %d.%d. Run it by `make run`." % sys.version_info[:2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lokakarya.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
