from datetime import timedelta

from django.utils import timezone

from milkshed.kernel.clock import at_shanghai
from milkshed.region.play.hours import hour_of


def test_an_hour_that_has_not_come_yet_is_now() -> None:
    before, today = timezone.now(), timezone.localdate()
    tomorrow = hour_of(today + timedelta(days=1), 8)
    assert before <= tomorrow <= timezone.now()
    yesterday = today - timedelta(days=1)
    assert hour_of(yesterday, 8) == at_shanghai(yesterday, 8)
