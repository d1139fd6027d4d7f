// The profile as a file for chrome://tracing and Perfetto: the "JSON Object Format" of Chrome's
// "Trace Event Format".
#include <fmt/format.h>
#include <unistd.h>

#include <iterator>
#include <set>
#include <span>
#include <utility>

#include <beras/base/atomic_file_internal.h>
#include <beras/core/profiler.h>

namespace beras::profiler {
namespace {

std::string quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      json.append({'\\', c});
    else if (static_cast<unsigned char>(c) < 0x20)
      json += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      json += c;
  }
  return json + "\"";
}

double microseconds(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) * 1e-3; }

std::string thread_json(int thread) {
  return fmt::format(
      R"({{"ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":"thread {}"}}}})",
      getpid(), thread, thread);
}

std::string event_json(const Event& event) {
  return fmt::format(
      R"({{"ph":"X","name":{},"cat":"{}","pid":{},"tid":{},"ts":{:.3f},"dur":{:.3f},)"
      R"("args":{{"inputs":{},"outputs":{},"flops":{:.0f},"bytes":{:.0f},"failed":{}}}}})",
      quoted(event.label), kind_name(event.kind), getpid(), event.thread, microseconds(event.start),
      microseconds(event.duration), quoted(event.inputs), quoted(event.outputs), event.flops,
      event.bytes, event.failed);
}

}  // namespace

void Profile::write_chrome_trace(const std::string& path) const {
  AtomicFile file(path, "write_chrome_trace");
  std::string text = "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[";
  std::string_view before = "\n";
  const auto write = [&](const std::string& json) {
    text += std::exchange(before, ",\n");
    text += json;
    if (text.size() < 1 << 16) return;
    file.write(std::as_bytes(std::span(text)));
    text.clear();
  };
  std::set<int> threads;
  for (const Event& event : events()) {
    if (threads.insert(event.thread).second) write(thread_json(event.thread));
    write(event_json(event));
  }
  text += "]}\n";
  file.write(std::as_bytes(std::span(text)));
  file.commit();
}

}  // namespace beras::profiler
