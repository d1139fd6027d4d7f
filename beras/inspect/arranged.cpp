// Where the boxes of a drawing lie: in layers, as Sugiyama, Tagawa and Toda draw graphs (1981).
#include <algorithm>
#include <map>

#include <beras/inspect/drawing_internal.h>

namespace beras {
namespace {

using Row = std::vector<std::size_t>;

/// The mean place of the boxes that one is joined to, on one side; its own where there are none.
double pull(std::size_t box, const std::vector<Row>& joined, const std::vector<BoxPlace>& places) {
  if (joined[box].empty()) return places[box].beside;
  double sum = 0;
  for (const std::size_t other : joined[box]) sum += places[other].beside;
  return sum / static_cast<double>(joined[box].size());
}

/// Puts the boxes of a row where they are pulled to, at least 1 apart, in the order of the pulls.
void place_row(Row& row, const std::vector<Row>& joined, std::vector<BoxPlace>& places) {
  std::map<std::size_t, double> wanted;
  for (const std::size_t box : row) wanted[box] = pull(box, joined, places);
  std::stable_sort(row.begin(), row.end(),
                   [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  double pulled = 0;
  double placed = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    double& beside = places[row[i]].beside;
    beside = wanted[row[i]];
    if (i > 0) beside = std::max(beside, places[row[i - 1]].beside + 1);
    pulled += wanted[row[i]];
    placed += beside;
  }
  // Those that were pushed aside were so to the right alone.
  const double shift = (pulled - placed) / static_cast<double>(row.size());
  for (const std::size_t box : row) places[box].beside += shift;
}

}  // namespace

std::vector<BoxPlace> arranged(const Drawing& drawing) {
  const std::size_t count = drawing.boxes.size();
  std::vector<BoxPlace> places(count);
  std::vector<Row> before(count), after(count);
  for (const auto& [from, to] : drawing.arrows) {
    before[to].push_back(from);
    after[from].push_back(to);
  }
  // A box may be called before one that leads to it, as where a layer is shared: an arrow back.
  for (std::size_t box = 0; box < count; ++box) {
    for (const std::size_t from : before[box])
      if (from < box) places[box].step = std::max(places[box].step, places[from].step + 1);
  }
  std::vector<Row> rows;
  for (std::size_t box = 0; box < count; ++box) {
    const auto step = static_cast<std::size_t>(places[box].step);
    if (rows.size() <= step) rows.resize(step + 1);
    places[box].beside = static_cast<double>(rows[step].size());
    rows[step].push_back(box);
  }
  for (int sweep = 0; sweep < 4; ++sweep) {
    for (Row& row : rows) place_row(row, before, places);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) place_row(*row, after, places);
  }
  double least = 0;
  for (const BoxPlace& place : places) least = std::min(least, place.beside);
  for (BoxPlace& place : places) place.beside -= least;
  return places;
}

}  // namespace beras
