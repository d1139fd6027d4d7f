"""A training step of one's own: a model that says itself what happens to a batch.

After https://keras.io/guides/custom_train_step_in_tensorflow and ..._in_jax. Keras on jax has no
tape and keeps no state, so `train_step` is written once for a tape and once for jax; all else is
shared.
"""

import numpy as np
from framework import keras, report, set_first_weights


class Classifier(keras.Model):
    """An MLP with batch normalization, trained by a loss that `compile` does not know."""

    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(64, activation="silu")
        self.normalization = keras.layers.BatchNormalization(momentum=0.9)
        self.logits = keras.layers.Dense(10)
        self.loss_tracker = keras.metrics.Mean(name="loss")
        self.accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
        self.crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def call(self, inputs, training=False):
        return self.logits(self.normalization(self.hidden(inputs), training=training))

    @property
    def metrics(self):
        return [self.loss_tracker, self.accuracy]

    def penalized(self, y, logits):
        """The crossentropy, and a penalty on confidence: the mean square of the logits."""
        return self.crossentropy(y, logits) + 0.01 * keras.ops.mean(keras.ops.square(logits))


if hasattr(keras, "GradientTape"):

    class TrainedClassifier(Classifier):
        def train_step(self, data):
            x, y = data
            with keras.GradientTape() as tape:
                logits = self(x, training=True)
                loss = self.penalized(y, logits)
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
            self.loss_tracker.update_state(loss)
            self.accuracy.update_state(y, logits)
            return {metric.name: metric.result() for metric in self.metrics}

else:
    import jax

    class TrainedClassifier(Classifier):
        def train_step(self, state, data):
            trainable, non_trainable, optimizer, metrics = state
            x, y = data

            def penalized(trainable):
                logits, updated = self.stateless_call(trainable, non_trainable, x, training=True)
                return self.penalized(y, logits), (logits, updated)

            differentiated = jax.value_and_grad(penalized, has_aux=True)
            (loss, (logits, non_trainable)), gradients = differentiated(trainable)
            trainable, optimizer = self.optimizer.stateless_apply(optimizer, gradients, trainable)
            tracked = self.loss_tracker.stateless_update_state(metrics[:2], loss)
            accuracy = self.accuracy.stateless_update_state(metrics[2:], y, logits)
            logs = {
                "loss": self.loss_tracker.stateless_result(tracked),
                "accuracy": self.accuracy.stateless_result(accuracy),
            }
            return logs, (trainable, non_trainable, optimizer, [*tracked, *accuracy])


(x_train, y_train), (x_test, _) = keras.datasets.fashion_mnist.load_data()
x_train = x_train[:1024].reshape(-1, 784).astype("float32") / 255
x_test = x_test[:256].reshape(-1, 784).astype("float32") / 255
order = np.random.default_rng(11).permutation(1024)

model = TrainedClassifier()
model(x_train[:1])  # makes the weights
set_first_weights(model)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3))
history = model.fit(
    x_train[order], y_train[order], batch_size=64, epochs=4, shuffle=False, verbose=0
)

report(
    losses=history.history["loss"],
    accuracies=history.history["accuracy"],
    predictions=model.predict(x_test, verbose=0),
)
