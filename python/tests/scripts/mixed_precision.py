"""A network with normalization and a convolution that computes in bfloat16."""

import numpy as np
from framework import keras, report, set_first_weights

layers = keras.layers

keras.config.set_dtype_policy("mixed_bfloat16")
(x_train, y_train), (x_test, _) = keras.datasets.fashion_mnist.load_data()
x_train = np.expand_dims(x_train[:500], -1).astype("float32")
x_test = np.expand_dims(x_test[:100], -1).astype("float32")

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        layers.Rescaling(1.0 / 255),
        layers.Conv2D(8, kernel_size=3, strides=2, activation="silu"),
        layers.BatchNormalization(momentum=0.9),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(32, activation="gelu"),
        layers.LayerNormalization(),
        layers.Dense(10, activation="softmax", dtype="float32"),
    ]
)
set_first_weights(model)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train[:500], batch_size=50, epochs=3, shuffle=False, verbose=2)

report(
    losses=history.history["loss"],
    predictions=model.predict(x_test, verbose=0),
    weight_types=[str(weight.dtype) for weight in model.weights],
    policies=[layer.dtype_policy.name for layer in model.layers],
    computed=[layer.compute_dtype for layer in model.layers],
)
