// What a guard sees of a call, and the questions that most guards ask.
#pragma once
#include <stdexcept>
#include <unordered_map>

#include <ATen/ATen.h>

#include "guards.h"

namespace pluginhost {

struct Call {
    const c10::FunctionSchema& schema;
    c10::ArrayRef<c10::IValue> arguments;

    bool takes(const char* name) const { return schema.argumentIndexWithName(name).has_value(); }
    const c10::IValue& at(const char* name) const { return arguments[static_cast<size_t>(*schema.argumentIndexWithName(name))]; }
    bool has(const char* name) const { return takes(name) && !at(name).isNone(); }
    at::Tensor tensor(const char* name) const { return at(name).toTensor(); }
    int64_t integer(const char* name) const { return at(name).toInt(); }
    std::vector<int64_t> integers(const char* name) const { return at(name).toIntVector(); }
};

inline void expect(bool held, const std::string& what) {
    if (!held) throw std::invalid_argument("expected " + what);
}

// A plain tensor in the CPU's memory, as kernels read that take a data pointer.
inline at::Tensor plain(const Call& call, const char* name) {
    auto tensor = call.tensor(name);
    expect(tensor.layout() == at::kStrided && !tensor.is_quantized() && !tensor.is_meta(), std::string(name) + " to be a dense tensor with memory");
    return tensor;
}

inline at::Tensor plain(const Call& call, const char* name, int64_t rank) {
    auto tensor = plain(call, name);
    expect(tensor.dim() == rank, std::string(name) + " to have " + std::to_string(rank) + " dimensions");
    return tensor;
}

inline void expect_like(const Call& call, const char* name, const at::Tensor& other, const char* of) {
    const auto tensor = plain(call, name);
    expect(tensor.sizes() == other.sizes() && tensor.scalar_type() == other.scalar_type(), std::string(name) + " to have the shape and the type of " + of);
}

// Integers from low up to, not including, high. Reads the tensor, which an internal operator called by name can afford.
inline void expect_within(const at::Tensor& tensor, int64_t low, int64_t high, const std::string& what) {
    expect(at::isIntegralType(tensor.scalar_type(), false), what + " to be integers");
    if (tensor.numel() == 0) return;
    expect(tensor.min().item().toLong() >= low && tensor.max().item().toLong() < high, what + " to be at least " + std::to_string(low) + " and below " + std::to_string(high));
}

inline int64_t dimension(const Call& call, const char* name, const at::Tensor& of) {
    const auto given = call.integer(name);
    expect(of.dim() > 0 && given >= -of.dim() && given < of.dim(), std::string(name) + " to be a dimension of the tensor");
    return given < 0 ? given + of.dim() : given;
}

inline void square(const at::Tensor& tensor, const char* name) {
    expect(tensor.dim() >= 2 && tensor.size(-1) == tensor.size(-2), std::string(name) + " to be square matrices");
}

inline void floating(const at::Tensor& tensor, const char* name) {
    expect(at::isFloatingType(tensor.scalar_type()), std::string(name) + " to be of a floating type");
}

using Check = void (*)(const Call&);

template <Check check>
void guard(const c10::FunctionSchema& schema, c10::ArrayRef<c10::IValue> arguments) {
    check(Call{schema, arguments});
}

using Guards = std::unordered_map<std::string, Guard>;

Guards layer_guards();
Guards numeric_guards();

}  // namespace pluginhost
