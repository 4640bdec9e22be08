"""Sends one document to one address, within a time, whatever is at the other end.

Only the status counts. The answer's body is not read, redirects are not followed (each would be a
destination nobody checked), no proxy of the environment is used, and no connection is kept, so
that a certificate checked for one subscriber never serves another.
"""

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta

import httpx

from milkshed.kernel.text import Text
from milkshed.ledger.subscriptions.destinations import Network, Unreachable, pin
from milkshed.ledger.subscriptions.outbox import Answer, Parcel
from milkshed.ledger.subscriptions.signatures import HEADER, signature_of


class Poster:
    """Sends documents; an asynchronous context that holds the connections."""

    def __init__(self, networks: tuple[Network, ...], within: timedelta, most: int) -> None:
        self._networks = networks
        self._seconds = within.total_seconds()
        self._client = httpx.AsyncClient(
            verify=ssl.create_default_context(),
            trust_env=False,
            follow_redirects=False,
            timeout=self._seconds,
            limits=httpx.Limits(max_connections=most, max_keepalive_connections=0),
        )

    async def __aenter__(self) -> "Poster":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def post(self, parcel: Parcel) -> Answer:
        """Send a document and tell how it was answered; never raises for what the other end does.

        The time allowed is for everything together: name, connection, sending and answer.
        """
        begun = time.monotonic()
        status: int | None = None
        failure: Text | None = None
        try:
            async with asyncio.timeout(self._seconds):
                status = await self._send(parcel)
            if not 200 <= status < 300:
                failure = _refusal(status)
        except TimeoutError:
            failure = _late(self._seconds)
        except Unreachable as unreachable:
            failure = unreachable.reason
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            failure = _broken(error)
        return Answer(status, failure, timedelta(seconds=time.monotonic() - begun))

    async def _send(self, parcel: Parcel) -> int:
        pinned = await pin(parcel.dest, self._networks)
        headers = {
            "Host": pinned.authority,
            "Content-Type": parcel.media_type,
            "Connection": "close",
            "User-Agent": "milkshed",
            "GS1-EPCIS-Version": "2.0.0",
            "GS1-CBV-Version": "2.0.0",
            "Milkshed-Delivery": str(parcel.delivery_id),
            "Milkshed-Attempt": str(parcel.attempt),
        }
        if parcel.signature_token:
            headers[HEADER] = signature_of(parcel.signature_token, parcel.body, datetime.now(UTC))
        request = self._client.build_request(
            "POST",
            pinned.url,
            content=parcel.body,
            headers=headers,
            extensions={"sni_hostname": pinned.host},
        )
        response = await self._client.send(request, stream=True)
        await response.aclose()
        return response.status_code


def _refusal(status: int) -> Text:
    if 300 <= status < 400:
        return Text(
            f"接收方要求跳转（{status}），推送不跟随跳转",
            f"The subscriber redirects ({status}), which is not followed",
        )
    return Text(f"接收方应答{status}", f"The subscriber answered {status}")


def _late(seconds: float) -> Text:
    return Text(f"接收方{seconds:g}秒内没有应答", f"No answer within {seconds:g} seconds")


def _broken(error: Exception) -> Text:
    if isinstance(error, httpx.TimeoutException):
        return Text("接收方没有及时应答", "The subscriber did not answer in time")
    if isinstance(error, httpx.ConnectError | OSError):
        return Text("连不上接收方", "The subscriber cannot be reached")
    return Text("接收方的应答不是HTTP", "The subscriber's answer is no HTTP")
