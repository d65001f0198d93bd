"""Texts without residue: whatever goes from them is lost. `python -m benchmarks.intact [own gold] [--worst N]`.

own   fixtures/intact: short texts of many kinds and languages
gold  the gold bodies of the development sets, each judged by the line model of a fold that did not see its domain
      (after `python -m benchmarks.train_lines --folds-only`; skipped where the sets are absent)

Prints, by set, the share of words that went, the texts that lost a tenth or more, and the worst of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import ROOT, SHARED
from benchmarks.train_lines import adapter
from cleaner import CleanResult, clean_text
from cleaner.measure import fingerprint, word_count

OWN = ROOT / "fixtures" / "intact"
TENTH = 0.1
COPY_WORDS, COPY_SHARE = 37, 0.9  # runs of four words of a copy that is parted otherwise, and those that stand


@dataclass(frozen=True, slots=True)
class Intact:
    """A text of which nothing may go, and the URL that says which fold judges it."""

    set: str
    id: str
    url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many words a text had, how many went, and the pieces that went with their rules."""

    set: str
    id: str
    words: int
    lost: int
    pieces: tuple[tuple[str, str], ...]

    @property
    def ruined(self) -> bool:
        """Whether the text lost a tenth of its words or more."""
        return self.lost >= TENTH * self.words > 0


def own() -> Iterator[Intact]:
    """Our own texts, judged by the product as it ships."""
    for path in sorted(OWN.glob("*.txt")):
        yield Intact("own", path.stem, None, path.read_text("utf-8"))


def gold(folder: Path = SHARED) -> Iterator[Intact]:
    """The gold bodies of the development sets, each once."""
    for path in sorted((folder / "wcxb-dev/ground-truth").glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        yield Intact("wcxb", path.stem, record.get("url") or "", record["ground_truth"].get("main_content") or "")
    for path in sorted(folder.glob("more/*/gold.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                record = json.loads(row)
                yield Intact(path.parent.name, record["id"], record.get("url") or "", record.get("gold") or "")


def judge(one: Intact) -> Outcome:
    """What became of one text: its words, those of them that went, copies aside."""
    result = clean_text(one.text) if one.url is None else adapter.result(one.text, one.url)
    return outcome(one, result)


def judge_shipped(one: Intact) -> Outcome:
    """What became of one text by the product as it ships; its line model was fitted on texts of these domains, too."""
    return outcome(one, clean_text(one.text, url=one.url))


def outcome(one: Intact, result: CleanResult) -> Outcome:
    """The outcome of a result. A piece that still stands in the body was a copy, and is not lost."""
    body = fingerprint(result.text)
    runs = frozenset(_runs(body))
    gone = [r for r in result.removed if not _stands(fingerprint(r.text), body, runs)]
    pieces = tuple((r.rule, r.text) for r in gone)
    return Outcome(one.set, one.id, word_count(one.text), sum(word_count(r.text) for r in gone), pieces)


def _stands(piece: str, body: str, runs: frozenset[tuple[str, ...]]) -> bool:
    """Whether the words of a piece stand in the body: in their order, or nearly all runs of a longer one's."""
    own = list(_runs(piece))
    copied = len(own) >= COPY_WORDS and sum(map(runs.__contains__, own)) >= COPY_SHARE * len(own)
    return copied or f" {piece} " in f" {body} "


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = text.split()
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """One line a set and one for all."""
    names = list(dict.fromkeys(o.set for o in outcomes))
    for name in [*names, "all"] if len(names) > 1 else names:
        some = [o for o in outcomes if name in {o.set, "all"} and o.words]
        words, lost = sum(o.words for o in some), sum(o.lost for o in some)
        ruined = sum(o.ruined for o in some)
        share = lost / max(1, words)
        yield f"{name:12} texts {len(some):5} words {words:9,} lost {lost:6,} = {share:.3%}; {ruined} lost a tenth"


def main() -> None:
    """Print the report."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sets", nargs="*", default=["own", "gold"])
    cli.add_argument("--worst", type=int, default=0, metavar="N")
    cli.add_argument("--step", type=int, default=1, help="every so manieth text of the development sets")
    cli.add_argument("--shipped", action="store_true", help="by the line model that ships, not by folds")
    cli.add_argument("--jobs", type=int, default=2)
    args = cli.parse_args()
    texts = list(own()) if "own" in args.sets else []
    if "gold" in args.sets:
        texts += list(gold())[:: args.step] if SHARED.is_dir() else []
    with multiprocessing.Pool(args.jobs) as pool:
        outcomes = pool.map(judge_shipped if args.shipped else judge, texts, chunksize=8)
    for line in report(outcomes):
        print(line)
    rules = Counter[str]()
    for one in outcomes:
        for rule, text in one.pieces:
            rules[rule] += word_count(text)
    print("words by rule:", ", ".join(f"{rule} {count:,}" for rule, count in rules.most_common(14)))
    for one in sorted(outcomes, key=lambda o: -o.lost / max(1, o.words))[: args.worst]:
        print(f"== {one.set}/{one.id}: {one.lost} of {one.words} words")
        for rule, text in one.pieces[:12]:
            print(f"   {rule} {text[:110]!r}")


if __name__ == "__main__":
    main()
