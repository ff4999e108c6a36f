// What the dispatcher has not: backward, gradients, grad and inference mode, autocast, and what of a graph is managed code: nodes and hooks.
#include <atomic>

#include <ATen/autocast_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>

#include "anomaly.h"
#include "error.h"
#include "handles.h"

namespace pluginhost {
namespace {

std::atomic<BackwardCallback> backward_callback{nullptr};
std::atomic<ReleaseCallback> release_callback{nullptr};

torch::autograd::variable_list call_managed(int64_t handle, const torch::autograd::variable_list& gradients, size_t inputs) {
    auto call = backward_callback.load();
    if (call == nullptr) throw std::runtime_error("no managed callback is registered");
    std::vector<void*> given;
    given.reserve(gradients.size());
    for (const auto& gradient : gradients) given.push_back(gradient.defined() ? give(gradient) : nullptr);
    std::vector<void*> results(inputs, nullptr);
    // Ownership of the given gradients passes to the callee, that of the results comes back.
    const auto error = call(handle, given.data(), static_cast<int32_t>(given.size()), results.data(), static_cast<int32_t>(inputs));
    torch::autograd::variable_list made;
    made.reserve(inputs);
    for (auto* result : results)
        made.push_back(result == nullptr ? at::Tensor() : at::Tensor(TensorPointer::reclaim(static_cast<at::TensorImpl*>(result))));
    if (error != 0) throw CallbackError("managed backward failed #" + std::to_string(error));
    return made;
}

// A graph node that calls back into managed code. It holds a number, never an object of the managed side; the number dies with it.
struct ManagedNode : torch::autograd::Node {
    ManagedNode(int64_t handle, size_t inputs) : handle(handle), inputs(inputs) {}

    ~ManagedNode() override { let_go(); }

    // The engine calls this after backward unless the graph is kept: what the function saved is freed then, as for libtorch's own nodes.
    void release_variables() override { let_go(); }

    void let_go() {
        if (released.exchange(true)) return;
        if (auto release = release_callback.load()) release(handle);
    }

    std::string name() const override { return "ManagedFunctionBackward"; }

    torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
        if (released) throw std::runtime_error("Trying to backward through the graph a second time; give retain_graph: true the first time");
        return call_managed(handle, gradients, inputs);
    }

    const int64_t handle;
    const size_t inputs;
    std::atomic<bool> released{false};
};

// How many hooks this thread is in the middle of.
thread_local int hooks_running = 0;

// The managed part of a hook: a number that dies with the last copy of the hook, in the tensor or in the graph node that made it.
struct ManagedHook {
    explicit ManagedHook(int64_t handle) : handle(handle) {}

    ManagedHook(const ManagedHook&) = delete;
    ManagedHook& operator=(const ManagedHook&) = delete;

    ~ManagedHook() {
        if (auto release = release_callback.load()) release(handle);
    }

    at::Tensor operator()(const at::Tensor& gradient) const {
        if (!gradient.defined()) return gradient;
        struct Running {
            Running() { ++hooks_running; }
            ~Running() { --hooks_running; }
        } running;
        return call_managed(handle, {gradient}, 1)[0];
    }

    const int64_t handle;
};

// Where a hook stands. Not the tensor with a position: an operator in place gives a tensor a new list.
struct HookPlace {
    std::weak_ptr<torch::autograd::hooks_list> list;
    size_t position;
};

std::vector<at::Tensor> gradients_or_ones(void* const* gradients, int32_t count) {
    return gradients == nullptr ? std::vector<at::Tensor>() : borrow_all(gradients, count);
}

}  // namespace
}  // namespace pluginhost

using namespace pluginhost;

int32_t ph_tensor_grad(void* tensor, void** result) {
    return guarded([&] {
        const auto borrowed = require(tensor);
        *result = give(borrowed.mutable_grad());
    });
}

int32_t ph_tensor_set_grad(void* tensor, void* gradient) {
    return guarded([&] {
        auto target = require(tensor);
        const auto value = borrow(gradient);
        if (value.defined() && value.sizes() != target.sizes()) throw std::invalid_argument("a gradient has its tensor's shape");
        target.mutable_grad() = value;
    });
}

int32_t ph_tensor_set_requires_grad(void* tensor, int32_t value) {
    return guarded([&] {
        auto target = require(tensor);
        if (value == 0 && !target.is_leaf()) throw std::invalid_argument("only a leaf's requires_grad can be turned off; use detach()");
        target.requires_grad_(value != 0);
    });
}

// place is the caller's, who gives it back with ph_hook_remove.
int32_t ph_tensor_register_hook(void* tensor, int64_t handle, void** place) {
    return guarded([&] {
        const auto target = require(tensor);
        // From here on the handle dies with this object, also where something is thrown.
        auto hook = std::make_shared<const ManagedHook>(handle);
        if (!target.requires_grad()) throw std::invalid_argument("the tensor needs no gradient, so no hook would ever run; set requires_grad first");
        // What was removed at the end of the list is dropped, so that a hook which is set anew in each step does not make it grow.
        const auto& known = torch::autograd::impl::get_autograd_meta(target)->cpp_hooks_list_;
        while (known && hooks_running == 0 && !known->empty() && !known->back()) known->pop_back();
        auto made = std::make_unique<HookPlace>();
        made->position = target.register_hook([hook](const at::Tensor& gradient) {
            // A copy: a hook may remove itself.
            const auto held = hook;
            return (*held)(gradient);
        });
        made->list = torch::autograd::impl::get_autograd_meta(target)->cpp_hooks_list_;
        *place = made.release();
    });
}

int32_t ph_hook_remove(void* place) {
    return guarded([&] {
        const std::unique_ptr<HookPlace> held(static_cast<HookPlace*>(place));
        if (const auto list = held->list.lock(); list && held->position < list->size()) (*list)[held->position] = nullptr;
    });
}

int32_t ph_tensor_grad_fn_name(void* tensor, const char** name) {
    return guarded([&] {
        const auto node = require(tensor).grad_fn();
        *name = node ? keep(node->name()) : nullptr;
    });
}

int32_t ph_backward(void* const* tensors, void* const* gradients, int32_t count, void* const* inputs, int32_t inputs_count, int32_t retain_graph, int32_t create_graph) {
    return guarded_backward([&] {
        torch::autograd::backward(borrow_all(tensors, count), gradients_or_ones(gradients, count), retain_graph != 0, create_graph != 0, borrow_all(inputs, inputs_count));
    });
}

int32_t ph_grad(void* const* outputs, void* const* gradients, int32_t count, void* const* inputs, int32_t inputs_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** results) {
    return guarded_backward([&] {
        auto made = torch::autograd::grad(borrow_all(outputs, count), borrow_all(inputs, inputs_count), gradients_or_ones(gradients, count), retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (int32_t i = 0; i < inputs_count; ++i) results[i] = give(std::move(made[static_cast<size_t>(i)]));
    });
}

int32_t ph_grad_mode(int32_t* enabled) {
    return guarded([&] { *enabled = at::GradMode::is_enabled() ? 1 : 0; });
}

int32_t ph_set_grad_mode(int32_t enabled) {
    return guarded([&] { at::GradMode::set_enabled(enabled != 0); });
}

int32_t ph_inference_mode_enter(void** guard) {
    return guarded([&] { *guard = new c10::InferenceMode(true); });
}

int32_t ph_inference_mode_leave(void* guard) {
    return guarded([&] { delete static_cast<c10::InferenceMode*>(guard); });
}

int32_t ph_inference_mode(int32_t* enabled) {
    return guarded([&] { *enabled = c10::InferenceMode::is_enabled() ? 1 : 0; });
}

int32_t ph_autocast_get(int32_t device_type, int32_t* enabled, int32_t* scalar_type) {
    return guarded([&] {
        const auto device = static_cast<c10::DeviceType>(device_type);
        *enabled = compat::autocast_enabled(device) ? 1 : 0;
        *scalar_type = static_cast<int32_t>(compat::autocast_type(device));
    });
}

int32_t ph_autocast_set(int32_t device_type, int32_t enabled, int32_t scalar_type) {
    return guarded([&] { compat::set_autocast(static_cast<c10::DeviceType>(device_type), enabled != 0, static_cast<at::ScalarType>(scalar_type)); });
}

// Leaving the outermost region clears the cache of cast weights.
int32_t ph_autocast_nesting(int32_t change, int32_t* depth) {
    return guarded([&] {
        *depth = change > 0 ? at::autocast::increment_nesting() : at::autocast::decrement_nesting();
        if (change < 0 && *depth == 0) at::autocast::clear_cache();
    });
}

int32_t ph_autocast_cache(int32_t enabled, int32_t* previous) {
    return guarded([&] {
        *previous = at::autocast::is_autocast_cache_enabled() ? 1 : 0;
        at::autocast::set_autocast_cache_enabled(enabled != 0);
    });
}

int32_t ph_node_callbacks(BackwardCallback backward, ReleaseCallback release) {
    return guarded([&] {
        backward_callback = backward;
        release_callback = release;
    });
}

// Makes the outputs (computed without a graph) results of one managed function of the inputs. attached is 0, and the handle stays
// the caller's, when no input needs a gradient.
int32_t ph_node_attach(int64_t handle, void* const* inputs, int32_t inputs_count, void* const* outputs, int32_t outputs_count, int32_t* attached) {
    return guarded([&] {
        *attached = 0;
        auto sources = borrow_all(inputs, inputs_count);
        auto results = borrow_all(outputs, outputs_count);
        if (!at::GradMode::is_enabled() || !torch::autograd::compute_requires_grad(sources)) return;
        for (const auto& result : results) {
            if (!result.defined()) continue;
            if (result.grad_fn() != nullptr || result.requires_grad()) throw std::invalid_argument("a custom function returned a tensor that already belongs to a graph; return a new tensor");
            for (const auto& source : sources)
                if (source.defined() && source.unsafeGetTensorImpl() == result.unsafeGetTensorImpl()) throw std::invalid_argument("a custom function returned one of its inputs; return a new tensor");
        }
        std::shared_ptr<ManagedNode> node(new ManagedNode(handle, static_cast<size_t>(inputs_count)), torch::autograd::deleteNode);
        *attached = 1;
        node->set_next_edges(torch::autograd::collect_next_edges(sources));
        for (auto& result : results) {
            if (result.defined() && torch::autograd::isDifferentiableType(result.scalar_type()))
                torch::autograd::set_history(result, node);
            else
                node->add_input_metadata(torch::autograd::Node::undefined_input());
        }
    });
}
