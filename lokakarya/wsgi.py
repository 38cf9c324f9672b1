import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lokakarya.settings")

application = get_wsgi_application()


def warm_up() -> None:
    """Load every view before the first request: nobody should wait for imports while holding a write lock."""
    from django.urls import get_resolver

    get_resolver()._populate()


warm_up()
