#include <beras/core/gradient_tape.h>

#include <algorithm>
#include <unordered_set>

#include <beras/base/error.h>
#include <beras/core/context_internal.h>
#include <beras/core/diffable.h>
#include <beras/core/gradient_walk_internal.h>
#include <beras/core/profiler_internal.h>
#include <beras/core/write_log_internal.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

void check_defined(const Tensor& tensor, const char* role) {
  if (tensor.defined()) return;
  throw ValueError("GradientTape", std::string("a defined ") + role, "an undefined tensor");
}

void check_differentiable(const Tensor& tensor, const char* role) {
  check_defined(tensor, role);
  if (!is_floating(tensor.dtype())) {
    throw DTypeError("GradientTape", std::string("a ") + role + " of a floating dtype",
                     std::string(dtype_name(tensor.dtype())));
  }
}

Tensors upstream_gradients(const Tensors& targets, const GradientOptions& options) {
  const Tensors& given = options.output_gradients;
  if (!given.empty() && given.size() != targets.size()) {
    throw ValueError(
        "GradientTape",
        "one output gradient for each of " + std::to_string(targets.size()) + " targets",
        std::to_string(given.size()));
  }
  Tensors upstream;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    check_differentiable(targets[k], "target");
    if (given.empty()) {
      upstream.push_back(Tensor::ones(targets[k].shape(), targets[k].dtype()));
    } else if (!given[k].defined() || given[k].shape() != targets[k].shape()) {
      throw ShapeError("GradientTape",
                       "an output gradient of the target's shape " + to_string(targets[k].shape()),
                       given[k].defined() ? to_string(given[k].shape()) : "an undefined tensor");
    } else {
      upstream.push_back(given[k]);
    }
  }
  return upstream;
}

Shape joined(const Shape& a, const Shape& b) {
  Shape shape = a;
  for (const std::int64_t length : b) shape.push_back(length);
  return shape;
}

/// Puts rows of one length below each other; by recorded operators if a further tape watches.
Tensor stack_rows(const Tensors& rows) {
  const auto count = static_cast<std::int64_t>(rows.size());
  const std::int64_t length = rows.front().size();
  Tensor stacked = Tensor::zeros({count, length}, rows.front().dtype());
  for (std::int64_t row = 0; row < count; ++row) {
    const Tensor flat = rows[static_cast<std::size_t>(row)].reshape({1, length});
    if (!is_recording()) {
      stacked[Index(row)].assign(flat[Index(0)]);
      continue;
    }
    Tensor place = Tensor::zeros({count, 1}, stacked.dtype());
    place[Index(row)].fill(1);
    stacked = stacked + place * flat;
  }
  return stacked;
}

}  // namespace

GradientTape::GradientTape(GradientTapeOptions options)
    : options_(options), thread_(std::this_thread::get_id()) {
  if (options_.start) start();
}

GradientTape::~GradientTape() { stop(); }

void GradientTape::start() {
  check_usable("start");
  if (recording_) return;
  core_context().tapes.push_back(this);
  if (options_.follow_frozen) ++core_context().following_frozen;
  recording_ = true;
}

void GradientTape::stop() {
  if (!recording_) return;
  auto& tapes = core_context().tapes;
  tapes.erase(std::remove(tapes.begin(), tapes.end(), this), tapes.end());
  if (options_.follow_frozen) --core_context().following_frozen;
  recording_ = false;
}

void GradientTape::watch(const Tensor& tensor) {
  check_differentiable(tensor, "tensor to watch");
  Tensor handle = tensor;
  handle.flows(true);
  watched_.push_back(tensor);
}

void GradientTape::watch(const Tensors& tensors) {
  for (const Tensor& tensor : tensors) watch(tensor);
}

Tensors GradientTape::watched_variables() const {
  Tensors variables;
  std::unordered_set<std::uint64_t> seen;
  const auto add = [&](const Tensor& tensor) {
    if (tensor.defined() && seen.insert(tensor.id()).second) variables.push_back(tensor);
  };
  for (const Tensor& tensor : watched_) add(tensor);
  if (!options_.watch_accessed_variables) return variables;
  for (const auto& call : calls_) {
    for (const Tensors* group : {&call->inputs(), &call->weights}) {
      for (const Tensor& tensor : *group) {
        if (tensor.defined() && tensor.trainable() && is_floating(tensor.dtype())) add(tensor);
      }
    }
  }
  return variables;
}

void GradientTape::reset() {
  check_thread("reset");
  calls_.clear();
  watched_.clear();
  writes_.reset();
  used_ = false;
  start();
}

void GradientTape::check_thread(const char* what) const {
  if (thread_ == std::this_thread::get_id()) return;
  throw TapeError("GradientTape",
                  std::string(what) +
                      " was called from another thread than the one that made the tape. "
                      "Make one tape in each thread.");
}

void GradientTape::check_usable(const char* what) const {
  check_thread(what);
  if (!used_) return;
  throw TapeError(
      "GradientTape",
      std::string(what) +
          " was called on a tape that was asked already and has freed its records. Make it "
          "persistent to ask it again, or reset() it.");
}

Tensor GradientTape::gradient(const Tensor& target, const Tensor& source,
                              const GradientOptions& options) {
  return gradient(Tensors{target}, Tensors{source}, options).front();
}

Tensors GradientTape::gradient(const Tensor& target, const Tensors& sources,
                               const GradientOptions& options) {
  return gradient(Tensors{target}, sources, options);
}

Tensors GradientTape::gradient(const Tensors& targets, const Tensors& sources,
                               const GradientOptions& options) {
  check_usable("gradient");
  const profiler::Region region(profiler::walk_label);
  const Tensors upstream = upstream_gradients(targets, options);
  for (const Tensor& source : sources) check_defined(source, "source");
  refresh(targets, sources);
  GradientWalk walk(calls_, targets, sources, {followed_only(), options_.follow_frozen});
  Tensors gradients = finish(walk, upstream);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!gradients[i].defined() && options.unconnected_gradients == UnconnectedGradients::zero) {
      gradients[i] = Tensor::zeros(sources[i].shape(), sources[i].dtype());
    }
  }
  return gradients;
}

void GradientTape::refresh(const Tensors& targets, const Tensors& sources) {
  if (!writes_) return;
  for (const Tensor& target : targets) writes_->refresh(target, calls_);
  writes_->check_sources(sources);
}

Tensors GradientTape::finish(GradientWalk& walk, const Tensors& upstream) {
  if (options_.persistent) return walk.run(upstream);
  stop();
  used_ = true;
  watched_.clear();
  writes_.reset();
  Tensors gradients = walk.run_and_free(upstream, calls_);
  calls_.clear();
  return gradients;
}

const Tensors* GradientTape::followed_only() const {
  return options_.watch_accessed_variables ? nullptr : &watched_;
}

Tensor GradientTape::jacobian(const Tensor& target, const Tensor& source) {
  check_usable("jacobian");
  check_differentiable(target, "target");
  check_differentiable(source, "source");
  const Shape shape = joined(target.shape(), source.shape());
  const Tensors rows = rows_of(target, source, target.size(), 1);
  if (rows.empty()) return Tensor::zeros(shape, source.dtype());
  return stack_rows(rows).reshape(shape);
}

Tensor GradientTape::batch_jacobian(const Tensor& target, const Tensor& source) {
  check_usable("batch_jacobian");
  check_differentiable(target, "target");
  check_differentiable(source, "source");
  if (target.rank() == 0 || source.rank() == 0 || target.dim(0) != source.dim(0)) {
    throw ShapeError("GradientTape.batch_jacobian", "a target and a source of equal first axis",
                     to_string(target.shape()) + " and " + to_string(source.shape()));
  }
  const Shape sample_of_source(source.shape().begin() + 1, source.shape().end());
  const Shape shape = joined(target.shape(), sample_of_source);
  const std::int64_t batch = target.dim(0);
  if (target.size() == 0 || source.size() == 0) return Tensor::zeros(shape, source.dtype());
  const std::int64_t outputs = target.size() / batch;
  const Tensors rows = rows_of(target, source, outputs, batch);
  return stack_rows(rows)
      .reshape({outputs, batch, source.size() / batch})
      .transpose({1, 0, 2})
      .reshape(shape);
}

Tensors GradientTape::rows_of(const Tensor& target, const Tensor& source, std::int64_t outputs,
                              std::int64_t batch) {
  refresh({target}, {source});
  GradientWalk walk(calls_, {target}, {source}, {followed_only(), options_.follow_frozen});
  Tensors rows;
  for (std::int64_t output = 0; output < outputs; ++output) {
    Tensor upstream = Tensor::zeros({batch, outputs}, target.dtype());
    upstream.as_strided({batch}, {outputs}, output).fill(1);
    Tensor row = walk.run({upstream.reshape(target.shape())}).front();
    rows.push_back(row.defined() ? row : Tensor::zeros(source.shape(), source.dtype()));
  }
  if (!options_.persistent) {
    stop();
    used_ = true;
    calls_.clear();
    watched_.clear();
    writes_.reset();
  }
  return rows;
}

}  // namespace beras
