// What holds for the whole process.
#include <beras/base/epsilon.h>
#include <beras/base/parallel.h>

#include <beras/ops/window.h>

#include <atomic>

#include "bindings/image_format.h"
#include "bindings/module.h"
#include "bindings/options.h"

namespace beras::python {
namespace {

constinit std::atomic<bool> channels_come_first = false;

}  // namespace

const char* image_data_format() { return channels_come_first ? "channels_first" : "channels_last"; }

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
  m.def("epsilon", &epsilon);
  m.def("set_epsilon", &set_epsilon, "value"_a);
  m.def("image_data_format", &image_data_format);
  m.def(
      "set_image_data_format",
      [](const std::string& data_format) {
        channels_come_first = ops::is_channels_first(data_format, "set_image_data_format");
      },
      "data_format"_a);
  m.def("num_threads", &num_threads);
  m.def("set_num_threads", &set_num_threads, "count"_a);
}

}  // namespace beras::python
