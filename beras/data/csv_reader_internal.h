// Cuts CSV into records and fields, a piece of the file at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <beras/data/byte_source_internal.h>

namespace beras::data {

/// Walks over the records of a CSV file, blank lines left out. All records have as many fields as
/// the first.
class CsvReader {
 public:
  /// `source` must outlive the reader. ValueError for a quote or an end of line as delimiter, and
  /// for negative `skip_lines`.
  CsvReader(ByteSource& source, char delimiter, std::int64_t skip_lines);

  /// Goes to the next record; false at the end. FormatError for quotes or lengths that are wrong.
  bool next();
  /// The fields of the record, unquoted; valid until the next call of next().
  const std::vector<std::string_view>& fields() const { return fields_; }
  /// Throws FormatError: `[who] expected {expected} at line 7, column 3 in {file}. Received:
  /// "{received}".`
  [[noreturn]] void fail_at(std::size_t column, const std::string& expected,
                            std::string_view received) const;

 private:
  bool refill();
  void skip_line();
  bool find_record();
  void split_record();
  std::size_t split_quoted(std::size_t begin);

  ByteSource& source_;
  char delimiter_;
  std::string buffer_;
  std::size_t record_begin_ = 0;
  std::size_t record_end_ = 0;
  std::size_t next_record_ = 0;
  std::int64_t line_ = 1;       // where the record begins
  std::int64_t next_line_ = 1;  // where the one after it does
  std::size_t columns_ = 0;
  std::vector<std::string_view> fields_;
};

}  // namespace beras::data
