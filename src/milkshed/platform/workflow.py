"""States and who may move them: a declarative table, with four-eyes and a full history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import require


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move: a verb takes a record from some states to one state.

    ``other_than`` names earlier verbs whose actor must be another person (four eyes).
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    title: Text
    other_than: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The states of one kind of record and the moves between them."""

    subject: str
    states: Mapping[str, Text]
    initial: str
    moves: tuple[Move, ...]

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that leave a state."""
        return tuple(move for move in self.moves if state in move.sources)

    def perform(
        self,
        record: Any,
        verb: str,
        person: Person,
        *,
        opinion: str = "",
        evidence: Mapping[str, object] | None = None,
        also: Sequence[str] = (),
        checked: Move | None = None,
    ) -> Transition:
        """Move ``record.state`` by ``verb`` and store who did it.

        The caller holds a row lock on the record and runs inside a transaction. ``also`` names
        further fields that the caller has set and that are stored with the state; ``checked`` is
        what :meth:`check` answered, where the caller has asked it already. Raises a problem when
        the verb is not held, not possible from the present state, or when the same person already
        performed one of the verbs in ``other_than``.
        """
        move = checked or self.check(record, verb, person)
        source, record.state = record.state, move.target
        record.save(update_fields=["state", *also])
        return Transition.objects.create(
            subject=self.subject,
            subject_id=record.pk,
            verb=verb,
            source=source,
            target=move.target,
            person=person,
            opinion=opinion,
            evidence=dict(evidence or {}),
        )

    def perform_all(
        self,
        records: Sequence[Any],
        verb: str,
        person: Person,
        *,
        opinion: str = "",
        also: Sequence[str] = (),
    ) -> None:
        """Move many records of one kind by one verb, as :meth:`perform` moves each.

        Raises what :meth:`perform` raises of the first that cannot be moved; none is moved then.
        """
        moves = [self.check(record, verb, person) for record in records]
        made = []
        for record, move in zip(records, moves, strict=True):
            made.append(
                Transition(
                    subject=self.subject,
                    subject_id=record.pk,
                    verb=verb,
                    source=record.state,
                    target=move.target,
                    person=person,
                    opinion=opinion,
                )
            )
            record.state = move.target
        if records:
            type(records[0]).objects.bulk_update(records, ["state", *also], batch_size=500)
            Transition.objects.bulk_create(made, batch_size=500)

    def check(self, record: Any, verb: str, person: Person) -> Move:
        """The move by which the person may perform the verb on the record as it stands.

        Raises what :meth:`perform` raises; for verbs that write other fields first.
        """
        require(person, verb)
        move = next((m for m in self.moves if m.verb == verb and record.state in m.sources), None)
        if move is None:
            present = self.states[record.state]
            raise Problem(
                CONFLICT,
                Text(
                    f"当前状态为“{present.zh}”，不能执行此操作",
                    f"The record is “{present.en}”; this step is not possible from there",
                ),
                [Fault("state", record.state, "no-such-move", Text("状态不符", "Wrong state"))],
            )
        if move.other_than and self._acted_before(record, person, move.other_than):
            raise Problem(
                NOT_ALLOWED,
                Text(
                    "须由另一人办理：您已办理过前一环节",
                    "Another person must do this: you did an earlier step",
                ),
                [Fault("person", person.username, "four-eyes", Text("双人原则", "Four eyes"))],
            )
        return move

    def _acted_before(self, record: Model, person: Person, verbs: tuple[str, ...]) -> bool:
        return Transition.objects.filter(
            subject=self.subject, subject_id=record.pk, verb__in=verbs, person=person
        ).exists()
