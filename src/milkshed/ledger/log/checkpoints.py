"""Checkpoints: signed statements of the log's size and root, and the notes others see."""

from django.db import connection, transaction

from milkshed.kernel.clock import Clock, SystemClock
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.log.integrate import integrate, integrated_size, take_turn
from milkshed.ledger.log.keys import signer
from milkshed.ledger.log.notes import (
    Algorithm,
    Note,
    PublicKey,
    Signature,
    TreeHead,
    parse_note,
    verify_cosignature,
)
from milkshed.ledger.log.stored import stored_root
from milkshed.ledger.models import Checkpoint


def make_checkpoint(clock: Clock | None = None) -> Checkpoint:
    """Take all committed events in and sign the tree, unless the last checkpoint says the same.

    Raises Problem when the tiles no longer agree with the last checkpoint: a log that was
    altered is never signed.
    """
    integrate()
    with transaction.atomic(), connection.cursor() as cursor:
        take_turn(cursor)
        size, last = integrated_size(), latest_checkpoint()
        signs = signer(clock)
        if last is not None:
            if last.size == size and last.key_id == signs.row.pk:
                return last
            _check_unaltered(last, size)
        root = stored_root(size)
        now = (clock or SystemClock()).now()
        note = signs.sign_checkpoint(TreeHead(signs.row.name, size, root).text, now)
        own = PublicKey(signs.row.name, Algorithm.COSIGNATURE, bytes(signs.row.public_key))
        return Checkpoint.objects.create(
            size=size,
            root=root,
            key=signs.row,
            note=str(note),
            signed_at=verify_cosignature(note, own),
        )


def latest_checkpoint() -> Checkpoint | None:
    """The youngest checkpoint."""
    return Checkpoint.objects.order_by("-pk").first()


def published_note(checkpoint: Checkpoint) -> Note:
    """A checkpoint as others get it: with the cosignatures of witnesses."""
    return parse_note(checkpoint.note).with_signatures(
        Signature(
            one.witness.name,
            PublicKey(
                one.witness.name, Algorithm.COSIGNATURE, bytes(one.witness.public_key)
            ).key_id,
            bytes(one.signature),
        )
        for one in checkpoint.cosignatures.select_related("witness").order_by("pk")
    )


def _check_unaltered(last: Checkpoint, size: int) -> None:
    try:
        unaltered = last.size <= size and stored_root(last.size) == bytes(last.root)
    except LookupError:
        unaltered = False
    if not unaltered:
        raise Problem(
            CONFLICT,
            Text(
                f"日志与第 {last.pk} 号检查点（{last.size} 条）不符，拒绝签署；"
                "请运行 milkshed verify ledger",
                f"The log does not agree with checkpoint {last.pk} ({last.size} entries) and is"
                " not signed; run milkshed verify ledger",
            ),
        )
