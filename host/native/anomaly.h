// Backward with what anomaly detection knows about a failure put behind libtorch's message.
#pragma once
#include <exception>
#include <string>

#include "error.h"

namespace pluginhost {

// What is known about the node in which the exception was thrown, once; empty without anomaly detection.
std::string take_anomaly(const std::exception_ptr& error);

template <class Body>
int32_t guarded_backward(Body&& body) noexcept {
    std::string note;
    const auto status = guarded([&] {
        try {
            body();
        } catch (...) {
            note = take_anomaly(std::current_exception());
            throw;
        }
    });
    if (note.empty()) return status;
    return fail_with_note(status, note.c_str());
}

}  // namespace pluginhost
