import numpy as np


class RMSProp:
    def __init__(self, learning_rate, beta=0.9, epsilon=1e-6):
        self.learning_rate = learning_rate
        self.beta = beta
        self.epsilon = epsilon
        self.v = {}

    def apply_gradients(self, weights, grads):
        for i in range(len(weights)):
            if i not in self.v:
                self.v[i] = np.zeros(weights[i].shape)
            self.v[i] = self.beta * self.v[i] + (1 - self.beta) * grads[i] ** 2
            weights[i] -= self.learning_rate * grads[i] / (np.sqrt(self.v[i]) + self.epsilon)
