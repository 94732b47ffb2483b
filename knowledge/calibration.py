"""From scores to a probability that the best entry is right, and from it to a decision."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Share of held-out questions that may be answered otherwise than they are labelled. Each has one label, though another
#: entry often answers it as well: where all right entries are named (bench/questions), a fifth of it is wrong.
MAX_WRONG = 0.04
#: Share of texts of other matters that may still be offered choices.
MAX_STRANGE = 0.05


class Decision(str, Enum):
    """What to do with a question."""

    ANSWER = "answer"
    CHOICES = "choices"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """A logistic regression over a few signs, and the borders between the decisions."""

    #: Of each sign, over the questions that it was learnt from.
    mean: Sequence[float]
    scale: Sequence[float]
    coefficients: Sequence[float]
    intercept: float
    #: From this probability on the best entry is given.
    answer_from: float
    #: From this one on the best three are offered.
    choices_from: float

    def probability(self, signs: "NDArray[np.float32]") -> float:
        """Return how likely the best entry is the right one."""
        scaled = (signs - np.asarray(self.mean)) / np.asarray(self.scale)
        logit = float(scaled @ np.asarray(self.coefficients) + self.intercept)
        return float(1 / (1 + np.exp(-logit)))

    def decide(self, probability: float) -> Decision:
        """Return what to do at a probability."""
        if probability >= self.answer_from:
            return Decision.ANSWER
        return Decision.CHOICES if probability >= self.choices_from else Decision.NONE

    def save(self, file: Path) -> None:
        """Write as JSON."""
        file.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> "Calibration":
        """Read back."""
        return cls(**json.loads(file.read_text(encoding="utf-8")))


def calibrate(
    signs: "NDArray[np.float32]",
    *,
    right: "NDArray[np.bool_]",
    strange: "NDArray[np.bool_]",
    homeless: "NDArray[np.bool_]",
) -> Calibration:
    """Learn from questions that the search had not seen.

    Args:
        signs: One row a question.
        right: Whether the best entry was the right one.
        strange: Whether the text is of a matter that no service centre answers; nothing should be offered.
        homeless: Whether the question is a proper one whose entry was left out of the index.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = signs.mean(axis=0), signs.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, max_iter=500).fit((signs - mean) / scale, right)
    probabilities = model.predict_proba((signs - mean) / scale)[:, 1]
    answer_from = _answer_border(probabilities, right, ~strange & ~homeless)
    return Calibration(
        mean=tuple(float(one) for one in mean),
        scale=tuple(float(one) for one in scale),
        coefficients=tuple(float(one) for one in model.coef_[0]),
        intercept=float(model.intercept_[0]),
        answer_from=answer_from,
        choices_from=min(_choices_border(probabilities, strange), answer_from),
    )


def _answer_border(
    probabilities: "NDArray[np.float64]", right: "NDArray[np.bool_]", proper: "NDArray[np.bool_]"
) -> float:
    """Return the lowest border above which few enough answers are wrong."""
    for border in np.linspace(0.4, 0.95, 56):
        given = probabilities >= border
        if (given & ~right & proper).sum() <= MAX_WRONG * proper.sum():
            return float(border)
    return 0.95


def _choices_border(probabilities: "NDArray[np.float64]", strange: "NDArray[np.bool_]") -> float:
    """Return the border below which most texts of other matters lie."""
    if not strange.any():
        return 0.1
    return float(np.clip(np.quantile(probabilities[strange], 1 - MAX_STRANGE), 0.02, 0.4))
