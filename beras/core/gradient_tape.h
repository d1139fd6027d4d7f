// A scope that records the calls made inside it, and walks back over them to give gradients.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/call.h>
#include <beras/core/scopes.h>
#include <beras/tensor/tensor.h>

namespace beras {

class GradientWalk;
struct TapeRecords;

/// What a source that the target does not depend on gets: "none", an undefined tensor, or "zero",
/// zeros of its shape.
class BERAS_API UnconnectedGradients {
 public:
  enum Kind : std::uint8_t { none, zero };

  constexpr UnconnectedGradients(Kind kind) : kind_(kind) {}
  /// ValueError for another name.
  template <std::convertible_to<std::string_view> Name>
  UnconnectedGradients(const Name& name) : kind_(kind_of(name)) {}

  constexpr operator Kind() const { return kind_; }

 private:
  static Kind kind_of(std::string_view name);

  Kind kind_;
};

struct GradientTapeOptions {
  /// A persistent tape may be asked any number of times and keeps all records until it ends or is
  /// reset.
  bool persistent = false;
  /// If false, only tensors that are watched explicitly are followed.
  bool watch_accessed_variables = true;
  /// Follow weights that are not trainable too, so that gradients for them can be asked by name. It
  /// keeps activations that a frozen part of a network does not need otherwise.
  bool follow_frozen = false;
  /// If false, it records nothing until start().
  bool start = true;
};

struct GradientOptions {
  /// The gradients of something further on with respect to the targets; ones if left out.
  Tensors output_gradients = {};
  UnconnectedGradients unconnected_gradients = UnconnectedGradients::none;
  /// Called once for each source, by its position, as soon as its gradient is final, while the walk
  /// goes on: one that sums gradients over machines need not wait for the last of them.
  ///
  /// The gradient is the one that is returned, in memory of its own: what is written into it stays.
  /// Sources without one come first, with what they get: undefined, or zeros. What it throws ends
  /// the walk; a persistent tape can be asked again.
  std::function<void(std::size_t source, const Tensor& gradient)> on_ready = {};
};

/// Records from its construction until it is asked, stopped or destroyed. It belongs to the thread
/// that made it; tapes nest, and every tape that is recording gets every call. Other threads may
/// read what it has recorded and destroy it; TapeError for what else they ask of it.
///
/// ```cpp
/// GradientTape tape;
/// Tensor loss = mse(y, model(x));
/// Tensors gradients = tape.gradient(loss, model.trainable_variables());
/// ```
///
/// Asking is a walk back over the records, which stand in execution order; gradients of tensors
/// used several times add up. A tape that is not persistent frees each record as the walk has
/// passed it, and can be asked once. TapeError if a tensor that the gradient relies on was changed
/// in place after it was recorded. What was computed may be written into a buffer, whose gradient
/// is exact then, but not into a weight.
class BERAS_API GradientTape {
 public:
  explicit GradientTape(GradientTapeOptions options = {});
  ~GradientTape();
  GradientTape(const GradientTape&) = delete;
  GradientTape& operator=(const GradientTape&) = delete;

  /// Goes on recording after stop().
  void start();
  /// Ends recording; what is recorded can still be asked.
  void stop();
  bool recording() const { return recording_; }
  /// Follows gradients through a tensor that is not trainable. ValueError for dtypes that are not
  /// floating.
  void watch(const Tensor& tensor);
  void watch(const Tensors& tensors);
  /// The watched tensors, and the trainable ones that recorded calls have read, in that order of
  /// first use.
  Tensors watched_variables() const;
  /// Drops all records and begins anew.
  void reset();
  /// The records, oldest first.
  std::span<const std::shared_ptr<const Call>> calls() const { return calls_; }

  /// d(sum of target)/d(source), of the source's shape, for each source in order.
  Tensor gradient(const Tensor& target, const Tensor& source, const GradientOptions& options = {});
  Tensors gradient(const Tensor& target, const Tensors& sources,
                   const GradientOptions& options = {});
  /// The gradient of the sum of all targets.
  Tensors gradient(const Tensors& targets, const Tensors& sources,
                   const GradientOptions& options = {});
  /// Every d(target[i])/d(source[j]): shape (target..., source...).
  Tensor jacobian(const Tensor& target, const Tensor& source);
  /// The same for each source in order, by one walk for each element of the target.
  Tensors jacobian(const Tensor& target, const Tensors& sources);
  /// The same for each sample alone: target (B, ...), source (B, ...) give (B, target...,
  /// source...). Right only where no sample depends on another.
  Tensor batch_jacobian(const Tensor& target, const Tensor& source);
  Tensors batch_jacobian(const Tensor& target, const Tensors& sources);

  /// While it lives, the tape records nothing.
  class BERAS_API Pause {
   public:
    explicit Pause(GradientTape& tape) : tape_(tape), was_recording_(tape.recording()) {
      tape_.stop();
    }
    /// Starts it again, unless it was asked meanwhile.
    ~Pause();
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    GradientTape& tape_;
    bool was_recording_;
  };
  /// `auto pause = tape.stop_recording();`
  [[nodiscard]] Pause stop_recording() { return Pause(*this); }

 private:
  using Records = std::vector<std::shared_ptr<const Call>>;
  void check_thread(const char* what) const;
  void check_usable(const char* what) const;
  const Tensors* followed_only() const;
  void refresh(const Tensors& targets, const Tensors& sources);
  Tensors finish(GradientWalk& walk, const Tensors& upstream, const GradientOptions& options);
  std::vector<Tensors> rows_of(const Tensor& target, const Tensors& sources, std::int64_t outputs,
                               std::int64_t batch);

  GradientTapeOptions options_;
  int thread_;  // its number
  std::shared_ptr<TapeRecords> records_;
  Records& calls_;
  Tensors watched_;
  bool recording_ = false;
  bool used_ = false;
};

}  // namespace beras
