// Where the readers of files get their bytes: a file or a span of memory, gunzipped on the way
// where it is gzipped. Bytes come in pieces, so that no reader holds more than it was really given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace beras::data {

/// A stream of bytes that knows who reads it and what it is called, for errors.
class ByteSource {
 public:
  /// `who` is the public function that reads, `name` what it reads: a quoted path or "memory".
  ByteSource(std::string who, std::string name) : who_(std::move(who)), name_(std::move(name)) {}
  virtual ~ByteSource() = default;

  /// Fills `to` from its front and returns how much came: less than asked for only at the end.
  std::size_t read(std::span<std::byte> to);
  /// Fills all of `to`; FormatError naming `what` if the bytes end before.
  void read_exactly(std::span<std::byte> to, const std::string& what);
  /// Puts bytes back before those still to come.
  void unread(std::span<const std::byte> bytes);
  /// FormatError if a byte is left.
  void expect_end();
  /// The number of bytes still to come, where that is known without reading them.
  std::optional<std::uint64_t> remaining() const;

  /// Throws FormatError: `[who] expected {expected} in {name}. Received: {received}.`
  [[noreturn]] void fail(const std::string& expected, const std::string& received) const;
  const std::string& who() const { return who_; }
  const std::string& name() const { return name_; }

 private:
  virtual std::size_t read_some(std::span<std::byte> to) = 0;
  virtual std::optional<std::uint64_t> unread_by_us() const { return std::nullopt; }

  std::string who_;
  std::string name_;
  std::vector<std::byte> put_back_;
};

/// The file at `path`, as it is; FormatError if it cannot be read.
std::unique_ptr<ByteSource> open_file(const std::string& path, const std::string& who);
/// `bytes`, which must outlive the source.
std::unique_ptr<ByteSource> open_memory(std::span<const std::byte> bytes, const std::string& who);
/// `raw` itself, or what it unpacks to if it begins as gzip does.
std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> raw);

}  // namespace beras::data
