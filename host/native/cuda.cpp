// What only a GPU has: its memory as libtorch's allocator sees it, the current device, streams, events and graphs. Compiled where CUDA's
// headers are. Written for libtorch 2.x.
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>

#include "error.h"

namespace allocator = c10::cuda::CUDACachingAllocator;

using namespace pluginhost;

namespace {

c10::DeviceIndex index_of(int32_t device) { return static_cast<c10::DeviceIndex>(device); }

// A stream crosses as the three numbers that libtorch packs it into.
c10::cuda::CUDAStream stream_of(const int64_t* packed) {
    return c10::cuda::CUDAStream(c10::cuda::CUDAStream::UNCHECKED, c10::Stream(c10::Stream::UNSAFE, c10::Device(c10::DeviceType::CUDA, index_of(static_cast<int32_t>(packed[1]))), packed[0]));
}

void pack(const c10::cuda::CUDAStream& stream, int64_t* packed) {
    packed[0] = stream.id();
    packed[1] = stream.device_index();
}

cudaEvent_t event_of(void* event) {
    if (event == nullptr) throw std::invalid_argument("expected an event, got null");
    return static_cast<cudaEvent_t>(event);
}

at::cuda::CUDAGraph& graph_of(void* graph) {
    if (graph == nullptr) throw std::invalid_argument("expected a graph, got null");
    return *static_cast<at::cuda::CUDAGraph*>(graph);
}

}  // namespace

// Bytes: allocated now, allocated at most, reserved now, reserved at most.
PH_API int32_t ph_cuda_memory(int32_t device, int64_t* numbers) {
    return guarded([&] {
        const auto stats = allocator::getDeviceStats(index_of(device));
        numbers[0] = stats.allocated_bytes[0].current;
        numbers[1] = stats.allocated_bytes[0].peak;
        numbers[2] = stats.reserved_bytes[0].current;
        numbers[3] = stats.reserved_bytes[0].peak;
    });
}

PH_API int32_t ph_cuda_reset_peak(int32_t device) {
    return guarded([&] { allocator::resetPeakStats(index_of(device)); });
}

PH_API int32_t ph_cuda_empty_cache() {
    return guarded([&] { allocator::emptyCache(); });
}

PH_API int32_t ph_cuda_synchronize(int32_t device) {
    return guarded([&] {
        c10::cuda::OptionalCUDAGuard guard;
        if (device >= 0) guard.set_device(c10::Device(c10::DeviceType::CUDA, index_of(device)));
        c10::cuda::device_synchronize();
    });
}

// device < 0 asks only.
PH_API int32_t ph_cuda_device(int32_t device, int32_t* current) {
    return guarded([&] {
        if (device >= 0) c10::cuda::set_device(index_of(device));
        *current = c10::cuda::current_device();
    });
}

// Free and total bytes of the device itself.
PH_API int32_t ph_cuda_memory_info(int32_t device, int64_t* numbers) {
    return guarded([&] {
        c10::cuda::CUDAGuard guard(index_of(device));
        size_t free = 0, total = 0;
        C10_CUDA_CHECK(cudaMemGetInfo(&free, &total));
        numbers[0] = static_cast<int64_t>(free);
        numbers[1] = static_cast<int64_t>(total);
    });
}

// which: 0 the current stream, 1 the default one, 2 one of the pool, 3 one of the pool with high priority.
PH_API int32_t ph_cuda_stream_get(int32_t which, int32_t device, int64_t* packed) {
    return guarded([&] {
        const auto index = index_of(device);
        pack(which == 0 ? c10::cuda::getCurrentCUDAStream(index) : which == 1 ? c10::cuda::getDefaultCUDAStream(index) : c10::cuda::getStreamFromPool(which == 3, index), packed);
    });
}

PH_API int32_t ph_cuda_stream_set(const int64_t* packed) {
    return guarded([&] { c10::cuda::setCurrentCUDAStream(stream_of(packed)); });
}

PH_API int32_t ph_cuda_stream_synchronize(const int64_t* packed) {
    return guarded([&] { stream_of(packed).synchronize(); });
}

PH_API int32_t ph_cuda_stream_query(const int64_t* packed, int32_t* done) {
    return guarded([&] { *done = stream_of(packed).query() ? 1 : 0; });
}

PH_API int32_t ph_cuda_event_new(int32_t device, int32_t timing, void** event) {
    return guarded([&] {
        c10::cuda::CUDAGuard guard(index_of(device));
        cudaEvent_t made = nullptr;
        C10_CUDA_CHECK(cudaEventCreateWithFlags(&made, timing != 0 ? cudaEventDefault : cudaEventDisableTiming));
        *event = made;
    });
}

PH_API int32_t ph_cuda_event_release(void* event) {
    return guarded([&] { C10_CUDA_CHECK(cudaEventDestroy(event_of(event))); });
}

PH_API int32_t ph_cuda_event_record(void* event, const int64_t* packed) {
    return guarded([&] {
        const auto stream = stream_of(packed);
        c10::cuda::CUDAGuard guard(stream.device_index());
        C10_CUDA_CHECK(cudaEventRecord(event_of(event), stream.stream()));
    });
}

PH_API int32_t ph_cuda_event_synchronize(void* event) {
    return guarded([&] { C10_CUDA_CHECK(cudaEventSynchronize(event_of(event))); });
}

PH_API int32_t ph_cuda_event_query(void* event, int32_t* done) {
    return guarded([&] {
        const auto state = cudaEventQuery(event_of(event));
        *done = state == cudaSuccess ? 1 : 0;
        if (state == cudaErrorNotReady) {
            // Not ready is an answer and no error, but the runtime keeps it for the next that asks.
            (void)cudaGetLastError();
            return;
        }
        C10_CUDA_CHECK(state);
    });
}

PH_API int32_t ph_cuda_event_elapsed(void* start, void* end, float* milliseconds) {
    return guarded([&] { C10_CUDA_CHECK(cudaEventElapsedTime(milliseconds, event_of(start), event_of(end))); });
}

PH_API int32_t ph_cuda_stream_wait(const int64_t* packed, void* event) {
    return guarded([&] {
        const auto stream = stream_of(packed);
        c10::cuda::CUDAGuard guard(stream.device_index());
        C10_CUDA_CHECK(cudaStreamWaitEvent(stream.stream(), event_of(event), 0));
    });
}

PH_API int32_t ph_cuda_graph_new(void** graph) {
    return guarded([&] { *graph = new at::cuda::CUDAGraph(); });
}

PH_API int32_t ph_cuda_graph_release(void* graph) {
    return guarded([&] { delete static_cast<at::cuda::CUDAGraph*>(graph); });
}

// what: 0 begin to capture on the current stream, which must not be the default one, 1 end, 2 replay, 3 reset.
PH_API int32_t ph_cuda_graph(void* graph, int32_t what) {
    return guarded([&] {
        auto& target = graph_of(graph);
        switch (what) {
            case 0: target.capture_begin(); break;
            case 1: target.capture_end(); break;
            case 2: target.replay(); break;
            case 3: target.reset(); break;
            default: throw std::invalid_argument("no such thing to do with a graph");
        }
    });
}
