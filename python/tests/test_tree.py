"""beras.tree against the values of keras.tree."""

import collections
import random

import pytest
from beras import tree

Point = collections.namedtuple("Point", "x y")
NESTED = {"b": 1, "a": [2, (3, None)], "c": Point("p", {"z": 5, "y": 4})}
ORDERED = collections.OrderedDict(b=1, a=2)


def test_leaves_come_in_the_order_of_sorted_keys():
    assert tree.flatten(NESTED) == [2, 3, None, 1, "p", 4, 5]
    assert tree.flatten(ORDERED) == [1, 2]
    assert tree.flatten({2: "b", 1: "a"}) == ["a", "b"]
    assert tree.flatten({1: "a", "k": "b"}) == ["a", "b"]
    assert tree.flatten(7) == [7]
    assert tree.flatten_with_path(NESTED)[2:6] == [
        (("a", 1, 1), None),
        (("b",), 1),
        (("c", 0), "p"),
        (("c", 1, "y"), 4),
    ]
    assert tree.flatten_with_path(None) == [((), None)]


def test_what_is_nested():
    nested = [], (), {}, Point(1, 2), ORDERED, collections.deque(), collections.defaultdict(int)
    assert all(map(tree.is_nested, nested))
    assert not any(map(tree.is_nested, (1, None, "text", {1, 2}, object)))


def test_mapping_keeps_types_and_orders():
    mapped = tree.map_structure(lambda leaf: (leaf, 0), NESTED)
    assert list(mapped) == ["b", "a", "c"]
    assert mapped["a"] == [(2, 0), ((3, 0), (None, 0))]
    assert type(mapped["c"]) is Point
    assert tree.map_structure(lambda a, b: a + b, [1, (2,)], [10, (20,)]) == [11, (22,)]
    assert tree.map_structure(str, [None, 1], none_is_leaf=False) == [None, "1"]
    counts = collections.defaultdict(list, a=1)
    assert tree.map_structure(str, counts).default_factory is list
    assert tree.map_structure(str, collections.deque([1], maxlen=3)).maxlen == 3
    assert tree.map_structure_up_to([0, 0], lambda part: part, [[1, 2], {"a": 3}]) == [
        [1, 2],
        {"a": 3},
    ]


def test_packing_takes_as_many_leaves_as_there_are():
    assert tree.pack_sequence_as({"b": 0, "a": [0, (0, None)]}, [10, 20, 30, 40]) == {
        "b": 40,
        "a": [10, (20, 30)],
    }
    assert list(tree.pack_sequence_as(ORDERED, "xy").items()) == [("b", "x"), ("a", "y")]
    for leaves in ([1], [1, 2, 3]):
        with pytest.raises(ValueError, match=rf"^\[tree\] expected 2 leaves .*: {len(leaves)}\."):
            tree.pack_sequence_as([0, 0], leaves)


@pytest.mark.parametrize(
    "a, b, message",
    [
        ([1], (1,), "list of 1. Received: tuple of 1"),
        ([1], [1, 2], "list of 1. Received: list of 2"),
        ({"a": [1, [2]]}, {"a": [1, 2]}, 'at "a/1": list of 1. Received: a leaf'),
        ({"a": 1}, {"b": 1}, "dict of a. Received: dict of b"),
        (1, [1], "a leaf. Received: list of 1"),
        (Point(1, 2), (1, 2), "Point of 2. Received: tuple of 2"),
    ],
)
def test_structures_that_differ_are_named(a, b, message):
    with pytest.raises(ValueError) as error:
        tree.assert_same_structure(a, b)
    assert str(error.value).startswith("[tree] expected equal structures") and message in str(
        error.value
    )


def test_types_of_dicts_and_containers_aside_paths_decide():
    tree.assert_same_structure({"b": 1, "a": 2}, ORDERED)
    tree.assert_same_paths([1, (2,)], (3, [4]))
    with pytest.raises(ValueError, match="Received: 1/0 in one"):
        tree.assert_same_paths([1, [2]], [1])


def test_traversing_meets_parents_first_or_children_first():
    met = []
    tree.traverse(met.append, [(1, 2), [3], {"a": 4}])
    assert met == [[(1, 2), [3], {"a": 4}], (1, 2), 1, 2, [3], 3, {"a": 4}, 4]
    met.clear()
    tree.traverse(met.append, [(1, 2), [3], {"a": 4}], top_down=False)
    assert met == [1, 2, (1, 2), 3, [3], 4, {"a": 4}, [(1, 2), [3], {"a": 4}]]
    none_for_one = tree.traverse(lambda v: tree.MAP_TO_NONE if v == 1 else None, [1, {"a": 1}, 2])
    assert none_for_one == [None, {"a": None}, 2]
    assert tree.lists_to_tuples([1, {"a": [2, [3]]}]) == (1, {"a": (2, (3,))})


def test_shapes_are_leaves_of_their_own_mapping():
    shapes = {"a": (None, 3), "b": [(2,), [4, 5]]}
    assert tree.map_shape_structure(len, shapes) == {"a": 2, "b": [1, 2]}


def drawn(chance, depth=0):
    kind = chance.randrange(7 if depth < 3 else 1)
    parts = [drawn(chance, depth + 1) for _ in range(chance.randrange(4) if kind else 0)]
    names = chance.sample("abcdef", len(parts))
    return [
        chance.choice([None, 1, "s"]),
        parts,
        tuple(parts),
        dict(zip(names, parts)),
        collections.OrderedDict(zip(names, parts)),
        Point(1, parts),
        collections.deque(parts),
    ][kind]


def test_what_was_flattened_is_packed_again():
    for seed in range(300):
        structure = drawn(random.Random(seed))
        leaves = tree.flatten(structure)
        again = tree.pack_sequence_as(structure, leaves)
        assert again == structure and type(again) is type(structure)
        assert [leaf for _, leaf in tree.flatten_with_path(structure)] == leaves
        tree.assert_same_structure(structure, again)
