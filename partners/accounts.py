"""How people sign in: by e-mail, with an account that an organisation made for them."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by organisations, from their personnel lists; nobody signs up."""
        return False

    def get_reset_password_from_key_url(self, key):
        from django.urls import reverse

        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)


def display_name(person) -> str:
    return person.name
