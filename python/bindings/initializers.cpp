#include <beras/initializers/initializers.h>

#include "bindings/docstrings.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using namespace initializers;

/// Binds an initializer under Keras's name.
template <typename Class, typename... Parameters>
void initializer(nb::module_& m, const std::string& name, const Parameters&... parameters) {
  nb::class_<Class> bound(m, name.c_str(), doc("beras::initializers::" + name));
  define_init(bound, name, parameters...);
  bound.def(
      "__call__",
      [](const Class& self, const Shape& shape, DType dtype) { return self(shape, dtype); },
      "shape"_a, "dtype"_a = DType::float32, Unlocked());
  if constexpr (requires(const Class& self) { self.seed(); }) {
    bound.def_prop_ro(
        "seed", [](const Class& self) { return self.seed(); },
        "Of its values: the one given, or that drawn for it.");
  }
}

}  // namespace

void bind_initializers(nb::module_& m) {
  const auto seed = FIELD(SeedOptions, seed);
  initializer<Constant>(m, "Constant", argument<Scalar>("value", 0.0));
  initializer<GlorotNormal>(m, "GlorotNormal", seed);
  initializer<GlorotUniform>(m, "GlorotUniform", seed);
  initializer<HeNormal>(m, "HeNormal", seed);
  initializer<HeUniform>(m, "HeUniform", seed);
  initializer<Identity>(m, "Identity", FIELD(IdentityOptions, gain));
  initializer<LecunNormal>(m, "LecunNormal", seed);
  initializer<LecunUniform>(m, "LecunUniform", seed);
  initializer<Ones>(m, "Ones");
  initializer<Orthogonal>(m, "Orthogonal", FIELD(OrthogonalOptions, gain),
                          FIELD(OrthogonalOptions, seed));
  initializer<RandomNormal>(m, "RandomNormal", FIELD(RandomNormalOptions, mean),
                            FIELD(RandomNormalOptions, stddev), FIELD(RandomNormalOptions, seed));
  initializer<RandomUniform>(m, "RandomUniform", FIELD(RandomUniformOptions, minval),
                             FIELD(RandomUniformOptions, maxval),
                             FIELD(RandomUniformOptions, seed));
  initializer<TruncatedNormal>(m, "TruncatedNormal", FIELD(RandomNormalOptions, mean),
                               FIELD(RandomNormalOptions, stddev),
                               FIELD(RandomNormalOptions, seed));
  initializer<VarianceScaling>(m, "VarianceScaling", FIELD(VarianceScalingOptions, scale),
                               FIELD(VarianceScalingOptions, mode),
                               FIELD(VarianceScalingOptions, distribution),
                               FIELD(VarianceScalingOptions, seed));
  initializer<Zeros>(m, "Zeros");
}

}  // namespace beras::python
