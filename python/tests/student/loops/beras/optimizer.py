class BasicOptimizer:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def apply_gradients(self, weights, grads):
        for w, g in zip(weights, grads):
            w -= self.learning_rate * g
