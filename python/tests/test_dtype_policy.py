"""What layers compute in, and what they keep their weights in."""


import numpy as np
import pytest
from beras import (
    DTypePolicy,
    config,
    layers,
    mixed_precision,
)
from test_layers import x_of


class TestDtypePolicy:
    @pytest.fixture(autouse=True)
    def _puts_the_policy_back(self):
        yield
        config.set_dtype_policy("float32")

    def test_mixed_computes_in_bfloat16_with_float32_weights(self):
        dense = layers.Dense(3, dtype="mixed_bfloat16")
        y = dense(x_of(2, 4))
        assert (y.dtype.name, dense.kernel.dtype.name) == ("bfloat16", "float32")
        assert (dense.dtype, dense.variable_dtype) == ("float32", "float32")
        assert dense.compute_dtype == "bfloat16"
        assert dense.dtype_policy == DTypePolicy("mixed_bfloat16")
        expected = x_of(2, 4) @ dense.get_weights()[0]
        np.testing.assert_allclose(y.astype("float32"), expected, 0, 2e-2)

    def test_the_policy_of_the_process_holds_for_layers_without_one(self):
        config.set_dtype_policy(DTypePolicy("mixed_bfloat16"))
        assert config.dtype_policy().name == "mixed_bfloat16"
        assert layers.Dense(3).compute_dtype == "bfloat16"
        assert layers.Dense(3, dtype="float64").compute_dtype == "float64"
        assert mixed_precision.global_policy() == mixed_precision.Policy("mixed_bfloat16")

    def test_a_layer_of_ones_own_gets_inputs_in_its_compute_dtype(self):
        class Same(layers.Layer):
            def call(self, x):
                return x

        assert Same(dtype="mixed_bfloat16")(x_of(2, 4)).dtype.name == "bfloat16"

    def test_configurations_name_the_policy(self):
        dense = layers.Dense(3, dtype="mixed_bfloat16")
        config_of = dense.get_config()
        assert config_of["dtype"]["config"] == {"name": "mixed_bfloat16"}
        assert layers.Dense.from_config(config_of).dtype_policy == dense.dtype_policy
        policy = dense.dtype_policy
        assert DTypePolicy.from_config(policy.get_config()) == policy

    def test_without_autocast_inputs_stay_as_they_are(self):
        assert layers.Softmax(autocast=False)(x_of(2, 3).astype("float64")).dtype == "float64"

    @pytest.mark.parametrize("name", ["mixed_float16", "flaot32"])
    def test_unknown_policies_are_refused(self, name):
        with pytest.raises(ValueError, match="expected"):
            layers.Dense(3, dtype=name)
        with pytest.raises(ValueError, match="expected"):
            config.set_dtype_policy(name)
        with pytest.raises(TypeError, match="expected policy"):
            config.set_dtype_policy(3)
