#include <beras/inspect/plot_model.h>

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

#include <beras/base/atomic_file_internal.h>
#include <beras/base/error.h>
#include <beras/inspect/drawing_internal.h>

namespace beras {
namespace {

constexpr double line_height = 18;
constexpr double character_width = 7.2;
constexpr double padding = 12;
constexpr double gap = 36;

std::string escaped(std::string_view text, std::string_view characters,
                    std::initializer_list<std::string_view> replacements) {
  std::string result;
  for (const char character : text) {
    const std::size_t found = characters.find(character);
    if (found == std::string_view::npos)
      result += character;
    else
      result += *(replacements.begin() + found);
  }
  return result;
}

std::string for_xml(std::string_view text) {
  return escaped(text, "&<>\"", {"&amp;", "&lt;", "&gt;", "&quot;"});
}

std::string for_dot(std::string_view text) { return escaped(text, "\"\\", {"\\\"", "\\\\"}); }

/// What is written below the title of a box: frames might enclose boxes of others.
std::vector<std::string> lines_below(const Box& box, const Drawing& drawing) {
  std::vector<std::string> lines = box.details;
  for (auto frame = box.within.rbegin(); frame != box.within.rend(); ++frame)
    lines.push_back("within " + drawing.frames[*frame]);
  return lines;
}

/// A place on the page, and the size of what lies there.
struct Area {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

/// All boxes have one size, so that none meets another.
struct Page {
  Page(const Drawing& drawing, bool to_the_right) : across(to_the_right) {
    for (const Box& box : drawing.boxes) {
      const std::vector<std::string> lines = lines_below(box, drawing);
      std::size_t longest = box.title.size();
      for (const std::string& line : lines) longest = std::max(longest, line.size());
      width = std::max(width, static_cast<double>(longest) * character_width + 2 * padding);
      height = std::max(height, static_cast<double>(1 + lines.size()) * line_height + padding);
    }
    for (const BoxPlace& place : arranged(drawing)) {
      const double along = place.step;
      areas.push_back({padding + (across ? along : place.beside) * (width + gap),
                       padding + (across ? place.beside : along) * (height + gap), width, height});
      whole.width = std::max(whole.width, areas.back().x + width + padding);
      whole.height = std::max(whole.height, areas.back().y + height + padding);
    }
  }

  /// A curve from one box to another.
  std::string curve(const Area& from, const Area& to) const {
    double x1 = from.x + from.width / 2, y1 = from.y + from.height;
    double x2 = to.x + to.width / 2, y2 = to.y - 2;
    if (across) x1 = from.x + from.width, y1 = from.y + from.height / 2;
    if (across) x2 = to.x - 2, y2 = to.y + to.height / 2;
    const double bend = std::max(gap, across ? (x2 - x1) : (y2 - y1)) / 2;
    return across ? fmt::format("M{:.0f},{:.0f} C{:.0f},{:.0f} {:.0f},{:.0f} {:.0f},{:.0f}", x1, y1,
                                x1 + bend, y1, x2 - bend, y2, x2, y2)
                  : fmt::format("M{:.0f},{:.0f} C{:.0f},{:.0f} {:.0f},{:.0f} {:.0f},{:.0f}", x1, y1,
                                x1, y1 + bend, x2, y2 - bend, x2, y2);
  }

  bool across;
  double width = 0;
  double height = 0;
  std::vector<Area> areas;
  Area whole;
};

std::string svg_box(const Box& box, const Drawing& drawing, const Area& area) {
  std::string text = fmt::format(
      "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"6\" "
      "fill=\"#eef3fa\" stroke=\"#4a6fa5\"/>",
      area.x, area.y, area.width, area.height);
  double y = area.y + line_height;
  const double x = area.x + area.width / 2;
  text += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" font-weight=\"bold\">{}</text>", x, y,
                      for_xml(box.title));
  for (const std::string& detail : lines_below(box, drawing)) {
    y += line_height;
    text += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" fill=\"#444\">{}</text>", x, y,
                        for_xml(detail));
  }
  return text + "\n";
}

bool ends_with(std::string_view path, std::string_view ending) {
  return path.size() >= ending.size() && path.substr(path.size() - ending.size()) == ending;
}

}  // namespace

std::string model_to_dot(const Model& model, const PlotOptions& options) {
  const Drawing drawing = drawing_of(model, options);
  std::string text = fmt::format(
      "digraph \"{}\" {{\n  rankdir={};\n  node [shape=box, style=rounded, fontname=Helvetica];\n",
      for_dot(model.name()), options.rankdir);
  std::vector<std::size_t> open;
  const auto frame_as = [&](const std::vector<std::size_t>& within) {
    const auto shared = std::mismatch(open.begin(), open.end(), within.begin(), within.end());
    for (auto frame = shared.first; frame != open.end(); ++frame) text += "  }\n";
    for (auto frame = shared.second; frame != within.end(); ++frame)
      text += fmt::format("  subgraph cluster_{} {{\n  label=\"{}\"; style=dashed;\n", *frame,
                          for_dot(drawing.frames[*frame]));
    open = within;
  };
  for (std::size_t i = 0; i < drawing.boxes.size(); ++i) {
    frame_as(drawing.boxes[i].within);
    std::string label = for_dot(drawing.boxes[i].title);
    for (const std::string& detail : drawing.boxes[i].details) label += "\\n" + for_dot(detail);
    text += fmt::format("  n{} [label=\"{}\"];\n", i, label);
  }
  frame_as({});
  for (const auto& [from, to] : drawing.arrows) text += fmt::format("  n{} -> n{};\n", from, to);
  return text + "}\n";
}

std::string model_to_svg(const Model& model, const PlotOptions& options) {
  const Drawing drawing = drawing_of(model, options);
  const Page page(drawing, options.rankdir == "LR");
  std::string text = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.0f}\" height=\"{:.0f}\" "
      "font-family=\"sans-serif\" font-size=\"13\" text-anchor=\"middle\">\n"
      "<defs><marker id=\"arrow\" viewBox=\"0 0 6 6\" refX=\"5\" refY=\"3\" markerWidth=\"7\" "
      "markerHeight=\"7\" orient=\"auto\"><path d=\"M0,0 L6,3 L0,6 z\" fill=\"#555\"/></marker>"
      "</defs>\n",
      page.whole.width, page.whole.height);
  for (const auto& [from, to] : drawing.arrows) {
    text +=
        fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#arrow)\"/>\n",
                    page.curve(page.areas[from], page.areas[to]));
  }
  for (std::size_t i = 0; i < drawing.boxes.size(); ++i)
    text += svg_box(drawing.boxes[i], drawing, page.areas[i]);
  return text + "</svg>\n";
}

void plot_model(const Model& model, const std::string& path, const PlotOptions& options) {
  const bool as_svg = ends_with(path, ".svg");
  if (!as_svg && !ends_with(path, ".dot"))
    throw ValueError("plot_model", "a path that ends in .svg or .dot", '"' + path + '"');
  const std::string text = as_svg ? model_to_svg(model, options) : model_to_dot(model, options);
  AtomicFile file(path, "plot_model");
  file.write(std::as_bytes(std::span(text)));
  file.commit();
}

}  // namespace beras
