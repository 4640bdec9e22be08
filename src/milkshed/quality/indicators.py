"""What quality contributes to the plan."""

from milkshed.platform.figures import Contribution


def contributions() -> tuple[Contribution, ...]:
    return ()
