// Keeping the accumulator of a leaf for as long as its handle lives. It holds its tensor, so the handle lets go of it first.
#include "accumulator.h"

#include <memory>
#include <mutex>

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/input_metadata.h>
#include <torch/csrc/autograd/variable.h>

#include "error.h"
#include "handles.h"

namespace pluginhost {

void forget_outdated_accumulator(void* tensor) {
    const auto* impl = static_cast<at::TensorImpl*>(tensor);
    if (impl == nullptr || !impl->requires_grad()) return;
    const Lent lent(tensor);
    const at::Tensor& leaf = lent;
    auto* meta = torch::autograd::impl::get_autograd_meta(leaf);
    if (meta == nullptr || meta->grad_fn_ != nullptr) return;
    std::lock_guard<std::mutex> lock(meta->mutex_);
    const auto accumulator = meta->grad_accumulator_.lock();
    if (accumulator != nullptr && !accumulator->input_metadata(0).is_same_shape(leaf)) meta->grad_accumulator_.reset();
}

}  // namespace pluginhost

using namespace pluginhost;

// Null where there is nothing to keep: for a tensor that is no leaf or takes no gradient, and on other devices, where the node belongs to
// the stream that was current when it was made.
int32_t ph_accumulator_keep(void* tensor, void** kept) {
    return guarded([&] {
        const auto leaf = require(tensor);
        *kept = nullptr;
        if (!leaf.requires_grad() || !leaf.is_leaf() || !leaf.device().is_cpu()) return;
        *kept = new std::shared_ptr<torch::autograd::Node>(torch::autograd::impl::grad_accumulator(leaf));
    });
}

int32_t ph_accumulator_release(void* kept) {
    return guarded([&] { delete static_cast<std::shared_ptr<torch::autograd::Node>*>(kept); });
}
