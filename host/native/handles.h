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

// A tensor for the length of a call, in which the caller's handle keeps it alive: counting it up and down would be two atomic writes.
class Lent {
public:
    explicit Lent(void* handle) {
        if (handle == nullptr) throw std::invalid_argument("expected a tensor, got null");
        tensor = at::Tensor(TensorPointer::reclaim(static_cast<at::TensorImpl*>(handle)));
    }
    ~Lent() { static_cast<void>(tensor.unsafeReleaseTensorImpl()); }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    operator const at::Tensor&() const { return tensor; }

private:
    at::Tensor tensor;
};

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
