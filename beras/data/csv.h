// Tables of numbers, or of text, from CSV files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/any_dtype.h>
#include <beras/tensor/tensor.h>

namespace beras {

struct CsvOptions {
  char delimiter = ',';
  /// The first line holds the names of the columns.
  bool header = false;
  /// Lines to leave out before anything else is read.
  std::int64_t skip_lines = 0;
  /// Empty fields and NA become NaN; an error otherwise.
  bool missing_as_nan = false;
  /// float32, float64, int32 or int64.
  AnyDType dtype = DType::float32;
};

struct CsvTable {
  /// The names of the columns; empty without a header.
  std::vector<std::string> names;
  /// (rows, columns), not trainable.
  Tensor values;
};

struct CsvText {
  /// The names of the columns; empty without a header.
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

/// Reads a CSV file of numbers, gzipped or not.
///
/// Fields may be quoted ("a ""quoted"" word"), lines end with LF or CRLF, blank lines are left out.
/// FormatError naming line and column for what is no number or out of the dtype's range, for a row
/// of another length than the first, for a quote without end, and for a file that is unreadable or
/// holds no line. ValueError for options that make no sense. Source: RFC 4180.
BERAS_API CsvTable load_csv(const std::string& path, const CsvOptions& options = {});

/// The same from bytes in memory.
BERAS_API CsvTable csv_from_bytes(std::span<const std::byte> bytes, const CsvOptions& options = {});

/// Reads a CSV file without taking its fields for numbers; `dtype` and `missing_as_nan` do not
/// matter.
BERAS_API CsvText load_csv_text(const std::string& path, const CsvOptions& options = {});

/// The same from bytes in memory.
BERAS_API CsvText csv_text_from_bytes(std::span<const std::byte> bytes,
                                      const CsvOptions& options = {});

}  // namespace beras
