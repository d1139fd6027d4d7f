"""A regression on a table, stopped when its validation no longer improves.

After https://www.tensorflow.org/tutorials/keras/regression, with a table of our own: there are few
rows and much noise, so the network overfits soon and its best weights lie some epochs back.
"""

import numpy as np
from framework import keras, report, set_first_weights

generator = np.random.default_rng(7)
features = generator.normal(size=(240, 6)).astype("float32")
target = (
    2 * features[:, 0] - features[:, 1] * features[:, 2] + generator.normal(0, 0.5, len(features))
).astype("float32")
x_train, x_test = features[:160], features[160:]
y_train, y_test = target[:160], target[160:]

model = keras.Sequential(
    [
        keras.layers.Dense(64, activation="silu"),
        keras.layers.Dense(64, activation="tanh"),
        keras.layers.Dense(1),
    ]
)
model.build((None, 6))
set_first_weights(model)
model.compile(loss="mse", optimizer=keras.optimizers.RMSprop(learning_rate=3e-3), metrics=["mae"])

early_stopping = keras.callbacks.EarlyStopping(
    monitor="val_loss", patience=4, restore_best_weights=True
)
history = model.fit(
    x_train,
    y_train,
    batch_size=16,
    epochs=100,
    validation_split=0.25,
    callbacks=[early_stopping],
    shuffle=False,
    verbose=0,
)
losses = history.history["loss"]
validation_losses = history.history["val_loss"]
best = int(np.argmin(validation_losses))
print("Stopped after", len(losses), "epochs; the best was number", best + 1)
assert early_stopping.best_epoch == best
assert early_stopping.stopped_epoch == len(losses) - 1 == best + 4

restored = model.evaluate(x_train[120:], y_train[120:], return_dict=True, verbose=0)
np.testing.assert_allclose(restored["loss"], validation_losses[best], rtol=1e-5)

report(
    losses=losses,
    validation_losses=validation_losses,
    errors=history.history["val_mae"],
    test=model.evaluate(x_test, y_test, verbose=0),
    predictions=model.predict(x_test, verbose=0),
)
