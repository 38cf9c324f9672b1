"""What a view may take for granted: LoginRequiredMiddleware let only signed-in people through."""

from django.http import HttpRequest

from .models import Person


class PersonRequest(HttpRequest):
    """A request of a signed-in person."""

    user: Person  # type: ignore[assignment]
