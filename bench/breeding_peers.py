"""Relationships beside sgkit, a peer in Python: the same numbers, and how long each takes.

The peer, ``sgkit`` 0.10.0, is installed into an environment of its own below ``var``, once. Both
get the same simulated pedigree and genotypes and answer relationships by pedigree, their inverse,
inbreeding, and relationships by markers (VanRaden 2008, method 1, with the same frequencies). The
peer keeps all relationships dense, so that it is asked for some thousand animals only. Seconds of
processor, compilation left out.
Usage: ``python bench/breeding_peers.py [animals [markers]]``.
"""

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.marker_relationships import genomic_blocks
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.simulation import simulate_pedigree

Answers = dict[str, NDArray[np.float64]]
PEER = "sgkit==0.10.0"
ANIMALS, MARKERS = 2_000, 20_000
AGREE = 1e-9

_PEER_SCRIPT = """
import sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, sgkit, xarray
given = np.load(sys.argv[1])
parent = np.stack([given["sire"], given["dam"]], axis=1)
pedigree = xarray.Dataset({"parent": (("samples", "parents"), parent)})
markers = xarray.Dataset({
    "call_dosage": (("variants", "samples"), given["counts"].astype(np.float64)),
    "frequency": ("variants", given["frequency"]),
})
half = {"allow_half_founders": True}
def kinship(full):
    found = sgkit.pedigree_kinship(full, return_relationship=True, **half)
    return found.stat_pedigree_relationship.values
def inverse(full):
    found = sgkit.pedigree_inverse_kinship(full, return_relationship=True, **half)
    return found.stat_pedigree_inverse_relationship.values
def inbred(full):
    return sgkit.pedigree_inbreeding(full, **half).stat_pedigree_inbreeding.values
def genomic(full):
    return sgkit.genomic_relationship(
        full, estimator="VanRaden", ancestral_frequency="frequency", ploidy=2,
    ).stat_genomic_relationship.values
answers = {}
for name, work, data in (
    ("relationships", kinship, pedigree), ("inverse", inverse, pedigree),
    ("inbreeding", inbred, pedigree), ("genomic", genomic, markers),
):
    work(data)
    start = time.process_time()
    answers[name] = work(data)
    answers[name + "_seconds"] = time.process_time() - start
np.savez(sys.argv[2], **answers)
"""


def main() -> int:
    """Print seconds and the largest difference of each; 1 where both do not agree."""
    animals = int(sys.argv[1]) if len(sys.argv) > 1 else ANIMALS
    markers = int(sys.argv[2]) if len(sys.argv) > 2 else MARKERS
    pedigree = simulate_pedigree(animals, seed=5)
    random = np.random.default_rng(6)
    frequency = random.uniform(0.05, 0.5, markers)
    counts = random.binomial(2, frequency[:, None], (markers, len(pedigree))).astype(np.int8)
    frequency = counts.mean(axis=1) / 2
    theirs = _peer(pedigree, counts, frequency)
    store = MarkerStore.from_counts(
        [counts], list(map(str, range(len(pedigree)))), list(map(str, range(markers)))
    )
    f, everyone = inbreeding(pedigree), np.arange(len(pedigree))
    works: dict[str, Callable[[], NDArray[np.float64]]] = {
        "relationships": lambda: relationships(pedigree, everyone, everyone, f=f),
        "inverse": lambda: invert_relationships(pedigree, f=f).matrix().toarray(),
        "inbreeding": lambda: inbreeding(pedigree),
        "genomic": lambda: np.asarray(genomic_blocks(store), np.float64),
    }
    print(f"{len(pedigree):,} animals, {markers:,} markers; load {os.getloadavg()[0]:.1f}")
    print(f"{'':16}{'ours s':>10}{PEER + ' s':>18}{'ratio':>10}{'largest difference':>22}")
    agree = True
    for name, work in works.items():
        work()
        start = time.process_time()
        answer = work()
        ours = time.process_time() - start
        peer = float(theirs[f"{name}_seconds"])
        gap = float(np.abs(answer - theirs[name]).max())
        agree &= gap < AGREE
        print(f"{name:<16}{ours:10.3f}{peer:18.3f}{peer / max(ours, 1e-4):10.0f}{gap:22.1e}")
    return 0 if agree else 1


def _peer(pedigree: Pedigree, counts: NDArray[np.int8], frequency: NDArray[np.float64]) -> Answers:
    with tempfile.TemporaryDirectory() as folder:
        given, answered = Path(folder) / "given.npz", Path(folder) / "answered.npz"
        np.savez(given, sire=pedigree.sire, dam=pedigree.dam, counts=counts, frequency=frequency)
        subprocess.run([_peer_python(), "-c", _PEER_SCRIPT, given, answered], check=True)
        with np.load(answered) as held:
            return {name: np.asarray(held[name], np.float64) for name in held.files}


def _peer_python() -> Path:
    """The interpreter that has the peer, which is installed the first time."""
    folder = Path(os.environ.get("MILKSHED_VAR", "var")) / "bench" / "breeding-peer"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())
