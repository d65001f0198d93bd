"""One digest over what the core makes of many inputs: equal before and after a move that may change no behaviour.

    python -m benchmarks.output_digest [--pages 400] [--data ../shared] [--out FILE]

Reads `fixtures/` and, where `--data` names the folder of the annotated sets, its cases and the first pages of its sets.
`--out` writes a line an input, so that two runs can be compared with diff.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

from cleaner import CleanResult, clean_html, clean_text

ROOT = Path(__file__).resolve().parent.parent


def find_inputs(data: Path, pages: int) -> Iterator[tuple[str, Path]]:
    """Name and file of every input, in a fixed order."""
    found = [*ROOT.glob("fixtures/pages/*/source.html"), *ROOT.glob("fixtures/texts/*/source.txt")]
    if data.is_dir():
        found += data.glob("cases/*/*.html")
        found += (path for path in data.glob("cases/text/*.txt") if ".expected" not in path.name)
        found += sorted(data.glob("eval/wcxb-dev/html/*.gz"))[: pages // 2]
        more = [sorted(folder.glob("html/*.gz")) for folder in sorted(data.glob("eval/more/*")) if folder.is_dir()]
        found += [path for files in more for path in files[: pages // 2 // max(len(more), 1)]]
    for path in sorted(found):
        yield "/".join(path.parts[-4:]), path


def describe(result: CleanResult) -> str:
    """Everything of a result but the versions, as one line of JSON."""
    told = result.to_dict()
    told.pop("versions")
    told |= {"markdown": result.markdown, "html": result.html, "scores": [d.score for d in result.decisions]}
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def digest_file(named: tuple[str, Path]) -> tuple[str, str]:
    """Name and digest of the result for one input."""
    name, path = named
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    result = clean_text(data.decode("utf-8", "replace")) if path.suffix == ".txt" else clean_html(data)
    return name, hashlib.sha256(describe(result).encode("utf-8", "surrogatepass")).hexdigest()


def main() -> None:
    """Print the digest over all inputs, and how many there were."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with Pool(2) as pool:
        lines = pool.map(digest_file, list(find_inputs(asked.data, asked.pages)), chunksize=8)
    text = "".join(f"{digest} {name}\n" for name, digest in lines)
    if asked.out:
        asked.out.write_text(text)
    print(hashlib.sha256(text.encode()).hexdigest(), f"over {len(lines)} inputs")


if __name__ == "__main__":
    main()
