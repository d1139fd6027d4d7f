// What holds for the whole process.
#include <beras/base/parallel.h>

#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {

void bind_config(nb::module_& m) {
  using namespace nb::literals;
  m.def("dtype_policy", [] { return dtype_policy().name(); });
  m.def(
      "set_dtype_policy",
      [](nb::handle policy) {
        set_dtype_policy(converted<DTypePolicy>(policy, "set_dtype_policy", "policy"));
      },
      "policy"_a);
  m.def(
      "policy",
      [](nb::handle name) {
        const auto policy = converted<DTypePolicy>(name, "DTypePolicy", "name");
        return std::tuple(policy.name(), policy.compute_dtype(), policy.variable_dtype());
      },
      "name"_a);
  m.def("num_threads", &num_threads);
  m.def("set_num_threads", &set_num_threads, "count"_a);
}

}  // namespace beras::python
