// What only a GPU has: its memory as libtorch's allocator sees it, and waiting for it. Compiled where CUDA's headers are.
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>

#include "library_message.h"

namespace allocator = c10::cuda::CUDACachingAllocator;

using namespace pluginhost;

PH_API const char* ph_cuda_error_message() { return library_message; }

// Bytes: allocated now, allocated at most, reserved now, reserved at most.
PH_API int32_t ph_cuda_memory(int32_t device, int64_t* numbers) {
    return guarded([&] {
        const auto stats = allocator::getDeviceStats(static_cast<c10::DeviceIndex>(device));
        numbers[0] = stats.allocated_bytes[0].current;
        numbers[1] = stats.allocated_bytes[0].peak;
        numbers[2] = stats.reserved_bytes[0].current;
        numbers[3] = stats.reserved_bytes[0].peak;
    });
}

PH_API int32_t ph_cuda_reset_peak(int32_t device) {
    return guarded([&] { allocator::resetPeakStats(static_cast<c10::DeviceIndex>(device)); });
}

PH_API int32_t ph_cuda_empty_cache() {
    return guarded([&] { allocator::emptyCache(); });
}

PH_API int32_t ph_cuda_synchronize(int32_t device) {
    return guarded([&] {
        c10::cuda::OptionalCUDAGuard guard;
        if (device >= 0) guard.set_device(c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(device)));
        c10::cuda::device_synchronize();
    });
}
