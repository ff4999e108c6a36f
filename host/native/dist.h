// The C ABI of the process groups: a library of its own, so that a libtorch without them still has the first.
#pragma once
#include <chrono>
#include <type_traits>

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

#include "api.h"
#include "compat_dist.h"

namespace pluginhost {

using GroupPointer = c10::intrusive_ptr<compat::Group>;
using StorePointer = c10::intrusive_ptr<c10d::Store>;

// Each in a file of its own, compiled where its headers are; null otherwise.
__attribute__((weak)) GroupPointer make_gloo(const StorePointer& store, int rank, int size, std::chrono::milliseconds timeout);
__attribute__((weak)) GroupPointer make_nccl(const StorePointer& store, int rank, int size, std::chrono::milliseconds timeout);

}  // namespace pluginhost

// What a collective does; mirrored in host/Torch/Distributed/Collective.cs.
enum Collective : int32_t {
    kAllReduce = 0,
    kBroadcast = 1,
    kAllGather = 2,
    kReduceScatter = 3,
    kReduce = 4,
    kBarrier = 5,
    kSend = 6,
    kReceive = 7,
};

PH_API int32_t ph_dist_store_tcp(const char* host, int32_t port, int32_t size, int32_t serves, int64_t timeout, void** store);
PH_API int32_t ph_dist_store_file(const char* path, int32_t size, int64_t timeout, void** store);
PH_API int32_t ph_dist_store_set(void* store, const char* key, const uint8_t* bytes, int64_t count);
PH_API int32_t ph_dist_store_get(void* store, const char* key, uint8_t** bytes, int64_t* count);
PH_API int32_t ph_dist_store_add(void* store, const char* key, int64_t change, int64_t* value);
PH_API int32_t ph_dist_store_port(void* store, int32_t* port);
PH_API int32_t ph_dist_store_prefix(void* store, const char* prefix, void** result);
PH_API int32_t ph_dist_store_release(void* store);
PH_API int32_t ph_dist_has(const char* backend, int32_t* has);
PH_API int32_t ph_dist_group(const char* backend, void* store, int32_t rank, int32_t size, int64_t timeout, void** group);
PH_API int32_t ph_dist_group_release(void* group);
PH_API int32_t ph_dist_start(void* group, int32_t collective, void* const* inputs, int32_t inputs_count, void* const* outputs, int32_t outputs_count, int32_t reduction, int32_t peer, int32_t tag, void** work);
PH_API int32_t ph_dist_wait(void* work);
PH_API int32_t ph_dist_wait_for(void* work, int64_t milliseconds, int32_t* done);
PH_API int32_t ph_dist_work_release(void* work);
PH_API void ph_dist_free(void* memory);

// Sums of gradients in buckets: host/native/dist_reducer.cpp.
PH_API int32_t ph_dist_reducer(void* group, void* const* parameters, int32_t count, int64_t first_bytes, int64_t bucket_bytes, void** reducer, int32_t* buckets);
PH_API int32_t ph_dist_reducer_begin(void* reducer, int32_t armed);
PH_API int32_t ph_dist_reducer_rest(void* reducer, int32_t* early, int32_t* late);
PH_API int32_t ph_dist_reducer_wait(void* reducer, int64_t milliseconds, int32_t* done);
PH_API int32_t ph_dist_reducer_write(void* reducer, double divisor);
PH_API int32_t ph_dist_reducer_release(void* reducer);
