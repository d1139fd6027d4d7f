// Windows on the memory of a tensor, as tapes see them.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include <beras/base/export.h>
#include <beras/core/primitive.h>

namespace beras {

/// Where a window lies: its strides and its offset count elements, from the first one of the tensor
/// that it is a window on.
struct Place {
  Shape shape;
  Strides strides;
  std::int64_t offset = 0;
};

/// True where no two elements of the window are one in memory.
BERAS_API bool are_apart(const Place& place);

/// The elements between the tensor's lowest and highest, in a row, under a new identity.
Tensor row_of(const Tensor& tensor);
/// True if the tensor has memory between the first and the last element of a row.
bool overlap(const Tensor& row, const Tensor& tensor);
/// Where the tensor lies in a row; none where it reaches beyond, has another dtype, or shows one
/// element twice.
std::optional<Place> place_in(const Tensor& row, const Tensor& tensor);

/// y is a window on contiguous x. Its elements lie apart.
class BERAS_API Window : public Primitive<Window> {
 public:
  explicit Window(Place place) : place_(std::move(place)) {}
  Tensor call(const Tensor& x) const override;
  Tensors compose_input_gradients(const Tensors& J) const override;
  std::string label() const override { return "window"; }

 private:
  Place place_;
};

/// Zeros of `shape` whose window is x: the gradient of a window.
class BERAS_API Spread : public Primitive<Spread> {
 public:
  Spread(Place place, Shape shape) : place_(std::move(place)), shape_(std::move(shape)) {}
  Tensor call(const Tensor& x) const override;
  Tensors compose_input_gradients(const Tensors& J) const override;
  std::string label() const override { return "spread"; }

 private:
  Place place_;
  Shape shape_;
};

/// x with zeros in the window.
class BERAS_API Cleared : public Primitive<Cleared> {
 public:
  explicit Cleared(Place place) : place_(std::move(place)) {}
  Tensor call(const Tensor& x) const override;
  Tensors compose_input_gradients(const Tensors& J) const override;
  std::string label() const override { return "cleared"; }

 private:
  Place place_;
};

}  // namespace beras
