// The thread's last error message, and texts that outlive the call which made them.
#include "error.h"

#include <cstdlib>

#include <c10/util/Logging.h>

namespace pluginhost {

namespace {
// libtorch puts a native stack trace into each of its errors, which costs about a millisecond, and nobody sees it behind this ABI.
const bool without_traces = [] {
    if (std::getenv("TORCH_SHOW_CPP_STACKTRACES") == nullptr) c10::SetStackTraceFetcher([] { return std::string(); });
    return true;
}();

// Not std::string for the error itself: storing it must not throw.
thread_local char message_buffer[4096];
thread_local std::string kept;
}  // namespace

int32_t fail(int32_t status, const char* message) noexcept {
    size_t i = 0;
    for (; message != nullptr && message[i] != '\0' && i + 1 < sizeof(message_buffer); ++i) message_buffer[i] = message[i];
    message_buffer[i] = '\0';
    return status;
}

int32_t fail_with_note(int32_t status, const char* note) noexcept {
    size_t i = 0;
    while (message_buffer[i] != '\0' && message_buffer[i] != '\n') ++i;
    for (; *note != '\0' && i + 1 < sizeof(message_buffer); ++i, ++note) message_buffer[i] = *note;
    message_buffer[i] = '\0';
    return status;
}

const char* keep(std::string text) {
    kept = std::move(text);
    return kept.c_str();
}

}  // namespace pluginhost

const char* ph_error_message() { return pluginhost::message_buffer; }
