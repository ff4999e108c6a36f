// What differs between versions in the process groups; apart from compat.h, because a libtorch may have no headers for them.
#pragma once
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

#include "compat.h"

namespace pluginhost::compat {

// The implementations moved from ProcessGroup behind Backend in 2.0.
#if PH_TORCH_AT_LEAST(2, 0)
using Group = c10d::Backend;
#else
using Group = c10d::ProcessGroup;
#endif

}  // namespace pluginhost::compat
