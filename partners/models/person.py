from uuid import uuid4

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..identifiers import format_nip
from .expertise import Expertise
from .organisation import Organisation


class Employment(models.TextChoices):
    PNS = "pns", _("PNS")
    PPPK = "pppk", _("PPPK")
    NON_ASN = "non_asn", _("Not a civil servant")


class PersonQuerySet(models.QuerySet):
    def visible_to(self, person: "Person"):
        """People of the organisations in which ``person`` holds a role, and the person."""
        if person.is_superuser:
            return self
        own = models.Q(pk=person.pk)
        for path in person.role_paths():
            own |= models.Q(unit__path__startswith=path)
        return self.filter(own)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email=None, password=None, **fields):
        person = self.model(email=self.normalize_email(email) or None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


class Person(AbstractBaseUser):
    """One human, with or without a login. Numbers are attributes, never keys; there is no NIK."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    full_name = models.CharField(_("full name"), max_length=120)
    title_front = models.CharField(_("front title"), max_length=60, blank=True)
    title_back = models.CharField(_("back title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, help_text="E.164")
    nip = models.CharField("NIP", max_length=18, blank=True)
    nuptk = models.CharField("NUPTK", max_length=16, blank=True)
    employment = models.CharField(_("employment"), max_length=10, choices=Employment, default=Employment.NON_ASN)
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    position = models.CharField(_("position"), max_length=160, blank=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    birth_place = models.CharField(_("place of birth"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=2, default="id", choices=[("id", "Indonesia"), ("en", "English")]
    )
    expertise = models.ManyToManyField(Expertise, blank=True, related_name="people")
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = PersonManager()

    class Meta:
        ordering = ["full_name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.UniqueConstraint(fields=["nip"], name="person_nip_once", condition=~models.Q(nip="")),
            models.UniqueConstraint(fields=["nuptk"], name="person_nuptk_once", condition=~models.Q(nuptk="")),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Printed form ``<front> <name>, <back>``; the case of titles is never touched."""
        front = f"{self.title_front} " if self.title_front else ""
        back = f", {self.title_back}" if self.title_back else ""
        return f"{front}{self.full_name}{back}"

    @property
    def initials(self) -> str:
        parts = self.full_name.split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()

    @property
    def nip_spaced(self) -> str:
        return format_nip(self.nip)

    @property
    def masked_nip(self) -> str:
        """The last four digits only: birth date and sex stand in the rest."""
        return f"•••• {self.nip[-4:]}" if self.nip else ""

    def get_short_name(self):
        return self.full_name.split()[0]

    def get_full_name(self):
        return self.name

    # Permissions -------------------------------------------------------------------------------

    def current_roles(self) -> list[tuple[str, str]]:
        """``(role, organisation path)`` pairs in force today, read once per request."""
        if not hasattr(self, "_roles"):
            memberships = self.memberships.in_force()  # type: ignore[attr-defined]
            self._roles = list(memberships.values_list("role", "organisation__path"))
        return self._roles

    def role_paths(self, *roles: str) -> list[str]:
        """Paths of the subtrees in which the person holds one of ``roles`` (any role if none is named)."""
        return sorted({path for role, path in self.current_roles() if not roles or role in roles})

    def has_role(self, *roles: str, organisation: Organisation | None = None) -> bool:
        """Hold one of ``roles``, at ``organisation`` or above it if one is given."""
        if self.is_superuser:
            return True
        paths = self.role_paths(*roles)
        return bool(paths) if organisation is None else any(organisation.path.startswith(path) for path in paths)

    def has_perm(self, perm, obj=None):
        return self.is_active and (self.is_superuser or rules.has_perm(perm, self, obj))

    def has_module_perms(self, app_label):
        return self.is_active and self.is_superuser


class PersonRecord(models.Model):
    """What was true of a person from a day on: NIP, employment, grade, position, unit."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="records")
    valid_from = models.DateField()
    nip = models.CharField(max_length=18, blank=True)
    employment = models.CharField(max_length=10, choices=Employment)
    grade = models.CharField(max_length=10, blank=True)
    position = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["person", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["person", "valid_from"], name="person_record_once_a_day"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.valid_from}"
