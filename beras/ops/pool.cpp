#include <beras/ops/pool.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <beras/backend/pool.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/cast.h>
#include <beras/ops/flat_internal.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

using backend::PoolShape;

/// The shapes of images before and after, and the sizes of the pooling between them.
struct Geometry {
  PoolShape sizes;
  Shape x;
  Shape y;
};

/// y[i] = x[positions[i]], image by image and channel by channel.
struct Gather : Primitive<Gather> {
  explicit Gather(Geometry sizes) : geometry(std::move(sizes)) {}

  Tensors forward(const Arguments& arguments) const override {
    Tensor y = Tensor::empty(geometry.y, arguments[0].dtype(), device_of(arguments.inputs()));
    backend::pool(y.device())->gather(geometry.sizes, arguments[0].contiguous(), arguments[1], y);
    return {y};
  }
  Tensors compose_input_gradients(const Tensors& J) const override;
  std::vector<std::string> argument_names() const override { return {"x", "positions"}; }
  std::string label() const override { return "max_pool_gather"; }

  Geometry geometry;
};

/// dx[positions[i]] += dy[i], image by image and channel by channel.
struct Scatter : Primitive<Scatter> {
  explicit Scatter(Geometry sizes) : geometry(std::move(sizes)) {}

  Tensors forward(const Arguments& arguments) const override {
    Tensor dx = Tensor::empty(geometry.x, arguments[0].dtype(), device_of(arguments.inputs()));
    backend::pool(dx.device())
        ->scatter(geometry.sizes, arguments[0].contiguous(), arguments[1], dx);
    return {dx};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {Gather(geometry)(J[0], inputs()[1]), Tensor()};
  }
  std::vector<std::string> argument_names() const override { return {"dy", "positions"}; }
  std::string label() const override { return "max_pool_gradient"; }

  Geometry geometry;
};

Tensors Gather::compose_input_gradients(const Tensors& J) const {
  return {Scatter(geometry)(J[0], inputs()[1]), Tensor()};
}

struct MaxPool : Primitive<MaxPool> {
  explicit MaxPool(Geometry sizes) : geometry(std::move(sizes)) {}

  Tensor call(const Tensor& x) const override {
    Tensor y = Tensor::empty(geometry.y, x.dtype(), device_of(x));
    Tensor positions = Tensor::empty(geometry.y, DType::int32, y.device());
    backend::pool(y.device())->max(geometry.sizes, x.contiguous(), y, positions);
    save(positions);
    return y;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {flat(Scatter(geometry)(J[0], saved(0)), inputs()[0])};
  }
  std::string label() const override { return "max_pool"; }

  Geometry geometry;
};

struct AveragePool : Primitive<AveragePool> {
  explicit AveragePool(Geometry sizes) : geometry(std::move(sizes)) {}

  Tensor call(const Tensor& x) const override {
    Tensor y = Tensor::empty(geometry.y, x.dtype(), device_of(x));
    backend::pool(y.device())->average(geometry.sizes, x.contiguous(), y);
    return y;
  }
  Tensors compose_input_gradients(const Tensors& J) const override;
  std::string label() const override { return "average_pool"; }

  Geometry geometry;
};

struct AveragePoolGradient : Primitive<AveragePoolGradient> {
  explicit AveragePoolGradient(Geometry sizes) : geometry(std::move(sizes)) {}

  Tensor call(const Tensor& dy) const override {
    Tensor dx = Tensor::empty(geometry.x, dy.dtype(), device_of(dy));
    backend::pool(dx.device())->average_gradient(geometry.sizes, dy.contiguous(), dx);
    return dx;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {AveragePool(geometry)(J[0])};
  }
  std::string label() const override { return "average_pool_gradient"; }

  Geometry geometry;
};

Tensors AveragePool::compose_input_gradients(const Tensors& J) const {
  return {AveragePoolGradient(geometry)(J[0])};
}

void check_rank(const Tensor& x, const std::string& who) {
  if (x.rank() < 3 || x.rank() > 2 + backend::spatial_axes) {
    throw ShapeError(who, "an input of rank 3, 4 or 5", "shape " + to_string(x.shape()));
  }
}

/// The same window without what lies outside of the image wherever it stands.
void trim(backend::Window& window) {
  for (std::size_t axis = 0; axis < backend::spatial_axes; ++axis) {
    const std::int64_t length = window.input[axis];
    const std::int64_t outside = std::max<std::int64_t>(0, window.padding[axis] - length);
    window.padding[axis] -= outside;
    window.size[axis] -= outside;
    const std::int64_t beyond = window.size[axis] - window.padding[axis] - length;
    window.size[axis] -= std::max<std::int64_t>(0, beyond);
  }
}

/// Kernels number the cells of an image in 32 bits.
void check_cells(const Shape& lengths, const std::string& who) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  if (element_count(lengths) <= most) return;
  throw ShapeError(who, "images of fewer than 2^31 cells", "images of " + to_string(lengths));
}

Geometry find_geometry(const Tensor& x, const Sizes& pool_size, const PoolOptions& options,
                       const std::string& who) {
  const Shape lengths(x.shape().begin() + 1, x.shape().end() - 1);
  check_cells(lengths, who);
  const Shape size = pool_size.resolve(lengths.size(), "pool_size", who);
  Geometry geometry{{.batch = x.dim(0),
                     .channels = x.dim(-1),
                     .window = sliding_window(lengths, size, options.strides.value_or(pool_size), 1,
                                              options.padding, who)},
                    x.shape(),
                    x.shape()};
  trim(geometry.sizes.window);
  const auto& output = geometry.sizes.window.output;
  std::copy(output.end() - lengths.size(), output.end(), geometry.y.begin() + 1);
  return geometry;
}

template <typename Pool>
Tensor pool(const Tensor& x, const Sizes& pool_size, const PoolOptions& options, const char* name) {
  const std::string who = options.who.empty() ? name : options.who;
  check_rank(x, who);
  if (!is_channels_first(options.data_format, who)) {
    return Pool(find_geometry(x, pool_size, options, who))(x);
  }
  const Tensor last = moveaxis(x, 1, -1);
  return moveaxis(Pool(find_geometry(last, pool_size, options, who))(last), -1, 1);
}

}  // namespace

static auto option_fields(const PoolOptions& options) {
  return std::tie(options.strides, options.padding, options.data_format);
}

Tensor max_pool(const Tensor& x, const Sizes& pool_size, const PoolOptions& options) {
  BERAS_NOTE_SYMBOLIC(max_pool, x, pool_size, options);
  return pool<MaxPool>(x, pool_size, options, "max_pool");
}

Tensor average_pool(const Tensor& x, const Sizes& pool_size, const PoolOptions& options) {
  BERAS_NOTE_SYMBOLIC(average_pool, x, pool_size, options);
  const Tensor floats = is_floating(x.dtype()) ? x : cast(x, DType::float32);
  return pool<AveragePool>(floats, pool_size, options, "average_pool");
}

}  // namespace beras::ops
