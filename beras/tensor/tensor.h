// The n-dimensional array: a handle to a shape, strides and shared memory, with an identity that
// tapes know it by.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/cast.h>
#include <beras/tensor/dtype.h>
#include <beras/tensor/index.h>
#include <beras/tensor/shape.h>
#include <beras/tensor/storage.h>

namespace beras {

/// A C++ number beside a tensor: it takes the tensor's dtype where it can (2.0 * int32 tensor is
/// float32).
class Scalar {
 public:
  template <typename T>
  requires std::is_arithmetic_v<T> Scalar(T value) {
    if constexpr (std::is_same_v<T, bool>)
      value_ = value;
    else if constexpr (std::is_integral_v<T>)
      value_ = static_cast<std::int64_t>(value);
    else
      value_ = static_cast<double>(value);
  }
  bool is_boolean() const { return std::holds_alternative<bool>(value_); }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
  /// The number cast to T by the rules of cast_value.
  template <typename T>
  T as() const {
    return std::visit([](auto value) { return cast_value<T>(value); }, value_);
  }
  /// bool, int32 or float32: the dtype of a tensor made of this number alone.
  DType dtype() const {
    return is_boolean() ? DType::boolean : is_integer() ? DType::int32 : DType::float32;
  }

 private:
  std::variant<bool, std::int64_t, double> value_;
};

/// A nested list of numbers: {{1, 2}, {3, 4}}.
class NestedList {
 public:
  template <typename T>
  requires std::is_arithmetic_v<T> NestedList(T value) : value_(value) {}
  NestedList(std::initializer_list<NestedList> items) : value_(0), items_(items), is_list_(true) {}
  bool is_list() const { return is_list_; }
  const std::vector<NestedList>& items() const { return items_; }
  const Scalar& value() const { return value_; }

 private:
  Scalar value_;
  std::vector<NestedList> items_;
  bool is_list_ = false;
};

/// What lies with a weight besides its values (beras/core/weight_rules.h).
struct WeightRules;
/// Where a symbolic tensor comes from (beras/core/symbolic.h).
struct Symbol;

/// An n-dimensional array with NumPy's semantics that can be marked as trainable.
///
/// A Tensor is a handle: copies share shape, memory, name, `trainable` and identity. A view (a
/// slice, a transpose, a reshape of contiguous memory) shares the memory alone. A
/// default-constructed or moved-from Tensor is undefined: `defined()` is false, and every other use
/// of it is a ValueError.
class BERAS_API Tensor {
 public:
  Tensor() = default;
  /// A tensor of rank 0: bool, int32 or float32 by the kind of number, or the given dtype.
  explicit Tensor(Scalar value);
  Tensor(Scalar value, DType dtype, Device device = default_device());
  /// From nested lists of equal lengths: Tensor{{1., 2.}, {3., 4.}} is float32 (2, 2); all bool
  /// gives bool, all integers int32.
  Tensor(std::initializer_list<NestedList> values);
  Tensor(std::initializer_list<NestedList> values, DType dtype);
  /// A copy of a range of numbers, with rank 1 or with `shape`.
  template <typename Element>
  explicit Tensor(std::span<const Element> values)
      : Tensor(copy_of(values.data(), values.size(), {static_cast<std::int64_t>(values.size())},
                       dtype_of<Element>())) {}
  template <typename Element>
  explicit Tensor(const std::vector<Element>& values)
      : Tensor(from_vector(values, {static_cast<std::int64_t>(values.size())})) {}
  template <typename Element>
  Tensor(const std::vector<Element>& values, const Shape& shape)
      : Tensor(from_vector(values, shape)) {}

  /// Uninitialised memory.
  static Tensor empty(const Shape& shape, DType dtype = DType::float32,
                      Device device = default_device());
  static Tensor full(const Shape& shape, Scalar value, DType dtype = DType::float32,
                     Device device = default_device());
  static Tensor zeros(const Shape& shape, DType dtype = DType::float32,
                      Device device = default_device());
  static Tensor ones(const Shape& shape, DType dtype = DType::float32,
                     Device device = default_device());
  /// Memory that somebody else owns, used without a copy: `owner` is kept as long as any tensor
  /// uses it.
  static Tensor from_external(void* data, const Shape& shape, DType dtype,
                              std::shared_ptr<const void> owner);
  /// The same for memory that may only be read: `assign` and operators in place are ValueErrors.
  static Tensor from_read_only(const void* data, const Shape& shape, DType dtype,
                               std::shared_ptr<const void> owner);

  /// A symbolic tensor: it has a shape, where -1 stands for any length, a dtype and no elements.
  static Tensor placeholder(const Shape& shape, DType dtype, std::shared_ptr<const Symbol> symbol);

  bool defined() const { return body_ != nullptr; }
  const Shape& shape() const { return body().shape; }
  /// The length of one axis, counted from the back if negative.
  std::int64_t dim(std::int64_t axis) const;
  std::size_t rank() const { return body().shape.size(); }
  /// The number of elements.
  std::int64_t size() const { return body().size; }
  /// Distance in elements between neighbours along each axis.
  const Strides& strides() const { return body().strides; }
  DType dtype() const { return body().dtype; }
  Device device() const { return body().storage->device(); }
  /// False on memory that may only be read.
  bool writable() const { return body().storage->writable(); }
  /// True if the elements lie in row-major order without gaps.
  bool is_contiguous() const { return body().contiguous; }

  /// True if optimizers may change it and tapes follow it; true for a new tensor.
  bool trainable() const { return body().trainable; }
  void trainable(bool value) { body().trainable = value; }
  const std::string& name() const { return body().name; }
  Tensor& name(std::string value);
  /// A number no other tensor ever has.
  std::uint64_t id() const { return body().id; }
  /// Counts the in-place writes to the memory, through whichever view.
  std::uint64_t version() const { return body().storage->version(); }
  bool same_as(const Tensor& other) const { return body_ == other.body_; }

  /// The elements of a contiguous tensor of this dtype in the memory of the host; DTypeError or
  /// ValueError otherwise.
  template <typename Element>
  const Element* data() const {
    return static_cast<const Element*>(checked_data(dtype_of<Element>()));
  }
  /// The same for writing: counts as one in-place write.
  template <typename Element>
  Element* mutable_data() {
    check_writable();
    const void* data = checked_data(dtype_of<Element>());
    body().storage->bump_version();
    return static_cast<Element*>(const_cast<void*>(data));
  }
  template <typename Element>
  std::span<const Element> span() const {
    return {data<Element>(), static_cast<std::size_t>(size())};
  }
  /// All elements in row-major order, cast to Element, whatever the dtype and strides.
  template <typename Element>
  std::vector<Element> to_vector() const;
  /// The only element, cast to Element; ValueError if there is not exactly one.
  template <typename Element>
  Element item() const {
    return item_scalar().as<Element>();
  }

  /// Writes `value`, broadcast and cast, over the elements in place. Through a view it writes the
  /// viewed elements.
  void assign(const Tensor& value);
  void fill(Scalar value);

  // Recorded by tapes; defined in beras/ops.
  /// A view by integers, slices, ellipsis and newaxis; a copy where a tensor of indices takes part.
  Tensor operator[](const Index& index) const;
  Tensor operator[](std::initializer_list<Index> indices) const;
  Tensor reshape(const Shape& shape) const;
  /// The axes in the given order; reversed if none is given.
  Tensor transpose(const Shape& axes = {}) const;
  Tensor T() const { return transpose(); }
  Tensor astype(DType dtype) const;
  /// On that device: itself if it lies there, else a copy. To `meta` the values are dropped;
  /// ValueError from there, as there are none.
  Tensor to(Device device) const;
  /// A contiguous copy of its own.
  Tensor copy() const;
  /// Itself if contiguous, else a contiguous copy.
  Tensor contiguous() const;
  Tensor sum(const Axes& axes = {}, bool keepdims = false) const;
  Tensor mean(const Axes& axes = {}, bool keepdims = false) const;
  Tensor max(const Axes& axes = {}, bool keepdims = false) const;
  Tensor min(const Axes& axes = {}, bool keepdims = false) const;
  /// NumPy's matmul: vectors, matrices, and batches of matrices that broadcast.
  Tensor matmul(const Tensor& other) const;

  // Not recorded: for kernels and for values that are constants.
  /// The same memory under another identity, which no tape knows and which is not trainable.
  Tensor detach() const;
  /// Any window on the same memory; offset in elements from this tensor's first. ValueError beyond
  /// the memory.
  Tensor as_strided(const Shape& shape, const Strides& strides, std::int64_t offset) const;
  /// The first element, without any check; null on a device without values, and for kernels alone
  /// where the memory is not the host's.
  void* raw() const;
  /// What tells the memory that it lies in from all other that is in use; not to be read.
  const void* block() const { return body().storage->identity(); }
  /// How many elements lie before the first in the memory.
  std::int64_t offset() const { return body().offset; }
  /// Tells tapes that the memory was written through raw().
  void bump_version() { body().storage->bump_version(); }
  /// True if nobody else holds a copy of this handle.
  bool is_only_handle() const { return body_.use_count() == 1; }
  /// True if no other handle or view shares the memory, so that a kernel may write its result over
  /// it.
  bool is_sole_owner() const;
  /// True if both lie in one block of memory, whether or not their elements overlap.
  bool shares_memory(const Tensor& other) const { return body().storage == other.body().storage; }
  /// True if a tape follows gradients through it: it is trainable, watched, or computed from such
  /// tensors.
  bool flows() const { return body().trainable || body().flows; }
  void flows(bool value) { body().flows = value; }
  /// True if a tape with `follow_frozen` follows gradients through it: it is a weight, or computed
  /// from one.
  bool frozen_flows() const { return body().frozen_flows; }
  void frozen_flows(bool value) { body().frozen_flows = value; }
  /// What regularizes and constrains it, where it is a weight; null for nothing.
  const std::shared_ptr<const WeightRules>& rules() const { return body().rules; }
  void rules(std::shared_ptr<const WeightRules> value) { body().rules = std::move(value); }
  /// True for one that stands for what a model will be given, or computes of it. Only shapes and
  /// dtypes are known of it.
  bool is_symbolic() const { return body_ && body_->symbol; }
  /// Where it comes from, if it is symbolic.
  const std::shared_ptr<const Symbol>& symbol() const { return body().symbol; }
  /// True for what counts of it, step by step, where a layer has said so; undefined for all of it.
  /// What is computed from it has none, unless a layer passes it on (beras/layers/layer.h).
  Tensor mask() const;
  void mask(const Tensor& value);
  /// Whether it has one, false for an undefined tensor: asked at each call of a layer.
  bool has_mask() const { return body_ && body_->mask; }
  /// A handle of its own to what this is now, with the same identity: what a rebind can be undone
  /// with.
  Tensor snapshot() const;
  /// Takes over dtype, shape, memory and identity of `other` for all copies of this handle; the
  /// name and the rules stay.
  void rebind(const Tensor& other);

  /// Iterates over the first axis.
  class Iterator;
  Iterator begin() const;
  Iterator end() const;

 private:
  struct Body {
    Shape shape;
    Strides strides;
    std::int64_t size = 0;
    std::int64_t offset = 0;
    std::shared_ptr<Storage> storage;
    std::uint64_t id = 0;
    std::string name;
    std::shared_ptr<const WeightRules> rules;
    std::shared_ptr<const Symbol> symbol;
    std::shared_ptr<Body> mask;
    DType dtype = DType::float32;
    bool contiguous = true;
    bool trainable = true;
    bool flows = false;
    bool frozen_flows = false;
  };

  static Tensor on(std::shared_ptr<Storage> storage, const Shape& shape, std::int64_t size,
                   DType dtype);
  static Tensor on_foreign(void* data, const Shape& shape, DType dtype,
                           std::shared_ptr<const void> owner, bool writable);
  static Tensor copy_of(const void* data, std::size_t count, const Shape& shape, DType dtype);
  template <typename Element>
  static Tensor from_vector(const std::vector<Element>& values, const Shape& shape);
  Body& body() const {
    if (!body_) throw_undefined();
    return *body_;
  }
  [[noreturn]] static void throw_undefined();
  const void* checked_data(DType dtype) const;
  void check_writable() const;
  Scalar item_scalar() const;

  std::shared_ptr<Body> body_;
};

/// The seed's other name of a Tensor, used for weights.
using Variable = Tensor;
using Tensors = std::vector<Tensor>;

/// As NumPy prints it: [[1. 2.]\n [3. 4.]], with ... in the middle of long axes.
BERAS_API std::string to_string(const Tensor& tensor);
BERAS_API std::ostream& operator<<(std::ostream& stream, const Tensor& tensor);

/// Walks over the first axis; each step is a view.
class BERAS_API Tensor::Iterator {
 public:
  using value_type = Tensor;
  using difference_type = std::ptrdiff_t;
  Iterator() = default;
  Iterator(const Tensor& tensor, std::int64_t position) : tensor_(&tensor), position_(position) {}
  Tensor operator*() const { return (*tensor_)[Index(position_)]; }
  Iterator& operator++() {
    ++position_;
    return *this;
  }
  Iterator operator++(int) {
    Iterator before = *this;
    ++position_;
    return before;
  }
  bool operator==(const Iterator& other) const { return position_ == other.position_; }

 private:
  const Tensor* tensor_ = nullptr;
  std::int64_t position_ = 0;
};

inline Tensor::Iterator Tensor::begin() const { return Iterator(*this, 0); }
inline Tensor::Iterator Tensor::end() const { return Iterator(*this, dim(0)); }

template <typename Element>
Tensor Tensor::from_vector(const std::vector<Element>& values, const Shape& shape) {
  if constexpr (std::is_same_v<Element, bool>) {
    const std::unique_ptr<bool[]> plain(new bool[values.size()]);
    std::copy(values.begin(), values.end(), plain.get());
    return copy_of(plain.get(), values.size(), shape, DType::boolean);
  } else {
    return copy_of(values.data(), values.size(), shape, dtype_of<Element>());
  }
}

}  // namespace beras
