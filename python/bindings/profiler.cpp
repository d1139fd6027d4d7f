// The profiler.
#include <beras/core/profiler.h>
#include <beras/core/roofline.h>

#include <memory>
#include <thread>
#include <utility>

#include <beras/base/error.h>

#include "bindings/module.h"
#include "bindings/room.h"

namespace beras::python {
namespace {

using namespace nb::literals;
using profiler::Event;
using profiler::Profile;
using profiler::Row;

/// A Region for the block of a `with`.
class RegionScope {
 public:
  explicit RegionScope(std::string label) : label_(std::move(label)) {}
  ~RegionScope() {
    if (thread_ != std::this_thread::get_id()) leave_open();
  }

  void enter() {
    thread_ = std::this_thread::get_id();
    region_ = std::make_unique<profiler::Region>(label_);
  }
  void exit() {
    if (!region_ || thread_ == std::this_thread::get_id()) return region_.reset();
    leave_open();
    throw ValueError("Region", "must end on the thread that it began on.");
  }

 private:
  /// It stands among the open events of the other thread, so it may not go.
  void leave_open() { static_cast<void>(region_.release()); }

  std::string label_;
  std::thread::id thread_;
  std::unique_ptr<profiler::Region> region_;
};

template <typename T>
nb::class_<T> bind_entries(nb::module_& m, const char* name) {
  return nb::class_<T>(m, name, doc(std::string("beras::profiler::") + name))
      .def_ro("label", &T::label)
      .def_prop_ro("kind", [](const T& self) { return profiler::kind_name(self.kind); })
      .def_ro("own", &T::own)
      .def_ro("flops", &T::flops)
      .def_ro("bytes", &T::bytes);
}

}  // namespace

void bind_profiler(nb::module_& m) {
  bind_entries<Event>(m, "Event")
      .def_ro("thread", &Event::thread)
      .def_ro("start", &Event::start)
      .def_ro("duration", &Event::duration)
      .def_ro("inputs", &Event::inputs)
      .def_ro("outputs", &Event::outputs)
      .def_ro("failed", &Event::failed);
  bind_entries<Row>(m, "Row").def_ro("calls", &Row::calls).def_ro("total", &Row::total);
  nb::class_<Profile>(m, "Profile", doc("beras::profiler::Profile"))
      .def(nb::init<>())
      .def("__enter__", [](nb::handle self) { return self; })
      .def("__exit__", [](Profile& self, nb::args) { self.stop(); })
      .def("stop", &Profile::stop, Unlocked(), doc("beras::profiler::Profile::stop"))
      .def("events", &Profile::events, Unlocked(), doc("beras::profiler::Profile::events"))
      .def("rows", &Profile::rows, Unlocked(), doc("beras::profiler::Profile::rows"))
      .def("table", &Profile::table, Unlocked(), doc("beras::profiler::Profile::table"))
      .def("__str__", &Profile::table, Unlocked())
      .def("write_chrome_trace", &Profile::write_chrome_trace, "path"_a, Unlocked(),
           doc("beras::profiler::Profile::write_chrome_trace"));
  nb::class_<RegionScope>(m, "Region", doc("beras::profiler::Region"))
      .def(nb::init<std::string>(), "label"_a)
      .def("__enter__",
           [](RegionScope& self) {
             self.enter();
             return nb::find(self);
           })
      .def("__exit__", [](RegionScope& self, nb::args) { self.exit(); });
  nb::class_<profiler::Roofline>(m, "Roofline", doc("beras::profiler::Roofline"))
      .def_ro("flops_per_second", &profiler::Roofline::flops_per_second)
      .def_ro("bytes_per_second", &profiler::Roofline::bytes_per_second)
      .def("seconds", &profiler::Roofline::seconds, "flops"_a, "bytes"_a,
           doc("beras::profiler::Roofline::seconds"));
  Room(m, "beras::profiler")("roofline", &profiler::roofline);
}

}  // namespace beras::python
