from .core import Callable


class Hits(Callable):
    """1 for each sample that is right, 0 for each that is not."""

    def call(self, probs, labels):
        return [int(p.argmax() == t.argmax()) for p, t in zip(probs, labels)]
