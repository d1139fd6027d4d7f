#include <beras/core/structure.h>

#include <algorithm>
#include <numeric>

#include <beras/base/error.h>
#include <beras/base/suggest.h>

namespace beras {

struct Structure::Nest {
  Kind kind;
  std::vector<std::string> names;
  std::vector<Structure> items;
  /// The positions of a map's entries by their names in alphabetical order.
  std::vector<std::size_t> order;
};

namespace {

const char* article_and_name(Structure::Kind kind) {
  switch (kind) {
    case Structure::Kind::list:
      return "a list";
    case Structure::Kind::tuple:
      return "a tuple";
    case Structure::Kind::map:
      return "a map";
    case Structure::Kind::tensor:
      break;
  }
  return "a tensor";
}

[[noreturn]] void refuse(const std::string& expected, const Structure& received) {
  throw ValueError("Structure", expected,
                   article_and_name(received.kind()) + (": " + to_string(received)));
}

std::string joined(const std::string& path, const std::string& step) {
  return path.empty() ? step : path + "/" + step;
}

void compare(std::string_view who, const Structure& a, const Structure& b,
             const std::string& path) {
  const std::string where = path.empty() ? "" : " at \"" + path + "\"";
  if (a.kind() != b.kind()) {
    throw ValueError(who, std::string("equal structures, ") + article_and_name(a.kind()) + where,
                     std::string(article_and_name(b.kind())) + ": " + to_string(b));
  }
  for (const std::string& name : a.names()) {
    if (!b.has(name)) {
      throw ValueError(who, "equal structures, \"" + joined(path, name) + "\" in both",
                       "none in " + to_string(b));
    }
  }
  if (a.size() != b.size()) {
    throw ValueError(who, "equal structures, " + std::to_string(a.size()) + " entries" + where,
                     std::to_string(b.size()) + ": " + to_string(b));
  }
  for (std::size_t i = 0; i < a.items().size(); ++i) {
    const bool is_map = a.kind() == Structure::Kind::map;
    const std::string step = is_map ? a.names()[i] : std::to_string(i);
    compare(who, a.items()[i], is_map ? b[a.names()[i]] : b.items()[i], joined(path, step));
  }
}

}  // namespace

Structure::Structure(Kind kind, std::vector<std::string> names, std::vector<Structure> items) {
  auto nest = std::make_shared<Nest>(Nest{kind, std::move(names), std::move(items), {}});
  nest->order.resize(nest->items.size());
  std::iota(nest->order.begin(), nest->order.end(), std::size_t{0});
  if (kind == Kind::map) {
    const auto& known = nest->names;
    std::sort(nest->order.begin(), nest->order.end(),
              [&](std::size_t i, std::size_t k) { return known[i] < known[k]; });
    const auto twice =
        std::adjacent_find(nest->order.begin(), nest->order.end(),
                           [&](std::size_t i, std::size_t k) { return known[i] == known[k]; });
    if (twice != nest->order.end())
      throw ValueError("Structure", "each name once", "\"" + known[*twice] + "\" twice");
  }
  nest_ = std::move(nest);
}

Structure::Structure(const Tensors& items)
    : Structure(std::vector<Structure>(items.begin(), items.end())) {}

Structure::Structure(std::vector<Structure> items) : Structure(Kind::list, {}, std::move(items)) {}

Structure::Structure(std::vector<Entry> entries) {
  std::vector<std::string> names;
  std::vector<Structure> items;
  for (Entry& entry : entries) {
    names.push_back(std::move(entry.first));
    items.push_back(std::move(entry.second));
  }
  *this = Structure(Kind::map, std::move(names), std::move(items));
}

Structure::Structure(std::initializer_list<Entry> entries)
    : Structure(std::vector<Entry>(entries)) {}

Structure Structure::tuple(std::vector<Structure> items) {
  return Structure(Kind::tuple, {}, std::move(items));
}

Structure::Kind Structure::kind() const { return nest_ ? nest_->kind : Kind::tensor; }

const Tensor& Structure::tensor() const {
  if (!is_tensor()) refuse("a tensor", *this);
  return tensor_;
}

std::size_t Structure::size() const { return nest_ ? nest_->items.size() : 1; }

const std::vector<Structure>& Structure::items() const {
  static const auto& none = *new std::vector<Structure>;
  return nest_ ? nest_->items : none;
}

const std::vector<std::string>& Structure::names() const {
  static const auto& none = *new std::vector<std::string>;
  return nest_ ? nest_->names : none;
}

const Structure& Structure::operator[](std::size_t position) const {
  if (kind() != Kind::list && kind() != Kind::tuple) refuse("a list or a tuple", *this);
  if (position >= size()) {
    throw IndexError("Structure", "a position below " + std::to_string(size()),
                     std::to_string(position));
  }
  return items()[position];
}

const Structure& Structure::operator[](std::string_view name) const {
  if (kind() != Kind::map) refuse("a map with an entry \"" + std::string(name) + "\"", *this);
  const auto found = std::find(names().begin(), names().end(), name);
  if (found == names().end()) throw_unknown_name("Structure", "entry", name, names());
  return items()[static_cast<std::size_t>(found - names().begin())];
}

bool Structure::has(std::string_view name) const {
  return std::find(names().begin(), names().end(), name) != names().end();
}

Tensors Structure::flatten() const {
  Tensors tensors;
  gather(tensors);
  return tensors;
}

void Structure::gather(Tensors& tensors) const {
  if (is_tensor()) tensors.push_back(tensor_);
  for (std::size_t i = 0; i < items().size(); ++i) items()[nest_->order[i]].gather(tensors);
}

std::size_t Structure::count() const {
  if (is_tensor()) return 1;
  return std::accumulate(items().begin(), items().end(), std::size_t{0},
                         [](std::size_t sum, const Structure& item) { return sum + item.count(); });
}

std::vector<std::string> Structure::paths() const {
  std::vector<std::string> paths;
  gather_paths("", paths);
  return paths;
}

void Structure::gather_paths(const std::string& path, std::vector<std::string>& paths) const {
  if (is_tensor()) paths.push_back(path);
  for (std::size_t i = 0; i < items().size(); ++i) {
    const std::size_t at = nest_->order[i];
    const std::string step = names().empty() ? std::to_string(at) : names()[at];
    items()[at].gather_paths(joined(path, step), paths);
  }
}

Structure Structure::pack_as(const Tensors& tensors) const {
  if (tensors.size() != count()) {
    throw ValueError("Structure", std::to_string(count()) + " tensors for " + to_string(*this),
                     std::to_string(tensors.size()));
  }
  std::size_t next = 0;
  return packed(tensors, next);
}

Structure Structure::packed(const Tensors& tensors, std::size_t& next) const {
  if (is_tensor()) return tensors[next++];
  std::vector<Structure> items(size());
  for (const std::size_t at : nest_->order) items[at] = nest_->items[at].packed(tensors, next);
  return Structure(nest_->kind, nest_->names, std::move(items));
}

Structure Structure::map(const std::function<Tensor(const Tensor&)>& function) const {
  if (is_tensor()) return function(tensor_);
  std::vector<Structure> items(size());
  for (const std::size_t at : nest_->order) items[at] = nest_->items[at].map(function);
  return Structure(nest_->kind, nest_->names, std::move(items));
}

void assert_same_structure(std::string_view who, const Structure& a, const Structure& b) {
  compare(who, a, b, "");
}

std::string to_string(const Structure& structure) {
  if (structure.is_tensor()) {
    const Tensor& tensor = structure.tensor();
    return tensor.defined() ? to_string(tensor.shape()) : "None";
  }
  const Structure::Kind kind = structure.kind();
  std::string text = kind == Structure::Kind::map ? "{" : kind == Structure::Kind::list ? "[" : "(";
  for (std::size_t i = 0; i < structure.size(); ++i) {
    if (i > 0) text += ", ";
    if (kind == Structure::Kind::map) text += "\"" + structure.names()[i] + "\": ";
    text += to_string(structure.items()[i]);
  }
  if (kind == Structure::Kind::map) return text + "}";
  if (kind == Structure::Kind::list) return text + "]";
  return text + (structure.size() == 1 ? ",)" : ")");
}

}  // namespace beras
