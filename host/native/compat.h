// Everything that differs between libtorch 1.13 and 2.11, and nothing else of the shim asks for a version.
#pragma once
#include <optional>

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/util/Exception.h>

#if __has_include(<torch/headeronly/version.h>)
#include <torch/headeronly/version.h>
#elif __has_include(<torch/version.h>)
#include <torch/version.h>
#else
#include <torch/csrc/api/include/torch/version.h>
#endif

#ifdef PH_DIST
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif

#define PH_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace pluginhost::compat {

using OutOfMemory = c10::OutOfMemoryError;

// c10::optional became std::optional in 2.3 and lost its own name later.
#if PH_TORCH_AT_LEAST(2, 3)
template <class T>
using Optional = std::optional<T>;
#else
template <class T>
using Optional = c10::optional<T>;
#endif

// Autocast is kept per device type since 2.4; before that it had one set of functions for CUDA and one for the CPU.
inline bool autocast_enabled(c10::DeviceType device) {
#if PH_TORCH_AT_LEAST(2, 4)
    return at::autocast::is_autocast_enabled(device);
#else
    return device == c10::DeviceType::CPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
#endif
}

inline at::ScalarType autocast_type(c10::DeviceType device) {
#if PH_TORCH_AT_LEAST(2, 4)
    return at::autocast::get_autocast_dtype(device);
#else
    return device == c10::DeviceType::CPU ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
#endif
}

inline void set_autocast(c10::DeviceType device, bool enabled, at::ScalarType type) {
#if PH_TORCH_AT_LEAST(2, 4)
    at::autocast::set_autocast_enabled(device, enabled);
    at::autocast::set_autocast_dtype(device, type);
#else
    if (device == c10::DeviceType::CPU) {
        at::autocast::set_cpu_enabled(enabled);
        at::autocast::set_autocast_cpu_dtype(type);
    } else {
        at::autocast::set_enabled(enabled);
        at::autocast::set_autocast_gpu_dtype(type);
    }
#endif
}

// data_ptr() of TensorImpl became const and typed in 2.1; Tensor::data_ptr() is the same everywhere.
inline void* data(const at::Tensor& tensor) { return tensor.data_ptr(); }

inline int64_t device_count(c10::DeviceType device) {
    if (device == c10::DeviceType::CPU) return 1;
    if (device == c10::DeviceType::CUDA) return at::hasCUDA() ? static_cast<int64_t>(at::getNumGPUs()) : 0;
#if PH_TORCH_AT_LEAST(2, 1)
    if (device == c10::DeviceType::MPS) return at::hasMPS() ? 1 : 0;
#endif
    return 0;
}

#ifdef PH_DIST
// Process groups moved behind Backend in 2.0.
#if PH_TORCH_AT_LEAST(2, 0)
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif
using Work = c10d::Work;
#endif

}  // namespace pluginhost::compat
