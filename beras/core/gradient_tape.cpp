#include <beras/core/gradient_tape.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

#include <beras/base/error.h>
#include <beras/base/thread_number_internal.h>
#include <beras/core/context_internal.h>
#include <beras/core/diffable.h>
#include <beras/core/gradient_walk_internal.h>
#include <beras/core/profiler_internal.h>
#include <beras/core/ready_gradients_internal.h>
#include <beras/core/write_log_internal.h>
#include <beras/tensor/device_of.h>
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
      upstream.push_back(
          Tensor::ones(targets[k].shape(), targets[k].dtype(), device_of(targets[k])));
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
  Tensor stacked = Tensor::zeros({count, length}, rows.front().dtype(), device_of(rows));
  for (std::int64_t row = 0; row < count; ++row) {
    const Tensor flat = rows[static_cast<std::size_t>(row)].reshape({1, length});
    if (!is_recording()) {
      stacked[Index(row)].assign(flat[Index(0)]);
      continue;
    }
    Tensor place = Tensor::zeros({count, 1}, stacked.dtype(), stacked.device());
    place[Index(row)].fill(1);
    stacked = stacked + place * flat;
  }
  return stacked;
}

}  // namespace

UnconnectedGradients::Kind UnconnectedGradients::kind_of(std::string_view name) {
  if (name == "none") return none;
  if (name == "zero") return zero;
  throw ValueError("GradientTape", "unconnected_gradients \"none\" or \"zero\"",
                   "\"" + std::string(name) + "\"");
}

GradientTape::GradientTape(GradientTapeOptions options)
    : options_(options),
      thread_(thread_number()),
      records_(std::make_shared<TapeRecords>(this, options.follow_frozen)),
      calls_(records_->calls) {
  if (options_.start) start();
}

GradientTape::~GradientTape() {
  records_->is_wanted = false;
  if (thread_ == thread_number()) stop();
}

void GradientTape::start() {
  check_usable("start");
  if (recording_) return;
  core_context().tapes.push_back(records_);
  recording_ = true;
}

void GradientTape::stop() {
  check_thread("stop");
  if (!recording_) return;
  std::erase(core_context().tapes, records_);
  recording_ = false;
}

GradientTape::Pause::~Pause() {
  const bool is_usable = !tape_.used_ && tape_.thread_ == thread_number();
  if (was_recording_ && is_usable) tape_.start();
}

void GradientTape::watch(const Tensor& tensor) {
  check_thread("watch");
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
  records_->writes.reset();
  used_ = false;
  start();
}

void GradientTape::check_thread(const char* what) const {
  if (thread_ == thread_number()) return;
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
  Tensors gradients = finish(walk, upstream, options);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!gradients[i].defined() && options.unconnected_gradients == UnconnectedGradients::zero) {
      gradients[i] = Tensor::zeros(sources[i].shape(), sources[i].dtype(), device_of(sources[i]));
    }
  }
  return gradients;
}

void GradientTape::refresh(const Tensors& targets, const Tensors& sources) {
  WriteLog* writes = records_->writes.get();
  if (!writes) return;
  for (const Tensor& target : targets) writes->refresh(target, calls_);
  writes->check_sources(sources);
}

Tensors GradientTape::finish(GradientWalk& walk, const Tensors& upstream,
                             const GradientOptions& options) {
  std::optional<ReadyGradients> hook;
  if (options.on_ready) hook.emplace(walk, options);
  ReadyGradients* ready = hook ? &*hook : nullptr;
  if (options_.persistent) return walk.run(upstream, ready);
  stop();
  used_ = true;
  watched_.clear();
  records_->writes.reset();
  Tensors gradients = walk.run_and_free(upstream, calls_, ready);
  calls_.clear();
  return gradients;
}

const Tensors* GradientTape::followed_only() const {
  return options_.watch_accessed_variables ? nullptr : &watched_;
}

Tensor GradientTape::jacobian(const Tensor& target, const Tensor& source) {
  return jacobian(target, Tensors{source}).front();
}

Tensors GradientTape::jacobian(const Tensor& target, const Tensors& sources) {
  check_usable("jacobian");
  check_differentiable(target, "target");
  for (const Tensor& source : sources) check_differentiable(source, "source");
  const std::vector<Tensors> rows = rows_of(target, sources, target.size(), 1);
  Tensors jacobians;
  for (std::size_t k = 0; k < sources.size(); ++k) {
    const Shape shape = joined(target.shape(), sources[k].shape());
    jacobians.push_back(rows[k].empty()
                            ? Tensor::zeros(shape, sources[k].dtype(), device_of(sources[k]))
                            : stack_rows(rows[k]).reshape(shape));
  }
  return jacobians;
}

Tensor GradientTape::batch_jacobian(const Tensor& target, const Tensor& source) {
  return batch_jacobian(target, Tensors{source}).front();
}

Tensors GradientTape::batch_jacobian(const Tensor& target, const Tensors& sources) {
  check_usable("batch_jacobian");
  check_differentiable(target, "target");
  for (const Tensor& source : sources) {
    check_differentiable(source, "source");
    if (target.rank() == 0 || source.rank() == 0 || target.dim(0) != source.dim(0)) {
      throw ShapeError("GradientTape.batch_jacobian", "a target and a source of equal first axis",
                       to_string(target.shape()) + " and " + to_string(source.shape()));
    }
  }
  const std::int64_t batch = sources.empty() ? 0 : target.dim(0);
  const std::int64_t outputs = batch == 0 ? 0 : target.size() / batch;
  const std::vector<Tensors> rows = rows_of(target, sources, outputs, batch);
  Tensors jacobians;
  for (std::size_t k = 0; k < sources.size(); ++k) {
    const Tensor& source = sources[k];
    const Shape sample_of_source(source.shape().begin() + 1, source.shape().end());
    const Shape shape = joined(target.shape(), sample_of_source);
    jacobians.push_back(outputs == 0 || source.size() == 0
                            ? Tensor::zeros(shape, source.dtype(), device_of(source))
                            : stack_rows(rows[k])
                                  .reshape({outputs, batch, source.size() / batch})
                                  .transpose({1, 0, 2})
                                  .reshape(shape));
  }
  return jacobians;
}

/// For each source, the gradients of each output, of all samples at once.
std::vector<Tensors> GradientTape::rows_of(const Tensor& target, const Tensors& sources,
                                           std::int64_t outputs, std::int64_t batch) {
  refresh({target}, sources);
  GradientWalk walk(calls_, {target}, sources, {followed_only(), options_.follow_frozen});
  std::vector<Tensors> rows(sources.size());
  for (std::int64_t output = 0; output < outputs; ++output) {
    Tensor upstream = Tensor::zeros({batch, outputs}, target.dtype(), device_of(target));
    upstream.as_strided({batch}, {outputs}, output).fill(1);
    const Tensors gradients = walk.run({upstream.reshape(target.shape())});
    for (std::size_t k = 0; k < sources.size(); ++k) {
      rows[k].push_back(
          gradients[k].defined()
              ? gradients[k]
              : Tensor::zeros(sources[k].shape(), sources[k].dtype(), device_of(sources[k])));
    }
  }
  if (!options_.persistent) {
    stop();
    used_ = true;
    calls_.clear();
    watched_.clear();
    records_->writes.reset();
  }
  return rows;
}

}  // namespace beras
