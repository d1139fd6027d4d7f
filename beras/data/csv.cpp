#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include <beras/base/error.h>
#include <beras/data/csv.h>
#include <beras/data/csv_reader_internal.h>

namespace beras {
namespace {

using data::CsvReader;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// from_chars over all of `text`, with a plus sign allowed.
template <typename T>
std::errc parse_all(std::string_view text, T& value) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return end == text.data() + text.size() ? error : std::errc::invalid_argument;
}

template <typename T>
T parse_number(const CsvReader& reader, std::size_t column) {
  constexpr bool floating = std::is_floating_point_v<T>;
  const std::string_view text = trimmed(reader.fields()[column]);
  T value{};
  std::errc error = parse_all(text, value);
  if constexpr (floating) {
    // Out of range are also numbers too small: those are zero or subnormal.
    long double wide = 0;
    if (error == std::errc::result_out_of_range && parse_all(text, wide) == std::errc()) {
      value = static_cast<T>(wide);
      if (std::isfinite(value)) error = std::errc();
    }
  }
  if (error == std::errc()) return value;
  const std::string what = error == std::errc::result_out_of_range
                               ? fmt::format("a number within {}", dtype_name(dtype_of<T>()))
                               : (floating ? "a number" : "an integer");
  reader.fail_at(column, what, reader.fields()[column]);
}

bool is_missing(std::string_view field) {
  const std::string_view text = trimmed(field);
  return text.empty() || text == "NA";
}

template <typename T>
Tensor read_values(CsvReader& reader, bool header, bool missing_as_nan) {
  std::vector<T> values;
  std::int64_t rows = 0;
  for (bool more = !header || reader.next(); more; more = reader.next()) {
    for (std::size_t column = 0; column < reader.fields().size(); ++column) {
      if (missing_as_nan && is_missing(reader.fields()[column]))
        values.push_back(std::numeric_limits<T>::quiet_NaN());
      else
        values.push_back(parse_number<T>(reader, column));
    }
    ++rows;
  }
  const auto columns = static_cast<std::int64_t>(reader.fields().size());
  Tensor table(values, {rows, columns});
  table.trainable(false);
  return table;
}

/// The names of the columns if there is a header; the reader then stands at it, else at the first
/// row.
std::vector<std::string> read_names(data::ByteSource& source, CsvReader& reader, bool header) {
  if (!reader.next()) source.fail("at least one line", "none");
  if (!header) return {};
  return {reader.fields().begin(), reader.fields().end()};
}

CsvTable read_numbers(std::unique_ptr<data::ByteSource> raw, const CsvOptions& options) {
  if (options.missing_as_nan && !is_floating(options.dtype))
    throw ValueError(raw->who(), "a floating dtype with missing_as_nan",
                     std::string(dtype_name(options.dtype)));
  const auto source = data::gunzip(std::move(raw));
  CsvReader reader(*source, options.delimiter, options.skip_lines);
  const auto read = [&](auto zero) {
    CsvTable table;
    table.names = read_names(*source, reader, options.header);
    table.values = read_values<decltype(zero)>(reader, options.header, options.missing_as_nan);
    return table;
  };
  switch (options.dtype) {
    case DType::float32:
      return read(float{});
    case DType::float64:
      return read(double{});
    case DType::int32:
      return read(std::int32_t{});
    case DType::int64:
      return read(std::int64_t{});
    default:
      break;
  }
  throw DTypeError(source->who(), "float32, float64, int32 or int64",
                   std::string(dtype_name(options.dtype)), "Cast afterwards: values.astype(dtype)");
}

CsvText read_text(std::unique_ptr<data::ByteSource> raw, const CsvOptions& options) {
  const auto source = data::gunzip(std::move(raw));
  CsvReader reader(*source, options.delimiter, options.skip_lines);
  CsvText table;
  table.names = read_names(*source, reader, options.header);
  for (bool more = !options.header || reader.next(); more; more = reader.next())
    table.rows.emplace_back(reader.fields().begin(), reader.fields().end());
  return table;
}

}  // namespace

CsvTable load_csv(const std::string& path, const CsvOptions& options) {
  return read_numbers(data::open_file(path, "load_csv"), options);
}

CsvTable csv_from_bytes(std::span<const std::byte> bytes, const CsvOptions& options) {
  return read_numbers(data::open_memory(bytes, "csv_from_bytes"), options);
}

CsvText load_csv_text(const std::string& path, const CsvOptions& options) {
  return read_text(data::open_file(path, "load_csv_text"), options);
}

CsvText csv_text_from_bytes(std::span<const std::byte> bytes, const CsvOptions& options) {
  return read_text(data::open_memory(bytes, "csv_text_from_bytes"), options);
}

}  // namespace beras
