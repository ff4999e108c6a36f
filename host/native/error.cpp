// The thread's last error message, and texts that outlive the call which made them.
#include "error.h"

namespace pluginhost {

namespace {
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

const char* keep(std::string text) {
    kept = std::move(text);
    return kept.c_str();
}

}  // namespace pluginhost

const char* ph_error_message() { return pluginhost::message_buffer; }
