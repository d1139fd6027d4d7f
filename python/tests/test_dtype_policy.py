"""What layers compute in, and what they keep their weights in."""

import copy
import pickle

import numpy as np
import pytest
from beras import (
    DTypePolicy,
    DTypePolicyMap,
    Sequential,
    config,
    dtype_policies,
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

    @pytest.mark.parametrize("name", ["mixed_float8", "flaot32"])
    def test_unknown_policies_are_refused(self, name):
        with pytest.raises(ValueError, match="expected"):
            layers.Dense(3, dtype=name)
        with pytest.raises(ValueError, match="expected"):
            config.set_dtype_policy(name)
        with pytest.raises(TypeError, match="expected policy"):
            config.set_dtype_policy(3)


class TestDTypePolicyMap:
    def test_it_goes_by_paths_and_expressions(self):
        policies = DTypePolicyMap("float32", {"a": DTypePolicy("mixed_bfloat16")})
        policies["s/.*"] = "float64"
        assert policies.name == "map_float32"
        assert policies["a"].name == "mixed_bfloat16"
        assert policies["s/x"].name == "float64" and policies["zz"].name == "float32"
        assert (len(policies), list(policies)) == (2, ["a", "s/.*"])
        assert "a" in policies and "s/x" not in policies
        del policies["a"]
        assert policies["a"].name == "float32"

    def test_it_refuses_what_leaves_no_single_policy(self):
        policies = DTypePolicyMap("float32", {"s/.*": "float16", "s/d.*": "float16"})
        with pytest.raises(ValueError, match="s/dd"):
            policies["s/dd"]
        with pytest.raises(ValueError, match="each path once"):
            policies["s/.*"] = "float32"
        with pytest.raises(ValueError, match="no map"):
            DTypePolicyMap(policies)
        with pytest.raises(TypeError, match="policy_map"):
            DTypePolicyMap("float32", [1])
        with pytest.raises(KeyError):
            del policies["t"]

    def test_a_layer_finds_its_policy_when_it_is_built(self):
        policies = DTypePolicyMap("float32")
        dense = layers.Dense(2, dtype=policies, name="d")
        assert dense.path is None and dense.compute_dtype == "float32"
        policies["s/d"] = "mixed_bfloat16"
        model = Sequential([dense], name="s")
        assert model(x_of(2, 3)).dtype.name == "bfloat16"
        assert (dense.path, dense.compute_dtype, dense.dtype) == ("s/d", "bfloat16", "float32")
        assert dense.dtype_policy is policies
        alone = layers.Dense(2, dtype=policies, name="d")
        assert alone(x_of(2, 3)).dtype.name == "float32" and alone.path == "d"

    def test_a_layer_of_ones_own_gets_inputs_in_the_dtype_of_its_path(self):
        class Same(layers.Layer):
            def call(self, x):
                return x

        same = Same(dtype=DTypePolicyMap("float32", {"same": "mixed_bfloat16"}), name="same")
        assert same(x_of(2, 4)).dtype.name == "bfloat16"
        assert same(x_of(2, 4)).dtype.name == "bfloat16"

    def test_configurations_have_it_as_kerass_have(self):
        policies = DTypePolicyMap("float32", {"s/d": "mixed_bfloat16"})
        described = layers.Dense(2, dtype=policies).get_config()["dtype"]
        plain = {"module": "keras", "class_name": "DTypePolicy", "registered_name": None}
        assert described == {
            "module": "keras.dtype_policies",
            "class_name": "DTypePolicyMap",
            "config": {
                "default_policy": "float32",
                "policy_map": {"s/d": {**plain, "config": {"name": "mixed_bfloat16"}}},
            },
            "registered_name": None,
        }
        again = layers.Dense.from_config(layers.Dense(2, dtype=policies).get_config())
        assert again.dtype_policy["s/d"].name == "mixed_bfloat16"
        assert dtype_policies.serialize(policies) == described
        assert dtype_policies.get(described)["s/d"].name == "mixed_bfloat16"
        assert dtype_policies.get("float16").name == "float16"
        assert copy.deepcopy(policies)["s/d"].name == "mixed_bfloat16"

    def test_copies_of_a_model_have_its_paths_and_policies(self):
        policies = DTypePolicyMap("float32", {"s/d": "mixed_bfloat16"})
        model = Sequential([layers.Dense(2, dtype=policies, name="d")], name="s")
        y = model(x_of(2, 3))
        for again in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
            (dense,) = again.layers
            assert (dense.path, dense.compute_dtype) == ("s/d", "bfloat16")
            np.testing.assert_array_equal(again(x_of(2, 3)).astype("float32"), y.astype("float32"))
