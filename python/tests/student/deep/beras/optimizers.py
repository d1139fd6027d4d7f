from collections import defaultdict

import numpy as np


class BasicOptimizer:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def apply_gradients(self, weights, grads):
        for w, g in zip(weights, grads):
            w -= self.learning_rate * g


class Adam:
    def __init__(self, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False):
        self.learning_rate = learning_rate
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.amsgrad = amsgrad
        self.m = defaultdict(lambda: 0)
        self.v = defaultdict(lambda: 0)
        self.v_hat = defaultdict(lambda: 0)
        self.t = 0

    def apply_gradients(self, weights, grads):
        self.t += 1
        for i, (w, g) in enumerate(zip(weights, grads)):
            self.m[i] = self.m[i] * self.beta_1 + g * (1 - self.beta_1)
            self.v[i] = self.v[i] * self.beta_2 + g**2 * (1 - self.beta_2)
            m_hat = self.m[i] / (1 - self.beta_1**self.t)
            v_hat = self.v[i] / (1 - self.beta_2**self.t)
            if self.amsgrad:
                v_hat = np.maximum(v_hat, self.v_hat[i])
                self.v_hat[i] = v_hat
            w -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)
