"""The ledger's log for officers: what was signed last, by which keys, and whether it holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.text import Text
from milkshed.ledger.jobs import VERIFY
from milkshed.ledger.log.bundle import KeyStatement
from milkshed.ledger.log.integrate import waiting_count
from milkshed.ledger.log.keys import key_statements
from milkshed.ledger.log.redaction import redact_event
from milkshed.ledger.log.witnesses import cosigning_key, end_witness, register_witness
from milkshed.ledger.models import Checkpoint, LogKey, Redaction, Witness
from milkshed.platform.jobs import start_job
from milkshed.platform.models import Job
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.reader import tell

_SHOWN = 10


@require_GET
@page("ledger.verify")
def log(request: HttpRequest) -> HttpResponse:
    """Latest checkpoints, keys, witnesses, redactions, and the last full verification."""
    checkpoints = list(
        Checkpoint.objects.order_by("-pk").prefetch_related("cosignatures__witness")[:_SHOWN]
    )
    runs = Job.objects.filter(kind=VERIFY).order_by("-created_at")
    return render(
        request,
        "site/log.html",
        {
            "latest": checkpoints[0] if checkpoints else None,
            "root": bytes(checkpoints[0].root).hex() if checkpoints else "",
            "checkpoints": checkpoints,
            "waiting": waiting_count(),
            "keys": [
                *zip(LogKey.objects.order_by("pk"), map(_shown, key_statements()), strict=True)
            ],
            "witnesses": [(one, cosigning_key(one).vkey) for one in Witness.objects.order_by("pk")],
            "redactions": Redaction.objects.select_related("person").order_by("-redacted_at")[
                :_SHOWN
            ],
            "busy": runs.filter(state__in=["queued", "running"]).first(),
            "verified": runs.filter(state="done").order_by("-finished_at").first(),
            "may_manage": may(request.user, "ledger.manage_log"),
            "may_redact": may(request.user, "ledger.redact"),
        },
    )


def _shown(statement: KeyStatement) -> dict[str, Any]:
    return {"vkey": statement.key.vkey, "is_endorsed": statement.endorsement is not None}


@require_POST
@page("ledger.verify")
def verify(request: HttpRequest) -> HttpResponse:
    """Queue a full verification, unless one is under way."""
    busy = Job.objects.filter(kind=VERIFY, state__in=["queued", "running"]).first()
    job = busy or start_job(VERIFY, {}, person_of(request))
    tell(request, Text("核对已排队", "The verification is queued"))
    return redirect("job", pk=job.pk)


@require_POST
@page("ledger.manage_log")
def add_witness(request: HttpRequest) -> HttpResponse:
    """Register a witness's key."""
    witness = register_witness(word(request, "key"), person_of(request))
    tell(request, Text(f"已登记见证方 {witness.name}", f"{witness.name} is registered"))
    return redirect("ledger-log")


@require_POST
@page("ledger.manage_log")
def retire_witness(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more cosignatures of a witness."""
    end_witness(get_object_or_404(Witness, pk=pk), person_of(request))
    tell(request, Text("已停用见证方", "The witness is retired"))
    return redirect("ledger-log")


@require_POST
@page("ledger.redact")
def redact(request: HttpRequest) -> HttpResponse:
    """Remove an event's content for good."""
    redact_event(word(request, "event"), person_of(request), reason=word(request, "reason"))
    tell(
        request,
        Text("内容已删除，叶摘要与证明保留", "The content is gone; its leaf and proofs stay"),
    )
    return redirect("ledger-log")
