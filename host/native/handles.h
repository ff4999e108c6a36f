// How TensorImpl pointers cross the ABI: borrowed going in, owned coming out.
#pragma once
#include <ATen/ATen.h>
#include <stdexcept>

namespace pluginhost {

using TensorPointer = c10::intrusive_ptr<at::TensorImpl, c10::UndefinedTensorImpl>;

// A tensor that shares ownership with the caller's handle for as long as it lives.
inline at::Tensor borrow(void* handle) {
    if (handle == nullptr) return at::Tensor();
    auto* impl = static_cast<at::TensorImpl*>(handle);
    c10::raw::intrusive_ptr::incref(impl);
    return at::Tensor(TensorPointer::reclaim(impl));
}

inline at::Tensor require(void* handle) {
    if (handle == nullptr) throw std::invalid_argument("expected a tensor, got null");
    return borrow(handle);
}

// Gives the tensor to the caller; an undefined one becomes null.
inline void* give(at::Tensor tensor) {
    return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

inline std::vector<at::Tensor> borrow_all(void* const* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) tensors.push_back(borrow(handles == nullptr ? nullptr : handles[i]));
    return tensors;
}

}  // namespace pluginhost
