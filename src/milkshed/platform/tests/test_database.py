import pytest

from milkshed.platform.database import parse_url


def test_a_server_address_is_split() -> None:
    address = parse_url("postgresql://milk:s%40fe@db.example:6432/region")
    assert (address.name, address.user, address.password) == ("region", "milk", "s@fe")
    assert (address.host, address.port) == ("db.example", "6432")


def test_a_socket_folder_is_understood() -> None:
    address = parse_url("postgresql://postgres@/milkshed?host=/tmp/pg")
    assert (address.name, address.host, address.port) == ("milkshed", "/tmp/pg", "")


def test_another_database_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="mysql"):
        parse_url("mysql://localhost/milkshed")
