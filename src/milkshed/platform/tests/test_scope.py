import pytest

from milkshed.kernel.problems import Problem
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import get_visible, scope_of, visible
from tests.cast import Cast


def test_region_officer_sees_every_place(cast: Cast) -> None:
    scope = scope_of(cast.people["region_officer"])
    assert visible(Place.objects.all(), scope).count() == Place.objects.count()


def test_county_officer_sees_the_county_only(cast: Cast) -> None:
    scope = scope_of(cast.people["county_officer"])
    assert set(visible(Place.objects.all(), scope).values_list("county", flat=True)) == {"640302"}


def test_farm_manager_sees_the_own_farm_only(cast: Cast) -> None:
    scope = scope_of(cast.people["farm_manager"])
    assert list(visible(Place.objects.all(), scope)) == [cast.places["farm"]]
    assert list(visible(Organisation.objects.all(), scope)) == [cast.organisations["farm"]]


def test_what_is_out_of_scope_is_not_found(cast: Cast) -> None:
    scope = scope_of(cast.people["farm_manager"])
    with pytest.raises(Problem) as caught:
        get_visible(Place.objects.all(), scope, pk=cast.places["other_farm"].pk)
    assert caught.value.kind.status == 404
