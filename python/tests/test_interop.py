"""Tensors and other people's arrays share memory wherever they can, in both directions."""

import array
import ctypes

import ml_dtypes
import numpy as np
import pandas as pd
import pytest
from beras import GradientTape, Tensor, Variable, ops

MATRIX = np.arange(6.0, dtype="float32").reshape(2, 3)


class DLPack:
    """A tensor of another library, of which nothing but DLPack is known."""

    def __init__(self, values):
        self.values = values

    def __dlpack__(self, **options):
        return self.values.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.values.__dlpack_device__()


def test_arrays_are_shared_both_ways_on_purpose():
    values = MATRIX.copy()
    x = ops.convert_to_tensor(values)
    assert np.shares_memory(x, values) and np.shares_memory(np.asarray(x), values)
    values[0, 0] = 7
    assert x[0, 0] == 7
    x.assign(x + 1)
    assert values[0, 0] == 8
    assert type(x.numpy()) is np.ndarray and not np.shares_memory(x.numpy(), x)


def test_results_of_the_engine_are_shared_too():
    x = ops.exp(MATRIX)
    plain = np.asarray(x)
    plain[0, 0] = 5
    assert x[0, 0] == 5


def test_dlpack_out():
    x = Tensor(MATRIX.copy())
    other = np.from_dlpack(x)
    assert np.shares_memory(other, x)
    assert x.__dlpack_device__() == (1, 0)
    np.testing.assert_array_equal(other, MATRIX)


def test_dlpack_in():
    values = MATRIX.copy()
    for tensor in (ops.convert_to_tensor(DLPack(values)), Tensor(np.from_dlpack(DLPack(values)))):
        assert isinstance(tensor, Tensor)
        np.testing.assert_array_equal(tensor, MATRIX)
    assert np.shares_memory(ops.convert_to_tensor(DLPack(values)), values)
    np.testing.assert_array_equal(ops.add(DLPack(values), 1), MATRIX + 1)
    np.testing.assert_array_equal(Tensor(MATRIX) + DLPack(values), MATRIX * 2)


def test_the_buffer_protocol():
    x = Tensor(MATRIX.copy())
    view = memoryview(x)
    assert view.shape == (2, 3) and view.format == "f" and not view.readonly
    view[0, 1] = 9
    assert x[0, 1] == 9
    numbers = array.array("d", [1, 2, 3])
    np.testing.assert_array_equal(ops.square(numbers), [1, 4, 9])
    np.testing.assert_array_equal(Tensor((ctypes.c_int * 2)(3, 4)), [3, 4])


def test_pandas():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    np.testing.assert_array_equal(ops.matmul(frame, [1.0, 1.0]), [4, 6])
    np.testing.assert_array_equal(Tensor(frame), [[1, 3], [2, 4]])
    np.testing.assert_array_equal(Tensor([1.0, 1.0]) * frame["a"], [1, 2])
    assert ops.convert_to_tensor(frame["a"]).dtype == "float64"
    x = Tensor([1.0, 2.0])
    assert pd.Series(x).sum() == 3
    assert pd.DataFrame({"x": x, "y": x * 2}).shape == (2, 2)


def test_read_only_arrays_are_read_only():
    values = MATRIX.copy()
    values.flags.writeable = False
    constant = ops.convert_to_tensor(values)
    assert np.shares_memory(constant, values)
    for view in (constant, constant[0], constant.T, ops.reshape(values, (3, 2))):
        assert not view.flags.writeable
        with pytest.raises(ValueError):
            view[...] = 0
        with pytest.raises(ValueError):
            view += 1
        with pytest.raises(ValueError):
            view.assign(0)
    assert (constant + 1).flags.writeable
    np.testing.assert_array_equal(values, MATRIX)
    variable = Tensor(values)
    variable += 1
    assert not np.shares_memory(variable, values)


def test_memory_maps(tmp_path):
    np.save(tmp_path / "values.npy", MATRIX)
    mapped = np.load(tmp_path / "values.npy", mmap_mode="r")
    constant = ops.convert_to_tensor(mapped)
    assert np.shares_memory(constant, mapped)
    np.testing.assert_array_equal(ops.sum(mapped, 0), MATRIX.sum(0))
    with pytest.raises(ValueError):
        constant[0] = 1


@pytest.mark.parametrize("layout", [
    lambda a: a[:, ::2],
    lambda a: a[::-1, ::-1],
    lambda a: a.T,
    lambda a: np.asfortranarray(a),
    lambda a: a[1:, 1:],
    lambda a: np.broadcast_to(a[0], (4, 3)),
    lambda a: a[:0],
    lambda a: a[0, 0, None][0],
    lambda a: np.array(a[0, 0]),
    lambda a: a.astype(">f4"),
    lambda a: np.frombuffer(b"x" + a.tobytes(), "f4", offset=1),
    lambda a: a[:, None, :, None],
])  # fmt: skip
def test_layouts(layout):
    values = layout(MATRIX.copy())
    for tensor in (Tensor(values), ops.convert_to_tensor(values)):
        assert tensor.shape == values.shape and tensor.dtype == "float32"
        np.testing.assert_array_equal(tensor, values)
        np.testing.assert_allclose(ops.exp(tensor), np.exp(values), 1e-6)
        np.testing.assert_array_equal(tensor + tensor, values + values)
        np.testing.assert_allclose(ops.sum(tensor), values.sum(), 1e-6)
        np.testing.assert_array_equal(tensor.T, values.T)
    writable = values.flags.writeable if isinstance(values, np.ndarray) else False
    if writable and values.dtype.isnative and values.flags.aligned and values.size:
        assert np.shares_memory(ops.convert_to_tensor(values), values)
        assert not np.shares_memory(Tensor(values), values)


def test_bfloat16():
    values = np.array([1.5, 2.25, -3.0], ml_dtypes.bfloat16)
    x = Tensor(values)
    assert x.dtype == ml_dtypes.bfloat16
    assert np.shares_memory(ops.convert_to_tensor(values), values)
    assert (x * 2).dtype == ml_dtypes.bfloat16
    np.testing.assert_array_equal((x * 2).astype("float32"), [3, 4.5, -6])
    assert ops.cast([1.0, 2.0], "bfloat16").dtype == ml_dtypes.bfloat16
    assert (x + Variable([1.0, 1.0, 1.0])).dtype == "float32"
    with GradientTape() as tape:
        y = (x * x).sum()
    assert tape.gradient(y, x).dtype == ml_dtypes.bfloat16
    assert "1.5" in repr(x)


def test_dtypes_that_the_engine_lacks_stay():
    for dtype in ("int16", "uint16", "uint32", "uint64", "complex64"):
        values = np.array([1, 2], dtype)
        x = Tensor(values)
        assert x.dtype == dtype and np.shares_memory(ops.convert_to_tensor(values), values)
        assert x[0] == 1 and x[:1].dtype == dtype and not x.trainable
        x[0] = 5
        assert values[0] == 1
        assert (x + x).tolist() == [10, 4]
    assert Tensor(np.array(["a", "b"])).tolist() == ["a", "b"]
    assert ops.add(np.array([1, 2], "uint16"), 1).dtype == "int32"
    with pytest.raises(TypeError):
        ops.exp(np.array([1j]))


def test_numpys_scalars():
    assert ops.add(np.float32(1), np.int64(2)).dtype == "float32"
    assert ops.exp(np.float64(1)).dtype == "float64"
    assert ops.add(np.bool_(True), 1).dtype == "int32"
    assert Tensor(np.float32(2)).shape == ()


def test_nested_lists_of_anything():
    x = Tensor([1.0, 2.0])
    np.testing.assert_array_equal(ops.convert_to_tensor([x, x]), [[1, 2], [1, 2]])
    np.testing.assert_array_equal(ops.convert_to_tensor([[x[0], 3], [4, x[1]]]), [[1, 3], [4, 2]])
    np.testing.assert_array_equal(ops.stack([x, [3, 4], np.array([5, 6])]), [[1, 2], [3, 4], [5, 6]])
    with pytest.raises((TypeError, ValueError)):
        ops.convert_to_tensor([[1.0], [2.0, 3.0]])


def test_plain_arrays_beside_tensors():
    x = Tensor(MATRIX)
    np.testing.assert_array_equal(MATRIX + x, MATRIX * 2)
    np.testing.assert_array_equal(MATRIX @ x.T, MATRIX @ MATRIX.T)
    plain = MATRIX.copy()
    plain += x
    assert type(plain) is np.ndarray
    np.testing.assert_array_equal(plain, MATRIX * 2)
    plain[0] = x[1]
    np.testing.assert_array_equal(plain[0], MATRIX[1])
