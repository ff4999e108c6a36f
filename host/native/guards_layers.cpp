// Guards of what layers and losses are made of: convolutions, pools, norms, recurrence, embeddings, and their backwards.
#include "guard_call.h"

namespace pluginhost {
namespace {

// The gates of a cell are the concatenation of as many (n, hidden) blocks as the kind of the cell has.
void cell_backward(const Call& call, const char* state, int64_t gates) {
    const auto cell = plain(call, state, 2);
    floating(cell, state);
    const std::vector<int64_t> wide{cell.size(0), gates * cell.size(1)};
    for (const auto* name : {"input_gates", "hidden_gates"}) {
        const auto tensor = plain(call, name, 2);
        expect(tensor.sizes() == at::IntArrayRef(wide) && tensor.scalar_type() == cell.scalar_type(), std::string(name) + " to have the state's rows and type and " + std::to_string(gates) + " times its columns");
    }
    for (const auto* name : {"grad_hy", "grad_cy", "cy", "cx", "hx"})
        if (call.has(name)) expect_like(call, name, cell, state);
    expect(call.has("grad_hy") || call.has("grad_cy"), "at least one gradient");
    expect(call.has("input_bias") == call.has("hidden_bias"), "both biases or none");
    for (const auto* name : {"input_bias", "hidden_bias"}) {
        if (!call.has(name)) continue;
        const auto bias = plain(call, name, 1);
        expect(bias.numel() == wide[1] && bias.scalar_type() == cell.scalar_type(), std::string(name) + " to have one number a gate");
    }
}

void two_states(const Call& call) { expect(call.at("hx").toTensorVector().size() == 2, "hx to be two tensors"); }

// The search for a range ends where a share of all bins is reached.
void searched(const Call& call, const char* bins) {
    const auto ratio = call.at("ratio").toDouble();
    expect(call.integer(bins) >= 1 && call.integer(bins) <= 100000 && ratio >= 0 && ratio <= 1, std::string(bins) + " to be from 1 to 100000 and ratio to be from 0 to 1");
}

void choose_qparams(const Call& call) {
    const auto input = plain(call, "input");
    expect(input.scalar_type() == at::kFloat, "input to be float32");
    expect(call.integer("numel") >= 1 && call.integer("numel") <= input.numel(), "numel to be at least 1 and at most the input's");
    searched(call, "n_bins");
    expect(call.integer("bit_width") >= 1 && call.integer("bit_width") <= 16, "bit_width to be from 1 to 16");
}

void unfold_backward(const Call& call) {
    const auto sizes = call.integers("input_sizes");
    const auto gradient = plain(call, "grad_in");
    const auto rank = static_cast<int64_t>(sizes.size());
    const auto size = call.integer("size"), step = call.integer("step");
    auto dim = call.integer("dim");
    expect(rank > 0 && dim >= -rank && dim < rank, "dim to be one of the input's dimensions");
    dim = dim < 0 ? dim + rank : dim;
    expect(size >= 1 && step >= 1 && size <= sizes[static_cast<size_t>(dim)], "size to be at least 1 and at most the dimension's, and step to be at least 1");
    auto windows = sizes;
    windows[static_cast<size_t>(dim)] = (sizes[static_cast<size_t>(dim)] - size) / step + 1;
    windows.push_back(size);
    expect(gradient.sizes() == at::IntArrayRef(windows), "grad_in to have the shape of the windows of the input");
}

void embedding_dense_backward(const Call& call) {
    const auto indices = plain(call, "indices");
    const auto gradient = plain(call, "grad_output");
    expect(indices.dim() < gradient.dim() && gradient.sizes().slice(0, static_cast<size_t>(indices.dim())) == indices.sizes(), "grad_output to have the shape of the indices and the width behind it");
    expect_within(indices, 0, call.integer("num_weights"), "the indices");
}

void loss_backward(const Call& call) {
    const auto self = call.tensor("self");
    floating(self, "self");
    expect(call.integer("reduction") >= 0 && call.integer("reduction") <= 2, "reduction to be 0, 1 or 2");
}

void masked_softmax(const Call& call) {
    const auto self = plain(call, "self");
    expect(self.numel() > 0, "at least one element");
    expect(plain(call, "mask").scalar_type() == at::kBool, "mask to be bools");
}

void shuffle(const Call& call) {
    const auto self = call.tensor("self");
    const auto groups = call.integer("groups");
    expect(self.dim() >= 3 && self.numel() > 0, "self to have at least 3 dimensions and one element");
    expect(groups >= 1 && groups <= self.size(1) && self.size(1) % groups == 0, "groups to divide the channels");
}

void some_heads(const Call& call) {
    if (call.takes("num_heads")) expect(call.integer("num_heads") >= 1, "num_heads to be at least 1");
    if (call.takes("qkv")) {
        const auto qkv = plain(call, "qkv");
        expect(qkv.dim() == 3 && qkv.numel() > 0 && qkv.size(2) % (3 * call.integer("num_heads")) == 0 && plain(call, "qkv_bias").numel() == qkv.size(2), "qkv of 3 dimensions, its last one and qkv_bias three times the heads' widths");
        expect(call.tensor("qkv_bias").scalar_type() == qkv.scalar_type(), "qkv and qkv_bias of one type");
    }
    if (call.takes("num_head")) expect(call.integer("num_head") >= 1, "num_head to be at least 1");
}

void adaptive_pool_backward(const Call& call) {
    const auto gradient = plain(call, "grad_output");
    const auto self = plain(call, "self");
    expect(self.numel() > 0 && gradient.numel() > 0 && gradient.dim() == self.dim() && self.dim() >= 3 && gradient.scalar_type() == self.scalar_type(), "grad_output and self with elements, of the same rank, at least 3, and the same type");
    expect(gradient.size(0) == self.size(0) && (self.dim() == 3 || gradient.size(1) == self.size(1)), "grad_output and self to agree in batch and channels");
}

void weight_norm(const Call& call) {
    const auto v = plain(call, "v");
    const auto g = plain(call, "g");
    const auto dim = dimension(call, "dim", v);
    expect(v.numel() > 0 && (dim == 0 || dim == v.dim() - 1), "v to have elements, and dim to be its first or its last dimension");
    expect(g.numel() == v.size(dim) && g.scalar_type() == v.scalar_type(), "g to have one number of v's type for each slice of v along dim");
}

void packed_sequence(const Call& call) {
    const auto lengths = plain(call, "batch_sizes", 1);
    const auto data = plain(call, "data");
    expect(lengths.numel() >= 1 && data.dim() >= 1, "at least one step");
    expect_within(lengths, 1, data.size(0) + 1, "batch_sizes");
    expect((lengths.diff() <= 0).all().item().toBool() && lengths.sum().item().toLong() == data.size(0), "batch_sizes to fall and to add up to the rows of data");
}

// The embedding's own backward takes what the dense one takes, under the name grad.
void embedding_backward(const Call& call) { expect_within(plain(call, "indices"), 0, call.integer("num_weights"), "the indices"); }

void pool1d(const Call& call) {
    for (const auto* name : {"kernel_size", "padding", "dilation"}) expect(call.integers(name).size() == 1, std::string(name) + " to be one number");
    expect(call.integers("stride").size() <= 1, "stride to be one number");
}

// Rows are packed with their scale behind them, found by their first number.
void prepack(const Call& call) {
    const auto weight = plain(call, "weight");
    expect(weight.dim() >= 1 && weight.numel() > 0 && at::isFloatingType(weight.scalar_type()), "weight to be of a floating type and to have elements");
    if (call.takes("nbins")) searched(call, "nbins");
}

void masked_softmax_backward(const Call& call) {
    const auto gradient = plain(call, "grad_output");
    expect(gradient.numel() > 0, "at least one element");
    expect_like(call, "output", gradient, "grad_output");
    const auto mask = plain(call, "mask");
    expect(mask.scalar_type() == at::kBool && mask.sizes() == gradient.sizes(), "mask to be bools of grad_output's shape");
}

void batch_norm(const Call& call) {
    const auto input = plain(call, "input");
    expect(input.dim() >= 2 && input.numel() > 0, "input to have at least 2 dimensions and one element");
    if (!call.takes("training") || !call.at("training").toBool())
        expect(!call.takes("running_mean") || call.takes("grad_out") || call.takes("grad_output") || (call.has("running_mean") && call.has("running_var")), "running_mean and running_var outside training");
    for (const auto* name : {"weight", "bias", "running_mean", "running_var", "save_mean", "save_invstd", "save_var_transform"}) {
        if (!call.has(name)) continue;
        const auto tensor = plain(call, name, 1);
        expect(tensor.numel() == input.size(1) && at::isFloatingType(tensor.scalar_type()), std::string(name) + " to have one number a channel");
    }
    for (const auto* name : {"grad_out", "grad_output"})
        if (call.has(name)) expect_like(call, name, input, "input");
}

void embedding_bag(const Call& call) {
    const auto weight = plain(call, "weight", 2);
    const auto indices = plain(call, "indices");
    const auto offsets = plain(call, "offsets", 1);
    expect(call.integer("mode") >= 0 && call.integer("mode") <= 2, "mode to be 0 (sum), 1 (mean) or 2 (max)");
    expect(indices.dim() == 1 || indices.dim() == 2, "indices to have 1 or 2 dimensions");
    expect_within(indices, 0, weight.size(0), "the indices");
    expect_within(offsets, 0, indices.numel() + 1, "the offsets");
    expect(offsets.numel() == 0 || (offsets[0].item().toLong() == 0 && (offsets.diff() >= 0).all().item().toBool()), "the offsets to rise from 0");
    if (call.has("per_sample_weights")) expect(plain(call, "per_sample_weights").sizes() == indices.sizes(), "per_sample_weights to have the shape of the indices");
}

// Each index leads to a place in a plane of self.
void max_pool_backward(const Call& call, size_t plane) {
    const auto self = plain(call, "self");
    const auto gradient = plain(call, "grad_output");
    const auto indices = plain(call, "indices");
    expect(self.dim() >= static_cast<int64_t>(plane) + 1 && gradient.dim() == self.dim() && gradient.scalar_type() == self.scalar_type(), "grad_output and self of the same rank and type");
    expect(indices.sizes() == gradient.sizes() && gradient.sizes().slice(0, static_cast<size_t>(self.dim()) - plane) == self.sizes().slice(0, static_cast<size_t>(self.dim()) - plane), "grad_output, indices and self to agree");
    int64_t places = 1;
    for (auto size : self.sizes().slice(static_cast<size_t>(self.dim()) - plane)) places *= size;
    expect(indices.scalar_type() == at::kLong, "indices to be int64");
    expect_within(indices, 0, places, "the indices");
}

void max_pool2d_backward(const Call& call) { max_pool_backward(call, 2); }

void max_pool3d_backward(const Call& call) { max_pool_backward(call, 3); }

// A number a dimension of the kernel, each of which the kernel divides by or walks with.
void convolution(const Call& call) {
    const auto* name = call.takes("self") ? "self" : "input";
    const auto input = call.tensor(name);
    const auto weight = call.tensor("weight");
    for (const auto* tensor : {name, "weight", "grad_output", "bias"})
        if (call.has(tensor)) expect(plain(call, tensor).numel() > 0 && call.tensor(tensor).scalar_type() == input.scalar_type(), std::string(tensor) + " to have elements and " + name + "'s type");
    floating(input, name);
    expect(input.dim() >= 3 && input.dim() == weight.dim(), std::string(name) + " and weight of one rank, at least 3");
    if (call.takes("grad_output")) expect(call.tensor("grad_output").dim() == input.dim(), "grad_output of the input's rank");
    const auto dimensions = static_cast<size_t>(input.dim()) - 2;
    for (const auto* list : {"kernel_size", "stride", "padding", "dilation", "output_padding"}) {
        if (!call.has(list)) continue;
        expect(call.integers(list).size() == dimensions, std::string(list) + " to be one number a dimension of the kernel");
        for (auto number : call.integers(list)) expect(number >= (std::string(list).find("padding") == std::string::npos ? 1 : 0) && number < (1 << 20), std::string(list) + " to be reasonable numbers");
    }
    if (call.takes("kernel_size")) expect(weight.sizes().slice(2) == at::IntArrayRef(call.integers("kernel_size")), "kernel_size to be weight's");
    if (call.takes("groups")) expect(call.integer("groups") >= 1, "groups to be at least 1");
    if (call.has("bias_sizes")) expect(call.integers("bias_sizes").size() == 1, "bias_sizes to be one number");
    if (call.has("bias")) expect(call.tensor("bias").dim() == 1, "bias to have one dimension");
    if (call.has("out")) plain(call, "out");
}

void segment_reduce_backward(const Call& call) {
    for (const auto* name : {"grad", "output", "data"}) expect(plain(call, name).numel() > 0, std::string(name) + " to have elements");
    expect_like(call, "grad", call.tensor("output"), "output");
    const auto data = call.tensor("data");
    expect(call.integer("axis") == 0 && call.has("lengths") && !call.has("offsets"), "axis 0, and lengths but no offsets");
    const auto lengths = plain(call, "lengths", 1);
    expect_within(lengths, 0, data.size(0) + 1, "lengths");
    expect(lengths.sum().item().toLong() == data.size(0) && lengths.numel() == call.tensor("output").size(0), "lengths to add up to the rows of data, one a row of output");
    if (call.takes("out")) expect_like(call, "out", data, "data");
}

void noise_like_self(const Call& call) {
    const auto self = plain(call, "self");
    expect_like(call, "noise", self, "self");
    if (call.takes("out")) expect_like(call, "out", self, "self");
}

void weight_norm_backward(const Call& call) {
    const auto v = plain(call, "saved_v");
    const auto dim = dimension(call, "dim", v);
    expect(v.numel() > 0 && (dim == 0 || dim == v.dim() - 1), "saved_v to have elements, and dim to be its first or its last dimension");
    expect_like(call, "grad_w", v, "saved_v");
    for (const auto* name : {"saved_g", "saved_norms"}) expect(plain(call, name).numel() == v.size(dim) && call.tensor(name).scalar_type() == v.scalar_type(), std::string(name) + " to have one number of saved_v's type for each slice along dim");
}

void both_biases(const Call& call) {
    expect(call.has("b_ih") == call.has("b_hh"), "both biases or none");
    for (const auto* name : {"input", "w_ih", "w_hh"}) plain(call, name);
    // The gates are cut into as many parts as there are, of which a narrower weight has fewer.
    const auto gates = call.schema.name() == "aten::gru_cell" ? 3 : call.schema.name() == "aten::lstm_cell" ? 4 : 1;
    const auto state = call.at("hx").isTensorList() ? call.at("hx").toTensorVector()[0] : call.tensor("hx");
    expect(state.dim() >= 1 && call.tensor("w_ih").dim() == 2 && call.tensor("w_ih").size(0) == gates * state.size(-1), "w_ih to have " + std::to_string(gates) + " rows for each number of the state");
}

// A wider number of groups is cut to 32 bits on the way, and may be zero there.
void reasonable_groups(const Call& call) { expect(call.integer("groups") >= 1 && call.integer("groups") < (1 << 20), "groups to be at least 1 and below 1048576"); }

void saturate(const Call& call) { expect(plain(call, "weight").numel() > 0 && call.tensor("weight").is_contiguous(), "weight to be contiguous and to have elements"); }

void observer(const Call& call) {
    for (const auto* name : {"self", "running_min", "running_max", "scale"}) expect(plain(call, name).scalar_type() == at::kFloat && call.tensor(name).numel() > 0, std::string(name) + " to be float32 with elements");
    for (const auto* name : {"zero_point", "observer_on", "fake_quant_on"}) expect(plain(call, name).scalar_type() == at::kInt && call.tensor(name).numel() > 0, std::string(name) + " to be int32 with elements");
}

void lstm_cell(const Call& call) {
    two_states(call);
    both_biases(call);
}

void recurrent(const Call& call) {
    const auto layers = call.integer("num_layers");
    expect(layers >= 1 && layers <= 1024, "num_layers to be from 1 to 1024");
    const auto wanted = layers * (call.at("bidirectional").toBool() ? 2 : 1) * (call.at("has_biases").toBool() ? 4 : 2);
    expect(static_cast<int64_t>(call.at("params").toTensorVector().size()) == wanted, std::to_string(wanted) + " parameters");
    if (call.at("hx").isTensorList()) two_states(call);
    if (call.takes("batch_sizes")) packed_sequence(call);
}

// The scale of a row lies behind its numbers.
void unpack(const Call& call) {
    const auto weight = plain(call, "weight");
    expect(weight.scalar_type() == at::kByte && weight.dim() >= 1 && weight.numel() > 0 && weight.size(-1) > 8, "weight to be rows of bytes with a scale behind each");
}

void nested_from_padded(const Call& call) {
    const auto padded = plain(call, "padded");
    const auto shapes = plain(call, "cpu_nested_shape_example", 2);
    expect(padded.dim() >= 2 && padded.numel() > 0 && shapes.size(0) == padded.size(0) && shapes.size(1) == padded.dim() - 1, "a shape for each row of padded");
    for (int64_t d = 0; d < shapes.size(1); ++d) expect_within(shapes.select(1, d), 0, padded.size(d + 1) + 1, "the shapes");
    if (call.takes("out")) expect(plain(call, "out").is_contiguous(), "out to be contiguous");
}

// Its square is computed without a look at whether that is a number still.
void shuffle_factor(const Call& call) {
    const auto factor = call.integer(call.takes("upscale_factor") ? "upscale_factor" : "downscale_factor");
    expect(factor >= 1 && factor < (1 << 15), "a factor from 1 to 32767");
}

void ctc_backward(const Call& call) {
    const auto probabilities = plain(call, "log_probs", 3);
    const auto batch = probabilities.size(1);
    floating(probabilities, "log_probs");
    expect(call.at("input_lengths").isIntList() && call.at("target_lengths").isIntList(), "lengths as lists; the form with tensors is for GPUs");
    const auto inputs = call.integers("input_lengths"), lengths = call.integers("target_lengths");
    expect(static_cast<int64_t>(inputs.size()) == batch && inputs.size() == lengths.size(), "a length a sequence");
    int64_t longest = 0, total = 0;
    for (auto length : lengths) {
        expect(length >= 0 && length < (1 << 20), "no negative length");
        longest = std::max(longest, length);
        total += length;
    }
    for (auto length : inputs) expect(length >= 0 && length <= probabilities.size(0), "input_lengths within log_probs");
    const auto targets = plain(call, "targets");
    expect(targets.dim() == 1 ? targets.numel() == total : targets.dim() == 2 && targets.size(0) == batch && targets.size(1) >= longest, "targets to hold what the lengths say");
    expect_within(targets, 0, probabilities.size(2), "the targets");
    expect(call.integer("blank") >= 0 && call.integer("blank") < probabilities.size(2), "blank to be a class");
    const auto alpha = plain(call, "log_alpha", 3);
    expect(alpha.size(0) == batch && alpha.size(1) == probabilities.size(0) && alpha.size(2) == 2 * longest + 1 && alpha.scalar_type() == probabilities.scalar_type(), "log_alpha to be what the loss gave");
    for (const auto* name : {"grad", "neg_log_likelihood"}) expect(plain(call, name, 1).numel() == batch && call.tensor(name).scalar_type() == probabilities.scalar_type(), std::string(name) + " to have one number a sequence");
}

void lstm_backward(const Call& call) { cell_backward(call, "cx", 4); }
void gru_backward(const Call& call) { cell_backward(call, "hx", 3); }

}  // namespace

Guards layer_guards() {
    return {
        {"aten::_thnn_differentiable_lstm_cell_backward", guard<lstm_backward>},
        {"aten::_thnn_differentiable_gru_cell_backward", guard<gru_backward>},
        {"aten::quantized_lstm_cell", guard<two_states>},
        {"aten::lstm_cell", guard<lstm_cell>},
        {"aten::gru_cell", guard<both_biases>},
        {"aten::_saturate_weight_to_fp16", guard<saturate>},
        {"aten::_fused_moving_avg_obs_fq_helper", guard<observer>},
        {"aten::conv1d", guard<reasonable_groups>},
        {"aten::conv2d", guard<reasonable_groups>},
        {"aten::conv3d", guard<reasonable_groups>},
        {"aten::convolution", guard<reasonable_groups>},
        {"aten::_convolution", guard<reasonable_groups>},
        {"aten::conv_transpose1d", guard<reasonable_groups>},
        {"aten::conv_transpose2d", guard<reasonable_groups>},
        {"aten::conv_transpose3d", guard<reasonable_groups>},
        {"aten::rnn_tanh_cell", guard<both_biases>},
        {"aten::rnn_relu_cell", guard<both_biases>},
        {"aten::lstm", guard<recurrent>},
        {"aten::gru", guard<recurrent>},
        {"aten::rnn_tanh", guard<recurrent>},
        {"aten::rnn_relu", guard<recurrent>},
        {"aten::slow_conv3d", guard<convolution>},
        {"aten::slow_conv3d_forward", guard<convolution>},
        {"aten::mkldnn_convolution", guard<convolution>},
        {"aten::convolution_backward", guard<convolution>},
        {"aten::convolution_backward_overrideable", guard<convolution>},
        {"aten::_segment_reduce_backward", guard<segment_reduce_backward>},
        {"aten::rrelu_with_noise", guard<noise_like_self>},
        {"aten::rrelu_with_noise_", guard<noise_like_self>},
        {"aten::_weight_norm_interface_backward", guard<weight_norm_backward>},
        {"aten::_batch_norm_impl_index_backward", guard<batch_norm>},
        {"aten::batch_norm_update_stats", guard<batch_norm>},
        {"aten::adaptive_avg_pool3d_backward", guard<adaptive_pool_backward>},
        {"quantized::embedding_bag_byte_unpack", guard<unpack>},
        {"quantized::embedding_bag_4bit_unpack", guard<unpack>},
        {"quantized::embedding_bag_2bit_unpack", guard<unpack>},
        {"aten::_nested_from_padded", guard<nested_from_padded>},
        {"aten::pixel_shuffle", guard<shuffle_factor>},
        {"aten::pixel_unshuffle", guard<shuffle_factor>},
        {"aten::_ctc_loss_backward", guard<ctc_backward>},
        {"aten::slow_conv_transpose2d", guard<convolution>},
        {"aten::slow_conv_transpose3d", guard<convolution>},
        {"aten::slow_conv_dilated2d", guard<convolution>},
        {"aten::slow_conv_dilated3d", guard<convolution>},
        {"aten::thnn_conv2d", guard<convolution>},
        {"aten::_slow_conv2d_forward", guard<convolution>},
        {"aten::_slow_conv2d_backward", guard<convolution>},
        {"quantized::max_pool1d", guard<pool1d>},
        {"aten::choose_qparams_optimized", guard<choose_qparams>},
        {"aten::unfold_backward", guard<unfold_backward>},
        {"aten::embedding_dense_backward", guard<embedding_dense_backward>},
        {"aten::smooth_l1_loss_backward", guard<loss_backward>},
        {"aten::huber_loss_backward", guard<loss_backward>},
        {"aten::mse_loss_backward", guard<loss_backward>},
        {"aten::_masked_softmax", guard<masked_softmax>},
        {"aten::native_channel_shuffle", guard<shuffle>},
        {"aten::channel_shuffle", guard<shuffle>},
        {"aten::_transform_bias_rescale_qkv", guard<some_heads>},
        {"aten::_native_multi_head_attention", guard<some_heads>},
        {"aten::_adaptive_avg_pool2d_backward", guard<adaptive_pool_backward>},
        {"aten::_adaptive_avg_pool3d_backward", guard<adaptive_pool_backward>},
        {"aten::_weight_norm", guard<weight_norm>},
        {"aten::_weight_norm_interface", guard<weight_norm>},
        {"aten::_pad_packed_sequence", guard<packed_sequence>},
        {"aten::_masked_softmax_backward", guard<masked_softmax_backward>},
        {"aten::native_batch_norm", guard<batch_norm>},
        {"aten::_native_batch_norm_legit", guard<batch_norm>},
        {"aten::native_batch_norm_backward", guard<batch_norm>},
        {"aten::embedding_bag", guard<embedding_bag>},
        {"aten::_embedding_bag", guard<embedding_bag>},
        {"aten::_embedding_bag_forward_only", guard<embedding_bag>},
        {"quantized::embedding_bag_byte_prepack", guard<prepack>},
        {"quantized::embedding_bag_4bit_prepack", guard<prepack>},
        {"quantized::embedding_bag_2bit_prepack", guard<prepack>},
        {"aten::embedding_backward", guard<embedding_backward>},
        {"aten::embedding_sparse_backward", guard<embedding_backward>},
        {"aten::quantized_max_pool1d", guard<pool1d>},
        {"aten::max_pool1d", guard<pool1d>},
        {"aten::max_pool1d_with_indices", guard<pool1d>},
        {"aten::adaptive_max_pool2d_backward", guard<max_pool2d_backward>},
        {"aten::adaptive_max_pool3d_backward", guard<max_pool3d_backward>},
        {"aten::fractional_max_pool2d_backward", guard<max_pool2d_backward>},
        {"aten::fractional_max_pool3d_backward", guard<max_pool3d_backward>},
        {"aten::max_pool2d_with_indices_backward", guard<max_pool2d_backward>},
        {"aten::max_pool3d_with_indices_backward", guard<max_pool3d_backward>},
    };
}

}  // namespace pluginhost
