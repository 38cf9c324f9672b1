"""Words that proposals and workshops share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dimension(models.TextChoices):
    """The six dimensions of Indonesia's smart-city movement."""

    GOVERNANCE = "governance", _("Governance")
    BRANDING = "branding", _("Branding")
    ECONOMY = "economy", _("Economy")
    LIVING = "living", _("Living")
    SOCIETY = "society", _("Society")
    ENVIRONMENT = "environment", _("Environment")


class DeliveryMode(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")
