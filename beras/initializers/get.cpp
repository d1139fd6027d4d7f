#include <beras/initializers/get.h>

#include <map>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/initializers/constant.h>
#include <beras/initializers/identity.h>
#include <beras/initializers/orthogonal.h>
#include <beras/initializers/random.h>
#include <beras/initializers/variance_scaling.h>

namespace beras::initializers {
namespace {

using Maker = Initializer (*)();
using Table = std::map<std::string, Maker, std::less<>>;

template <typename Class>
Initializer make() {
  return Class();
}

const Table& known() {
  static const auto& table = *new Table{
      {"Zeros", make<Zeros>},
      {"zeros", make<Zeros>},
      {"zero", make<Zeros>},
      {"Ones", make<Ones>},
      {"ones", make<Ones>},
      {"one", make<Ones>},
      {"Constant", make<Constant>},
      {"constant", make<Constant>},
      {"Identity", make<Identity>},
      {"IdentityInitializer", make<Identity>},
      {"identity", make<Identity>},
      {"RandomNormal", make<RandomNormal>},
      {"random_normal", make<RandomNormal>},
      {"normal", make<RandomNormal>},
      {"RandomUniform", make<RandomUniform>},
      {"random_uniform", make<RandomUniform>},
      {"uniform", make<RandomUniform>},
      {"TruncatedNormal", make<TruncatedNormal>},
      {"truncated_normal", make<TruncatedNormal>},
      {"VarianceScaling", make<VarianceScaling>},
      {"variance_scaling", make<VarianceScaling>},
      {"GlorotUniform", make<GlorotUniform>},
      {"glorot_uniform", make<GlorotUniform>},
      {"GlorotNormal", make<GlorotNormal>},
      {"glorot_normal", make<GlorotNormal>},
      {"HeUniform", make<HeUniform>},
      {"he_uniform", make<HeUniform>},
      {"HeNormal", make<HeNormal>},
      {"he_normal", make<HeNormal>},
      {"LecunUniform", make<LecunUniform>},
      {"lecun_uniform", make<LecunUniform>},
      {"LecunNormal", make<LecunNormal>},
      {"lecun_normal", make<LecunNormal>},
      {"Orthogonal", make<Orthogonal>},
      {"OrthogonalInitializer", make<Orthogonal>},
      {"orthogonal", make<Orthogonal>},
  };
  return table;
}

Maker maker_of(std::string_view name) {
  const auto found = known().find(name);
  if (found != known().end()) return found->second;
  std::vector<std::string> names;
  for (const auto& entry : known()) names.push_back(entry.first);
  throw_unknown_name("initializers", "initializer", name, names);
}

}  // namespace

Initializer get(std::string_view name) { return maker_of(name)(); }

Initializer anew(std::string_view name) {
  return
      [maker = maker_of(name)](const Shape& shape, DType dtype) { return maker()(shape, dtype); };
}

void AnyInitializer::check_function() const {
  if (!initializer_) throw ValueError("initializers", "a name or an object", "an empty function");
}

}  // namespace beras::initializers
