#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <beras/base/error.h>
#include <beras/data/byte_source_internal.h>

namespace beras::data {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class FileSource : public ByteSource {
 public:
  FileSource(const std::string& path, const std::string& who)
      : ByteSource(who, fmt::format("\"{}\"", path)), file_(std::fopen(path.c_str(), "rb")) {
    if (!file_) fail_reading();
    struct stat status {};
    if (fstat(fileno(file_.get()), &status) == 0 && S_ISREG(status.st_mode)) size_ = status.st_size;
  }

 private:
  [[noreturn]] void fail_reading() const {
    throw FormatError(who(), "a readable file at " + name(), std::strerror(errno));
  }
  std::size_t read_some(std::span<std::byte> to) override {
    const std::size_t count = std::fread(to.data(), 1, to.size(), file_.get());
    if (count < to.size() && std::ferror(file_.get())) fail_reading();
    position_ += count;
    return count;
  }
  std::optional<std::uint64_t> unread_by_us() const override {
    if (!size_) return std::nullopt;
    return *size_ - std::min(*size_, position_);
  }

  std::unique_ptr<std::FILE, CloseFile> file_;
  std::optional<std::uint64_t> size_;
  std::uint64_t position_ = 0;
};

class MemorySource : public ByteSource {
 public:
  MemorySource(std::span<const std::byte> bytes, const std::string& who)
      : ByteSource(who, "memory"), bytes_(bytes) {}

 private:
  std::size_t read_some(std::span<std::byte> to) override {
    const std::size_t count = std::min(to.size(), bytes_.size());
    std::copy_n(bytes_.begin(), count, to.begin());
    bytes_ = bytes_.subspan(count);
    return count;
  }
  std::optional<std::uint64_t> unread_by_us() const override { return bytes_.size(); }

  std::span<const std::byte> bytes_;
};

}  // namespace

std::size_t ByteSource::read(std::span<std::byte> to) {
  const std::size_t again = std::min(to.size(), put_back_.size());
  std::copy_n(put_back_.begin(), again, to.begin());
  put_back_.erase(put_back_.begin(), put_back_.begin() + static_cast<std::ptrdiff_t>(again));
  return again == to.size() ? again : again + read_some(to.subspan(again));
}

void ByteSource::read_exactly(std::span<std::byte> to, const std::string& what) {
  const std::size_t count = read(to);
  if (count < to.size())
    fail(fmt::format("{} bytes of {}", to.size(), what), fmt::format("{} before the end", count));
}

void ByteSource::unread(std::span<const std::byte> bytes) {
  put_back_.insert(put_back_.begin(), bytes.begin(), bytes.end());
}

void ByteSource::expect_end() {
  std::byte extra{};
  if (read({&extra, 1}) != 0) fail("the end after the last element", "more bytes");
}

std::optional<std::uint64_t> ByteSource::remaining() const {
  const auto coming = unread_by_us();
  if (!coming) return std::nullopt;
  return *coming + put_back_.size();
}

void ByteSource::fail(const std::string& expected, const std::string& received) const {
  throw FormatError(who_, expected + " in " + name_, received);
}

std::unique_ptr<ByteSource> open_file(const std::string& path, const std::string& who) {
  return std::make_unique<FileSource>(path, who);
}

std::unique_ptr<ByteSource> open_memory(std::span<const std::byte> bytes, const std::string& who) {
  return std::make_unique<MemorySource>(bytes, who);
}

}  // namespace beras::data
