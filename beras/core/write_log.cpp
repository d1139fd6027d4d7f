#include <algorithm>
#include <optional>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/context_internal.h>
#include <beras/core/gradient_tape.h>
#include <beras/core/window_internal.h>
#include <beras/core/write_log_internal.h>

namespace beras {
namespace {

std::string described(const Tensor& tensor) {
  const std::string name = tensor.name().empty() ? "" : "\"" + tensor.name() + "\" ";
  return name + "of shape " + to_string(tensor.shape());
}

/// True if a recording tape follows gradients through it.
bool is_followed(const Tensor& tensor) {
  if (!tensor.defined() || !is_floating(tensor.dtype())) return false;
  return tensor.flows() || (follows_frozen() && tensor.frozen_flows());
}

void set_flows(Tensor tensor, const Tensor& like) {
  tensor.trainable(false);
  tensor.flows(tensor.flows() || like.flows());
  tensor.frozen_flows(tensor.frozen_flows() || like.frozen_flows());
}

}  // namespace

void WriteLog::Count::check() const {
  if (!missed && whole.version() == version) return;
  throw TapeError("GradientTape",
                  "the memory of the tensor " + what +
                      " was changed in place in a way that the tape did not see, between or after "
                      "writes that it recorded, so its gradient would be wrong.");
}

/// The base of records of writes: what they are called with, they give.
class WriteLog::Rule : public Diffable {
 public:
  Rule(std::shared_ptr<const Count> count, Place place)
      : count_(std::move(count)), place_(std::move(place)) {}
  Tensors forward(const Arguments& arguments) const override { return {arguments[0]}; }

 protected:
  Diffable::Rule rule() const override { return Diffable::Rule::products; }

  std::shared_ptr<const Count> count_;
  Place place_;
};

/// The block and a value give the block, in whose window the value is now; a number has no second
/// input.
class WriteLog::Written : public WriteLog::Rule {
 public:
  using Rule::Rule;
  std::string label() const override { return "write in place"; }
  Tensors compose_input_gradients(const Tensors& J) const override {
    count_->check();
    Tensors gradients(inputs().size());
    if (wants_input(0)) gradients[0] = Cleared(place_)(J[0]);
    if (inputs().size() > 1 && wants_input(1)) gradients[1] = Window(place_)(J[0].contiguous());
    return gradients;
  }
};

/// What was made of inputs in a way that only NumPy knows.
class WriteLog::WrittenOpaquely : public WriteLog::Rule {
 public:
  WrittenOpaquely(std::string name, std::shared_ptr<const Count> count)
      : Rule(std::move(count), {}), name_(std::move(name)) {}
  std::string label() const override { return name_; }
  Tensors compose_input_gradients(const Tensors&) const override {
    throw TapeError(
        name_,
        "has no gradient in Beras where it writes into the tensor " + count_->what +
            ". Use a function of beras.ops, or write computed elements to indices and slices.");
  }

 private:
  std::string name_;
};

/// The block gives a tensor that shows elements of it.
class WriteLog::Shown : public WriteLog::Rule {
 public:
  using Rule::Rule;
  std::string label() const override { return "a view of memory that was written in place"; }
  Tensors compose_input_gradients(const Tensors& J) const override {
    count_->check();
    return {Spread(place_, inputs()[0].shape())(J[0])};
  }
};

/// A tensor gives the block, before the first write.
class WriteLog::Adopted : public WriteLog::Rule {
 public:
  using Rule::Rule;
  std::string label() const override { return "memory that was written in place"; }
  Tensors compose_input_gradients(const Tensors& J) const override {
    count_->check();
    return {Window(place_)(J[0].contiguous())};
  }
};

namespace {

/// A record that notes no versions: its rule minds for itself what may have changed.
void append(WriteLog::Records& records, std::shared_ptr<const Diffable> rule, Tensors inputs,
            const Tensor& output) {
  auto call = std::make_shared<Call>();
  call->arguments = Arguments(std::move(inputs));
  call->outputs = {output};
  call->owner = std::move(rule);
  records.push_back(std::move(call));
}

}  // namespace

Tensor WriteLog::origin_of(Tensor view) {
  return is_recording() ? origin_of(std::move(view), core_context().tapes.back()->calls) : view;
}

Tensor WriteLog::origin_of(Tensor view, const Records& records) {
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    const Call& call = **record;
    if (call.outputs.size() != 1 || call.outputs[0].id() != view.id()) continue;
    for (const Tensor& input : call.inputs()) {
      if (input.defined() && input.id() != view.id() && input.shares_memory(view)) {
        view = input;
        break;
      }
    }
  }
  return view;
}

WriteLog::Block* WriteLog::find(const Tensor& tensor) {
  const auto found = std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    return overlap(block.whole(), tensor);
  });
  return found == blocks_.end() ? nullptr : &*found;
}

void WriteLog::refresh(const Tensor& tensor, Records& records) {
  Block* block = find(tensor);
  if (!block || block->current.count(tensor.id()) != 0) return;
  const std::optional<Place> place = place_in(block->whole(), tensor);
  if (!place) {
    throw TapeError("GradientTape",
                    "the tensor " + described(tensor) +
                        " shows memory that was changed in place through another view, which "
                        "shows less of it, so its gradient would be wrong. Write through the "
                        "tensor itself, or build the result with stack or concatenate.");
  }
  block->count->missed |= block->whole().version() != block->count->version;
  append(records, std::make_shared<Shown>(block->count, *place), {block->whole()}, tensor);
  set_flows(tensor, block->whole());
  block->current.insert(tensor.id());
}

WriteLog::Block& WriteLog::block_of(const Tensor& target, const Tensor& seen_from,
                                    Records& records) {
  Block* known = find(target);
  if (known) return *known;
  const Tensor origin = origin_of(seen_from.defined() ? seen_from : target, records);
  auto count = std::make_shared<Count>();
  count->whole = row_of(origin);
  count->what = described(target);
  count->version = count->whole.version() - 1;  // before the write at hand
  const std::optional<Place> place = place_in(count->whole, origin);
  if (is_followed(origin) && place) {
    append(records, std::make_shared<Adopted>(count, *place), {origin}, count->whole);
    set_flows(count->whole, origin);
  }
  blocks_.push_back({std::move(count), {}});
  return blocks_.back();
}

bool WriteLog::is_to_record(const Tensor& target, const Tensors& inputs, const char* who) {
  if (!is_recording() || !is_floating(target.dtype()) || target.size() == 0) return false;
  refresh(inputs);
  const Tensor origin = origin_of(target);
  const bool is_weight = target.trainable() || origin.trainable();
  const auto counts = [&](const Tensor& input) {
    return is_followed(input) && !(is_weight && input.trainable());
  };
  if (std::none_of(inputs.begin(), inputs.end(), counts)) return knows(target);
  if (is_weight) {
    throw TapeError(
        who,
        "a weight cannot be changed in place by what a recording tape has computed: the "
        "tensor " +
            described(origin) +
            " is trainable, and its gradient would be lost. Change it where no tape records, or "
            "whole by assign; or make it not trainable, if it is a buffer for results.");
  }
  return true;
}

void WriteLog::record_on_all(const Tensor& target, const Tensor& seen_from, const Tensors& inputs,
                             const std::string& opaque) {
  for (const auto& records : core_context().tapes) {
    if (!records->writes) records->writes = std::make_shared<WriteLog>();
    WriteLog& log = *records->writes;
    Block& block = log.block_of(target, seen_from, records->calls);
    Count& count = *block.count;
    count.missed |= count.whole.version() != ++count.version;
    count.version = count.whole.version();
    const std::optional<Place> place = place_in(count.whole, target);
    std::shared_ptr<const Diffable> rule;
    if (!opaque.empty() || !place)
      rule = std::make_shared<WrittenOpaquely>(
          opaque.empty() ? "a write through an overlapping view" : opaque, block.count);
    else
      rule = std::make_shared<Written>(block.count, *place);
    Tensors all{count.whole};
    all.insert(all.end(), inputs.begin(), inputs.end());
    append(records->calls, std::move(rule), std::move(all), count.whole);
    for (const Tensor& input : inputs) {
      if (is_followed(input)) set_flows(count.whole, input);
    }
    // What computes with them next is to know that gradients flow.
    set_flows(target, count.whole);
    if (seen_from.defined()) set_flows(seen_from, count.whole);
    block.current.clear();
  }
}

void WriteLog::record(const Tensor& target, const Tensor& value, const Tensor& seen_from) {
  const bool flows = is_followed(value);
  record_on_all(target, seen_from, flows ? Tensors{value} : Tensors{}, "");
}

void WriteLog::record_opaque(const std::string& who, const Tensor& target, const Tensors& inputs,
                             const Tensor& seen_from) {
  record_on_all(target, seen_from, inputs, who);
}

void WriteLog::refresh(const Tensors& tensors) {
  if (!is_recording()) return;
  for (const auto& records : core_context().tapes) {
    if (!records->writes) continue;
    for (const Tensor& tensor : tensors) {
      if (tensor.defined()) records->writes->refresh(tensor, records->calls);
    }
  }
}

void WriteLog::note_view(const Tensor& view) {
  for (const auto& records : core_context().tapes) {
    if (!records->writes) continue;
    if (Block* block = records->writes->find(view)) block->current.insert(view.id());
  }
}

bool WriteLog::knows(const Tensor& tensor) {
  const auto& tapes = core_context().tapes;
  return is_recording() && std::any_of(tapes.begin(), tapes.end(), [&](const auto& records) {
           return records->writes && records->writes->find(tensor);
         });
}

void WriteLog::check_sources(const Tensors& sources) const {
  for (const Tensor& source : sources) {
    for (const Block& block : blocks_) {
      if (!overlap(block.whole(), source)) continue;
      throw TapeError("GradientTape",
                      "the source " + described(source) +
                          " was changed in place by what the tape recorded: its gradient could be "
                          "that of what it was or of what it became. Ask for that of a copy().");
    }
  }
}

}  // namespace beras
