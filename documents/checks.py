"""``manage.py check --deploy`` says whether this machine can make papers as it should."""

from django.core import checks


# Only on deployment: importing the PDF engine would slow down every other command.
@checks.register("documents", deploy=True)
def pdf_engine(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from .rendering import self_check

    return [checks.Warning(problem, id="documents.W001") for problem in self_check()]
