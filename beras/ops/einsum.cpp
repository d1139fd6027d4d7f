#include <beras/ops/einsum.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/ops/binary.h>
#include <beras/ops/indexing.h>
#include <beras/ops/matmul.h>
#include <beras/ops/reduce.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>

namespace beras::ops {
namespace {

/// One character an axis: a letter, or a digit for an axis of the ellipsis, counted from its back.
using Labels = std::string;

bool contains(const Labels& labels, char label) { return labels.find(label) != Labels::npos; }

/// The labels for which the condition holds.
template <typename Condition>
Labels filter(const Labels& labels, const Condition& condition) {
  Labels result;
  std::copy_if(labels.begin(), labels.end(), std::back_inserter(result), condition);
  return result;
}

/// What the text says, once ranks are known.
class Subscripts {
 public:
  std::vector<Labels> inputs;
  Labels output;

  Subscripts(std::string_view text, const Tensors& operands) : text_(text) {
    const std::string plain = filter(text_, [](char c) { return c != ' '; });
    const std::size_t arrow = plain.find("->");
    std::string left = plain.substr(0, arrow) + ',';
    for (std::size_t comma; (comma = left.find(',')) != left.npos; left.erase(0, comma + 1)) {
      inputs.push_back(left.substr(0, comma));
    }
    if (inputs.size() != operands.size()) {
      refuse("subscripts for " + std::to_string(operands.size()) + " operands");
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const std::size_t named = count_letters(inputs[i]);
      const std::size_t rank = operands[i].rank();
      const bool has_ellipsis = inputs[i].size() != named;
      if (has_ellipsis ? rank < named || rank > named + 10 : rank != named) {
        refuse("as many letters as operand " + std::to_string(i) + " has axes, " +
               std::to_string(rank));
      }
      widest_ = std::max(widest_, rank - named);
      expand(inputs[i], rank - named);
    }
    if (arrow == plain.npos) {
      find_output();
    } else {
      output = plain.substr(arrow + 2);
      count_letters(output);
      expand(output, widest_);
      check_output();
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& expected) const {
    throw ValueError("einsum", expected, '"' + text_ + '"');
  }

  /// Refuses anything but letters and one ellipsis.
  std::size_t count_letters(Labels labels) const {
    if (const std::size_t dots = labels.find("..."); dots != labels.npos) labels.erase(dots, 3);
    for (const char label : labels) {
      if (!std::isalpha(static_cast<unsigned char>(label))) {
        refuse("letters, at most one \"...\" an operand, commas, and one \"->\"");
      }
    }
    return labels.size();
  }

  static void expand(Labels& labels, std::size_t axes) {
    const std::size_t dots = labels.find("...");
    if (dots == labels.npos) return;
    Labels digits;
    while (axes-- > 0) digits.push_back(static_cast<char>('0' + axes));
    labels.replace(dots, 3, digits);
  }

  Labels all_labels() const {
    Labels all;
    for (const Labels& labels : inputs) all += labels;
    return all;
  }

  void find_output() {
    const Labels all = all_labels();
    output = "...";
    expand(output, widest_);
    Labels once = filter(all, [&](char label) {
      return std::isalpha(static_cast<unsigned char>(label)) &&
             std::count(all.begin(), all.end(), label) == 1;
    });
    std::sort(once.begin(), once.end());
    output += once;
  }

  void check_output() const {
    const Labels all = all_labels();
    for (const char label : output) {
      if (!contains(all, label)) refuse("an output of letters that operands have");
      if (std::count(output.begin(), output.end(), label) > 1)
        refuse("an output without letters that come twice");
    }
  }

  std::string text_;
  std::size_t widest_ = 0;
};

/// A tensor whose axes have labels.
struct Term {
  Tensor tensor;
  Labels labels;

  std::int64_t length(char label) const {
    return tensor.dim(static_cast<std::int64_t>(labels.find(label)));
  }
  Shape lengths(const Labels& wanted) const {
    Shape result;
    for (const char label : wanted) result.push_back(length(label));
    return result;
  }
  /// The tensor with its axes in this order.
  Tensor permuted(const Labels& order) const {
    Shape axes;
    for (const char label : order) axes.push_back(static_cast<std::int64_t>(labels.find(label)));
    return order == labels ? tensor : permute(tensor, axes);
  }
};

/// Takes the diagonal of axes that have the same label: of n * n elements every (n + 1)-th.
Term take_diagonals(Term term) {
  for (std::size_t i = 0; i < term.labels.size();) {
    const char label = term.labels[i];
    const std::size_t again = term.labels.find(label, i + 1);
    if (again == Labels::npos) {
      ++i;
      continue;
    }
    const auto first = static_cast<std::int64_t>(i);
    const auto second = static_cast<std::int64_t>(again);
    const std::int64_t length = term.tensor.dim(first);
    if (length != term.tensor.dim(second)) {
      throw ShapeError("einsum", std::string("axes '") + label + "' of one length",
                       "operand of shape " + to_string(term.tensor.shape()));
    }
    const Tensor last = moveaxis(term.tensor, Shape{first, second}, Shape{-2, -1});
    Shape flat(last.shape().begin(), last.shape().end() - 1);
    flat.back() = length * length;
    term.tensor = get_item(reshape(last, flat), {ellipsis, Slice{.step = length + 1}});
    term.labels.erase(again, 1);
    term.labels.erase(i, 1);
    term.labels.push_back(label);
  }
  return term;
}

/// Sums over the axes whose labels are not to be kept.
Term sum_out(const Term& term, const Labels& keep) {
  std::vector<std::int64_t> axes;
  for (std::size_t i = 0; i < term.labels.size(); ++i) {
    if (!contains(keep, term.labels[i])) axes.push_back(static_cast<std::int64_t>(i));
  }
  if (axes.empty()) return term;
  return {sum(term.tensor, Axes(axes)),
          filter(term.labels, [&](char label) { return contains(keep, label); })};
}

/// Drops axes of length 1 whose label is longer elsewhere: they broadcast. ShapeError for other
/// differences.
void fit_lengths(std::vector<Term>& terms) {
  std::map<char, std::int64_t> longest;
  for (const Term& term : terms) {
    for (const char label : term.labels) {
      const auto entry = longest.try_emplace(label, term.length(label)).first;
      if (entry->second == 1) entry->second = term.length(label);
      if (term.length(label) != entry->second && term.length(label) != 1) {
        throw ShapeError("einsum", std::string("axes '") + label + "' of one length",
                         "lengths " + std::to_string(entry->second) + " and " +
                             std::to_string(term.length(label)));
      }
    }
  }
  for (Term& term : terms) {
    const Labels fitting =
        filter(term.labels, [&](char label) { return term.length(label) == longest[label]; });
    term = {reshape(term.tensor, term.lengths(fitting)), fitting};
  }
}

/// The product of two terms, summed over the labels that both have and that are not to be kept.
Term multiply(const Term& a, const Term& b, const Labels& keep) {
  const Labels common = filter(a.labels, [&](char label) { return contains(b.labels, label); });
  const Labels batch = filter(common, [&](char label) { return contains(keep, label); });
  const Labels summed = filter(common, [&](char label) { return !contains(keep, label); });
  const Labels left = filter(a.labels, [&](char label) { return !contains(common, label); });
  const Labels right = filter(b.labels, [&](char label) { return !contains(common, label); });
  const auto with = [](Shape shape, std::initializer_list<std::int64_t> more) {
    for (const std::int64_t length : more) shape.push_back(length);
    return shape;
  };
  const Shape batches = a.lengths(batch);
  const std::int64_t rows = element_count(a.lengths(left));
  const std::int64_t columns = element_count(b.lengths(right));
  const std::int64_t inner = element_count(a.lengths(summed));
  const Tensor x = reshape(a.permuted(batch + left + summed), with(batches, {rows, inner}));
  const Tensor y = reshape(b.permuted(batch + summed + right), with(batches, {inner, columns}));
  // Without a sum an element-by-element product does the same.
  const Tensor product = summed.empty() ? ops::multiply(x, y) : matmul(x, y);
  Shape shape = batches;
  for (const std::int64_t length : a.lengths(left)) shape.push_back(length);
  for (const std::int64_t length : b.lengths(right)) shape.push_back(length);
  return {reshape(product, shape), batch + left + right};
}

}  // namespace

Tensor einsum(std::string_view subscripts, const Tensors& operands) {
  BERAS_NOTE_SYMBOLIC(einsum, subscripts, operands);
  const Subscripts parsed(subscripts, operands);
  std::vector<Term> terms;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    terms.push_back(take_diagonals({operands[i], parsed.inputs[i]}));
  }
  fit_lengths(terms);
  // The labels that the output or a term after number `i` needs.
  const auto needed_after = [&](std::size_t i) {
    Labels labels = parsed.output;
    for (++i; i < terms.size(); ++i) labels += terms[i].labels;
    return labels;
  };
  Term result = sum_out(terms[0], needed_after(0));
  for (std::size_t i = 1; i < terms.size(); ++i) {
    const Labels keep = needed_after(i);
    result = multiply(result, sum_out(terms[i], keep + result.labels), keep);
  }
  return result.permuted(parsed.output);
}

}  // namespace beras::ops
