// Process groups: stores where processes meet, groups of processes, and collectives on tensors. A collective starts and gives back its
// work, which is waited for apart, so that it can overlap with a backward pass.
#include "dist.h"

#include <cstdlib>
#include <cstring>

#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "dist_wait.h"
#include "error.h"
#include "handles.h"

using namespace pluginhost;

namespace {

using WorkPointer = c10::intrusive_ptr<c10d::Work>;

template <class T>
c10::intrusive_ptr<T> borrow_object(void* handle, const char* what) {
    if (handle == nullptr) throw std::invalid_argument(std::string("expected ") + what + ", got null");
    auto* object = static_cast<T*>(handle);
    c10::raw::intrusive_ptr::incref(object);
    return c10::intrusive_ptr<T>::reclaim(object);
}

template <class T>
int32_t release_object(void* handle) {
    return guarded([&] {
        if (handle != nullptr) c10::intrusive_ptr<T>::reclaim(static_cast<T*>(handle));
    });
}

std::vector<at::Tensor> dense(void* const* handles, int32_t count) {
    auto tensors = borrow_all(handles, count);
    for (const auto& tensor : tensors) {
        if (!tensor.defined() || tensor.layout() != at::kStrided || !tensor.is_contiguous()) throw std::invalid_argument("expected contiguous dense tensors");
        if (tensor.numel() == 0) throw std::invalid_argument("expected tensors with at least one element");
    }
    return tensors;
}

void expect_alike(const std::vector<at::Tensor>& tensors, const at::Tensor& other, size_t count) {
    if (tensors.size() != count) throw std::invalid_argument("expected one tensor a rank, " + std::to_string(count) + ", got " + std::to_string(tensors.size()));
    for (const auto& tensor : tensors)
        if (tensor.sizes() != other.sizes() || tensor.scalar_type() != other.scalar_type() || tensor.device() != other.device()) throw std::invalid_argument("expected tensors of one shape, type and device");
}

template <class Options>
Options reducing(int32_t reduction) {
    Options options;
    options.reduceOp = static_cast<c10d::ReduceOp::RedOpType>(reduction);
    return options;
}

WorkPointer start(compat::Group& group, int32_t collective, std::vector<at::Tensor> inputs, std::vector<at::Tensor> outputs, int32_t reduction, int32_t peer, int32_t tag) {
    const auto size = static_cast<size_t>(group.getSize());
    if (collective != kBarrier && inputs.empty()) throw std::invalid_argument("expected a tensor");
    switch (collective) {
        case kAllReduce: return group.allreduce(inputs, reducing<c10d::AllreduceOptions>(reduction));
        case kBroadcast: {
            c10d::BroadcastOptions options;
            options.rootRank = peer;
            return group.broadcast(inputs, options);
        }
        case kAllGather: {
            expect_alike(outputs, inputs[0], size);
            std::vector<std::vector<at::Tensor>> lists{std::move(outputs)};
            return group.allgather(lists, inputs);
        }
        case kReduceScatter: {
            if (outputs.empty()) throw std::invalid_argument("expected an output");
            expect_alike(inputs, outputs[0], size);
            std::vector<std::vector<at::Tensor>> lists{std::move(inputs)};
            return group.reduce_scatter(outputs, lists, reducing<c10d::ReduceScatterOptions>(reduction));
        }
        case kReduce: {
            auto options = reducing<c10d::ReduceOptions>(reduction);
            options.rootRank = peer;
            return group.reduce(inputs, options);
        }
        case kBarrier: return group.barrier();
        case kSend: return group.send(inputs, peer, tag);
        case kReceive: return group.recv(inputs, peer, tag);
        default: throw std::invalid_argument("no such collective");
    }
}

}  // namespace

int32_t ph_dist_store_tcp(const char* host, int32_t port, int32_t size, int32_t serves, int64_t timeout, void** store) {
    return guarded([&] {
        c10d::TCPStoreOptions options;
        options.port = static_cast<std::uint16_t>(port);
        options.isServer = serves != 0;
        if (size > 0) options.numWorkers = static_cast<std::size_t>(size);
        options.waitWorkers = false;
        options.timeout = std::chrono::milliseconds(timeout);
        StorePointer made = c10::make_intrusive<c10d::TCPStore>(host, options);
        made->setTimeout(options.timeout);
        *store = made.release();
    });
}

int32_t ph_dist_store_file(const char* path, int32_t size, int64_t timeout, void** store) {
    return guarded([&] {
        StorePointer made = c10::make_intrusive<c10d::FileStore>(path, size);
        made->setTimeout(std::chrono::milliseconds(timeout));
        *store = made.release();
    });
}

int32_t ph_dist_store_set(void* store, const char* key, const uint8_t* bytes, int64_t count) {
    return guarded([&] { borrow_object<c10d::Store>(store, "a store")->set(key, std::vector<uint8_t>(bytes, bytes + count)); });
}

// The caller frees the bytes with ph_dist_free.
int32_t ph_dist_store_get(void* store, const char* key, uint8_t** bytes, int64_t* count) {
    return guarded([&] {
        const auto found = borrow_object<c10d::Store>(store, "a store")->get(key);
        *bytes = static_cast<uint8_t*>(std::malloc(std::max<size_t>(1, found.size())));
        if (*bytes == nullptr) throw std::bad_alloc();
        if (!found.empty()) std::memcpy(*bytes, found.data(), found.size());
        *count = static_cast<int64_t>(found.size());
    });
}

int32_t ph_dist_store_add(void* store, const char* key, int64_t change, int64_t* value) {
    return guarded([&] { *value = borrow_object<c10d::Store>(store, "a store")->add(key, change); });
}

int32_t ph_dist_store_port(void* store, int32_t* port) {
    return guarded([&] {
        const auto meeting = borrow_object<c10d::Store>(store, "a store");
        const auto* served = dynamic_cast<c10d::TCPStore*>(meeting.get());
        if (served == nullptr) throw std::invalid_argument("only a store over TCP has a port");
        *port = served->getPort();
    });
}

int32_t ph_dist_store_prefix(void* store, const char* prefix, void** result) {
    return guarded([&] {
        StorePointer made = c10::make_intrusive<c10d::PrefixStore>(prefix, borrow_object<c10d::Store>(store, "a store"));
        *result = made.release();
    });
}

int32_t ph_dist_store_release(void* store) { return release_object<c10d::Store>(store); }

int32_t ph_dist_has(const char* backend, int32_t* has) {
    return guarded([&] { *has = (std::strcmp(backend, "gloo") == 0 && make_gloo != nullptr) || (std::strcmp(backend, "nccl") == 0 && make_nccl != nullptr) ? 1 : 0; });
}

int32_t ph_dist_group(const char* backend, void* store, int32_t rank, int32_t size, int64_t timeout, void** group) {
    return guarded([&] {
        const auto meeting = borrow_object<c10d::Store>(store, "a store");
        const auto make = std::strcmp(backend, "gloo") == 0 ? make_gloo : std::strcmp(backend, "nccl") == 0 ? make_nccl : nullptr;
        if (make == nullptr) throw std::invalid_argument(std::string("this build has no process groups of the kind '") + backend + "'");
        if (size < 1 || rank < 0 || rank >= size) throw std::invalid_argument("expected a rank from 0 and below the size of the group");
        StorePointer own = c10::make_intrusive<c10d::PrefixStore>("pluginhost", meeting);
        *group = make(own, rank, size, std::chrono::milliseconds(timeout)).release();
    });
}

int32_t ph_dist_group_release(void* group) { return release_object<compat::Group>(group); }

int32_t ph_dist_start(void* group, int32_t collective, void* const* inputs, int32_t inputs_count, void* const* outputs, int32_t outputs_count, int32_t reduction, int32_t peer, int32_t tag, void** work) {
    return guarded([&] {
        const auto members = borrow_object<compat::Group>(group, "a process group");
        *work = start(*members, collective, dense(inputs, inputs_count), dense(outputs, outputs_count), reduction, peer, tag).release();
    });
}

int32_t ph_dist_wait(void* work) {
    return guarded([&] { borrow_object<c10d::Work>(work, "a work")->wait(); });
}

int32_t ph_dist_wait_for(void* work, int64_t milliseconds, int32_t* done) {
    return guarded([&] { *done = wait_for(*borrow_object<c10d::Work>(work, "a work"), milliseconds) ? 1 : 0; });
}

int32_t ph_dist_work_release(void* work) { return release_object<c10d::Work>(work); }

void ph_dist_free(void* memory) { std::free(memory); }
