"""Who signs in for which role, and where nobody of the demonstration may."""

from dataclasses import dataclass

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOMAIN = "demo.example"
# No secret: it is printed with the addresses, and the addresses open nothing on a public server.
PASSWORD = "lokakarya-demo"  # noqa: S105
ADMIN = "admin"


@dataclass(frozen=True)
class Login:
    role: str | Promise
    key: str

    @property
    def email(self) -> str:
        return address_of(self.key)


LOGINS = (
    Login(_("Coordinator"), "dewi"),
    Login(_("Proposer"), "bagus"),
    Login(_("Reviewer, city"), "ratna"),
    Login(_("Reviewer, university"), "hendrawan"),
    Login(_("Cooperation officer"), "maria"),
    Login(_("Dean's office"), "yosef"),
    Login(_("Lecturer"), "andika"),
    Login(_("Room manager"), "sutrisno"),
    Login(_("Personnel officer"), "lilis"),
    Login(_("Participant"), "rizky"),
    Login(_("Signatory"), "syafruddin"),
    Login(_("Auditor"), "nurhayati"),
    Login(_("System admin"), ADMIN),
)


def address_of(key: str) -> str:
    return f"{key}@{DOMAIN}"


def are_allowed() -> bool:
    """A password that everybody knows is fine on one's own machine, and nowhere with DEBUG=0 on a public address."""
    return settings.DEBUG or settings.IS_LOOPBACK


class GuardedBackend(AuthenticationBackend):
    """Sign-in as everywhere, but a database with a demonstration in it, moved to a public server, lets none of it in.

    Asked at sign-in and again with each request of a session (ModelBackend.get_user).
    """

    def user_can_authenticate(self, user):
        if (user.email or "").endswith(f"@{DOMAIN}") and not are_allowed():
            return False
        return super().user_can_authenticate(user)
