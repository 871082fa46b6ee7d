"""Scores of pairs of mentions: what they depend on, and that they are probabilities."""

import numpy as np
import pytest

from kg.extract.pair_scoring import DISTANCES, PairScorer, bucket
from kg.extract.tagging import WordSpan

WIDTH, TYPES, RELATIONS = 4, 3, 2
FIRST = [1, 2, 4, 5, 6]
MENTIONS = [WordSpan(0, 1, 0, 0.9), WordSpan(1, 3, 1, 0.9), WordSpan(4, 5, 2, 0.9)]


@pytest.fixture
def scorer() -> PairScorer:
    chance = np.random.default_rng(3)
    shapes = {
        "source.bias": (WIDTH,),
        "target.bias": (WIDTH,),
        "between.bias": (WIDTH,),
        "source_type.weight": (TYPES, WIDTH),
        "target_type.weight": (TYPES, WIDTH),
        "distance.weight": (2 * (len(DISTANCES) + 1), WIDTH),
        "out.weight": (1 + RELATIONS, 2 * WIDTH),
        "out.bias": (1 + RELATIONS,),
    }
    return PairScorer({name: chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()})


@pytest.fixture
def parts():
    return np.random.default_rng(4).normal(size=(8, 3 * WIDTH)).astype(np.float32)


def test_every_pair_gets_probabilities(scorer, parts):
    pairs = [(i, j) for i in range(3) for j in range(3) if i != j]
    scores = scorer.score(parts, FIRST, MENTIONS, pairs)
    assert scores.shape == (6, 1 + RELATIONS)
    assert np.allclose(scores.sum(axis=1), 1)
    assert (scores >= 0).all()


def test_a_pair_does_not_depend_on_what_other_pairs_are_asked_for(scorer, parts):
    alone = scorer.score(parts, FIRST, MENTIONS, [(2, 0)])
    among = scorer.score(parts, FIRST, MENTIONS, [(0, 1), (2, 0), (1, 2)])
    assert np.allclose(alone[0], among[1], atol=1e-6)


def test_words_between_two_mentions_count_and_words_after_them_do_not(scorer, parts):
    before = scorer.score(parts, FIRST, MENTIONS, [(1, 2), (0, 1)])
    parts[5] += 1.0
    after = scorer.score(parts, FIRST, MENTIONS, [(1, 2), (0, 1)])
    assert not np.allclose(before[0], after[0], atol=1e-4)
    assert np.allclose(before[1], after[1], atol=1e-4)


def test_distances_fall_in_buckets_of_their_direction():
    assert bucket(0, True) == 0
    assert bucket(1, True) == bucket(1, True) == 1
    assert bucket(1000, True) == len(DISTANCES)
    assert bucket(0, False) == len(DISTANCES) + 1
    assert len({bucket(gap, way) for gap in range(60) for way in (True, False)}) == 2 * (len(DISTANCES) + 1)
