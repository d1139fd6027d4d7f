"""onnxruntime: inference of a model that is written with plain ONNX nodes."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime

from bench.shapes import output_shape, weight_shapes
from bench.workers.worker import Worker, serve
from bench.workloads import Network


def write_model(layers: Network, shape: tuple[int, ...], values: list[Any], path: str) -> None:
    """The network as an .onnx file for images (batch, channels, height, width)."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []
    constants: list[Any] = []
    weights = iter(values)
    name = "x"

    def node(kind: str, inputs: list[str], **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [f"t{len(nodes)}"], **attributes))
        return f"t{len(nodes) - 1}"

    def constant(value: Any) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), f"w{len(constants)}"))
        return f"w{len(constants) - 1}"

    first, image = (None, *shape[-1:], *shape[:-1]), None
    for layer in layers:
        own = [next(weights) for _ in weight_shapes(layer, shape)]
        if layer["class_name"] == "Dense":
            if image:  # its input was flattened with the channels first
                height, width, channels = image
                kernel = own[0].reshape(height, width, channels, -1).transpose(2, 0, 1, 3)
                own[0], image = kernel.reshape(own[0].shape), None
            name = node("Gemm", [name, *map(constant, own)])
        elif layer["class_name"] == "Conv2D":
            own[0] = own[0].transpose(3, 2, 0, 1)
            name = node("Conv", [name, *map(constant, own)])
        elif layer["class_name"] == "MaxPooling2D":
            size = 2 * [layer["pool_size"]]
            name = node("MaxPool", [name], kernel_shape=size, strides=size)
        elif layer["class_name"] == "Flatten":
            name, image = node("Flatten", [name]), shape
        if layer.get("activation") == "relu":
            name = node("Relu", [name])
        shape = output_shape(layer, shape)
    nodes.append(helper.make_node("Identity", [name], ["y"]))
    graph = helper.make_graph(
        nodes, "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, first)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, (None, *shape))],
        constants,
    )  # fmt: skip
    opset = helper.make_opsetid("", 20)
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=9), path)


class OnnxPeer(Worker):
    def version(self) -> str:
        return str(onnxruntime.__version__)

    def build(self) -> None:
        path = self.folder / "model.onnx"
        if not path.exists():
            write_model(self.row.network, self.row.shape, self.weights(), str(path))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        self.session = onnxruntime.InferenceSession(str(path), options)
        x, self.y = self.arrays("xy")
        self.x = np.ascontiguousarray(x.transpose(0, 3, 1, 2)) if x.ndim == 4 else x
        self.binding = self.session.io_binding()
        self.binding.bind_cpu_input("x", self.x)
        self.binding.bind_output("y")

    def reset(self) -> None:
        """Nothing here changes."""

    def scores(self, x: Any) -> Any:
        return self.session.run(["y"], {"x": x})[0]

    def loss(self) -> float:
        scores = self.scores(self.x[: self.row.batch])
        scores = scores - scores.max(-1, keepdims=True)
        labels = self.y[: self.row.batch, None]
        chosen = np.take_along_axis(scores, labels, -1)[:, 0]
        return float((np.log(np.exp(scores).sum(-1)) - chosen).mean())

    def train(self, batches: int) -> None:
        raise NotImplementedError("onnxruntime does not train")

    def predict(self) -> None:
        size = self.row.batch
        if self.row.steps == 1:
            self.session.run_with_iobinding(self.binding)
        else:
            begins = range(0, self.row.samples, size)
            np.concatenate([self.scores(self.x[begin : begin + size]) for begin in begins])


if __name__ == "__main__":
    serve(OnnxPeer())
