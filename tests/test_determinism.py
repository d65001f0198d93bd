"""The same bytes and settings give the same result, whatever ran before and in whatever process."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.corpora import available, load
from cleaner import clean, clean_text
from cleaner.types import Mode
from cleaner.voters.catalogue import all_rules

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ["pages", "texts", pytest.param("wcxb", marks=pytest.mark.skipif(not available("wcxb"), reason="no data"))]
CASES = {"pages": 60, "texts": 60, "wcxb": 30}  # pages of the corpus are larger


def fingerprints(corpus: str, seed: int) -> dict[str, str]:
    """A digest of each result, cleaned in an order that the seed shuffles."""
    cases = load(corpus)[: CASES[corpus]]
    random.Random(seed).shuffle(cases)
    found = {}
    for case in cases:
        record = json.dumps(clean(case.data, url=case.url).to_dict(), sort_keys=True)
        found[case.id] = hashlib.sha256(record.encode()).hexdigest()
    return found


@pytest.mark.parametrize("corpus", CORPORA)
def test_order_and_process_change_nothing(corpus: str) -> None:
    """Three orders, one of them in another process with another hash seed, give identical bytes."""
    code = f"import json, tests.test_determinism as t; print(json.dumps(t.fingerprints({corpus!r}, 3)))"
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": "77", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    first = fingerprints(corpus, 1)
    assert fingerprints(corpus, 2) == first
    assert json.loads(other.stdout) == first


# Labels of the same length: which three of them are shown must not hang on the order of a set.
CREDITS = (
    "The film opens on a quay at night.\nNobody speaks for an hour.\n"
    "Réalisation : Claire Aubin. Image : Théo Marchand. Son : Luc Perrier. Mixage : Inès Vidal."
)


def told_of_examples() -> list[str]:
    """What the rules say of each rule's first example, and of the credits of a film."""
    examples = [one.fires[0].source for one in all_rules() if one.fires and one.fires[0].mode is Mode.TEXT]
    results = map(clean_text, [*examples, CREDITS])
    return [str([(v.rule, str(v.evidence), v.span) for d in one.decisions for v in d.verdicts]) for one in results]


def test_the_hash_seed_changes_no_evidence() -> None:
    """Words that a rule shows come in an order of their own, not in that of a set."""
    code = "import json, tests.test_determinism as t; print(json.dumps(t.told_of_examples()))"
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]  # fmt: skip
    assert told[1:] == told[:1] * 2
