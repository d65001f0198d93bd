"""What evaluates the trees: `python -m benchmarks.train.runtimes --data FOLDER [--cache DIR]`.

The forest of three folds in NumPy and, where onnx and onnxruntime are installed, as an ONNX graph; beside them LightGBM
and CatBoost fitted on the rows of one run. Each judges the features of the fourth fold page by page on one thread.
Prints a Markdown table: milliseconds a page, size of the model, loss on the unseen fold, and what the runtime drags in.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.train import boost, dataset
from benchmarks.train.unseen import forests, pages
from cleaner.model.trees import Trees

Judge = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class Runtime:
    """A way to judge the rows of a page, the bytes of its model and the packages it needs beside NumPy."""

    name: str
    judge: Judge
    size: int
    packages: tuple[str, ...]


def onnx_graph(trees: Trees, features: int) -> bytes:
    """The forest as an ONNX TreeEnsembleRegressor: every oblivious tree written out as a full binary tree."""
    from onnx import TensorProto, helper  # noqa: PLC0415 - an optional package

    count, depth = trees.split.shape
    inner, leaves = (1 << depth) - 1, 1 << depth
    nodes: dict[str, list[Any]] = {
        k: [] for k in ("tree", "node", "feature", "value", "mode", "yes", "no", "leaf", "w")
    }
    for tree in range(count):
        for node in range(inner + leaves):
            level = (node + 1).bit_length() - 1
            asks = node < inner
            question = trees.split[tree, level] if asks else 0
            nodes["tree"].append(tree)
            nodes["node"].append(node)
            nodes["feature"].append(int(trees.feature[question]) if asks else 0)
            nodes["value"].append(float(trees.border[question]) if asks else 0.0)
            nodes["mode"].append("BRANCH_GT" if asks else "LEAF")
            nodes["yes"].append(2 * node + 2 if asks else 0)
            nodes["no"].append(2 * node + 1 if asks else 0)
            if not asks:
                # The way down read as bits, the first question first, is the leaf's number from its lowest bit.
                way = f"{node - inner:0{depth}b}"
                nodes["leaf"].append(node)
                nodes["w"].append(float(trees.leaf[tree, int(way[::-1], 2)]))
    ensemble = helper.make_node(
        "TreeEnsembleRegressor", ["rows"], ["odds"], domain="ai.onnx.ml", n_targets=1, base_values=[trees.bias],
        nodes_treeids=nodes["tree"], nodes_nodeids=nodes["node"], nodes_featureids=nodes["feature"],
        nodes_values=nodes["value"], nodes_modes=nodes["mode"], nodes_truenodeids=nodes["yes"],
        nodes_falsenodeids=nodes["no"], target_treeids=np.repeat(np.arange(count), leaves).tolist(),
        target_nodeids=nodes["leaf"], target_ids=[0] * (count * leaves), target_weights=nodes["w"],
    )  # fmt: skip
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, features])
    odds = helper.make_tensor_value_info("odds", TensorProto.FLOAT, [None, 1])
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(
        helper.make_graph([ensemble], "blocks", [rows], [odds]), opset_imports=opsets, ir_version=9
    )
    return bytes(model.SerializeToString())


def runtimes(trees: Trees, lessons: Sequence[boost.Lesson]) -> Iterator[Runtime]:
    """Each runtime that is installed, fitted on these pages."""
    yield Runtime("NumPy, our trees", trees, len(trees.dump()), ())
    if importlib.util.find_spec("onnx") and importlib.util.find_spec("onnxruntime"):
        import onnxruntime  # noqa: PLC0415

        graph = onnx_graph(trees, lessons[0].matrix.shape[1])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        judge: Judge = lambda rows: session.run(None, {"rows": np.ascontiguousarray(rows)})[0][:, 0]  # noqa: E731
        yield Runtime("ONNX Runtime, the same trees", judge, len(graph), ("onnxruntime",))
    rows, share, weights = boost.rows(lessons, 2)
    import lightgbm  # noqa: PLC0415
    from catboost import CatBoostClassifier  # noqa: PLC0415

    cat = CatBoostClassifier(**boost.PARAMETERS, random_seed=2).fit(rows, share, sample_weight=weights)
    with tempfile.NamedTemporaryFile(suffix=".cbm") as kept:
        cat.save_model(kept.name)
        size = Path(kept.name).stat().st_size
    judge = lambda rows: cat.predict(rows, prediction_type="RawFormulaVal", thread_count=1)  # noqa: E731
    yield Runtime("CatBoost, one run", judge, size, ("catboost",))
    chosen = {"objective": "cross_entropy", "num_leaves": 31, "learning_rate": 0.05, "feature_fraction": 0.3,
              "bagging_fraction": 0.6, "bagging_freq": 1, "min_data_in_leaf": 40, "verbose": -1, "num_threads": 2,
              "seed": 2, "deterministic": True}  # fmt: skip
    light = lightgbm.train(chosen, lightgbm.Dataset(rows, share, weight=weights), 400)
    judge = lambda rows: light.predict(rows, raw_score=True, num_threads=1)  # noqa: E731
    yield Runtime("LightGBM, 400 trees", judge, len(light.model_to_string()), ("lightgbm", "scipy"))


def installed(package: str) -> float:
    """Megabytes of a package's files."""
    files = importlib.metadata.files(package) or []
    return sum(Path(str(file.locate())).stat().st_size for file in files if Path(str(file.locate())).exists()) / 1e6


def loss(odds: np.ndarray, share: np.ndarray, weight: np.ndarray) -> float:
    """Mean cross-entropy, weighed."""
    terms = np.logaddexp(0, odds) - share * odds
    return float((terms * weight).sum() / weight.sum())


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, nargs="+", required=True, help="folders of the development sets")
    cli.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "cleaner-train")
    cli.add_argument("--jobs", type=int, default=2)
    arguments = cli.parse_args()
    found = pages(arguments.data, arguments.cache, arguments.jobs)
    seen = found.lessons(lambda s: s.fold > 0)
    apart = [(np.asfortranarray(m), s) for m, s in zip(found.matrices, found.samples, strict=True) if not s.fold]
    trees = next(forests(found, arguments.cache))
    share = np.concatenate([s.share for _, s in apart])
    weight = np.concatenate([s.trust * (1 + s.counts) / (1 + s.counts).sum() for _, s in apart])
    print("| runtime | ms a page | model, kB | loss on unseen pages | drags in |\n|---|---|---|---|---|")
    for one in runtimes(trees, seen):
        odds = np.concatenate([one.judge(rows) for rows, _ in apart])
        best = min(_spent(one.judge, apart) for _ in range(3))
        needs = ", ".join(f"{name} {installed(name):.0f} MB" for name in one.packages) or "nothing"
        print(
            f"| {one.name} | {best:.2f} | {one.size / 1e3:.0f} | {loss(odds, share, weight):.4f} | {needs} |",
            flush=True,
        )


def _spent(judge: Judge, pages: Sequence[tuple[np.ndarray, dataset.Sample]]) -> float:
    start = time.process_time()
    for rows, _ in pages:
        judge(rows)
    return (time.process_time() - start) * 1e3 / len(pages)


if __name__ == "__main__":
    main()
