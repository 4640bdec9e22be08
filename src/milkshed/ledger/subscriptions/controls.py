"""What a subscriber asks for: where documents go and when (EPCIS 2.0, section 8.2.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.fields import utc_time
from milkshed.ledger.models import DeliveryFormat
from milkshed.ledger.problems import SUBSCRIPTION_CONTROLS
from milkshed.ledger.subscriptions.destinations import Network, check_destination
from milkshed.ledger.subscriptions.schedule import FIELDS, Schedule, read_schedule

FORMAT_MEMBER = "milkshed:mediaType"
"""The member for the notation of documents: the standard leaves it open."""
_MEMBERS = frozenset(
    {
        *("dest", "signatureToken", "stream", "schedule", "reportIfEmpty", "initialRecordTime"),
        FORMAT_MEMBER,
    }
)
_SWITCHES = ("stream", "reportIfEmpty")
_LONGEST_TOKEN = 500
_STREAM_PARAMETERS = frozenset({"stream", "reportIfEmpty", "initialRecordTime", *FIELDS})


@dataclass(frozen=True, slots=True)
class Controls:
    """When documents are sent: as events arrive where ``schedule`` is None.

    ``initial_record_time`` is where the first document begins; None is the time of subscribing.
    """

    schedule: Schedule | None
    report_if_empty: bool = False
    initial_record_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class WebhookControls:
    """A webhook: the controls, the address and the word that signs what is sent there."""

    controls: Controls
    dest: str
    signature_token: str
    media_type: DeliveryFormat = DeliveryFormat.JSON_LD


def read_webhook(document: object, networks: tuple[Network, ...]) -> WebhookControls:
    """Check the body of a subscription; raises SubscriptionControlsException with each fault.

    ``networks`` are those inside which a destination may lie besides the public internet.
    """
    if not isinstance(document, dict):
        raise _refused([_fault("", document, "object", *_NO_OBJECT)])
    faults = [
        _fault(name, value, "unknown-member", *_UNKNOWN)
        for name, value in document.items()
        if name not in _MEMBERS
    ]
    dest = document.get("dest")
    if not isinstance(dest, str):
        faults.append(_fault("dest", dest, "required", *_NO_DEST))
    else:
        faults.extend(check_destination(dest, networks))
    token = document.get("signatureToken", "")
    if not isinstance(token, str) or len(token) > _LONGEST_TOKEN:
        faults.append(_fault("signatureToken", None, "token", *_TOKEN))
    faults.extend(
        _fault(name, document[name], "boolean", *_BOOLEAN)
        for name in _SWITCHES
        if not isinstance(document.get(name, False), bool)
    )
    media_type = document.get(FORMAT_MEMBER, DeliveryFormat.JSON_LD.value)
    if media_type not in DeliveryFormat.values:
        faults.append(_fault(FORMAT_MEMBER, media_type, "media-type", *_FORMAT))
    schedule, streams = document.get("schedule"), document.get("stream") is True
    if schedule is not None and not isinstance(schedule, dict):
        faults.append(_fault("schedule", schedule, "object", *_NO_OBJECT))
    controls, more = _controls(
        schedule=schedule if isinstance(schedule, dict) else None,
        streams=streams,
        report_if_empty=document.get("reportIfEmpty") is True,
        initial=document.get("initialRecordTime"),
        pointer="schedule",
    )
    faults.extend(more)
    if faults or controls is None:
        raise _refused(faults)
    return WebhookControls(controls, str(dest), str(token), DeliveryFormat(media_type))


def is_stream_parameter(name: str) -> bool:
    """Whether a URL parameter belongs to a stream, not to the query."""
    return name in _STREAM_PARAMETERS


def read_stream(parameters: Mapping[str, str]) -> Controls:
    """Check the URL parameters of a WebSocket; raises SubscriptionControlsException."""
    faults = [
        _fault(name, value, "unknown-parameter", *_UNKNOWN)
        for name, value in parameters.items()
        if name not in _STREAM_PARAMETERS
    ]
    faults.extend(
        _fault(name, parameters[name], "boolean", *_BOOLEAN)
        for name in _SWITCHES
        if parameters.get(name, "false") not in ("true", "false")
    )
    schedule = {name: parameters[name] for name in FIELDS if name in parameters}
    controls, more = _controls(
        schedule=schedule or None,
        streams=parameters.get("stream") == "true",
        report_if_empty=parameters.get("reportIfEmpty") == "true",
        initial=parameters.get("initialRecordTime"),
        pointer="",
    )
    faults.extend(more)
    if faults or controls is None:
        raise _refused(faults)
    return controls


def _controls(
    *,
    schedule: Mapping[str, Any] | None,
    streams: bool,
    report_if_empty: bool,
    initial: object,
    pointer: str,
) -> tuple[Controls | None, list[Fault]]:
    faults: list[Fault] = []
    checked: Schedule | None = None
    if streams == (schedule is not None):
        faults.append(_fault("stream", streams, "stream-or-schedule", *_EITHER))
    elif schedule is not None:
        try:
            checked = read_schedule(schedule, pointer)
        except Problem as problem:
            faults.extend(problem.faults)
    moment: datetime | None = None
    if initial is not None:
        try:
            # a plus sign that was not percent-encoded arrives as a space
            moment = utc_time(str(initial).strip().replace(" ", "+"))
        except ValueError:
            faults.append(_fault("initialRecordTime", initial, "not-a-time", *_TIME))
    return (None if faults else Controls(checked, report_if_empty, moment)), faults


def _refused(faults: list[Fault]) -> Problem:
    return Problem(SUBSCRIPTION_CONTROLS, faults[0].message, faults)


def _fault(field: str, value: object, rule: str, zh: str, en: str) -> Fault:
    return Fault(field, value, rule, Text(zh, en))


_NO_OBJECT = ("应为JSON对象", "This must be a JSON object")
_UNKNOWN = ("订阅没有这一项", "A subscription has no such member")
_NO_DEST = ("缺少推送地址dest", "The address dest is missing")
_TOKEN = (
    f"signatureToken应为不超过{_LONGEST_TOKEN}个字符的文字",
    f"signatureToken must be text of {_LONGEST_TOKEN} characters at most",
)
_FORMAT = (
    f"{FORMAT_MEMBER}应为{'或'.join(DeliveryFormat.values)}",
    f"{FORMAT_MEMBER} must be {' or '.join(DeliveryFormat.values)}",
)
_BOOLEAN = ("应为true或false", "This must be true or false")
_EITHER = (
    "必须且只能选择一种：stream为true，或给出时间表",
    "Exactly one is needed: stream as true, or a schedule",
)
_TIME = ("应为带时区的时间", "This must be a time with its zone")
