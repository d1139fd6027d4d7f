// A file that appears whole or not at all: written beside its place, moved there at the end.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace beras {

/// Writes to a temporary file in the folder of `path`, which replaces `path` on commit.
///
/// Links are followed. Without a commit nothing is left behind and what stood at `path` stays as it
/// was. Errors are FormatErrors in the name of `who`: the folder is missing or read-only, the disk
/// is full, `path` is no regular file.
class AtomicFile {
 public:
  AtomicFile(const std::string& path, std::string who);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  /// Makes what was written so far the file at `path`, safely on disk.
  void commit();

  /// Where the bytes are until then, for libraries that write files by name.
  const std::string& temporary_path() const { return temporary_path_; }

 private:
  [[noreturn]] void fail(const std::string& what) const;

  std::string who_;
  std::string path_;
  std::string temporary_path_;
  int descriptor_ = -1;
};

}  // namespace beras
