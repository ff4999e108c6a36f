// Tensors apart from operators: memory in and out, what a tensor is, and letting go of it.
#include <cstring>

#include "accumulator.h"
#include "error.h"
#include "handles.h"

using namespace pluginhost;

int32_t ph_tensor_release(void* tensor) {
    return guarded([&] {
        if (tensor != nullptr) TensorPointer::reclaim(static_cast<at::TensorImpl*>(tensor));
    });
}

int32_t ph_tensor_alias(void* tensor, void** result) {
    return guarded([&] { *result = give(require(tensor)); });
}

int32_t ph_tensor_info(void* tensor, TensorInfo* info) {
    return guarded([&] {
        const auto borrowed = require(tensor);
        const auto device = borrowed.device();
        info->scalar_type = static_cast<int32_t>(borrowed.scalar_type());
        info->device_type = static_cast<int32_t>(device.type());
        info->device_index = device.has_index() ? device.index() : -1;
        info->layout = static_cast<int32_t>(borrowed.layout());
        const auto sizes = borrowed.sizes();
        info->dimensions = static_cast<int32_t>(sizes.size());
        info->sizes = sizes.data();
        const auto strided = borrowed.layout() == at::kStrided;
        info->strides = strided ? borrowed.strides().data() : nullptr;
        info->elements = borrowed.numel();
        info->element_size = static_cast<int64_t>(borrowed.dtype().itemsize());
        info->flags = (borrowed.requires_grad() ? 1 : 0) | (borrowed.is_leaf() ? 2 : 0) | (strided && borrowed.is_contiguous() ? 4 : 0) |
            (borrowed.is_inference() ? 8 : 0) | (borrowed.grad_fn() != nullptr ? 16 : 0) | (!borrowed.is_inference() && borrowed.is_view() ? 32 : 0) |
            (borrowed.is_conj() ? 64 : 0) | (borrowed.is_neg() ? 128 : 0);
    });
}

int32_t ph_tensor_data(void* tensor, void** data) {
    return guarded([&] {
        const auto borrowed = require(tensor);
        if (borrowed.is_conj() || borrowed.is_neg())
            throw std::invalid_argument("the memory holds other numbers than the tensor, which conjugates or negates them when it is read; call resolve_conj() and resolve_neg() first");
        *data = compat::data(borrowed);
    });
}

// Copies the elements in row-major order, whatever the strides and the device.
int32_t ph_tensor_read(void* tensor, void* destination, int64_t bytes) {
    return guarded([&] {
        at::NoGradGuard no_grad;
        const auto dense = require(tensor).detach().to(at::kCPU).resolve_conj().resolve_neg().contiguous();
        const auto held = dense.numel() * static_cast<int64_t>(dense.dtype().itemsize());
        if (held != bytes) throw std::invalid_argument("the tensor holds " + std::to_string(held) + " bytes, asked for " + std::to_string(bytes));
        if (bytes > 0) std::memcpy(destination, compat::data(dense), static_cast<size_t>(bytes));
    });
}

int32_t ph_tensor_item(void* tensor, Value* result) {
    return guarded([&] {
        const auto scalar = require(tensor).item();
        if (scalar.isBoolean()) {
            result->tag = kTagBool;
            result->integer = scalar.toBool() ? 1 : 0;
        } else if (scalar.isIntegral(false)) {
            result->tag = kTagInt;
            result->integer = scalar.toLong();
        } else if (scalar.isFloatingPoint()) {
            result->tag = kTagFloat;
            result->real = scalar.toDouble();
        } else {
            throw std::invalid_argument("a complex number cannot cross to C#");
        }
    });
}

int32_t ph_tensor_from_memory(const void* data, const int64_t* sizes, int32_t dimensions, int32_t scalar_type, int32_t device_type, int32_t device_index, void** result) {
    return guarded([&] {
        const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(scalar_type));
        auto made = at::empty(at::IntArrayRef(sizes, static_cast<size_t>(dimensions)), options);
        const auto bytes = made.numel() * static_cast<int64_t>(made.dtype().itemsize());
        if (bytes > 0) std::memcpy(compat::data(made), data, static_cast<size_t>(bytes));
        if (static_cast<c10::DeviceType>(device_type) != c10::DeviceType::CPU)
            made = made.to(c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
        *result = give(std::move(made));
    });
}

// The tensor reads the caller's memory in place and reports when it needs it no more.
int32_t ph_tensor_borrow_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t scalar_type, int64_t handle, ReleaseCallback release, void** result) {
    return guarded([&] {
        const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(scalar_type));
        *result = give(at::from_blob(data, at::IntArrayRef(sizes, static_cast<size_t>(dimensions)), [handle, release](void*) { release(handle); }, options));
    });
}

int32_t ph_tensor_same_storage(void* left, void* right, int32_t* same) {
    return guarded([&] { *same = require(left).is_alias_of(require(right)) ? 1 : 0; });
}

int32_t ph_tensor_version(void* tensor, int64_t* version) {
    return guarded([&] { *version = require(tensor)._version(); });
}

// For writes that went past libtorch, through the data pointer.
int32_t ph_tensor_bump_version(void* tensor) {
    return guarded([&] {
        const auto borrowed = require(tensor);
        if (!borrowed.is_inference()) borrowed.unsafeGetTensorImpl()->bump_version();
    });
}

int32_t ph_tensor_set_data(void* tensor, void* data) {
    return guarded([&] {
        require(tensor).set_data(require(data));
        forget_outdated_accumulator(tensor);
    });
}
