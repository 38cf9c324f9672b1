"""Background work of partners."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.tasks import task
from django.utils import timezone

from .models import Notice


@task()
def send_notice(pk: int) -> str:
    """Mail one notice; a notice that was sent is not sent again."""
    notice = Notice.objects.filter(pk=pk).exclude(state=Notice.State.SENT).first()
    if notice is None:
        return "nothing to do"
    try:
        EmailMessage(
            notice.subject, notice.body, to=[notice.address], headers={"Auto-Submitted": "auto-generated"}
        ).send()
    except OSError as error:
        Notice.objects.filter(pk=pk).update(state=Notice.State.FAILED, error=str(error)[:250])
        raise
    Notice.objects.filter(pk=pk).update(state=Notice.State.SENT, sent_at=timezone.now(), error="")
    return "sent"


@task()
def send_waiting_notices() -> int:
    """Send what a killed worker or a mail server that was away left behind."""
    a_while_ago = timezone.now() - timedelta(minutes=5)
    rows = Notice.objects.exclude(state=Notice.State.SENT).filter(created_at__lt=a_while_ago)
    left = rows.order_by("created_at").values_list("pk", flat=True)[:500]
    for pk in left:
        send_notice.enqueue(pk)
    return len(left)
