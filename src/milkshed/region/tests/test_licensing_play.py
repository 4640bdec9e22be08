"""Which stations and tankers the played applications are about."""

from milkshed.region.play.licensing import licensed_first


def test_what_has_no_paper_is_left_and_the_shown_one_comes_first() -> None:
    assert licensed_first([11, 12, 13, 14], 2, {11, 13, 14, None}) == [2, 0, 3]
    assert licensed_first([11, 12], 0, {12}) == [1]
    assert licensed_first([11], 0, set()) == []
