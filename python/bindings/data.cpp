// Datasets and files of arrays.
#include <algorithm>

#include <beras/data/csv.h>
#include <beras/data/dataset.h>
#include <beras/data/idx.h>
#include <beras/data/npy.h>
#include <beras/data/npz.h>
#include <beras/data/one_hot_encoder.h>
#include <beras/data/split_dataset.h>
#include <nanobind/stl/variant.h>

#include "bindings/conversions.h"
#include "bindings/function.h"
#include "bindings/module.h"
#include "bindings/structures.h"

namespace beras::python {
namespace {

using namespace nb::literals;

/// One element: a tuple, whatever it holds, without None at its end, or a dict; an array alone as a
/// tuple of one.
Structure element_from(nb::handle value) {
  if (PyDict_Check(value.ptr())) return cast_or_refuse<Structure>(value, "Dataset", "an element");
  std::vector<Structure> parts;
  if (PyTuple_Check(value.ptr()) || PyList_Check(value.ptr())) {
    for (const nb::handle part : value)
      parts.push_back(cast_or_refuse<Structure>(part, "Dataset", "an element"));
    while (!parts.empty() && !parts.back().defined()) parts.pop_back();
  } else {
    parts.push_back(cast_or_refuse<Tensor>(value, "Dataset", "an element"));
  }
  return Structure::tuple(std::move(parts));
}

/// As a tuple, unless it is a dict.
nb::object element_to_python(const Structure& element) {
  nb::object object = nb::cast(element);
  if (element.kind() == Structure::Kind::map) return object;
  return element.is_tensor() ? nb::make_tuple(object) : nb::tuple(object);
}

/// Walks over what calling `start` gives to iterate over.
Dataset from_generator(nb::handle start) {
  return Dataset::from_generator([function = Function(start)]() -> Dataset::Generator {
    const Lock starting;
    const nb::object iterator = nb::steal(PyObject_GetIter(function.call<nb::object>().ptr()));
    if (!iterator) throw nb::python_error();
    const std::shared_ptr<PyObject> items(iterator.ptr(), KeepAlive(iterator.ptr()));
    return [items]() -> std::optional<Structure> {
      const Lock lock;
      const nb::object item = nb::steal(PyIter_Next(items.get()));
      if (item) return element_from(item);
      if (PyErr_Occurred()) throw nb::python_error();
      return std::nullopt;
    };
  });
}

Dataset map(const Dataset& self, nb::handle function) {
  return self.map([mapped = Function(function)](const Structure& element) {
    const Lock lock;
    const nb::object argument = element_to_python(element);
    const Structure made =
        element_from(PyTuple_Check(argument.ptr()) ? mapped.call<nb::object>(*argument)
                                                   : mapped.call<nb::object>(argument));
    // A function may fill one buffer again and again; what it passes on is the dataset's.
    const Tensors parts = element.flatten();
    return made.map([&](const Tensor& tensor) {
      if (!tensor.defined() || tensor.is_sole_owner()) return tensor;
      const bool is_passed_on = std::any_of(parts.begin(), parts.end(), [&](const Tensor& part) {
        return part.defined() && part.shares_memory(tensor);
      });
      return is_passed_on ? tensor : tensor.copy();
    });
  });
}

/// One walk, as Python iterates.
struct Walk {
  Dataset::Iterator place;
  bool begun = false;
};

}  // namespace

void bind_data(nb::module_& m) {
  nb::class_<Walk>(m, "Walk")
      .def("__iter__", [](nb::handle self) { return self; })
      .def("__next__", [](Walk& self) {
        {
          const Released unlocked;
          if (self.begun) ++self.place;
          self.begun = true;
        }
        if (self.place == std::default_sentinel) throw nb::stop_iteration();
        return element_to_python(*self.place);
      });
  nb::class_<Dataset>(m, "Dataset")
      .def_static("from_tensors",
                  [](nb::args tensors) { return Dataset::from_tensors(element_from(tensors)); })
      .def_static("from_generator", from_generator, "start"_a)
      .def_static("zip", &Dataset::zip, "datasets"_a)
      .def(
          "shuffle",
          [](const Dataset& self, std::optional<std::int64_t> buffer_size,
             std::optional<std::uint64_t> seed, bool reshuffle_each_iteration) {
            return self.shuffle({.buffer_size = buffer_size,
                                 .seed = seed,
                                 .reshuffle_each_iteration = reshuffle_each_iteration});
          },
          "buffer_size"_a = nb::none(), "seed"_a = nb::none(), "reshuffle_each_iteration"_a = true)
      .def("batch", &Dataset::batch, "batch_size"_a, "drop_remainder"_a = false)
      .def("map", map, "function"_a)
      .def(
          "repeat",
          [](const Dataset& self, std::optional<std::int64_t> count) {
            return self.repeat(count.value_or(Dataset::infinite));
          },
          "count"_a = nb::none())
      .def("take", &Dataset::take, "count"_a)
      .def("skip", &Dataset::skip, "count"_a)
      .def("prefetch", &Dataset::prefetch, "count"_a)
      .def("cardinality", &Dataset::cardinality)
      .def("__iter__", [](const Dataset& self) {
        const Released unlocked;
        return Walk{self.begin()};
      });

  using Size = std::optional<SplitSize>;
  m.def(
      "split_positions",
      [](std::int64_t length, Size left_size, Size right_size, bool shuffle,
         std::optional<std::uint64_t> seed) {
        return split_positions(length, {left_size, right_size, shuffle, seed});
      },
      "length"_a, "left_size"_a.none(), "right_size"_a.none(), "shuffle"_a, "seed"_a.none());
  m.def(
      "train_test_positions",
      [](std::int64_t length, Size test_size, Size train_size, bool shuffle,
         std::optional<std::uint64_t> seed) {
        return train_test_positions(length, {test_size, train_size, shuffle, seed});
      },
      "length"_a, "test_size"_a.none(), "train_size"_a.none(), "shuffle"_a, "seed"_a.none());
  m.def(
      "split_dataset",
      [](const Dataset& dataset, Size left_size, Size right_size, bool shuffle,
         std::optional<std::uint64_t> seed) {
        return split_dataset(dataset, {left_size, right_size, shuffle, seed});
      },
      "dataset"_a, "left_size"_a.none(), "right_size"_a.none(), "shuffle"_a, "seed"_a.none(),
      Unlocked());
  m.def("load_idx", &load_idx, "path"_a, Unlocked());
  m.def("load_npy", &load_npy, "path"_a, Unlocked());
  m.def("save_npy", &save_npy, "path"_a, "tensor"_a, Unlocked());
  m.def("load_npz", &load_npz, "path"_a, Unlocked());
  m.def(
      "save_npz",
      [](const std::string& path, const std::map<std::string, Tensor>& tensors, bool compressed) {
        save_npz(path, tensors, {.compressed = compressed});
      },
      "path"_a, "tensors"_a, "compressed"_a = false, Unlocked());
  m.def(
      "load_csv",
      [](const std::string& path, char delimiter, bool header, std::int64_t skip_lines,
         bool missing_as_nan, DType dtype) {
        CsvTable table = load_csv(path, {.delimiter = delimiter,
                                         .header = header,
                                         .skip_lines = skip_lines,
                                         .missing_as_nan = missing_as_nan,
                                         .dtype = dtype});
        return std::pair(std::move(table.names), std::move(table.values));
      },
      "path"_a, "delimiter"_a = ',', "header"_a = false, "skip_lines"_a = 0,
      "missing_as_nan"_a = false, "dtype"_a = "float32", Unlocked());
  nb::class_<OneHotEncoder>(m, "OneHotEncoder")
      .def(nb::init<>())
      .def("fit", &OneHotEncoder::fit, "labels"_a)
      .def(
          "__call__", [](const OneHotEncoder& self, const Tensor& labels) { return self(labels); },
          "labels"_a)
      .def("inverse", &OneHotEncoder::inverse, "one_hot"_a)
      .def_prop_ro("classes", &OneHotEncoder::classes);
}

}  // namespace beras::python
