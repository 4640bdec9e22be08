"""Facts out of events: what is stored of them for good."""

from hashlib import blake2b

import orjson
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.capture.taking_apart import fact_of


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
        max_leaves=8,
    )
)
def test_the_digest_of_content_is_that_of_event_and_context_with_sorted_names(said: object) -> None:
    """What distinguishes a repetition from a contradiction must never change: it is stored."""
    context = ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld", {"x": "https://x.eu/"}]
    event = {
        "type": "ObjectEvent",
        "eventID": "urn:uuid:8e4a1fd0-7d3f-4d8c-8d6c-0a6f1d3b2c10",
        "eventTime": "2026-01-05T08:30:00+08:00",
        "eventTimeZoneOffset": "+08:00",
        "recordTime": "2026-01-06T00:00:00Z",
        "action": "OBSERVE",
        "x:said": said,
    }
    fact = fact_of(event, b"", context)
    content = {name: event[name] for name in event if name not in ("eventID", "recordTime")}
    written = orjson.dumps((content, context), option=orjson.OPT_SORT_KEYS)
    assert fact.content == blake2b(written, digest_size=16).digest()
