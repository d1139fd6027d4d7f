#include <fmt/format.h>

#include <beras/base/error.h>
#include <beras/data/csv_reader_internal.h>

namespace beras::data {
namespace {

constexpr std::size_t piece_bytes = 1 << 16;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(ByteSource& source, char delimiter, std::int64_t skip_lines)
    : source_(source), delimiter_(delimiter) {
  if (delimiter == '"' || delimiter == '\n' || delimiter == '\r')
    throw ValueError(source.who(), "a delimiter that is no quote and no end of line",
                     fmt::format("{:?}", delimiter));
  if (skip_lines < 0)
    throw ValueError(source.who(), "skip_lines of at least 0", std::to_string(skip_lines));
  refill();
  if (std::string_view(buffer_).starts_with(byte_order_mark)) next_record_ = byte_order_mark.size();
  for (std::int64_t i = 0; i < skip_lines; ++i) skip_line();
}

bool CsvReader::next() {
  do {
    if (!find_record()) return false;
  } while (record_begin_ == record_end_);
  split_record();
  if (columns_ == 0) columns_ = fields_.size();
  if (fields_.size() != columns_)
    source_.fail(fmt::format("{} fields at line {}", columns_, line_),
                 fmt::format("{}", fields_.size()));
  return true;
}

void CsvReader::fail_at(std::size_t column, const std::string& expected,
                        std::string_view received) const {
  source_.fail(fmt::format("{} at line {}, column {}", expected, line_, column + 1),
               fmt::format("{:?}", received.substr(0, 40)));
}

/// Drops what was used and adds a piece; false at the end of the source.
bool CsvReader::refill() {
  buffer_.erase(0, next_record_);
  next_record_ = 0;
  const std::size_t kept = buffer_.size();
  buffer_.resize(kept + piece_bytes);
  buffer_.resize(kept + source_.read(std::as_writable_bytes(std::span(buffer_).subspan(kept))));
  return buffer_.size() > kept;
}

void CsvReader::skip_line() {
  std::size_t end = buffer_.find('\n', next_record_);
  while (end == std::string::npos) {
    next_record_ = buffer_.size();
    if (!refill()) return;
    end = buffer_.find('\n');
  }
  next_record_ = end + 1;
  ++next_line_;
}

/// Sets record_begin_ and record_end_ to the next record, its end of line left out; false at the
/// end.
bool CsvReader::find_record() {
  enum class State { field_start, plain, quoted, quote_in_quoted } state = State::field_start;
  line_ = next_line_;
  std::size_t length = 0;
  for (;; ++length) {
    if (next_record_ + length == buffer_.size() && !refill()) break;
    const char c = buffer_[next_record_ + length];
    if (c == '\n') ++next_line_;
    if (state == State::quoted) {
      if (c == '"') state = State::quote_in_quoted;
    } else if (c == '\n') {
      break;
    } else if (c == delimiter_) {
      state = State::field_start;
    } else if (c == '"' && state != State::plain) {
      state = State::quoted;
    } else {
      state = State::plain;
    }
  }
  if (state == State::quoted)
    source_.fail(fmt::format("an end of the quotes in the record at line {}", line_),
                 "the end of the file");
  record_begin_ = next_record_;
  record_end_ = next_record_ + length;
  const bool at_end = record_end_ == buffer_.size();
  next_record_ = record_end_ + (at_end ? 0 : 1);
  if (record_end_ > record_begin_ && buffer_[record_end_ - 1] == '\r') --record_end_;
  return !at_end || length > 0;
}

void CsvReader::split_record() {
  fields_.clear();
  for (std::size_t begin = record_begin_;;) {
    std::size_t end = 0;
    if (begin < record_end_ && buffer_[begin] == '"') {
      end = split_quoted(begin);
    } else {
      end = std::min(buffer_.find(delimiter_, begin), record_end_);
      fields_.emplace_back(buffer_.data() + begin, end - begin);
    }
    if (end == record_end_) return;
    begin = end + 1;
  }
}

/// Adds the quoted field at `begin`, doubled quotes undone in place; returns where it ends.
std::size_t CsvReader::split_quoted(std::size_t begin) {
  std::size_t from = begin + 1;
  std::size_t to = from;
  while (buffer_[from] != '"' || (from + 1 < record_end_ && buffer_[from + 1] == '"')) {
    if (buffer_[from] == '"') ++from;
    buffer_[to++] = buffer_[from++];
  }
  const std::size_t end = from + 1;
  if (end != record_end_ && buffer_[end] != delimiter_)
    fail_at(fields_.size(), "a delimiter after the closing quote",
            std::string_view(buffer_).substr(end, record_end_ - end));
  fields_.emplace_back(buffer_.data() + begin + 1, to - begin - 1);
  return end;
}

}  // namespace beras::data
