// Waiting for a collective in slices, so that whoever waits can be told in between that a rank is gone.
#pragma once
#include <chrono>

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

namespace pluginhost {

// False when the time is over and the work is not; what the work failed with is thrown. Work that a GPU orders by itself is not waited for.
inline bool wait_for(c10d::Work& work, int64_t milliseconds) {
    if (milliseconds <= 0 || work.isCompleted()) return work.wait();
    try {
        return work.wait(std::chrono::milliseconds(milliseconds));
    } catch (...) {
        if (work.isCompleted()) throw;
        return false;
    }
}

}  // namespace pluginhost
