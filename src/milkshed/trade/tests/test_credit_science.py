from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.trade.science.credit import (
    Listing,
    earliest_repair,
    end_of_listing,
    may_decide,
)

DAY = date(2026, 11, 29)


def test_nobody_decides_before_the_last_day_of_the_defence_is_over() -> None:
    assert not may_decide(DAY, DAY)
    assert may_decide(DAY, DAY + timedelta(days=1))


def test_a_listing_lasts_whole_years_to_the_day_before() -> None:
    assert end_of_listing(date(2026, 11, 29), 3) == date(2029, 11, 28)
    assert end_of_listing(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert end_of_listing(date(2024, 2, 29), 4) == date(2028, 2, 28)
    assert earliest_repair(date(2026, 1, 1), 365) == date(2027, 1, 1)


@given(
    st.sampled_from(["proposed", "noticed", "decided", "published", "repaired", "annulled"]),
    st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.none() | st.dates(date(2025, 1, 1), date(2030, 1, 1)),
)
@settings(max_examples=80, deadline=None)
def test_the_public_sees_only_what_is_published_and_not_over(
    state: str, published: date | None, expires: date | None
) -> None:
    public = Listing(state, published, expires).is_public(DAY)
    in_time = published is not None and published <= DAY and (expires is None or expires >= DAY)
    assert public == (state == "published" and in_time)
