#include <fmt/format.h>
#include <zip.h>

#include <list>
#include <memory>

#include <beras/base/atomic_file_internal.h>
#include <beras/base/error.h>
#include <beras/data/npy_header_internal.h>
#include <beras/data/npy_internal.h>
#include <beras/data/npz.h>

namespace beras {
namespace {

constexpr std::string_view suffix = ".npy";
/// The directory of an archive without entries, which libzip would not write.
const std::string empty_archive = "PK\5\6" + std::string(18, '\0');

struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, DiscardArchive>;

/// One file of an archive, unpacked as it is read.
class EntrySource : public data::ByteSource {
 public:
  EntrySource(zip_t* archive, std::uint64_t index, const std::string& who, const std::string& name)
      : ByteSource(who, name), entry_(zip_fopen_index(archive, index, 0)) {
    if (!entry_) fail("a readable entry", zip_strerror(archive));
  }

 private:
  std::size_t read_some(std::span<std::byte> to) override {
    std::size_t filled = 0;
    while (filled < to.size()) {
      const zip_int64_t count = zip_fread(entry_.get(), to.data() + filled, to.size() - filled);
      if (count < 0) fail("intact data", zip_file_strerror(entry_.get()));
      if (count == 0) break;
      filled += static_cast<std::size_t>(count);
    }
    return filled;
  }

  std::unique_ptr<zip_file_t, CloseEntry> entry_;
};

std::map<std::string, Tensor> read_arrays(zip_t* archive, const std::string& who,
                                          const std::string& file) {
  std::map<std::string, Tensor> arrays;
  const auto count = static_cast<std::uint64_t>(zip_get_num_entries(archive, 0));
  for (std::uint64_t i = 0; i < count; ++i) {
    const char* raw_name = zip_get_name(archive, i, ZIP_FL_ENC_GUESS);
    const std::string name = raw_name ? raw_name : "";
    if (!name.ends_with(suffix))
      throw FormatError(who, "only .npy entries in " + file, fmt::format("{:?}", name));
    EntrySource source(archive, i, who, fmt::format("{:?} of {}", name, file));
    const std::string key = name.substr(0, name.size() - suffix.size());
    if (!arrays.emplace(key, data::read_npy(source)).second)
      throw FormatError(who, "each name once in " + file, fmt::format("{:?} twice", name));
  }
  return arrays;
}

/// Opens what `source` holds for reading; null, with `error` set, if zip_source_*_create failed.
Archive open_archive(zip_source_t* source, zip_error_t& error, const std::string& who,
                     const std::string& name) {
  zip_stat_t status;
  zip_t* archive = nullptr;
  // To libzip, no bytes at all are an empty archive.
  if (source && zip_source_stat(source, &status) == 0 && status.size == 0)
    zip_error_set(&error, ZIP_ER_NOZIP, 0);
  else if (source)
    archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (!archive) {
    const std::string received = zip_error_strerror(&error);
    zip_source_free(source);
    zip_error_fini(&error);
    throw FormatError(who, "a readable zip archive at " + name, received);
  }
  return Archive(archive);
}

/// What libzip refers to until the archive is closed.
struct PendingArray {
  std::string header;
  Tensor elements;
};

[[noreturn]] void fail_writing(zip_t* archive, const std::string& path) {
  throw FormatError("save_npz",
                    fmt::format("cannot write \"{}\": {}", path, zip_strerror(archive)));
}

void add_array(zip_t* archive, const std::string& path, const std::string& name,
               const PendingArray& array, const NpzOptions& options) {
  const auto elements = data::bytes_of(array.elements);
  zip_buffer_fragment_t parts[2] = {};
  parts[0].data = reinterpret_cast<zip_uint8_t*>(const_cast<char*>(array.header.data()));
  parts[0].length = array.header.size();
  parts[1].data = reinterpret_cast<zip_uint8_t*>(const_cast<std::byte*>(elements.data()));
  parts[1].length = elements.size();
  zip_source_t* source = zip_source_buffer_fragment(archive, parts, elements.empty() ? 1 : 2, 0);
  const zip_int64_t added =
      zip_file_add(archive, (name + std::string(suffix)).c_str(), source, ZIP_FL_ENC_UTF_8);
  if (added < 0) {
    zip_source_free(source);
    fail_writing(archive, path);
  }
  const auto index = static_cast<std::uint64_t>(added);
  const int method = options.compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
  // The date is zip's first, as NumPy has it: equal tensors give equal files.
  constexpr zip_uint16_t first_of_january_1980 = 1 << 5 | 1;
  if (zip_set_file_compression(archive, index, method, 0) != 0 ||
      zip_file_set_dostime(archive, index, 0, first_of_january_1980, 0) != 0)
    fail_writing(archive, path);
}

}  // namespace

std::map<std::string, Tensor> load_npz(const std::string& path) {
  const std::string name = fmt::format("\"{}\"", path);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_file_create(path.c_str(), 0, -1, &error);
  const Archive archive = open_archive(source, error, "load_npz", name);
  return read_arrays(archive.get(), "load_npz", name);
}

std::map<std::string, Tensor> npz_from_bytes(std::span<const std::byte> bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  const Archive archive = open_archive(source, error, "npz_from_bytes", "memory");
  return read_arrays(archive.get(), "npz_from_bytes", "memory");
}

void save_npz(const std::string& path, const std::map<std::string, Tensor>& tensors,
              const NpzOptions& options) {
  std::map<std::string, PendingArray> pending;
  for (const auto& [name, tensor] : tensors) {
    if (name.empty()) throw ValueError("save_npz", "a name for each tensor", "an empty one");
    pending[name] = {data::npy_header(tensor, "save_npz"), data::in_row_major_order(tensor)};
  }

  AtomicFile file(path, "save_npz");
  if (pending.empty()) {
    file.write(std::as_bytes(std::span(empty_archive)));
    file.commit();
    return;
  }
  int code = 0;
  Archive archive(zip_open(file.temporary_path().c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
  if (!archive)
    throw FormatError("save_npz", fmt::format("cannot open \"{}\" (zip error {})", path, code));
  for (const auto& [name, array] : pending) add_array(archive.get(), path, name, array, options);
  if (zip_close(archive.get()) != 0) fail_writing(archive.get(), path);
  static_cast<void>(archive.release());  // closing has freed it
  file.commit();
}

}  // namespace beras
