// Several processes: libtorch's own process groups (c10d), gloo on the CPU and NCCL on GPUs, compiled where their headers are.
// For compat.h, which the other libraries include without c10d.
#define PH_DIST

#include <chrono>

#ifdef PH_GLOO
#define USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef PH_NCCL
#define USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "handles.h"
#include "library_message.h"

using namespace pluginhost;

namespace {

// Where several groups meet, and a group of processes; both are counted by libtorch and held here for the managed side.
using Store = c10::intrusive_ptr<c10d::Store>;
using Group = c10::intrusive_ptr<compat::Backend>;

// The numbers are mirrored in host/Torch/Distributed/Collective.cs.
enum Collective : int32_t { kAllReduce = 0, kBroadcast = 1, kAllGather = 2, kReduceScatter = 3, kReduce = 4, kBarrier = 5, kSend = 6, kReceive = 7 };
enum Backend : int32_t { kGloo = 0, kNccl = 1 };

[[maybe_unused]] constexpr int kTag = 0;

Group make_group(const Store& store, int32_t backend, int32_t rank, int32_t world, std::chrono::milliseconds timeout, [[maybe_unused]] const std::string& host) {
#ifdef PH_GLOO
    if (backend == kGloo) {
        auto options = c10d::ProcessGroupGloo::Options::create(timeout);
        // On one machine no other interface than the one that the processes already met on.
        const bool local = host == "localhost" || host.rfind("127.", 0) == 0;
        options->devices.push_back(local ? c10d::ProcessGroupGloo::createDeviceForHostname(host) : c10d::ProcessGroupGloo::createDefaultDevice());
        return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, world, options);
    }
#endif
#ifdef PH_NCCL
    if (backend == kNccl) {
        auto options = c10d::ProcessGroupNCCL::Options::create();
        options->timeout = timeout;
        return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, world, options);
    }
#endif
    (void)store, (void)rank, (void)world, (void)timeout;
    throw std::runtime_error(backend == kGloo ? "this build has no gloo: its headers were not there when host/native was compiled (on Debian: libgloo-dev)"
                                              : "this build has no NCCL: it comes with a CUDA PyTorch and its headers");
}

c10::intrusive_ptr<compat::Work> begin(compat::Backend& group, int32_t what, std::vector<at::Tensor>& inputs, std::vector<at::Tensor>& outputs, int32_t peer, int32_t operation) {
    const auto reduce = static_cast<c10d::ReduceOp::RedOpType>(operation);
    switch (what) {
        case kAllReduce: {
            c10d::AllreduceOptions options;
            options.reduceOp = reduce;
            return group.allreduce(outputs, options);
        }
        case kBroadcast: {
            c10d::BroadcastOptions options;
            options.rootRank = peer;
            return group.broadcast(outputs, options);
        }
        case kAllGather: {
            std::vector<std::vector<at::Tensor>> gathered{outputs};
            return group.allgather(gathered, inputs);
        }
        case kReduceScatter: {
            std::vector<std::vector<at::Tensor>> scattered{inputs};
            c10d::ReduceScatterOptions options;
            options.reduceOp = reduce;
            return group.reduce_scatter(outputs, scattered, options);
        }
        case kReduce: {
            c10d::ReduceOptions options;
            options.reduceOp = reduce;
            options.rootRank = peer;
            return group.reduce(outputs, options);
        }
        case kBarrier: return group.barrier();
        case kSend: return group.send(inputs, peer, kTag);
        case kReceive: return group.recv(outputs, peer, kTag);
        default: throw std::invalid_argument("no such collective");
    }
}

}  // namespace

PH_API const char* ph_dist_error_message() { return library_message; }

// Bit 0: gloo, bit 1: NCCL.
PH_API int32_t ph_dist_backends() {
    int32_t backends = 0;
#ifdef PH_GLOO
    backends |= 1;
#endif
#ifdef PH_NCCL
    backends |= 2;
#endif
    return backends;
}

// Joins a group; waits until all are there or the time is over.
PH_API int32_t ph_dist_join(const char* host, int32_t port, int32_t backend, int32_t rank, int32_t world, int64_t milliseconds, void** joined) {
    return guarded([&] {
        c10d::TCPStoreOptions options;
        options.port = static_cast<uint16_t>(port);
        options.isServer = rank == 0;
        options.numWorkers = static_cast<std::size_t>(world);
        options.timeout = std::chrono::milliseconds(milliseconds);
        const auto meeting = c10::make_intrusive<c10d::TCPStore>(host, options);
        meeting->setTimeout(options.timeout);
        *joined = new Group(make_group(meeting, backend, rank, world, options.timeout, host));
    });
}

PH_API int32_t ph_dist_leave(void* group) {
    return guarded([&] { delete static_cast<Group*>(group); });
}

// One collective from its beginning to its end. The outputs are written in place.
PH_API int32_t ph_dist_call(void* group, int32_t what, void* const* inputs, int32_t inputs_count, void* const* outputs, int32_t outputs_count, int32_t peer, int32_t operation) {
    return guarded([&] {
        at::NoGradGuard no_grad;
        auto sent = borrow_all(inputs, inputs_count);
        auto received = borrow_all(outputs, outputs_count);
        const auto work = begin(**static_cast<Group*>(group), what, sent, received, peer, operation);
        if (work) work->wait();
    });
}
