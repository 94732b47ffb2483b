"""Fit the search to the examples, and its confidence to questions that it has not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.calibration import Calibration, Decision, calibrate
from knowledge.embedding import Embedder, StaticEmbedder
from knowledge.material import Example, Origin
from knowledge.retrieval import Retriever
from knowledge.tuning import tune

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Every so many-th question is kept from the trial fit, to calibrate on.
_HELD_OUT = 4
#: Every so many-th entry is kept from the trial fit altogether: its questions then have no right answer.
_HOMELESS = 8
#: More questions than these say no more about the borders, and each takes its time.
_TRIED = 3000
_SEED = 11


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A search that is ready, and what it reached in the trial."""

    retriever: Retriever
    calibration: Calibration
    #: Entry ids by their number.
    entries: tuple[str, ...]
    quality: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a search said to texts that it had not seen."""

    signs: "NDArray[np.float32]"
    #: Whether the best entry was the right one, and whether the right one was among the best three.
    right: "NDArray[np.bool_]"
    among: "NDArray[np.bool_]"
    strange: "NDArray[np.bool_]"
    homeless: "NDArray[np.bool_]"


def fit_calibrated(
    base: Embedder, examples: Sequence[Example], foreign: Sequence[str], progress: Callable[[str], None]
) -> Fitted:
    """Fit twice: once without some questions, to learn how far the scores can be trusted, then with all."""
    seen, unseen, homeless = split(examples)
    progress(f"trial with {len(seen)} examples, {len(unseen)} questions held out")
    trial_entries, trial_search = fit(base, seen)
    trial = run_trial(trial_search, trial_entries, unseen, homeless, foreign)
    calibration = calibrate(trial.signs, right=trial.right, strange=trial.strange, homeless=trial.homeless)
    quality = measure(trial, calibration)
    progress("held-out questions: " + ", ".join(f"{name} {value:.3f}" for name, value in quality.items()))
    entries, retriever = fit(base, examples)
    progress(f"{len(examples)} examples indexed")
    return Fitted(retriever=retriever, calibration=calibration, entries=entries, quality=quality)


def fit(base: Embedder, examples: Sequence[Example]) -> tuple[tuple[str, ...], Retriever]:
    """Return the entry ids by number, and a search fitted to the examples."""
    entries = tuple(sorted({example.entry for example in examples}))
    number = {entry: row for row, entry in enumerate(entries)}
    texts = [example.text for example in examples]
    labels = [number[example.entry] for example in examples]
    embedder = tune(base, texts, labels) if isinstance(base, StaticEmbedder) else base
    return entries, Retriever.fit(embedder, texts, labels)


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example], list[Example]]:
    """Return examples to learn from, questions to test with, and questions whose entry is left out."""
    generator = np.random.default_rng(_SEED)
    entries = sorted({example.entry for example in examples})
    count = len(entries) // _HOMELESS
    without = {entries[row] for row in generator.permutation(len(entries))[:count]}
    drawn = generator.random(len(examples)) < 1 / _HELD_OUT
    seen: list[Example] = []
    unseen: list[Example] = []
    homeless: list[Example] = []
    for example, held in zip(examples, drawn, strict=True):
        if example.entry in without:
            if example.origin is not Origin.TEXT and held:
                homeless.append(example)
        elif held and example.origin is not Origin.TEXT:
            unseen.append(example)
        else:
            seen.append(example)
    tried = generator.permutation(len(unseen))[:_TRIED]
    return seen, [unseen[row] for row in sorted(tried)], homeless


def run_trial(
    retriever: Retriever,
    entries: Sequence[str],
    unseen: Sequence[Example],
    homeless: Sequence[Example],
    foreign: Sequence[str],
) -> Trial:
    """Put all texts to a search and note what it says."""
    number = {entry: row for row, entry in enumerate(entries)}
    texts = [*(one.text for one in unseen), *(one.text for one in homeless), *foreign]
    wanted = [number.get(one.entry, -1) for one in unseen] + [-1] * (len(homeless) + len(foreign))
    rankings = [retriever.rank(text) for text in texts]
    kinds = np.repeat([0, 1, 2], [len(unseen), len(homeless), len(foreign)])
    return Trial(
        signs=np.stack([one.signs for one in rankings]),
        right=np.asarray([one.order[0] == row for one, row in zip(rankings, wanted, strict=True)]),
        among=np.asarray([row in one.order[:3] for one, row in zip(rankings, wanted, strict=True)]),
        strange=kinds == 2,  # noqa: PLR2004 - the third of the three kinds
        homeless=kinds == 1,
    )


def measure(trial: Trial, calibration: Calibration) -> dict[str, float]:
    """Return what the trial reached, as shares."""
    decisions = np.asarray([calibration.decide(calibration.probability(row)).value for row in trial.signs])
    proper = ~trial.strange & ~trial.homeless
    answered = decisions == Decision.ANSWER.value
    return {
        "top1": _share(trial.right[proper]),
        "top3": _share(trial.among[proper]),
        "answered": _share(answered[proper]),
        "wrong_as_certain": _share((answered & ~trial.right)[proper]),
        "none": _share((decisions == Decision.NONE.value)[proper]),
        "homeless_answered": _share(answered[trial.homeless]),
        "strange_refused": _share((decisions == Decision.NONE.value)[trial.strange]),
        "strange_answered": _share(answered[trial.strange]),
    }


def _share(claims: "NDArray[np.bool_]") -> float:
    return round(float(claims.mean()), 4) if len(claims) else 0.0
