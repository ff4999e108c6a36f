// Guards of the rest: Fourier transforms, linear algebra, distances, sparse indices, shapes, random numbers.
#include "guard_call.h"

#include <limits>
#include <set>

namespace pluginhost {
namespace {

// The plan is made for the shape that the result must have, and an out of another is written beside. kind: 'c' complex to complex,
// 'r' real to complex, 'i' complex to real.
void fft(const Call& call, char kind) {
    const auto self = plain(call, "self");
    std::set<int64_t> seen;
    for (auto dim : call.integers("dim")) expect(dim >= 0 && dim < self.dim() && seen.insert(dim).second, "dim to be different dimensions of the tensor, counted from 0");
    expect(!seen.empty(), "at least one dimension");
    expect(call.integer("normalization") >= 0 && call.integer("normalization") <= 2, "normalization to be 0, 1 or 2");
    expect(kind == 'r' ? at::isFloatingType(self.scalar_type()) : self.is_complex(), kind == 'r' ? "self to be of a floating type" : "self to be complex");
    auto sizes = self.sizes().vec();
    auto& last = sizes[static_cast<size_t>(call.integers("dim").back())];
    if (kind == 'i') {
        expect(call.integer("last_dim_size") >= 1 && last >= call.integer("last_dim_size") / 2 + 1, "last_dim_size to be at least 1 and at most what the last dimension gives");
        last = call.integer("last_dim_size");
    }
    if (kind == 'r' && call.at("onesided").toBool()) last = last / 2 + 1;
    if (!call.takes("out")) return;
    const auto out = plain(call, "out");
    const auto type = kind == 'i' ? at::toRealValueType(self.scalar_type()) : at::toComplexType(self.scalar_type());
    expect(out.sizes() == at::IntArrayRef(sizes) && out.scalar_type() == type, "out to have the shape and the type of the result");
}

void fft_c2c(const Call& call) { fft(call, 'c'); }

void fft_r2c(const Call& call) { fft(call, 'r'); }

void fft_c2r(const Call& call) { fft(call, 'i'); }

void pdist_backward(const Call& call) {
    const auto self = plain(call, "self", 2);
    const auto pairs = self.size(0) * (self.size(0) - 1) / 2;
    floating(self, "self");
    for (const auto* name : {"grad", "pdist"}) {
        const auto tensor = plain(call, name, 1);
        expect(tensor.numel() == std::max<int64_t>(0, pairs) && tensor.scalar_type() == self.scalar_type(), std::string(name) + " to have one number of self's type a pair of rows");
    }
}

// Numbers without a dimension are cut or filled along one that is not there.
void has_dimension(const Call& call) { expect(call.tensor("self").dim() >= 1, "self to have at least one dimension"); }

void permute_copy(const Call& call) {
    if (call.takes("out")) plain(call, "self");
}

void some_tensors(const Call& call) { expect(!call.at("tensors").toTensorVector().empty(), "at least one tensor"); }

void linear_combination(const Call& call) {
    const auto coefficients = plain(call, "coefficients", 2);
    const auto input = plain(call, "input");
    expect(input.dim() >= 1 && input.size(0) == coefficients.size(1), "as many inputs as coefficients have columns");
}

void remove_batch_dim(const Call& call) {
    const auto place = call.integer("out_dim");
    expect(place >= 0 && place <= call.tensor("self").dim() && call.integer("batch_size") >= 0, "out_dim to be a place among the dimensions and batch_size not to be negative");
}

void matrix_exp_backward(const Call& call) {
    const auto self = plain(call, "self");
    square(self, "self");
    expect_like(call, "grad", self, "self");
}

void one_element(const Call& call) { expect(plain(call, "self").numel() == 1, "one element"); }

void running_extreme(const Call& call) {
    const auto self = plain(call, "self");
    dimension(call, "dim", self);
    // Its caller has counted from the front already.
    expect(call.integer("dim") >= 0 && self.numel() > 0, "dim to be counted from 0, and at least one element");
    expect_like(call, "values", self, "self");
    const auto indices = plain(call, "indices");
    expect(indices.sizes() == self.sizes() && indices.scalar_type() == at::kLong, "indices to be int64 of self's shape");
    expect(call.tensor("values").is_non_overlapping_and_dense() && indices.is_non_overlapping_and_dense(), "values and indices not to be expanded");
}

void running_sum(const Call& call) {
    const auto self = plain(call, "self");
    dimension(call, "dim", self);
    expect(call.integer("dim") >= 0, "dim to be counted from 0");
    if (call.takes("out")) expect_like(call, "out", self, "self");
}

// A spacing for each dimension that is differentiated.
void gradient(const Call& call) {
    if (!call.takes("spacing") || !call.at("spacing").isList()) return;
    const auto rank = static_cast<size_t>(call.tensor("self").dim());
    const auto dimensions = !call.has("dim") ? rank : call.at("dim").isList() ? call.integers("dim").size() : 1;
    expect(call.at("spacing").toListRef().size() == dimensions, "one spacing a dimension, " + std::to_string(dimensions));
}

void histogramdd(const Call& call) {
    const auto self = plain(call, "self");
    expect(self.dim() >= 1 && self.size(-1) >= 1, "self to have at least one column");
    const auto columns = static_cast<size_t>(self.size(-1));
    const auto& bins = call.at("bins");
    if (bins.isIntList()) {
        expect(bins.toIntVector().size() == columns, "one number of bins a column");
        for (auto count : bins.toIntVector()) expect(count >= 1, "at least one bin");
    }
    if (bins.isTensorList()) expect(bins.toTensorVector().size() == columns, "one tensor of bins a column");
    if (call.has("range")) expect(call.at("range").toDoubleVector().size() == 2 * columns, "range to be two numbers a column");
}

void same_feature(const Call& call) {
    const auto batch = call.integer("self_num_batch_dims");
    const auto self = call.tensor("self");
    expect(batch >= 0 && batch <= self.dim(), "self_num_batch_dims to be at most self's dimensions");
    if (call.takes("out")) expect(call.tensor("out").is_meta() == call.tensor("other").is_meta() && !self.is_meta(), "tensors with memory");
}

void square_self(const Call& call) { square(plain(call, "self"), "self"); }

void coo_to_csr(const Call& call) {
    const auto self = plain(call, "self", 1);
    expect(call.integer("size") >= 0, "size not to be negative");
    expect_within(self, 0, call.integer("size"), "the indices");
}

void csr_to_coo(const Call& call) {
    const auto rows = plain(call, "crow_indices", 1);
    const auto columns = plain(call, "col_indices", 1);
    expect(rows.scalar_type() == columns.scalar_type() && rows.numel() >= 1, "crow_indices and col_indices of one type, and at least one row's start");
    expect_within(rows, 0, columns.numel() + 1, "crow_indices");
    expect(rows[0].item().toLong() == 0 && rows[-1].item().toLong() == columns.numel() && (rows.diff() >= 0).all().item().toBool(), "crow_indices to rise from 0 to the number of columns' indices");
}

// Negated, the smallest integer is itself, and the loop over its bits does not end.
void matrix_power(const Call& call) { expect(call.integer("n") != std::numeric_limits<int64_t>::min(), "n to be above the smallest integer"); }

void sobol(const Call& call) {
    constexpr int64_t bits = 30, most = 21201;
    const auto dimensions = call.integer("dimension");
    expect(dimensions >= 1 && dimensions <= most, "dimension to be from 1 to " + std::to_string(most));
    // What has a state beside it is the last point, one number a dimension; alone it is the state.
    const auto has_state = call.takes("sobolstate");
    for (const auto* name : {"self", "quasi", "sobolstate", "ltm"}) {
        if (!call.takes(name)) continue;
        const auto tensor = plain(call, name);
        auto shape = std::vector<int64_t>{dimensions, bits};
        if (has_state && std::string(name) != "sobolstate") shape.pop_back();
        if (std::string(name) == "ltm") shape.push_back(bits);
        expect(tensor.scalar_type() == at::kLong && tensor.sizes() == at::IntArrayRef(shape), std::string(name) + " to be int64 of " + std::to_string(shape.size()) + " dimensions: (dimension, 30, ...)");
    }
    if (call.takes("n")) expect(call.integer("n") >= 1 && call.integer("num_generated") >= 0, "n to be at least 1 and num_generated not to be negative");
}

// A polynomial is computed by as many steps as its degree.
void polynomial(const Call& call) {
    constexpr int64_t most = 100000;
    const auto& degree = call.at("n");
    if (degree.isTensor()) {
        const auto degrees = call.tensor("n");
        if (degrees.is_meta() || degrees.numel() == 0) return;
        expect(degrees.layout() == at::kStrided && !degrees.is_quantized() && !degrees.is_complex() && degrees.max().item().toDouble() <= static_cast<double>(most), "degrees of at most " + std::to_string(most));
    } else {
        expect(degree.toScalar().isComplex() || degree.toScalar().toDouble() <= static_cast<double>(most), "a degree of at most " + std::to_string(most));
    }
}

// as_strided asks whether the view lies within the memory; this one is for callers that know.
void reshape_alias(const Call& call) {
    const auto self = plain(call, "self");
    const auto sizes = call.integers("size"), strides = call.integers("stride");
    expect(sizes.size() == strides.size(), "a stride for each size");
    // The check of as_strided is the wanted one.
    self.as_strided(sizes, strides, self.storage_offset());
}

void sum_to_size(const Call& call) {
    const auto sizes = call.integers("size");
    expect(static_cast<int64_t>(sizes.size()) <= call.tensor("self").dim(), "at most as many sizes as self has dimensions");
    for (auto size : sizes) expect(size >= 0, "no negative size");
}

void pdist(const Call& call) { floating(plain(call, "self", 2), "self"); }

// A lazily negated or conjugated quantized tensor has its integers negated in place of the numbers they stand for.
void not_quantized(const Call& call) {
    expect(!call.tensor("self").is_quantized(), "a tensor that is not quantized");
    if (call.has("dtype")) expect(!c10::isQIntType(static_cast<at::ScalarType>(call.integer("dtype"))), "a type that is not quantized");
}

void triangle(const Call& call) {
    if (call.takes("out")) expect(plain(call, "out").is_contiguous(), "out to be contiguous");
}

void cdist_backward(const Call& call) {
    const auto first = plain(call, "x1");
    const auto second = plain(call, "x2");
    floating(first, "x1");
    expect(first.dim() >= 2 && second.dim() == first.dim() && first.size(-1) == second.size(-1) && first.scalar_type() == second.scalar_type(), "x1 and x2 of one rank, at least 2, one width and one type");
    auto distances = first.sizes().vec();
    distances.back() = second.size(-2);
    expect(first.sizes().slice(0, distances.size() - 2) == second.sizes().slice(0, distances.size() - 2), "x1 and x2 of one batch");
    for (const auto* name : {"grad", "cdist"}) expect(plain(call, name).sizes() == at::IntArrayRef(distances) && call.tensor(name).scalar_type() == first.scalar_type(), std::string(name) + " to have a number for each pair of rows");
    if (call.takes("out")) expect_like(call, "out", first, "x1");
}

void ldl_solve(const Call& call) {
    const auto factor = plain(call, "LD");
    square(factor, "LD");
    const auto pivots = plain(call, "pivots");
    expect(pivots.scalar_type() == at::kInt && pivots.sizes() == factor.sizes().slice(0, static_cast<size_t>(factor.dim()) - 1), "pivots to be int32, one a row of LD");
    expect_within(pivots.abs(), 1, factor.size(-1) + 1, "the pivots, without their sign,");
}

void norm_out(const Call& call) {
    if (call.takes("out") && call.takes("dtype")) expect(plain(call, "out").scalar_type() == static_cast<at::ScalarType>(call.integer("dtype")), "out to have the type dtype");
}

// The number after it is the smallest, whose absolute value a loop halves for ever.
void random_from(const Call& call) {
    if (call.has("from")) expect(call.integer("from") != std::numeric_limits<int64_t>::max(), "from to be below the largest integer");
}

void tensordot(const Call& call) {
    const auto self = call.tensor("self"), other = call.tensor("other");
    const auto first = call.integers("dims_self"), second = call.integers("dims_other");
    expect(first.size() == second.size(), "as many dimensions of self as of other");
    for (auto dim : first) expect(dim >= -self.dim() && dim < self.dim(), "dims_self to be dimensions of self");
    for (auto dim : second) expect(dim >= -other.dim() && dim < other.dim(), "dims_other to be dimensions of other");
}

void cholesky_solve(const Call& call) {
    const auto self = plain(call, "self");
    const auto factor = plain(call, "A");
    square(factor, "A");
    expect(self.dim() == factor.dim() && self.size(-2) == factor.size(-1) && self.scalar_type() == factor.scalar_type(), "self to have A's rank, rows and type");
    expect(self.sizes().slice(0, static_cast<size_t>(self.dim()) - 2) == factor.sizes().slice(0, static_cast<size_t>(self.dim()) - 2), "self and A to have one batch");
}

}  // namespace

Guards numeric_guards() {
    return {
        {"aten::_fft_c2r", guard<fft_c2r>},
        {"aten::_fft_r2c", guard<fft_r2c>},
        {"aten::_fft_c2c", guard<fft_c2c>},
        {"aten::fft_fft", guard<has_dimension>},
        {"aten::fft_ifft", guard<has_dimension>},
        {"aten::fft_rfft", guard<has_dimension>},
        {"aten::fft_irfft", guard<has_dimension>},
        {"aten::fft_hfft", guard<has_dimension>},
        {"aten::fft_ihfft", guard<has_dimension>},
        {"aten::permute_copy", guard<permute_copy>},
        {"aten::_pdist_backward", guard<pdist_backward>},
        {"aten::_stack", guard<some_tensors>},
        {"aten::align_tensors", guard<some_tensors>},
        {"aten::view_copy", guard<not_quantized>},
        {"aten::triu", guard<triangle>},
        {"aten::tril", guard<triangle>},
        {"aten::cat", guard<some_tensors>},
        {"aten::_cdist_backward", guard<cdist_backward>},
        {"aten::linalg_ldl_solve", guard<ldl_solve>},
        {"aten::norm", guard<norm_out>},
        {"aten::tensordot", guard<tensordot>},
        {"aten::random", guard<random_from>},
        {"aten::random_", guard<random_from>},
        {"aten::concatenate", guard<some_tensors>},
        {"aten::concat", guard<some_tensors>},
        {"aten::_compute_linear_combination", guard<linear_combination>},
        {"aten::_remove_batch_dim", guard<remove_batch_dim>},
        {"aten::matrix_exp_backward", guard<matrix_exp_backward>},
        {"aten::_local_scalar_dense", guard<one_element>},
        {"aten::_cummax_helper", guard<running_extreme>},
        {"aten::_cummin_helper", guard<running_extreme>},
        {"aten::_logcumsumexp", guard<running_sum>},
        {"aten::gradient", guard<gradient>},
        {"aten::histogramdd", guard<histogramdd>},
        {"aten::_histogramdd_from_bin_cts", guard<histogramdd>},
        {"aten::_histogramdd_from_bin_tensors", guard<histogramdd>},
        {"aten::_histogramdd_bin_edges", guard<histogramdd>},
        {"aten::_new_zeros_with_same_feature_meta", guard<same_feature>},
        {"aten::_symeig_helper", guard<square_self>},
        {"aten::_convert_indices_from_coo_to_csr", guard<coo_to_csr>},
        {"aten::_convert_indices_from_csr_to_coo", guard<csr_to_coo>},
        {"aten::matrix_power", guard<matrix_power>},
        {"aten::linalg_matrix_power", guard<matrix_power>},
        {"aten::_sobol_engine_initialize_state_", guard<sobol>},
        {"aten::_sobol_engine_scramble_", guard<sobol>},
        {"aten::_sobol_engine_draw", guard<sobol>},
        {"aten::_sobol_engine_ff_", guard<sobol>},
        {"aten::_pdist_forward", guard<pdist>},
        {"aten::sum_to_size", guard<sum_to_size>},
        {"aten::_reshape_alias", guard<reshape_alias>},
        {"aten::_reshape_alias_copy", guard<reshape_alias>},
        {"aten::_neg_view", guard<not_quantized>},
        {"aten::_neg_view_copy", guard<not_quantized>},
        {"aten::_conj", guard<not_quantized>},
        {"aten::_conj_copy", guard<not_quantized>},
        {"aten::_cholesky_solve_helper", guard<cholesky_solve>},
        {"aten::special_chebyshev_polynomial_t", guard<polynomial>},
        {"aten::special_chebyshev_polynomial_u", guard<polynomial>},
        {"aten::special_chebyshev_polynomial_v", guard<polynomial>},
        {"aten::special_chebyshev_polynomial_w", guard<polynomial>},
        {"aten::special_shifted_chebyshev_polynomial_t", guard<polynomial>},
        {"aten::special_shifted_chebyshev_polynomial_u", guard<polynomial>},
        {"aten::special_shifted_chebyshev_polynomial_v", guard<polynomial>},
        {"aten::special_shifted_chebyshev_polynomial_w", guard<polynomial>},
        {"aten::special_hermite_polynomial_h", guard<polynomial>},
        {"aten::special_hermite_polynomial_he", guard<polynomial>},
        {"aten::special_laguerre_polynomial_l", guard<polynomial>},
        {"aten::special_legendre_polynomial_p", guard<polynomial>},
    };
}

}  // namespace pluginhost
