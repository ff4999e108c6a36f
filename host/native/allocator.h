// The allocator of CPU tensors, which memory.cpp puts its questions in front of.
#pragma once
#include <c10/core/Allocator.h>

namespace pluginhost {

// Lives as long as the process. What was allocated by another allocator is freed by that one all the same.
c10::Allocator* tensor_allocator();

}  // namespace pluginhost
