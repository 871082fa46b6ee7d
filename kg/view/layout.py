"""Where actors stand: each connected part laid out by force, the parts packed in rows, the unconnected in a grid.

The same network always gives the same picture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx
    import numpy

Point = tuple[float, float]

# Lengths are pixels at scale 1.
_SEED = 7
_EDGE = 180.0  # median length of a tie within a part
_ROOM = 75.0  # side of the square that an actor of a large part has at least
_GAP = (160.0, 100.0)  # between parts, across and down: names stand below the signs and are wider than they
_CELL = (165.0, 105.0)  # of the grid of unconnected actors
_ASPECT = 1.05  # width of the picture by its height, as far as the parts allow
_MANY = 300
_SAMPLED = 350  # of a part of more actors than these, each is pushed off by only so many others in a round:
_OTHERS = 40
_TRIES = 12  # widths that are tried, each so many times the one before
_WIDTHS = 1.2
_ROUNDS = (200, 90)  # of a part of up to that many actors, and of a larger one
_GRAVITY = 0.08
_TILT = 0.08  # radians: vis-network misplaces the label of a tie that is exactly level


def positions(network: networkx.MultiDiGraph, aspect: float = _ASPECT) -> dict[str, Point]:
    """Coordinates by node, in pixels, y downwards, around the origin; `aspect` is the width wanted by the height."""
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(network))
    plain.add_edges_from(sorted({tuple(sorted((one, other))) for one, other in network.edges() if one != other}))
    parts = [sorted(part) for part in nx.connected_components(plain) if len(part) > 1]
    parts.sort(key=lambda part: (-len(part), part))
    boxes = [_part(plain.subgraph(part).copy()) for part in parts]
    alone = [node for node in plain if plain.degree(node) == 0]
    widest = max((_size(box)[0] for box in boxes), default=0.0)
    pictures = [_picture(boxes, alone, max(widest, _CELL[0]) * _WIDTHS**step) for step in range(_TRIES)]
    return _centred(min(pictures, key=lambda picture: _misfit(picture, aspect)))


def _picture(boxes: list[dict[str, Point]], alone: list[str], width: float) -> dict[str, Point]:
    placed = _packed(boxes, width)
    _place_unconnected(alone, placed, width)
    return placed


def _misfit(placed: dict[str, Point], aspect: float) -> float:
    """How far the shape of a picture is from the one wanted: the room that a frame of that shape needs for it."""
    width, height = _size(placed)
    return max(width / aspect, height)


def _size(placed: dict[str, Point]) -> Point:
    """Width and height, with the gap to what comes beside and below."""
    return (
        max((x for x, _ in placed.values()), default=0.0) + _GAP[0],
        max((y for _, y in placed.values()), default=0.0) + _GAP[1],
    )


def _part(part: networkx.Graph) -> dict[str, Point]:
    """A connected part, its longer side across, its upper left corner at the origin."""
    import numpy

    nodes = sorted(part)
    found = numpy.array([(0.0, 0.0), (1.0, 0.0)] if len(nodes) == 2 else _by_force(nodes, part))
    found -= found.mean(axis=0)
    axis = numpy.linalg.eigh(found.T @ found)[1][:, -1]
    turn = _TILT - math.atan2(axis[1], axis[0]) % math.pi
    cosine, sine = math.cos(turn), math.sin(turn)
    found = found @ numpy.array([[cosine, sine], [-sine, cosine]])
    number = {node: index for index, node in enumerate(nodes)}
    lengths = [float(numpy.hypot(*(found[number[one]] - found[number[other]]))) for one, other in part.edges()]
    extent = float(numpy.ptp(found, axis=0).max())
    scale = max(_EDGE / max(float(numpy.median(lengths)), 1e-9), _ROOM * math.sqrt(len(nodes)) / max(extent, 1e-9))
    found = (found - found.min(axis=0)) * scale
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, found, strict=True)}


def _by_force(nodes: list[str], part: networkx.Graph) -> list[Point]:
    """Fruchterman and Reingold (1991): all actors repel one another, ties pull, steps get smaller.

    networkx has it too, but needs SciPy from 500 nodes on, and its ForceAtlas2 takes ten times as long. In large parts
    each round samples the actors that push (Gove 2019, doi:10.1111/cgf.13724), so that it takes time by their number
    and not by its square.
    """
    import numpy

    number = {node: index for index, node in enumerate(nodes)}
    pairs = numpy.array(sorted((number[one], number[other]) for one, other in part.edges()))
    chance = numpy.random.default_rng(_SEED)
    at = chance.random((len(nodes), 2)) * math.sqrt(len(nodes))
    rounds = _ROUNDS[len(nodes) > _MANY]
    for step in range(rounds):
        force = _push(at, chance) if len(nodes) > _SAMPLED else _push_of_all(at)
        along = at[pairs[:, 1]] - at[pairs[:, 0]]
        pull = along * numpy.sqrt((along * along).sum(axis=1, keepdims=True))
        numpy.add.at(force, pairs[:, 0], pull)
        numpy.add.at(force, pairs[:, 1], -pull)
        force -= _GRAVITY * (at - at.mean(axis=0))
        length = numpy.sqrt((force * force).sum(axis=1, keepdims=True)) + 1e-9
        longest = 0.15 * math.sqrt(len(nodes)) * (1 - step / rounds) + 0.01
        at = at + force / length * numpy.minimum(length, longest)
    return [(float(x), float(y)) for x, y in at]


def _push_of_all(at: numpy.ndarray) -> numpy.ndarray:
    import numpy

    across = at[:, None, 0] - at[None, :, 0]
    down = at[:, None, 1] - at[None, :, 1]
    push = 1.0 / (across * across + down * down + 1e-4)
    return numpy.stack([(across * push).sum(axis=1), (down * push).sum(axis=1)], axis=1)


def _push(at: numpy.ndarray, chance: numpy.random.Generator) -> numpy.ndarray:
    """What some others, drawn by chance, push each actor off with, scaled up to all."""
    apart = at[:, None, :] - at[chance.integers(len(at), size=(len(at), _OTHERS))]
    push = len(at) / _OTHERS / ((apart * apart).sum(axis=2) + 1e-2)
    return (apart * push[:, :, None]).sum(axis=1)


def _packed(boxes: list[dict[str, Point]], row: float) -> dict[str, Point]:
    """Parts in rows, left to right, the largest first; in a row, smaller ones below one another where they fit."""
    placed: dict[str, Point] = {}
    left = top = column = used = tallest = 0.0  # a column's left edge and width, and how far down it is filled
    for box in boxes:
        width, height = _size(box)
        if not (used and width <= column and used + height <= tallest):
            left, used, column = left + column, 0.0, 0.0
            if left and left + width > row:
                left, top, tallest = 0.0, top + tallest, 0.0
        placed.update({node: (left + x, top + used + y) for node, (x, y) in box.items()})
        used, column, tallest = used + height, max(column, width), max(tallest, used + height)
    return placed


def _place_unconnected(nodes: list[str], placed: dict[str, Point], row: float) -> None:
    """Puts the nodes in a grid below what is placed."""
    top = _size(placed)[1] if placed else 0.0
    columns = max(1, int(row // _CELL[0]))
    for index, node in enumerate(nodes):
        placed[node] = (index % columns * _CELL[0], top + index // columns * _CELL[1])


def _centred(placed: dict[str, Point]) -> dict[str, Point]:
    if not placed:
        return {}
    xs, ys = [x for x, _ in placed.values()], [y for _, y in placed.values()]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return {node: (round(x - middle[0], 1), round(y - middle[1], 1)) for node, (x, y) in placed.items()}
