"""``GS1-Signature``: the subscriber knows who sent a document, and that it is no old one.

EPCIS 2.0 leaves the form to the implementation. Ours is ``t=<seconds>,v1=<hex>``: the seconds of
the moment of sending since 1970, and HMAC-SHA-256 (RFC 2104), keyed with the subscriber's
``signatureToken`` in UTF-8, over the same seconds in ASCII, a full stop, and the body's bytes.
"""

import hmac
from datetime import datetime

HEADER = "GS1-Signature"


def signature_of(token: str, body: bytes, sent_at: datetime) -> str:
    """The value of the header for a body sent at a moment."""
    seconds = str(int(sent_at.timestamp()))
    digest = hmac.new(token.encode(), seconds.encode() + b"." + body, "sha256").hexdigest()
    return f"t={seconds},v1={digest}"
