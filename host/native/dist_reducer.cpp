// Gradients of all ranks summed in buckets while the backward pass still runs: a hook behind each parameter's accumulation counts, and the
// last one of a bucket starts its all-reduce. Nothing of it calls into managed code.
#include <algorithm>
#include <memory>
#include <mutex>

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include "dist.h"
#include "dist_wait.h"
#include "error.h"
#include "handles.h"

using namespace pluginhost;

namespace {

using WorkPointer = c10::intrusive_ptr<c10d::Work>;
using torch::autograd::variable_list;

// Parameters begin at multiples of so many elements, which suits vector instructions.
constexpr int64_t kAlignment = 16;

// 16-bit sums lose what they add, and gloo has none of bfloat16: such gradients travel as float32.
at::ScalarType wire_type(at::ScalarType type) { return type == at::kHalf || type == at::kBFloat16 ? at::kFloat : type; }

int64_t aligned(int64_t elements) { return (elements + kAlignment - 1) / kAlignment * kAlignment; }

struct Slot {
    at::Tensor parameter;
    int64_t offset;
    // In the bucket, in the parameter's shape.
    at::Tensor view;
    bool arrived = false;
};

// The gradients of some parameters one after the other, and behind them a 1 for each that has one.
struct Bucket {
    std::vector<size_t> members;
    int64_t elements = 0;
    at::Tensor flat;
    at::Tensor presence;
    size_t waiting = 0;
    bool left = false;
    WorkPointer work;
};

}  // namespace

// Shared with the hooks, which may outlive the reducer with the graph that they hang on.
struct pluginhost_reducer {
    std::mutex gate;
    c10::intrusive_ptr<compat::Group> group;
    std::vector<Slot> slots;
    std::vector<size_t> bucket_of;
    std::vector<Bucket> buckets;
    std::vector<std::shared_ptr<torch::autograd::Node>> accumulators;
    size_t next = 0;
    size_t early = 0;
    bool armed = false;
    bool late = false;

    void begin() {
        for (auto& bucket : buckets) {
            bucket.waiting = bucket.members.size();
            bucket.left = false;
            bucket.work.reset();
        }
        for (auto& slot : slots) slot.arrived = false;
        next = early = 0;
        late = false;
    }

    // A parameter's gradient is complete, as far as this pass knows. Weights that several recomputed segments share come again.
    void arrived(size_t index) {
        std::lock_guard<std::mutex> lock(gate);
        if (!armed) return;
        auto& bucket = buckets[bucket_of[index]];
        if (slots[index].arrived) {
            late |= bucket.left;
            return;
        }
        slots[index].arrived = true;
        --bucket.waiting;
        // In one order on all ranks, whatever comes first.
        while (next < buckets.size() && buckets[next].waiting == 0) {
            leave(buckets[next++]);
            ++early;
        }
    }

    void leave(Bucket& bucket) {
        at::NoGradGuard frozen;
        std::vector<float> present;
        present.reserve(bucket.members.size());
        for (const auto index : bucket.members) {
            auto& slot = slots[index];
            auto gradient = slot.parameter.grad();
            if (gradient.defined() && gradient.layout() != at::kStrided) gradient = gradient.to_dense();
            if (gradient.defined())
                slot.view.copy_(gradient);
            else
                slot.view.zero_();
            present.push_back(gradient.defined() ? 1.0f : 0.0f);
        }
        bucket.presence.copy_(at::from_blob(present.data(), {static_cast<int64_t>(present.size())}, at::kFloat));
        std::vector<at::Tensor> wire{bucket.flat.is_complex() ? at::view_as_real(bucket.flat) : bucket.flat};
        bucket.left = true;
        bucket.work = group->allreduce(wire);
    }

    void leave_rest() {
        std::lock_guard<std::mutex> lock(gate);
        armed = false;
        while (next < buckets.size()) leave(buckets[next++]);
    }

    void write(double divisor) {
        at::NoGradGuard frozen;
        for (auto& bucket : buckets) {
            at::Tensor anywhere;
            bucket.flat.narrow(0, 0, bucket.elements).div_(divisor);
            for (size_t i = 0; i < bucket.members.size(); ++i) {
                auto& slot = slots[bucket.members[i]];
                if (!slot.parameter.grad().defined()) {
                    // Only now is it of interest who else had one; on a GPU looking costs a wait.
                    if (!anywhere.defined()) anywhere = at::real(bucket.presence).to(at::kCPU, at::kFloat);
                    if (anywhere[static_cast<int64_t>(i)].item<float>() == 0) continue;
                }
                const bool same = slot.view.scalar_type() == slot.parameter.scalar_type();
                slot.parameter.mutable_grad() = same ? slot.view : slot.view.to(slot.parameter.scalar_type());
            }
            bucket.work.reset();
        }
    }
};

namespace {

struct ArrivalHook : torch::autograd::FunctionPostHook {
    ArrivalHook(const std::shared_ptr<pluginhost_reducer>& reducer, size_t index) : reducer(reducer), index(index) {}

    variable_list operator()(const variable_list& outputs, const variable_list&) override {
        if (const auto alive = reducer.lock()) alive->arrived(index);
        return outputs;
    }

    const std::weak_ptr<pluginhost_reducer> reducer;
    const size_t index;
};

std::shared_ptr<pluginhost_reducer>& reducer_of(void* handle) {
    if (handle == nullptr) throw std::invalid_argument("expected a reducer, got null");
    return *static_cast<std::shared_ptr<pluginhost_reducer>*>(handle);
}

// From the last parameter to the first, about as backward comes to them.
void fill_buckets(pluginhost_reducer& reducer, int64_t first_bytes, int64_t bucket_bytes) {
    reducer.bucket_of.resize(reducer.slots.size());
    for (size_t left = reducer.slots.size(); left-- > 0;) {
        auto& slot = reducer.slots[left];
        const auto type = wire_type(slot.parameter.scalar_type());
        const auto bytes = aligned(slot.parameter.numel()) * static_cast<int64_t>(c10::elementSize(type));
        const auto limit = reducer.buckets.size() <= 1 ? first_bytes : bucket_bytes;
        auto* open = reducer.buckets.empty() ? nullptr : &reducer.buckets.back();
        const auto* other = open == nullptr ? nullptr : &reducer.slots[open->members[0]].parameter;
        if (open == nullptr || wire_type(other->scalar_type()) != type || other->device() != slot.parameter.device() ||
            open->elements * static_cast<int64_t>(c10::elementSize(type)) + bytes > limit) {
            reducer.buckets.emplace_back();
            open = &reducer.buckets.back();
        }
        slot.offset = open->elements;
        open->members.push_back(left);
        open->elements += aligned(slot.parameter.numel());
        reducer.bucket_of[left] = reducer.buckets.size() - 1;
    }
    for (auto& bucket : reducer.buckets) {
        const auto& first = reducer.slots[bucket.members[0]].parameter;
        const auto count = static_cast<int64_t>(bucket.members.size());
        bucket.flat = at::zeros({bucket.elements + count}, first.options().dtype(wire_type(first.scalar_type())).requires_grad(false));
        bucket.presence = bucket.flat.narrow(0, bucket.elements, count);
        for (const auto index : bucket.members) {
            auto& slot = reducer.slots[index];
            slot.view = bucket.flat.narrow(0, slot.offset, slot.parameter.numel()).view(slot.parameter.sizes());
        }
    }
}

}  // namespace

int32_t ph_dist_reducer(void* group, void* const* parameters, int32_t count, int64_t first_bytes, int64_t bucket_bytes, void** reducer, int32_t* buckets) {
    return guarded([&] {
        if (group == nullptr) throw std::invalid_argument("expected a process group, got null");
        at::NoGradGuard frozen;
        auto made = std::make_shared<pluginhost_reducer>();
        c10::raw::intrusive_ptr::incref(static_cast<compat::Group*>(group));
        made->group = c10::intrusive_ptr<compat::Group>::reclaim(static_cast<compat::Group*>(group));
        for (auto& parameter : borrow_all(parameters, count)) {
            if (!parameter.defined() || !parameter.is_leaf() || !parameter.requires_grad()) throw std::invalid_argument("expected leaves that require gradients");
            made->slots.push_back(Slot{parameter, 0, at::Tensor()});
        }
        fill_buckets(*made, first_bytes, bucket_bytes);
        for (size_t i = 0; i < made->slots.size(); ++i) {
            at::AutoGradMode recording(true);
            auto node = torch::autograd::impl::grad_accumulator(made->slots[i].parameter);
            node->add_post_hook(std::make_unique<ArrivalHook>(made, i));
            made->accumulators.push_back(std::move(node));
        }
        made->begin();
        *buckets = static_cast<int32_t>(made->buckets.size());
        *reducer = new std::shared_ptr<pluginhost_reducer>(std::move(made));
    });
}

int32_t ph_dist_reducer_begin(void* reducer, int32_t armed) {
    return guarded([&] {
        auto& target = *reducer_of(reducer);
        std::lock_guard<std::mutex> lock(target.gate);
        target.begin();
        target.armed = armed != 0;
    });
}

int32_t ph_dist_reducer_rest(void* reducer, int32_t* early, int32_t* late) {
    return guarded([&] {
        auto& target = *reducer_of(reducer);
        target.leave_rest();
        *early = static_cast<int32_t>(target.early);
        *late = target.late ? 1 : 0;
    });
}

int32_t ph_dist_reducer_wait(void* reducer, int64_t milliseconds, int32_t* done) {
    return guarded([&] {
        *done = 0;
        for (auto& bucket : reducer_of(reducer)->buckets)
            if (bucket.work && !wait_for(*bucket.work, milliseconds)) return;
        *done = 1;
    });
}

int32_t ph_dist_reducer_write(void* reducer, double divisor) {
    return guarded([&] { reducer_of(reducer)->write(divisor); });
}

int32_t ph_dist_reducer_release(void* reducer) {
    return guarded([&] { delete static_cast<std::shared_ptr<pluginhost_reducer>*>(reducer); });
}
