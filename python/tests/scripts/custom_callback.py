"""Callbacks of one's own: a diary of batches and epochs, a schedule, and an early end.

After https://keras.io/guides/writing_your_own_callbacks.
"""

from framework import keras, report, set_first_weights


class Diary(keras.callbacks.Callback):
    """Notes each station of a run, and the losses of batches."""

    def __init__(self):
        super().__init__()
        self.stations = []
        self.batch_losses = []

    def on_train_begin(self, logs=None):
        self.stations.append(f"train of {self.params['epochs']} epochs")

    def on_train_end(self, logs=None):
        self.stations.append(f"end with {sorted(logs)}")

    def on_epoch_begin(self, epoch, logs=None):
        self.stations.append(f"epoch {epoch}")

    def on_epoch_end(self, epoch, logs=None):
        self.stations.append(f"end of epoch {epoch} with {sorted(logs)}")

    def on_train_batch_begin(self, batch, logs=None):
        self.stations.append(f"batch {batch}")

    def on_train_batch_end(self, batch, logs=None):
        self.batch_losses.append(logs["loss"])

    def on_test_begin(self, logs=None):
        self.stations.append("test")

    def on_test_batch_end(self, batch, logs=None):
        self.stations.append(f"tested batch {batch}")

    def on_test_end(self, logs=None):
        self.stations.append(f"end of test with {sorted(logs)}")

    def on_predict_begin(self, logs=None):
        self.stations.append("predict")

    def on_predict_end(self, logs=None):
        self.stations.append("end of predict")


class Decay(keras.callbacks.Callback):
    """Takes a tenth off the learning rate as each epoch but the first begins."""

    def __init__(self):
        super().__init__()
        self.rates = []

    def on_epoch_begin(self, epoch, logs=None):
        if epoch > 0:
            self.model.optimizer.learning_rate = 0.9 * float(self.model.optimizer.learning_rate)
        self.rates.append(float(self.model.optimizer.learning_rate))


class StopBelow(keras.callbacks.Callback):
    """Stops training once the loss of an epoch is below a limit."""

    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    def on_epoch_end(self, epoch, logs=None):
        if logs["loss"] < self.limit:
            self.model.stop_training = True


(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train[:1000].reshape(-1, 784).astype("float32") / 255
x_test = x_test[:200].reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(64, activation="tanh"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
set_first_weights(model)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=4e-3),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
diary, decay = Diary(), Decay()
seen = []
history = model.fit(
    x_train,
    y_train[:1000],
    batch_size=100,
    epochs=20,
    validation_data=(x_test, y_test[:200]),
    callbacks=[
        diary,
        decay,
        StopBelow(0.55),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(epoch)),
    ],
    shuffle=False,
    verbose=0,
)
predictions = model.predict(x_test, callbacks=[diary], verbose=0)
losses = history.history["loss"]
print("Stopped after", len(losses), "epochs, at a learning rate of", decay.rates[-1])
assert losses[-1] < 0.55 <= losses[-2] and history.epoch == seen == list(range(len(losses)))

report(
    losses=losses,
    batch_losses=diary.batch_losses,
    stations=diary.stations,
    rates=decay.rates,
    predictions=predictions,
)
