#include <beras/ops/dropout.h>
#include <beras/ops/random.h>

#include "bindings/module.h"
#include "bindings/room.h"
#include "bindings/seed_caster.h"

namespace beras::python {
namespace {

using MaybeDType = std::optional<DType>;
using random::Seed;

/// A floating distribution of two numbers.
template <Tensor (*Draw)(const Shape&, double, double, DType, Seed)>
Tensor draw(const Shape& shape, double first, double second, MaybeDType dtype, Seed seed) {
  return Draw(shape, first, second, dtype.value_or(DType::float32), seed);
}

/// A key of the global generator stands for a seed that is not given.
void new_generator(SeedGenerator* self, Seed seed) { new (self) SeedGenerator(seed.next()); }

}  // namespace

void bind_random(nb::module_& m) {
  using namespace nb::literals;
  const Room def(m, "beras::random");
  const auto shape = "shape"_a, x = "x"_a;
  const auto dtype = "dtype"_a = nb::none(), seed = "seed"_a = nb::none();

  nb::class_<SeedGenerator>(m, "SeedGenerator", doc("beras::SeedGenerator"))
      .def("__init__", new_generator, seed)
      .def("next", &SeedGenerator::next, doc("beras::SeedGenerator::next"))
      .def("reset", &SeedGenerator::reset, "seed"_a, doc("beras::SeedGenerator::reset"))
      .def_prop_ro("seed", &SeedGenerator::seed)
      .def_prop_ro(
          "state",
          [](nb::handle self) {
            return random::seed_state(nb::cast<std::shared_ptr<SeedGenerator>>(self));
          },
          doc("beras::random::seed_state"));
  m.def("global_seed_state", &random::global_seed_state, doc("beras::random::global_seed_state"));
  m.def("next_key", &Seed::next, seed);
  m.def("set_random_seed", &set_random_seed, "seed"_a, doc("beras::set_random_seed"));

  def("uniform", draw<random::uniform>, shape, "minval"_a = 0.0, "maxval"_a = 1.0, dtype, seed);
  def("normal", draw<random::normal>, shape, "mean"_a = 0.0, "stddev"_a = 1.0, dtype, seed);
  def("truncated_normal", draw<random::truncated_normal>, shape, "mean"_a = 0.0, "stddev"_a = 1.0,
      dtype, seed);
  def("randint", &random::randint, shape, "minval"_a, "maxval"_a, "dtype"_a = "int32", seed);
  def("categorical", &random::categorical, "logits"_a, "num_samples"_a, "dtype"_a = "int32", seed);
  def("shuffle", &random::shuffle, x, "axis"_a = 0, seed);
  def("permutation", &random::permutation, "count"_a, seed);
  Room(m, "beras::ops")("dropout", &ops::dropout, "inputs"_a, "rate"_a,
                        "noise_shape"_a = nb::none(), seed);
}

}  // namespace beras::python
