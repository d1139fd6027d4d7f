"""Clothes told apart by an MLP: load, scale, compile, fit, evaluate, predict.

The beginners' workflow, after https://www.tensorflow.org/tutorials/keras/classification.
"""

import numpy as np
from framework import keras, report, set_first_weights

(train_images, train_labels), (test_images, test_labels) = keras.datasets.fashion_mnist.load_data()
assert train_images.shape == (60000, 28, 28) and train_images.dtype == np.uint8
assert test_labels.shape == (10000,) and test_labels.dtype == np.uint8

x_train, y_train = train_images[:2000] / 255.0, train_labels[:2000]
x_test, y_test = test_images[:500] / 255.0, test_labels[:500]

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="silu"),
        keras.layers.Dense(10),
    ]
)
set_first_weights(model)
model.summary()
model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
history = model.fit(x_train, y_train, batch_size=64, epochs=4, shuffle=False, verbose=2)

test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=2)
probability_model = keras.Sequential([model, keras.layers.Softmax()])
predictions = probability_model.predict(x_test, verbose=0)
print("The first test image shows class", np.argmax(predictions[0]), "and was labelled", y_test[0])

report(
    losses=history.history["loss"],
    accuracies=history.history["accuracy"],
    test=[test_loss, test_accuracy],
    predictions=predictions,
    images=test_images,
    labels=train_labels,
)
