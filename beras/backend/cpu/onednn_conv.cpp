#include <algorithm>
#include <type_traits>

#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/onednn_task_internal.h>

namespace beras::backend::onednn {
namespace {

using dnnl::memory;

/// Spatial numbers as oneDNN takes them: the last two, or all three.
memory::dims spatial(const Lengths& lengths, std::size_t first_axis) {
  return {lengths.begin() + static_cast<std::ptrdiff_t>(first_axis), lengths.end()};
}

/// Images that lie as (batch, cells..., channels).
memory::desc image_layout(memory::data_type type, std::int64_t batch, std::int64_t channels,
                          const memory::dims& cells) {
  memory::dims shape{batch, channels};
  shape.insert(shape.end(), cells.begin(), cells.end());
  memory::dims strides(shape.size(), 1);
  std::int64_t stride = channels;
  for (std::size_t axis = shape.size(); axis-- > 2; stride *= shape[axis]) strides[axis] = stride;
  strides[0] = stride;
  return {shape, type, strides};
}

/// A convolution in oneDNN's terms.
struct Terms {
  memory::desc x;
  memory::desc y;
  memory::dims kernel_shape;    // [groups,] filters / groups, channels / groups, taps...
  memory::dims kernel_strides;  // of the tensor (taps..., channels / groups, filters)
  memory::dims stride, dilation, padding_before, padding_after;

  explicit Terms(const Convolution& convolution) {
    const ConvShape& shape = convolution.shape;
    const Window& window = shape.window;
    const bool is_flat = window.input[0] == 1 && window.size[0] == 1 && window.output[0] == 1;
    const std::size_t first_axis = is_flat ? 1 : 0;
    const memory::data_type type = data_type(convolution.dtype);
    x = image_layout(type, shape.batch, shape.channels, spatial(window.input, first_axis));
    y = image_layout(type, shape.batch, shape.filters, spatial(window.output, first_axis));
    stride = spatial(window.stride, first_axis);
    padding_before = spatial(window.padding, first_axis);
    for (std::size_t axis = first_axis; axis < spatial_axes; ++axis) {
      const std::int64_t seen = (window.output[axis] - 1) * window.stride[axis] +
                                (window.size[axis] - 1) * window.dilation[axis] + 1;
      const std::int64_t beyond = seen - window.padding[axis] - window.input[axis];
      padding_after.push_back(std::max<std::int64_t>(0, beyond));
      dilation.push_back(window.dilation[axis] - 1);
    }

    const std::int64_t channels = shape.channels / shape.groups;
    const std::int64_t filters = shape.filters / shape.groups;
    const memory::dims taps = spatial(window.size, first_axis);
    kernel_shape = {filters, channels};
    kernel_shape.insert(kernel_shape.end(), taps.begin(), taps.end());
    kernel_strides.assign(kernel_shape.size(), 1);
    kernel_strides[1] = shape.filters;
    std::int64_t next = shape.filters * channels;
    for (std::size_t axis = kernel_shape.size(); axis-- > 2; next *= kernel_shape[axis]) {
      kernel_strides[axis] = next;
    }
    if (shape.groups > 1) {
      kernel_shape.insert(kernel_shape.begin(), shape.groups);
      kernel_strides.insert(kernel_strides.begin(), filters);
    }
  }
};

Key key_of(Kind kind, const Convolution& convolution, bool has_bias = false) {
  Key key{static_cast<std::int64_t>(kind), static_cast<std::int64_t>(convolution.result),
          static_cast<std::int64_t>(convolution.dtype), has_bias};
  for (const ConvShape* shape : {&convolution.shape, &convolution.model}) {
    const Window& window = shape->window;
    for (const std::int64_t number :
         {shape->batch, shape->channels, shape->filters, shape->groups}) {
      key.push_back(number);
    }
    for (const Lengths* lengths : {&window.input, &window.output, &window.size, &window.stride,
                                   &window.dilation, &window.padding}) {
      for (const std::int64_t length : *lengths) key.push_back(length);
    }
  }
  return key;
}

constexpr std::size_t kernel_operand = 1;

Task make_task(const Convolution& convolution, bool has_bias);

Task& task_of(const Convolution& convolution, bool has_bias) {
  return find_task(key_of(Kind::convolution, convolution, has_bias),
                   [&] { return make_task(convolution, has_bias); });
}

/// The layout of packed kernels, chosen by the task of the model without bias.
memory::desc packed_layout(Convolution convolution) {
  convolution.shape = convolution.model;
  return task_of(convolution, false).layout(kernel_operand);
}

Task make_task(const Convolution& convolution, bool has_bias) {
  const auto algorithm = dnnl::algorithm::convolution_direct;
  const Terms terms(convolution);
  const memory::data_type type = data_type(convolution.dtype);
  const bool is_gradient = convolution.result == ConvResult::dkernel;
  const memory::desc any(terms.kernel_shape, type, memory::format_tag::any);
  memory::desc kernel = is_gradient ? memory::desc(terms.kernel_shape, memory::data_type::f32,
                                                   memory::format_tag::any)
                                    : any;
  const bool chooses = !has_bias && convolution.shape == convolution.model;
  if (!chooses) kernel = packed_layout(convolution);

  const auto describe_forward = [&](const memory::desc& weights, const memory::desc& bias) {
    return describe<dnnl::convolution_forward>(
        dnnl::prop_kind::forward_training, algorithm, terms.x, weights, bias, terms.y, terms.stride,
        terms.dilation, terms.padding_before, terms.padding_after);
  };
  const auto describe_gradient_of = [&]<typename Primitive>(std::type_identity<Primitive>) {
    return describe_gradient<Primitive>(describe_forward(any, {}), algorithm, terms.x, kernel,
                                        terms.y, terms.stride, terms.dilation, terms.padding_before,
                                        terms.padding_after);
  };
  if (convolution.result == ConvResult::dx) {
    using Primitive = dnnl::convolution_backward_data;
    const auto description = describe_gradient_of(std::type_identity<Primitive>());
    return {Primitive(description),
            description,
            {{DNNL_ARG_DIFF_SRC, terms.x},
             {DNNL_ARG_WEIGHTS, description.weights_desc()},
             {DNNL_ARG_DIFF_DST, terms.y}}};
  }
  if (convolution.result == ConvResult::dkernel) {
    using Primitive = dnnl::convolution_backward_weights;
    const auto description = describe_gradient_of(std::type_identity<Primitive>());
    return {Primitive(description),
            description,
            {{DNNL_ARG_SRC, terms.x},
             {DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc()},
             {DNNL_ARG_DIFF_DST, terms.y}}};
  }
  using Primitive = dnnl::convolution_forward;
  const memory::desc bias =
      has_bias ? memory::desc({convolution.shape.filters}, type, memory::dims{1}) : memory::desc();
  const auto description = describe_forward(kernel, bias);
  std::vector<Task::Operand> operands{{DNNL_ARG_SRC, terms.x},
                                      {DNNL_ARG_WEIGHTS, description.weights_desc()},
                                      {DNNL_ARG_DST, terms.y}};
  if (has_bias) operands.emplace_back(DNNL_ARG_BIAS, bias);
  return {Primitive(description), description, operands};
}

/// Copies a kernel from one layout to another.
void reorder(Kind kind, const Convolution& convolution, const void* from, void* to) {
  find_task(key_of(kind, convolution), [&] {
    const Terms terms(convolution);
    const memory::desc plain(terms.kernel_shape, data_type(convolution.dtype),
                             terms.kernel_strides);
    const memory::desc packed = packed_layout(convolution);
    const memory::desc& source = kind == Kind::pack ? plain : packed;
    const memory::desc& target = kind == Kind::pack ? packed : plain;
    const dnnl::reorder::primitive_desc description(engine(), source, engine(), target,
                                                    attributes());
    return Task(dnnl::reorder(description), description,
                {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}});
  }).run({from, to}, {});
}

}  // namespace

std::size_t packed_kernel_bytes(const Convolution& convolution) {
  return guarded([&] { return packed_layout(convolution).get_size(); });
}

void pack_kernel(const Convolution& convolution, const void* kernel, void* packed) {
  guarded([&] { reorder(Kind::pack, convolution, kernel, packed); });
}

void unpack_kernel(const Convolution& convolution, const void* packed, void* kernel) {
  guarded([&] { reorder(Kind::unpack, convolution, packed, kernel); });
}

std::size_t working_memory(const Convolution& convolution, bool has_bias) {
  return guarded([&] { return task_of(convolution, has_bias).working_memory(); });
}

void run(const Convolution& convolution, const void* x, const void* packed_kernel, const void* bias,
         const void* y, std::span<std::byte> memory) {
  guarded([&] {
    Task& task = task_of(convolution, bias != nullptr);
    bias ? task.run({x, packed_kernel, y, bias}, memory) : task.run({x, packed_kernel, y}, memory);
  });
}

}  // namespace beras::backend::onednn
