from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationQuerySet(models.QuerySet):
    def within(self, organisation: "Organisation"):
        """The organisation itself and everything below it."""
        return self.filter(path__startswith=organisation.path)


class Organisation(models.Model):
    """A node of the tree city → agency, university → faculty; permissions reach its whole subtree."""

    class Kind(models.TextChoices):
        CITY = "city", _("City government")
        PROVINCE = "province", _("Provincial government")
        AGENCY = "agency", _("Regional agency")
        UNIVERSITY = "university", _("University")
        FACULTY = "faculty", _("Faculty")
        DEPARTMENT = "department", _("Department")
        INSTITUTE = "institute", _("Institute")
        OTHER = "other", _("Other")

    class Zone(models.TextChoices):
        WIB_PONTIANAK = "Asia/Pontianak", "WIB (Asia/Pontianak)"
        WIB_JAKARTA = "Asia/Jakarta", "WIB (Asia/Jakarta)"
        WITA = "Asia/Makassar", "WITA (Asia/Makassar)"
        WIT = "Asia/Jayapura", "WIT (Asia/Jayapura)"

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    # "PTK/BKPSDM/": stored because every permission query asks for a subtree by prefix.
    path = models.CharField(max_length=400, editable=False, db_index=True)
    address = models.CharField(max_length=300, blank=True)
    timezone = models.CharField(max_length=40, choices=Zone, default=Zone.WIB_PONTIANAK)
    letter_code = models.CharField(max_length=40, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(name="organisation_not_its_own_parent", condition=~models.Q(parent=models.F("id"))),
            models.UniqueConstraint(fields=["path"], name="organisation_path_once"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep ``path`` true for this node; a move of a node with children goes through its action."""
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def root_code(self) -> str:
        """Code of the institution at the top of the tree: the city or the university."""
        return self.path.split("/", 1)[0]

    def is_within(self, other: "Organisation") -> bool:
        return self.path.startswith(other.path)
