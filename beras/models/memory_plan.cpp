#include <beras/models/memory_plan.h>

#include <fmt/format.h>

#include <ostream>

#include <beras/base/text_table_internal.h>

namespace beras {
namespace {

void add_row(TextTable& table, const std::string& name, const MemoryUse& use) {
  const auto text = [](std::size_t bytes) {
    return bytes == 0 ? std::string() : memory_text(static_cast<double>(bytes));
  };
  table.add({name, text(use.weights), text(use.activations), text(use.gradients),
             text(use.optimizer), text(use.workspace), text(use.total())});
}

}  // namespace

MemoryUse MemoryPlan::use() const {
  MemoryUse sum;
  for (const Row& row : rows) {
    sum.weights += row.use.weights;
    sum.activations += row.use.activations;
    sum.gradients += row.use.gradients;
    sum.optimizer += row.use.optimizer;
    sum.workspace += row.use.workspace;
  }
  return sum;
}

std::string to_string(const MemoryPlan& plan) {
  TextTable table({{"Layer (type)", TextTable::Align::left},
                   {"Weights"},
                   {"Activations"},
                   {"Gradients"},
                   {"Optimizer"},
                   {"Workspace"},
                   {"Total"}});
  for (const MemoryPlan::Row& row : plan.rows) add_row(table, row.name, row.use);
  add_row(table, "Peak", plan.use());
  return fmt::format("Memory at the peak of a training step, batch size {}:\n", plan.batch_size) +
         table.text();
}

std::ostream& operator<<(std::ostream& stream, const MemoryPlan& plan) {
  return stream << to_string(plan);
}

}  // namespace beras
