// What holds for the whole process.
#include <beras/base/epsilon.h>
#include <beras/base/parallel.h>
#include <beras/tensor/dtype_policy_map.h>

#include <beras/ops/window.h>

#include <atomic>

#include "bindings/image_format.h"
#include "bindings/module.h"
#include "bindings/options.h"
#include "bindings/room.h"

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
  nb::class_<DTypePolicyMap>(m, "DTypePolicyMap")
      .def(
          "__init__",
          [](DTypePolicyMap* self, nb::handle policy) {
            std::optional<DTypePolicy> by_default;
            if (!policy.is_none())
              by_default = converted<DTypePolicy>(policy, "DTypePolicyMap", "default_policy");
            new (self) DTypePolicyMap(std::move(by_default));
          },
          "default_policy"_a.none())
      .def("set",
           [](DTypePolicyMap& self, const std::string& path, nb::handle policy) {
             self.set(path, converted<DTypePolicy>(policy, "DTypePolicyMap", path.c_str()));
           })
      .def("erase", &DTypePolicyMap::erase)
      .def("get",
           [](const DTypePolicyMap& self, const std::string& path) { return self[path].name(); });
  const Room def(m, "beras");
  def("epsilon", &epsilon);
  def("set_epsilon", &set_epsilon, "value"_a);
  def("num_threads", &num_threads);
  def("set_num_threads", &set_num_threads, "count"_a);
  m.def("image_data_format", &image_data_format,
        "The order of axes of images unless a layer or an op is told otherwise: \"channels_last\" "
        "unless set.");
  m.def(
      "set_image_data_format",
      [](const std::string& data_format) {
        channels_come_first = ops::is_channels_first(data_format, "set_image_data_format");
      },
      "data_format"_a,
      "Sets it, \"channels_last\" or \"channels_first\", for the whole process and for layers that "
      "are made from now on.");
}

}  // namespace beras::python
