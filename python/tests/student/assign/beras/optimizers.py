from beras.core import Variable


class Momentum:
    def __init__(self, learning_rate, momentum=0.9):
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.velocities = None

    def apply_gradients(self, weights, grads):
        if self.velocities is None:
            self.velocities = [Variable(0 * w) for w in weights]
        for w, g, v in zip(weights, grads, self.velocities):
            v.assign(self.momentum * v - self.learning_rate * g)
            w.assign(w + v)
