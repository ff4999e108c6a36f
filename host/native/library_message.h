// The error message of a library beside the core: each of them has one of its own a thread, since it does not link the core. Included once
// in such a library.
#pragma once
#include "error.h"

namespace pluginhost {
namespace {
thread_local char library_message[4096];
}
int32_t fail(int32_t status, const char* message) noexcept {
    size_t i = 0;
    for (; message != nullptr && message[i] != '\0' && i + 1 < sizeof(library_message); ++i) library_message[i] = message[i];
    library_message[i] = '\0';
    return status;
}
}  // namespace pluginhost
