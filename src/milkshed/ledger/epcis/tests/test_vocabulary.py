"""The numbers CBV 2.0 states, and the notations of one word."""

import pytest

from milkshed.ledger.epcis import vocabulary
from milkshed.ledger.epcis.vocabulary import Vocabulary, bare_word


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (vocabulary.BIZ_STEPS, 41),
        (vocabulary.DISPOSITIONS, 33),
        (vocabulary.BIZ_TRANSACTION_TYPES, 13),
        (vocabulary.SOURCE_DESTINATION_TYPES, 3),
        (vocabulary.ERROR_REASONS, 2),
        (vocabulary.MEASUREMENT_TYPES, 72),
        (vocabulary.EVENT_TYPES, 5),
    ],
)
def test_counts_of_cbv_2_0(words: tuple[str, ...], count: int) -> None:
    assert len(words) == len(set(words)) == count


@pytest.mark.parametrize(
    "notation",
    [
        "shipping",
        "urn:epcglobal:cbv:bizstep:shipping",
        "https://ref.gs1.org/cbv/BizStep-shipping",
        "cbv:BizStep-shipping",
    ],
)
def test_every_notation_is_one_word(notation: str) -> None:
    assert bare_word(Vocabulary.BIZ_STEP, notation) == "shipping"


def test_own_words_stay() -> None:
    own = "https://milkshed.example/ns/bizStep/cleaning"
    assert bare_word(Vocabulary.BIZ_STEP, own) == own
    assert bare_word(Vocabulary.MEASUREMENT, "gs1:Temperature") == "Temperature"
