"""The seed's tape in plain NumPy: from a loss back through a chain of layers."""

from .core import Diffable


class GradientTape:
    """Records the layers that are called inside its `with`."""

    def __enter__(self):
        self.layers = []
        Diffable.gradient_tape = self
        return self

    def __exit__(self, *error):
        Diffable.gradient_tape = None

    def record(self, layer):
        self.layers.append(layer)

    def gradient(self, target, sources):
        """d(target)/d(source) for each source; the target is a loss's output."""
        above = {id(target): None}
        found = {}
        for layer in reversed(self.layers):
            output = id(layer.outputs[0])
            if output not in above:
                continue
            J = [above.pop(output)]
            to_weights = layer.compose_weight_gradients(J)
            to_inputs = layer.compose_input_gradients(J)
            found.update(zip(map(id, layer.weights), to_weights))
            above.update(zip(map(id, layer.inputs), to_inputs))
        return [found[id(source)] for source in sources]
