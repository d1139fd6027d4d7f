#include <beras/base/suggest.h>

#include <algorithm>
#include <cctype>
#include <numeric>

#include <beras/base/error.h>

namespace beras {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  std::string nearest;
  std::size_t least = name.size() / 3 + 2;  // farther away it is no misspelling, but another word
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(lower(name), lower(candidate));
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

bool equal_but_for_case(std::string_view a, std::string_view b) {
  // Each call of a convolution asks, and mostly for names as they are.
  return a.size() == b.size() && (a == b || lower(a) == lower(b));
}

void throw_unknown_name(std::string_view who, std::string_view what, std::string_view name,
                        const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  std::string advice;
  if (!nearest.empty()) {
    advice = "Did you mean \"" + nearest + "\"?";
  } else {
    advice = "Known are:";
    for (const std::string& candidate : known) advice += " " + candidate;
  }
  throw ValueError(who, "a known " + std::string(what), "\"" + std::string(name) + "\"", advice);
}

}  // namespace beras
