"""Spam insertions into clean texts, and what the cleaner finds of them: `python -m benchmarks.spam_corpus`.

Clean texts are the expected bodies of the fixtures and, where the folder stands beside the project, gold bodies
of `../shared/eval`. Each gets a few insertions of one kind; as many again get none, or sentences about a trade that
spammers like, as an article on it would have them. Kinds are dealt by text and the texts into two parts by a
seed; rules are written looking at part `look` only, `held` gives the figures that are told.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from cleaner import clean_text
from cleaner.types import Category

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared/eval/residue-dev.jsonl.gz"
HOSTS = ("bestdeal-24.example.com", "lucky-spins.example.net", "fast-cash.example.org", "paper-help.example.info")
TRADES = {
    "casino": ("online casino", "free spins", "no deposit bonus", "slot games", "live roulette", "betting odds"),
    "pills": ("buy viagra online", "cheap cialis", "no prescription pharmacy", "weight loss pills", "generic meds"),
    "loans": ("payday loans online", "instant cash loan", "bad credit loans", "no credit check", "same day loan"),
    "essays": ("write my essay", "essay writing service", "buy term paper", "cheap dissertation help"),
    "replicas": ("replica watches", "cheap designer handbags", "fake rolex", "outlet sale online"),
}  # fmt: skip
ABOUT = {
    "casino": "The casino on the pier lost its licence, and the roulette tables went to a school for croupiers.",
    "pills": "Doctors at the clinic said that patients who bought viagra online had been sold chalk.",
    "loans": "The bill would cap payday loans at a rate that lenders call too low for anyone without a credit history.",
    "essays": "Lecturers know at once what an essay writing service delivers, for it cites books that nobody reads.",
    "replicas": "Customs showed a table of replica watches, and one of them kept better time than the mayor's own.",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A text with what was inserted into it, line by line; `kind` is the way of inserting, or a negative's name."""

    name: str
    kind: str
    text: str
    inserted: tuple[str, ...]


def lines_of(kind: str, trade: str, chance: random.Random) -> list[str]:
    """One to three lines of spam of a kind."""
    words, host = TRADES[trade], chance.choice(HOSTS)
    pick = [chance.choice(words) for _ in range(4)]
    made = {
        "keywords": [", ".join(chance.choices(words, k=7))],
        "link-line": [f"{pick[0]} - best {pick[1]} https://{host}/{chance.randrange(900)}"],
        "off-topic": [f"If you need {pick[0]}, visit http://{host}/ where {pick[1]} is offered at the best price!"],
        "comments": [
            f"Great post, thanks for sharing! See my site for {pick[0]} http://{host}/{pick[2].replace(' ', '-')}",
            f"I really enjoyed this article. {pick[1]} >>> www.{host}",
        ],
        "contact": [f"{pick[0]} {pick[1]} WhatsApp +1 555 01{chance.randrange(10, 99)} 2{chance.randrange(100, 999)}"],
        "hidden": ["\u200b".join(f"{pick[0]} {pick[1]}") + f" https://{host}/"],
        "lookalike": [f"{pick[0]} {pick[1]} https://{host}/".replace("a", "\u0430", 2).replace("o", "\u043e", 2)],
    }  # fmt: skip
    return made[kind]


KINDS = ("keywords", "link-line", "off-topic", "comments", "contact", "hidden", "lookalike")
NEGATIVE = "about-the-trade"


def bodies(limit: int) -> Iterator[tuple[str, str]]:
    """Names and clean texts: all fixtures in English, then so many gold bodies."""
    for meta in sorted((ROOT / "fixtures/texts").glob("en-*/expected.txt")):
        yield meta.parent.name, meta.read_text("utf-8")
    if GOLD.exists():
        with gzip.open(GOLD, "rt", encoding="utf-8") as rows:
            records = (json.loads(row) for row in rows)
            tight = (one for one in records if one["view"] == "tight" and one["solid"] and 150 <= one["words"] <= 2_500)
            for _, one in zip(range(limit), tight, strict=False):
                yield one["id"], one["gold"]


def cases(limit: int, seed: int) -> Iterator[Case]:
    """One positive and one negative a text; equal for equal seeds."""
    for name, body in bodies(limit):
        chance = random.Random(crc32(f"{seed} {name}".encode()))
        lines = [line for line in body.split("\n") if line.strip()]
        if len(lines) < 4:
            continue
        kind, trade = chance.choice(KINDS), chance.choice(sorted(TRADES))
        spam = lines_of(kind, trade, chance)
        dirty = list(lines)
        for line in spam:
            dirty.insert(chance.choice((len(dirty), len(dirty), chance.randrange(1, len(dirty)))), line)
        yield Case(name, kind, "\n".join(dirty), tuple(spam))
        about = list(lines)
        about.insert(chance.randrange(1, len(about)), ABOUT[trade])
        yield Case(name, NEGATIVE, "\n".join(about), (ABOUT[trade],))


def part_of(name: str) -> str:
    """Half of the texts are to look at, half are held out, by name."""
    return "look" if crc32(name.removesuffix("-tight").encode()) % 2 else "held"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--part", choices=("look", "held"), default="held")
    cli.add_argument("--gold", type=int, default=200, help="gold bodies to take, where they are at hand")
    cli.add_argument("--seed", type=int, default=5)
    cli.add_argument("--missed", type=int, default=0, help="show so many missed lines; for part look only")
    arguments = cli.parse_args()
    found: dict[str, list[int]] = {kind: [0, 0] for kind in (*KINDS, NEGATIVE)}
    wrong = called = 0
    for case in cases(arguments.gold, arguments.seed):
        if part_of(case.name) != arguments.part:
            continue
        removed = clean_text(case.text).removed
        gone = plain("\n".join(one.text for one in removed))
        missed = [line for line in case.inserted if plain(line) not in gone]
        found[case.kind][0] += len(case.inserted) - len(missed)
        found[case.kind][1] += len(case.inserted)
        spam = [one for one in removed if one.category is Category.SPAM]
        called += len(spam)
        wrong += sum(case.kind == NEGATIVE or not is_in(one.text, case.inserted) for one in spam)
        if arguments.part == "look" and missed and case.kind != NEGATIVE and arguments.missed > 0:
            arguments.missed -= 1
            print("missed", case.kind, missed)
    told(arguments.part, found, called, wrong)


def told(part: str, found: dict[str, list[int]], called: int, wrong: int) -> None:
    """Print what was cut of each kind, recall over the spam, precision of the category."""
    for kind, (hits, of) in sorted(found.items()):
        print(f"{kind:16} {hits:4} of {of:4} cut")
    hits, of = (sum(found[kind][n] for kind in KINDS) for n in (0, 1))
    precision = 1 - wrong / max(1, called)
    print(f"part {part}: recall {hits / max(1, of):.3f} of {of} lines; called spam {called}, wrongly {wrong}, "
          f"precision {precision:.3f}")  # fmt: skip


def is_in(text: str, lines: Iterable[str]) -> bool:
    """Whether a removed text is one of these lines or a part of one."""
    return any(plain(text) in plain(line) for line in lines)


def plain(text: str) -> str:
    """The text without what does not show, spaces made one."""
    return " ".join("".join(c for c in text if c not in "\u200b\u00ad").split())


if __name__ == "__main__":
    main()
