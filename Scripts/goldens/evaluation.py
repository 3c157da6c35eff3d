#!/usr/bin/env python3
"""Writes Tests/EvaluationTests/Goldens/evaluation.json: what NumPy, SciPy and scikit-learn compute for the measures of
SwiftletEvaluation.

    venv/bin/python Scripts/goldens/evaluation.py

Inputs are float32, everything is computed in float64 and written with all digits. The format is that of generate.py.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.linalg import sqrtm
from scipy.optimize import brentq
from scipy.spatial.distance import cdist
from scipy.stats import mannwhitneyu
from sklearn.decomposition import PCA
from sklearn.metrics import auc, roc_curve
from sklearn.metrics.pairwise import polynomial_kernel

TARGET = Path(__file__).resolve().parents[2] / "Tests" / "EvaluationTests" / "Goldens" / "evaluation.json"


def points(seed: int, count: int, dimension: int, shift: float = 0, scale: float = 1) -> np.ndarray:
    """Normal points with correlated coordinates, rounded to float32."""
    random = np.random.default_rng(seed)
    mixing = np.eye(dimension) + 0.3 * random.standard_normal((dimension, dimension))
    values = shift + scale * random.standard_normal((count, dimension)) @ mixing
    return values.astype(np.float32).astype(np.float64)


def oriented(vectors: np.ndarray) -> np.ndarray:
    """Rows with the sign that makes the number of largest magnitude positive."""
    largest = np.abs(vectors).argmax(axis=1)
    return vectors * np.sign(vectors[np.arange(len(vectors)), largest])[:, None]


def case(name: str, options: dict, **tensors) -> dict:
    return {"name": name, "options": options, "tensors": {key: np.asarray(value) for key, value in tensors.items()}}


def eigen_cases():
    for size in (1, 2, 12, 33):
        random = np.random.default_rng(size)
        matrix = random.standard_normal((size, size))
        yield eigen_case(f"eigen {size}", matrix + matrix.T)
    thin = np.random.default_rng(7).standard_normal((3, 10))
    yield eigen_case("eigen of rank 3", thin.T @ thin, vectors=3)
    yield eigen_case("eigen, graded", np.diag(10.0 ** -np.arange(8)) + 1e-9)


def eigen_case(name: str, matrix: np.ndarray, vectors: int | None = None) -> dict:
    values, columns = np.linalg.eigh(matrix)
    rows = oriented(columns.T[::-1])[: vectors or len(matrix)]
    return case(name, {}, matrix=matrix, values=values[::-1], vectors=rows)


def principal_cases():
    # More points than dimensions, and fewer.
    for name, data in (("tall", points(1, 40, 6, shift=3)), ("wide", points(2, 7, 30, shift=-1))):
        analysis = PCA(n_components=3, svd_solver="full").fit(data)
        components = oriented(analysis.components_)
        yield case(
            f"principal components, {name}", {}, points=data, mean=analysis.mean_, components=components,
            variances=analysis.explained_variance_, shares=analysis.explained_variance_ratio_,
            projection=(data - analysis.mean_) @ components.T)


def frechet_cases():
    pairs = {
        "full rank": (points(3, 60, 8), points(4, 50, 8, shift=0.5, scale=1.5)),
        "far from 0": (points(5, 60, 8, shift=100), points(6, 60, 8, shift=101)),
        "fewer points than dimensions": (points(7, 5, 12), points(8, 9, 12, scale=2)),
        "a constant feature": (points(9, 40, 5) * [1, 1, 0, 1, 1], points(10, 40, 5) * [1, 0, 0, 1, 1]),
    }
    for name, (first, second) in pairs.items():
        covariances = np.cov(first, rowvar=False), np.cov(second, rowvar=False)
        # trace((C1 C2)^(1/2)) is the sum of the singular values of A B^T with C1 = A^T A and C2 = B^T B: no root of a
        # matrix, and exact for singular covariances too.
        factors = [(x - x.mean(axis=0)) / np.sqrt(len(x) - 1) for x in (first, second)]
        root = np.linalg.svd(factors[0] @ factors[1].T, compute_uv=False).sum()
        if name == "full rank":
            assert np.isclose(root, np.trace(sqrtm(covariances[0] @ covariances[1])).real, rtol=1e-10)
        shift = ((first.mean(axis=0) - second.mean(axis=0)) ** 2).sum()
        distance = shift + np.trace(covariances[0]) + np.trace(covariances[1]) - 2 * root
        yield case(f"frechet, {name}", {"distance": distance}, first=first, second=second)


def kernel_cases():
    for name, shift in (("same", 0.0), ("shifted", 0.7)):
        first, second = points(11, 40, 6), points(12, 40, 6, shift=shift)
        kernel = lambda a, b: polynomial_kernel(a, b, degree=3, gamma=1 / a.shape[1], coef0=1)
        count = len(first)
        within = [(k.sum() - np.trace(k)) / (count * (count - 1)) for k in (kernel(first, first), kernel(second, second))]
        distance = sum(within) - 2 * kernel(first, second).mean()
        yield case(f"kernel, {name}", {"distance": distance}, first=first, second=second)


def neighbour_cases():
    searched, queries = points(13, 50, 5), points(14, 20, 5)
    distances = cdist(queries, searched)
    order = distances.argsort(axis=1, kind="stable")[:, :4]
    yield case(
        "neighbours", {"count": 4}, queries=queries, searched=searched, indices=order,
        distances=np.take_along_axis(distances, order, axis=1))
    for name, generated in (("near", points(17, 40, 5, scale=1.2)), ("far", points(15, 40, 5, shift=2))):
        real = points(13, 50, 5)
        radii = [np.sort(cdist(x, x), axis=1)[:, 3] for x in (real, generated)]
        between = cdist(real, generated)
        yield case(
            f"precision and recall, {name}",
            {"precision": (between <= radii[0][:, None]).any(axis=0).mean(),
             "recall": (between <= radii[1][None, :]).any(axis=1).mean()},
            real=real, generated=generated)


def roc_cases():
    random = np.random.default_rng(16)
    same = random.integers(0, 2, 80)
    smooth = random.standard_normal(80) + 2 - same
    for name, distances in (("all different", smooth), ("with ties", np.round(2 * smooth) / 2)):
        distances = distances.astype(np.float32).astype(np.float64)
        false, true, thresholds = roc_curve(same, -distances, drop_intermediate=False)
        statistic = mannwhitneyu(distances[same == 0], distances[same == 1]).statistic
        area = auc(false, true)
        assert np.isclose(area, statistic / (same.sum() * (1 - same).sum()))
        equal = brentq(lambda x: x - (1 - np.interp(x, false, true)), 0, 1, xtol=1e-14)
        yield case(
            f"roc, {name}", {"auc": area, "equal_error_rate": equal, "u": statistic}, distances=distances, same=same,
            false_positive_rates=false, true_positive_rates=true)


def encode(values: np.ndarray) -> dict:
    return {"shape": list(values.shape), "data": values.reshape(-1).tolist()}


def main() -> None:
    cases = [
        *eigen_cases(), *principal_cases(), *frechet_cases(), *kernel_cases(), *neighbour_cases(), *roc_cases()
    ]
    versions = {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    lines = [f'{json.dumps(versions)[:-1]}, "cases": [']
    for position, entry in enumerate(cases):
        options = json.dumps({key: float(value) for key, value in entry["options"].items()})
        lines.append(f'{{"name": {json.dumps(entry["name"])}, "options": {options}, "tensors": {{')
        lines.append(",\n".join(f"{json.dumps(k)}: {json.dumps(encode(v))}" for k, v in entry["tensors"].items()))
        lines.append("}}" + ("," if position + 1 < len(cases) else ""))
    lines.append("]}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n")
    print(f"{TARGET.name}: {len(cases)} cases, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
