#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include <beras/base/error.h>
#include <beras/data/npy_header_internal.h>

namespace beras::data {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_dictionary = 1 << 16;
constexpr std::size_t highest_rank = 64;

/// Reads the dictionary {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class DictionaryParser {
 public:
  DictionaryParser(const ByteSource& source, std::string_view text)
      : source_(source), rest_(text) {}

  void parse() {
    expect('{');
    while (!take('}')) {
      parse_entry(text());
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skip_space();
    if (!rest_.empty() || !description || !fortran_order || !shape) fail();
  }

  std::optional<std::string_view> description;
  std::optional<bool> fortran_order;
  std::optional<Shape> shape;

 private:
  void parse_entry(std::string_view key) {
    expect(':');
    if (key == "descr" && !description)
      description = element_description();
    else if (key == "fortran_order" && !fortran_order)
      fortran_order = boolean();
    else if (key == "shape" && !shape)
      shape = tuple();
    else
      fail();
  }

  std::string_view element_description() {
    if (take('['))
      throw DTypeError(source_.who(), "an array of numbers in " + source_.name(),
                       "a structured array", "Save its fields one by one");
    return text();
  }

  bool boolean() {
    skip_space();
    for (const std::string_view word : {"True", "False"}) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return word == "True";
    }
    fail();
  }

  Shape tuple() {
    Shape lengths;
    expect('(');
    while (!take(')')) {
      lengths.push_back(number());
      if (lengths.size() > highest_rank) fail();
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    return lengths;
  }

  std::int64_t number() {
    skip_space();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) fail();
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  std::string_view text() {
    const char quote = take('"') ? '"' : '\'';
    if (quote == '\'') expect(quote);
    const std::size_t end = rest_.find(quote);
    if (end == std::string_view::npos) fail();
    const std::string_view inside = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return inside;
  }

  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size())); }
  bool take(char wanted) {
    skip_space();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!take(wanted)) fail();
  }
  [[noreturn]] void fail() const {
    source_.fail("a header {'descr': ..., 'fortran_order': ..., 'shape': (...)}",
                 rest_.empty() ? "its end too early" : fmt::format("{:?}", rest_.substr(0, 40)));
  }

  const ByteSource& source_;
  std::string_view rest_;
};

struct Spelling {
  std::string_view code;
  Encoding encoding;
};
constexpr std::array spellings{Spelling{"b1", Encoding::boolean}, Spelling{"i1", Encoding::int8},
                               Spelling{"u1", Encoding::uint8},   Spelling{"i2", Encoding::int16},
                               Spelling{"u2", Encoding::uint16},  Spelling{"i4", Encoding::int32},
                               Spelling{"u4", Encoding::uint32},  Spelling{"i8", Encoding::int64},
                               Spelling{"f2", Encoding::float16}, Spelling{"f4", Encoding::float32},
                               Spelling{"f8", Encoding::float64}};

/// NumPy's advice to itself for what Beras has no dtype for.
std::string advice_for(std::string_view code) {
  if (code.starts_with('O')) return "Python objects cannot be read; save an array of numbers";
  if (code == "u8") return "Save it as int64: array.astype('int64')";
  if (code.starts_with('V')) return "If it holds bfloat16, save it as float32";
  return "Save it as one of Beras's dtypes, such as float32";
}

void parse_description(const ByteSource& source, std::string_view description, NpyHeader& header) {
  const bool marked = description.find_first_of("<>|=") == 0;
  const std::string_view code = description.substr(marked ? 1 : 0);
  if (marked && description[0] == '<') header.order = std::endian::little;
  if (marked && description[0] == '>') header.order = std::endian::big;
  for (const Spelling& spelling : spellings) {
    if (spelling.code != code) continue;
    header.encoding = spelling.encoding;
    return;
  }
  throw DTypeError(source.who(), "an array of numbers in " + source.name(),
                   fmt::format("dtype {:?}", description), advice_for(code));
}

/// The length of the dictionary: two bytes in version 1, four in 2 and 3, little-endian.
std::size_t read_length(ByteSource& source, int version) {
  std::array<std::byte, 4> bytes{};
  source.read_exactly(std::span(bytes).first(version == 1 ? 2 : 4), "a header length");
  std::size_t length = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    length |= std::to_integer<std::size_t>(bytes[i]) << (8 * i);
  if (length > longest_dictionary)
    source.fail(fmt::format("a header of at most {} bytes", longest_dictionary),
                fmt::format("{}", length));
  return length;
}

std::string_view code_of(const Tensor& tensor, const std::string& who) {
  switch (tensor.dtype()) {
    case DType::float32:
      return "f4";
    case DType::float64:
      return "f8";
    case DType::float16:
      return "f2";
    case DType::int8:
      return "i1";
    case DType::int32:
      return "i4";
    case DType::int64:
      return "i8";
    case DType::uint8:
      return "u1";
    case DType::boolean:
      return "b1";
    case DType::bfloat16:
      break;
  }
  throw DTypeError(who, "a dtype that NumPy has", "bfloat16",
                   "Save it as float32, which holds it exactly: tensor.astype(float32)");
}

}  // namespace

NpyHeader read_npy_header(ByteSource& source) {
  std::string start(magic.size(), '\0');
  source.read_exactly(std::as_writable_bytes(std::span(start)), "magic");
  if (start != magic) source.fail("the magic of a .npy file", "another beginning");
  std::array<std::uint8_t, 2> version{};
  source.read_exactly(std::as_writable_bytes(std::span(version)), "a version");
  if (version[0] < 1 || version[0] > 3 || version[1] != 0)
    source.fail("version 1.0, 2.0 or 3.0", fmt::format("{}.{}", version[0], version[1]));

  std::string text(read_length(source, version[0]), '\0');
  source.read_exactly(std::as_writable_bytes(std::span(text)), "the header");
  DictionaryParser dictionary(source, text);
  dictionary.parse();

  NpyHeader header;
  parse_description(source, *dictionary.description, header);
  header.fortran_order = *dictionary.fortran_order;
  header.shape = *dictionary.shape;
  return header;
}

std::string npy_header(const Tensor& tensor, const std::string& who) {
  const char order = item_size(tensor.dtype()) == 1               ? '|'
                     : std::endian::native == std::endian::little ? '<'
                                                                  : '>';
  std::string text = fmt::format("{{'descr': '{}{}', 'fortran_order': False, 'shape': {}, }}",
                                 order, code_of(tensor, who), to_string(tensor.shape()));
  constexpr std::size_t before = 10;
  text.append(63 - (before + text.size()) % 64, ' ');
  text += '\n';
  std::string header(magic);
  header += {1, 0, static_cast<char>(text.size() & 0xFF), static_cast<char>(text.size() >> 8)};
  return header + text;
}

}  // namespace beras::data
