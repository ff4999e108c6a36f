// The nodes have libtorch's names and formulas (tools/autograd/derivatives.yaml), for two tensors of one shape and type, or two matrices;
// all else is left to libtorch's own. Doing the arithmetic by tensor operators, they can be differentiated again.
#include "recording.h"

#include <mutex>

#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>

namespace pluginhost {
namespace {

using torch::autograd::Edge;
using torch::autograd::Node;
using torch::autograd::SavedVariable;
using torch::autograd::variable_list;

// A node of two inputs; derived ones say what each gets.
struct TwoInputs : Node {
    variable_list apply(variable_list&& gradients) override {
        std::lock_guard<std::mutex> lock(mutex_);
        variable_list given(2);
        const auto& gradient = gradients[0];
        if (!gradient.defined()) return given;
        if (task_should_compute_output(0)) given[0] = to_left(gradient);
        if (task_should_compute_output(1)) given[1] = to_right(gradient);
        return given;
    }

    virtual at::Tensor to_left(const at::Tensor& gradient) = 0;
    virtual at::Tensor to_right(const at::Tensor& gradient) = 0;
};

struct Sum final : TwoInputs {
    std::string name() const override { return "AddBackward0"; }
    at::Tensor to_left(const at::Tensor& gradient) override { return gradient; }
    at::Tensor to_right(const at::Tensor& gradient) override { return gradient; }
};

struct Difference final : TwoInputs {
    std::string name() const override { return "SubBackward0"; }
    at::Tensor to_left(const at::Tensor& gradient) override { return gradient; }
    at::Tensor to_right(const at::Tensor& gradient) override { return gradient.neg(); }
};

// Each input's gradient needs the other input.
struct SavesBoth : TwoInputs {
    void save(const at::Tensor& left, const at::Tensor& right) {
        if (right.requires_grad()) this->left = SavedVariable(left, false);
        if (left.requires_grad()) this->right = SavedVariable(right, false);
    }

    // The engine calls this after backward unless the graph is kept; a second backward then fails with libtorch's sentence.
    void release_variables() override {
        std::lock_guard<std::mutex> lock(mutex_);
        left.reset_data();
        right.reset_data();
    }

    SavedVariable left, right;
};

struct Product final : SavesBoth {
    std::string name() const override { return "MulBackward0"; }
    at::Tensor to_left(const at::Tensor& gradient) override { return gradient * right.unpack(); }
    at::Tensor to_right(const at::Tensor& gradient) override { return gradient * left.unpack(); }
};

struct MatrixProduct final : SavesBoth {
    std::string name() const override { return "MmBackward0"; }
    at::Tensor to_left(const at::Tensor& gradient) override { return gradient.mm(right.unpack().t()); }
    at::Tensor to_right(const at::Tensor& gradient) override { return left.unpack().t().mm(gradient); }
};

// A dense tensor in the CPU's memory and nothing more: no view of conjugates, no wrapper, not made for inference.
bool plain(const at::Tensor& tensor) {
    static const auto keys = at::empty({0}).key_set();
    if (tensor.key_set() != keys || !at::isFloatingType(tensor.scalar_type())) return false;
    const auto* meta = torch::autograd::impl::get_autograd_meta(tensor);
    return meta == nullptr || meta->fw_grad_ == nullptr;
}

Edge edge_of(const at::Tensor& tensor) { return tensor.requires_grad() ? torch::autograd::impl::gradient_edge(tensor) : Edge(); }

std::shared_ptr<Node> node_of(Recorded kind, const at::Tensor& left, const at::Tensor& right) {
    const auto saving = [&](auto* made) {
        std::shared_ptr<Node> node(made, torch::autograd::deleteNode);
        made->save(left, right);
        return node;
    };
    switch (kind) {
        case Recorded::Add: return {new Sum(), torch::autograd::deleteNode};
        case Recorded::Subtract: return {new Difference(), torch::autograd::deleteNode};
        case Recorded::Multiply: return saving(new Product());
        default: return saving(new MatrixProduct());
    }
}

}  // namespace

Recorded recorded_of(const std::string& full_name) {
    if (full_name == "aten::add.Tensor") return Recorded::Add;
    if (full_name == "aten::sub.Tensor") return Recorded::Subtract;
    if (full_name == "aten::mul.Tensor") return Recorded::Multiply;
    if (full_name == "aten::mm") return Recorded::MatrixProduct;
    return Recorded::None;
}

bool can_record(Recorded kind, const at::Tensor& left, const at::Tensor& right) {
    const auto modes = c10::impl::tls_local_dispatch_key_set();
    if (modes.included_ != c10::default_included_set || modes.excluded_ != c10::default_excluded_set) return false;
    if (!plain(left) || !plain(right) || left.scalar_type() != right.scalar_type()) return false;
    // libtorch gives the gradient of a transposed matrix transposed, which a row-major one has no need of.
    if (kind == Recorded::MatrixProduct) return left.dim() == 2 && right.dim() == 2 && left.is_contiguous() && right.is_contiguous();
    return left.sizes() == right.sizes();
}

void record(Recorded kind, const at::Tensor& left, const at::Tensor& right, at::Tensor& result) {
    // Before the node: what it saves of a leaf refers weakly to what the edge holds.
    torch::autograd::edge_list edges;
    edges.reserve(2);
    edges.push_back(edge_of(left));
    edges.push_back(edge_of(right));
    const auto node = node_of(kind, left, right);
    node->set_next_edges(std::move(edges));
    torch::autograd::set_history(result, node);
}

}  // namespace pluginhost
