#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <beras/base/atomic_file_internal.h>
#include <beras/base/error.h>

namespace beras {
namespace fs = std::filesystem;
namespace {

/// The rights that open() would give a new file; the process-wide mask can only be read by setting
/// it.
mode_t rights_of_new_files() {
  static const mode_t rights = [] {
    const mode_t mask = umask(0);
    umask(mask);
    return static_cast<mode_t>(0666) & ~mask;
  }();
  return rights;
}

/// What the link at `path` leads to, whether it exists or not; `path` itself if it is no link.
std::string behind_links(const std::string& path) {
  constexpr int most_links = 40;  // as Linux has it; a circle of links then fails to open
  fs::path target = path;
  std::error_code error;
  for (int i = 0; i < most_links && fs::is_symlink(target, error); ++i)
    target = target.parent_path() / fs::read_symlink(target, error);
  return target.string();
}

}  // namespace

AtomicFile::AtomicFile(const std::string& path, std::string who)
    : who_(std::move(who)), path_(behind_links(path)) {
  struct stat old {};
  const bool replaces = !path_.empty() && stat(path_.c_str(), &old) == 0;
  if (replaces && !S_ISREG(old.st_mode))
    throw FormatError(who_, "a path to write a regular file at", "\"" + path + "\"");

  temporary_path_ = path_ + ".XXXXXX";
  descriptor_ = mkostemp(temporary_path_.data(), O_CLOEXEC);
  if (descriptor_ < 0) {
    temporary_path_.clear();
    fail("create");
  }
  fchmod(descriptor_, replaces ? old.st_mode & 0777 : rights_of_new_files());
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (!temporary_path_.empty()) unlink(temporary_path_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count >= 0)
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    else if (errno != EINTR)
      fail("write");
  }
}

void AtomicFile::commit() {
  // By name: a library may have put another file there.
  close(descriptor_);
  descriptor_ = open(temporary_path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0 || fsync(descriptor_) != 0) fail("write");
  if (std::rename(temporary_path_.c_str(), path_.c_str()) != 0) fail("replace");
  temporary_path_.clear();
}

void AtomicFile::fail(const std::string& what) const {
  throw FormatError(who_, "cannot " + what + " \"" + path_ + "\": " + std::strerror(errno));
}

}  // namespace beras
