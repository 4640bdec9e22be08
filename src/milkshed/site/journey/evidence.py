"""What the public page shows of the log: where the fact behind a lot stands, and that it holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from milkshed.ledger.facade import proof_of
from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.log.verifier import verify_bundle


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact's place in the log as shown; ``document`` is None until a checkpoint covers it.

    ``holds`` is what this server's own check of the proof says.
    """

    event_id: str
    number: int = 0
    size: int = 0
    root: str = ""
    origin: str = ""
    key: str = ""
    signed_at: datetime | None = None
    witnesses: int = 0
    holds: bool = False
    document: dict[str, Any] | None = None


def evidence_of(event_id: str) -> Evidence:
    """The proof of an event, checked like a stranger's."""
    found = proof_of(event_id)
    if found is None:
        return Evidence(event_id)
    bundle = found.bundle
    try:
        verify_bundle(bundle)
        holds = True
    except NotProven:
        holds = False
    return Evidence(
        event_id=event_id,
        number=bundle.index + 1,
        size=found.size,
        root=found.root.hex(),
        origin=bundle.keys[-1].key.name,
        key=bundle.keys[-1].key.vkey,
        signed_at=found.signed_at,
        witnesses=len(
            {one.name for one in bundle.checkpoint.signatures} - {bundle.keys[-1].key.name}
        ),
        holds=holds,
        document=bundle.as_document(),
    )
