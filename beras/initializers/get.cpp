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

using Table = std::map<std::string, Initializer, std::less<>>;

const Table& known() {
  static const auto& table = *new Table{
      {"Zeros", Zeros()},
      {"zeros", Zeros()},
      {"zero", Zeros()},
      {"Ones", Ones()},
      {"ones", Ones()},
      {"one", Ones()},
      {"Constant", Constant()},
      {"constant", Constant()},
      {"Identity", Identity()},
      {"IdentityInitializer", Identity()},
      {"identity", Identity()},
      {"RandomNormal", RandomNormal()},
      {"random_normal", RandomNormal()},
      {"normal", RandomNormal()},
      {"RandomUniform", RandomUniform()},
      {"random_uniform", RandomUniform()},
      {"uniform", RandomUniform()},
      {"TruncatedNormal", TruncatedNormal()},
      {"truncated_normal", TruncatedNormal()},
      {"VarianceScaling", VarianceScaling()},
      {"variance_scaling", VarianceScaling()},
      {"GlorotUniform", GlorotUniform()},
      {"glorot_uniform", GlorotUniform()},
      {"GlorotNormal", GlorotNormal()},
      {"glorot_normal", GlorotNormal()},
      {"HeUniform", HeUniform()},
      {"he_uniform", HeUniform()},
      {"HeNormal", HeNormal()},
      {"he_normal", HeNormal()},
      {"LecunUniform", LecunUniform()},
      {"lecun_uniform", LecunUniform()},
      {"LecunNormal", LecunNormal()},
      {"lecun_normal", LecunNormal()},
      {"Orthogonal", Orthogonal()},
      {"OrthogonalInitializer", Orthogonal()},
      {"orthogonal", Orthogonal()},
  };
  return table;
}

}  // namespace

Initializer get(std::string_view name) {
  const auto found = known().find(name);
  if (found != known().end()) return found->second;
  std::vector<std::string> names;
  for (const auto& entry : known()) names.push_back(entry.first);
  throw_unknown_name("initializers", "initializer", name, names);
}

void AnyInitializer::check_function() const {
  if (!initializer_) throw ValueError("initializers", "a name or an object", "an empty function");
}

}  // namespace beras::initializers
