"""``milkshed log`` and ``milkshed verify`` as people run them, against a running server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from milkshed.ledger.tests import chain
from tests.conformance.server import own_database, prepare, serving

_JSON_LD = {"Content-Type": "application/ld+json"}


@dataclass(frozen=True, slots=True)
class House:
    """An installation of its own."""

    url: str
    token: str
    var: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a verb to its end."""
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "milkshed.site.command", *arguments],
            env={**os.environ, "DATABASE_URL": self.url, "MILKSHED_VAR": str(self.var)},
            capture_output=True,
            text=True,
            check=False,
        )

    def sign(self) -> None:
        """Sign a checkpoint."""
        done = self.run("log", "checkpoint")
        assert done.returncode == 0, done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An installation with nothing in it."""
    with own_database() as url:
        yield House(url, prepare(url), tmp_path)


def test_from_capture_to_a_found_forgery(house: House, tmp_path: Path) -> None:
    remembered, proof = tmp_path / "log.json", tmp_path / "proof.json"
    with serving(house.url, house.token) as server, server.client() as client:

        def record(*names: str) -> None:
            body = chain.document([chain.milking(name, 100.0) for name in names])
            assert client.post("/capture", content=body, headers=_JSON_LD).status_code == 202

        follow = ("verify", "log", server.url, "--remember", str(remembered))
        record("A", "B", "C")
        house.sign()
        first = house.run(*follow)
        assert "首次核对" in first.stdout, first.stderr
        key = json.loads(remembered.read_text())["key"]

        proof.write_text(client.get("/log/proof/inclusion?index=1&entry=1").text)
        held = house.run("verify", "bundle", str(proof), "--key", key)
        assert "√ 证明成立：第 2 条" in held.stdout, held.stderr
        by_address = f"{server.url}/log/proof/inclusion?index=1"
        held = house.run("verify", "bundle", by_address, "--remembered", str(remembered))
        assert "仅证明摘要在案" in held.stdout, held.stderr

        assert house.run("log", "rotate-key").returncode == 0
        record("D", "E")
        house.sign()
        grown = house.run(*follow)
        assert "3 → 5 条" in grown.stdout, grown.stderr
        assert house.run("verify", "bundle", str(proof), "--key", key).returncode == 0
        sound = house.run("verify", "ledger")
        assert (sound.returncode, "√ 未发现" in sound.stdout) == (0, True), sound.stderr

        # someone with the database's password changes a fact and has everything made anew
        with psycopg.connect(house.url) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("UPDATE ledger_event SET person_id = 99 WHERE seq = 2")
        found = house.run("verify", "ledger")
        assert (found.returncode, "第 2 条与入账时不同" in found.stdout) == (1, True)
        with psycopg.connect(house.url) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("UPDATE ledger_event SET leaf = sha256(leaf) WHERE seq = 2")
            for table in ("cosignature", "checkpoint", "logtile"):
                connection.execute(f"DELETE FROM ledger_{table}")
        house.sign()
        kept = remembered.read_text()
        forked = house.run(*follow)
        assert (forked.returncode, "已分叉" in forked.stderr) == (1, True), forked.stderr
        assert remembered.read_text() == kept


def test_a_witness_is_registered_once(house: House) -> None:
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    refused = house.run("log", "add-witness", key)
    assert (refused.returncode, "算法4" in refused.stderr) == (1, True)
