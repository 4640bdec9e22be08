"""Witnesses: others who watch that the log only grows, and say so by cosigning checkpoints."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, INVALID, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.log.notes import (
    Algorithm,
    Note,
    PublicKey,
    parse_note,
    parse_tree_head,
    parse_vkey,
    verify_cosignature,
)
from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.models import Checkpoint, Cosignature, Witness
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


def register_witness(vkey: str, person: Person | None) -> Witness:
    """Register someone's key, written ``name+id+base64`` with the cosignature algorithm.

    ``person`` is None on the command line, whose user owns the installation anyway.
    """
    if person is not None:
        require(person, "ledger.manage_log")
    try:
        key = parse_vkey(vkey)
    except NotProven as refusal:
        raise _refused("key", vkey, "vkey", refusal.reason) from None
    if key.algorithm is not Algorithm.COSIGNATURE:
        raise _refused(
            "key",
            vkey,
            "cosignature-key",
            Text("应为见证公钥（算法4）", "A witness's key has the cosignature algorithm (4)"),
        )
    if Witness.objects.filter(public_key=key.key).exists():
        raise Problem(CONFLICT, Text("该公钥已登记", "The key is registered already"))
    return Witness.objects.create(name=key.name, public_key=key.key, registered_by=person)


def end_witness(witness: Witness, person: Person) -> None:
    """Take no more cosignatures of a witness; those given stay."""
    require(person, "ledger.manage_log")
    Witness.objects.filter(pk=witness.pk, ended_at=None).update(ended_at=timezone.now())


def take_cosignatures(text: str) -> list[Cosignature]:
    """Keep the cosignatures of known witnesses that a note bears under one of our checkpoints.

    Signatures of others are left aside. The same one again is the same row. Raises Problem when
    the note is none of our checkpoints, a known witness's signature is wrong, or none is known.
    """
    try:
        note = parse_note(text)
        head = parse_tree_head(note.text)
        found = _verified(note)
    except NotProven as refusal:
        raise _refused("note", text[:80], "cosigned-note", refusal.reason) from None
    # a size may be signed twice, by an old key and a new one: the text is the same
    ours = Checkpoint.objects.filter(size=head.size, root=head.root).order_by("-pk").first()
    if ours is None or parse_note(ours.note).text != note.text:
        raise Problem(
            NOT_FOUND, Text("本日志没有签署过该检查点", "This log never signed that checkpoint")
        )
    with transaction.atomic():
        return [
            Cosignature.objects.get_or_create(
                checkpoint=ours,
                witness=witness,
                defaults={"signature": value, "signed_at": signed_at},
            )[0]
            for witness, value, signed_at in found
        ]


def cosigning_key(witness: Witness) -> PublicKey:
    """The key by which a witness cosigns."""
    return PublicKey(witness.name, Algorithm.COSIGNATURE, bytes(witness.public_key))


def _verified(note: Note) -> list[tuple[Witness, bytes, datetime]]:
    found = []
    for witness in Witness.objects.filter(ended_at=None):
        key = cosigning_key(witness)
        if claimed := note.of(key):
            found.append((witness, claimed[0].value, verify_cosignature(note, key)))
    if not found:
        raise NotProven("没有已登记见证方的签名", "No registered witness signed it")
    return found


def _refused(field: str, value: str, rule: str, message: Text) -> Problem:
    return Problem(INVALID, message, [Fault(field, value, rule, message)])
