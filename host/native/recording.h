// Recording the most frequent operators for a backward pass: what libtorch's general way costs is half of a small call.
#pragma once
#include <string>

#include <ATen/ATen.h>

namespace pluginhost {

// The operators of two tensors that are recorded here.
enum class Recorded : uint8_t { None, Add, Subtract, Multiply, MatrixProduct };

// By the schema's full name; None for nearly all.
Recorded recorded_of(const std::string& full_name);

// Whether nothing but a graph node is to come of a call: two plain tensors alike, and no mode that wants to see the call at autograd's level
// (autocast, functorch, tracing, forward mode).
bool can_record(Recorded kind, const at::Tensor& left, const at::Tensor& right);

// Makes a result that was computed below autograd the operator's result in the graph.
void record(Recorded kind, const at::Tensor& left, const at::Tensor& right, at::Tensor& result);

}  // namespace pluginhost
