"""Messages of the query interface in XML."""

import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.epcis.tests.test_xml import OBJECT, query, xml
from milkshed.ledger.epcis.tests.verdicts import file_named
from milkshed.ledger.epcis.xml_messages import QueryMessage, read_query_message

SUBSCRIBE = """
<q:Subscribe>
  <queryName>SimpleEventQuery</queryName>
  <params><param><name>EQ_bizStep</name><value><string>receiving</string></value></param>
  <param><name>eventCountLimit</name><value>5</value></param></params>
  <dest>https://plant.example/in</dest>
  <controls><schedule><second>0</second><minute>*/5</minute></schedule>
  <initialRecordTime>2026-01-05T00:00:00Z</initialRecordTime>
  <reportIfEmpty>true</reportIfEmpty></controls>
  <subscriptionID>plant-7</subscriptionID>
</q:Subscribe>"""


def test_a_subscription() -> None:
    assert read_query_message(query(SUBSCRIBE)) == QueryMessage(
        "Subscribe",
        "SimpleEventQuery",
        {"EQ_bizStep": ["receiving"], "eventCountLimit": "5"},
        "https://plant.example/in",
        "plant-7",
        {"second": "0", "minute": "*/5"},
        None,
        "2026-01-05T00:00:00Z",
        report_if_empty=True,
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<q:GetQueryNames/>", QueryMessage("GetQueryNames")),
        (
            "<q:Unsubscribe><subscriptionID>7</subscriptionID></q:Unsubscribe>",
            QueryMessage("Unsubscribe", subscription_id="7"),
        ),
        (
            "<q:Poll><queryName>q</queryName><params/></q:Poll>",
            QueryMessage("Poll", query_name="q"),
        ),
    ],
)
def test_small_messages(body: str, message: QueryMessage) -> None:
    assert read_query_message(query(body)) == message


def test_the_public_sample() -> None:
    message = read_query_message(file_named("XML/Query/Queries/SimpleEventQuery.xml").read_bytes())
    assert (message.kind, message.query_name) == ("Poll", "SimpleEventQuery")
    assert message.parameters["eventType"] == ["ObjectEvent", "AggregationEvent"]
    assert message.parameters["GE_eventTime"] == "2026-01-01T00:00:00+01:00"
    assert len(message.parameters) == 6


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (query("<q:Poll><params/></q:Poll>"), "required"),
        (query(""), "no-query-message"),
        (query("<q:QueryResults/>"), "no-query-message"),
        (xml(OBJECT), "not-a-query-document"),
        (
            query("<q:Poll><queryName>q</queryName><params><x/></params></q:Poll>"),
            "unexpected-element",
        ),
    ],
)
def test_what_is_no_message_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(Problem) as caught:
        read_query_message(data)
    assert [fault.rule for fault in caught.value.faults] == [rule]
