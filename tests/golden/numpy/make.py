"""Writes the files beside it with NumPy: what the readers of .npy and .npz are tested against."""

import pathlib

import numpy as np

folder = pathlib.Path(__file__).resolve().parent
grid = np.arange(6).reshape(2, 3)
arrays = {
    "float32": (grid / 4).astype("f4"),
    "float64_fortran": np.asfortranarray(grid / 8),
    "float64_big_endian": (grid / 8).astype(">f8"),
    "float16": (grid / 4).astype("f2"),
    "int8": (grid - 3).astype("i1"),
    "int16_big_endian": (grid - 300).astype(">i2"),
    "uint16": (grid + 65530).astype("u2"),
    "int32_cube_fortran": np.asfortranarray(np.arange(24, dtype="i4").reshape(2, 3, 4)),
    "uint32": (grid + 4294967290).astype("u4"),
    "int64": (grid - 2**40).astype("i8"),
    "uint8": (grid + 250).astype("u1"),
    "bool": grid % 2 == 0,
    "scalar": np.float32(2.5),
    "vector": np.arange(3, dtype="f4"),
    "empty": np.zeros((0, 3), "f4"),
    "uint64": grid.astype("u8"),
    "complex": grid.astype("c8"),
    "structured": np.zeros(2, [("a", "f4"), ("b", "i4")]),
    "text": np.array(["a", "bc"]),
}
for name, array in arrays.items():
    np.save(folder / f"{name}.npy", array)
np.save(folder / "object.npy", np.array([None, 1], dtype=object), allow_pickle=True)
for version in (2, 3):
    with open(folder / f"version_{version}.npy", "wb") as file:
        np.lib.format.write_array(file, arrays["float32"], version=(version, 0))
np.savez(folder / "stored.npz", arrays["float32"], kernel=arrays["int64"])
np.savez_compressed(folder / "compressed.npz", zeros=np.zeros((50, 40), "f8"), bias=arrays["vector"])
