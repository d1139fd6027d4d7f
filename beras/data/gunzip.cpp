#include <fmt/format.h>
#include <zlib.h>

#include <array>

#include <beras/base/error.h>
#include <beras/data/byte_source_internal.h>

namespace beras::data {
namespace {

constexpr std::array gzip_magic{std::byte{0x1f}, std::byte{0x8b}};

/// Reads the magic and puts it back.
bool begins_as_gzip(ByteSource& source) {
  std::array<std::byte, 2> start{};
  const std::size_t count = source.read(start);
  source.unread(std::span(start).first(count));
  return count == start.size() && start == gzip_magic;
}

class GzipSource : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<ByteSource> raw)
      : ByteSource(raw->who(), raw->name()), raw_(std::move(raw)) {
    constexpr int gzip_only = 15 + 16;
    if (inflateInit2(&state_, gzip_only) != Z_OK)
      throw BackendError(who(), "zlib could not get the memory to unpack " + name());
  }
  ~GzipSource() override { inflateEnd(&state_); }

 private:
  std::size_t read_some(std::span<std::byte> to) override {
    std::size_t filled = 0;
    while (filled < to.size() && !ended_) {
      if (state_.avail_in == 0) refill();
      const auto room = static_cast<uInt>(std::min<std::size_t>(to.size() - filled, 1U << 30));
      state_.next_out = reinterpret_cast<Bytef*>(to.data() + filled);
      state_.avail_out = room;
      const int status = inflate(&state_, Z_NO_FLUSH);
      filled += room - state_.avail_out;
      if (status == Z_STREAM_END)
        begin_next_member();
      else if (status != Z_OK)
        fail("gzipped data", state_.msg ? fmt::format("\"{}\" from zlib", state_.msg)
                                        : fmt::format("zlib's error {}", status));
    }
    return filled;
  }

  void refill() {
    const std::size_t count = raw_->read(packed_);
    if (count == 0) fail("the end of the gzipped data", "the end of the file before it");
    state_.next_in = reinterpret_cast<Bytef*>(packed_.data());
    state_.avail_in = static_cast<uInt>(count);
  }

  /// Gzip files may be concatenated; they unpack to the concatenation.
  void begin_next_member() {
    raw_->unread(std::as_bytes(std::span(state_.next_in, state_.avail_in)));
    state_.avail_in = 0;
    if (begins_as_gzip(*raw_)) {
      inflateReset(&state_);
      return;
    }
    raw_->expect_end();
    ended_ = true;
  }

  std::unique_ptr<ByteSource> raw_;
  std::array<std::byte, 1 << 16> packed_;
  z_stream state_{};
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> raw) {
  if (!begins_as_gzip(*raw)) return raw;
  return std::make_unique<GzipSource>(std::move(raw));
}

}  // namespace beras::data
