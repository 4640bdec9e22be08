"""The owner of a subscription is told when it was suspended."""

from datetime import UTC, datetime

from milkshed.kernel.text import Text
from milkshed.ledger.models import Subscription
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.models import Alarm, Severity

KIND = "subscription"


def raise_suspension_alarm(subscription: Subscription, reason: Text) -> Alarm:
    """Raise one alarm per suspension, for the organisations the owner works in."""
    now = datetime.now(UTC)
    since = subscription.failing_since or now
    owner = subscription.query.owner
    organisations = owner.organisations()
    name = subscription.query.name[:80]
    return raise_alarm(
        f"subscription:{subscription.pk}:{int(since.timestamp())}",
        kind=KIND,
        severity=Severity.WARNING,
        title=Text(f"订阅“{name}”已暂停推送", f"Subscription “{name}” was suspended"),
        happened_at=now,
        county=next((o.county for o in organisations if o.county), ""),
        organisations=organisations,
        facts=[
            {
                "title_zh": "推送地址",
                "title_en": "Destination",
                "value": subscription.dest[:200],
                "url": "/subscriptions",
            },
            {
                "title_zh": f"原因：{reason.zh}"[:200],
                "title_en": f"Reason: {reason.en}"[:240],
                "value": owner.name_zh,
                "url": "/subscriptions",
            },
        ],
    )
