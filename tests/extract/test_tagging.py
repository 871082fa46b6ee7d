"""From scores of labels to spans: the best sequence of labels among those that are allowed."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.tagging import WordSpan, best_labels, spans_of, transitions

TYPES = 2
LABELS = 1 + 2 * TYPES


def allowed_sequence(labels: tuple[int, ...]) -> bool:
    before = 0
    for label in labels:
        if label and label % 2 == 0 and before not in {label - 1, label}:
            return False
        before = label
    return True


scores = st.lists(st.lists(st.integers(-8, 8), min_size=LABELS, max_size=LABELS), min_size=1, max_size=4).map(
    lambda rows: np.array(rows, dtype=np.float32) + np.linspace(0, 0.01, LABELS, dtype=np.float32)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(scores, min_size=1, max_size=3))
def test_the_sequence_found_is_the_best_of_all_allowed_ones(batch):
    lengths = [len(rows) for rows in batch]
    padded = np.full((len(batch), max(lengths), LABELS), 7.0, dtype=np.float32)
    for row, values in zip(padded, batch, strict=True):
        row[: len(values)] = values
    labels = best_labels(padded, lengths, transitions(TYPES))
    for found, values in zip(labels, batch, strict=True):
        chosen = tuple(int(x) for x in found[: len(values)])
        assert allowed_sequence(chosen)
        total = sum(values[i, label] for i, label in enumerate(chosen))
        best = max(
            sum(values[i, label] for i, label in enumerate(sequence))
            for sequence in itertools.product(range(LABELS), repeat=len(values))
            if allowed_sequence(sequence)
        )
        assert np.isclose(total, best)


def test_spans_end_where_another_begins_or_the_type_changes():
    labels = np.array([0, 1, 2, 1, 3, 4, 0])
    probabilities = np.full((7, LABELS), 0.25)
    assert spans_of(labels, probabilities) == [
        WordSpan(1, 3, 0, 0.25),
        WordSpan(3, 4, 0, 0.25),
        WordSpan(4, 6, 1, 0.25),
    ]


def test_the_score_of_a_span_is_the_geometric_mean_of_its_words():
    probabilities = np.array([[0.1, 0.9, 0, 0, 0], [0.2, 0, 0.4, 0, 0]])
    (span,) = spans_of(np.array([1, 2]), probabilities)
    assert np.isclose(span.score, 0.6)
