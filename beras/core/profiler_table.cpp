// The profile as a table.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include <beras/base/parallel.h>
#include <beras/base/text_table_internal.h>
#include <beras/core/profiler.h>
#include <beras/core/roofline.h>

namespace beras::profiler {
namespace {

double seconds(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) * 1e-9; }

std::string milliseconds(std::int64_t nanoseconds) {
  return fmt::format("{:.3f}", seconds(nanoseconds) * 1e3);
}

std::string percent(double share) { return fmt::format("{:.1f} %", share * 100); }

/// In units of 10^9 a second; nothing for what was not counted.
std::string rate(double amount, std::int64_t nanoseconds) {
  if (amount == 0 || nanoseconds == 0) return "";
  return fmt::format("{:.2f}", amount / static_cast<double>(nanoseconds));
}

}  // namespace

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::forward:
      return "forward";
    case Kind::gradient:
      return "gradient";
    default:
      return "region";
  }
}

std::vector<Row> Profile::rows() const {
  std::map<std::pair<std::string, Kind>, Row> rows;
  for (const Event& event : events()) {
    Row& row =
        rows.try_emplace({event.label, event.kind}, Row{event.label, event.kind}).first->second;
    ++row.calls;
    row.total += event.duration;
    row.own += event.own;
    row.flops += event.flops;
    row.bytes += event.bytes;
  }
  std::vector<Row> sorted;
  sorted.reserve(rows.size());
  for (auto& entry : rows) sorted.push_back(std::move(entry.second));
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Row& a, const Row& b) { return a.own > b.own; });
  return sorted;
}

std::string Profile::table() const {
  const Roofline machine = roofline();
  TextTable table({{"label", TextTable::Align::left},
                   {"kind", TextTable::Align::left},
                   {"calls"},
                   {"total ms"},
                   {"own ms"},
                   {"share"},
                   {"GFLOP/s"},
                   {"GB/s"},
                   {"roofline"}});
  const std::vector<Row> rows = this->rows();
  std::int64_t all = 0;
  for (const Row& row : rows) all += row.own;
  for (const Row& row : rows) {
    const double least = machine.seconds(row.flops, row.bytes);
    table.add({row.label, std::string(kind_name(row.kind)), with_commas(row.calls),
               milliseconds(row.total), milliseconds(row.own),
               all == 0 ? "" : percent(seconds(row.own) / seconds(all)), rate(row.flops, row.total),
               rate(row.bytes, row.total),
               least == 0 || row.total == 0 ? "" : percent(least / seconds(row.total))});
  }
  return fmt::format("Roofline: {:.1f} GFLOP/s (float32), {:.1f} GB/s, {} threads\n",
                     machine.flops_per_second * 1e-9, machine.bytes_per_second * 1e-9,
                     num_threads()) +
         table.text(false);
}

}  // namespace beras::profiler
