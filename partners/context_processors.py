"""What every page knows of the site."""

from django.conf import settings


def site(request):
    return {"site_is_demonstration": settings.IS_LOOPBACK}
