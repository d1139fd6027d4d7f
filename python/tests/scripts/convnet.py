"""Clothes told apart by a small convnet, with batch normalization and one-hot labels.

After https://keras.io/examples/vision/mnist_convnet.
"""

import numpy as np
from framework import keras, report, set_first_weights

layers = keras.layers

num_classes = 10
input_shape = (28, 28, 1)

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = np.expand_dims(x_train[:1000], -1).astype("float32")
x_test = np.expand_dims(x_test[:200], -1).astype("float32")
y_train = keras.utils.to_categorical(y_train[:1000], num_classes)
y_test = keras.utils.to_categorical(y_test[:200], num_classes)

model = keras.Sequential(
    [
        keras.Input(shape=input_shape),
        layers.Rescaling(1.0 / 255),
        layers.Conv2D(16, kernel_size=(3, 3), activation="silu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Conv2D(32, kernel_size=3, strides=2, padding="same", use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.Activation("silu"),
        layers.Flatten(),
        layers.Dense(num_classes, activation="softmax"),
    ]
)
set_first_weights(model)
model.compile(
    loss="categorical_crossentropy",
    optimizer=keras.optimizers.Adam(learning_rate=1e-3),
    metrics=["accuracy"],
)
history = model.fit(
    x_train, y_train, batch_size=50, epochs=3, validation_split=0.1, shuffle=False, verbose=2
)
score = model.evaluate(x_test, y_test, verbose=0)
print("Test loss:", score[0])
print("Test accuracy:", score[1])

report(
    losses=history.history["loss"],
    validation_losses=history.history["val_loss"],
    accuracies=history.history["accuracy"],
    test=score,
    predictions=model.predict(x_test, verbose=0),
    moving_mean=model.layers[4].get_weights()[2],
)
