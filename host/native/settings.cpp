// Settings of the library as a whole: threads, determinism, precision flags, and the texts that describe it.
#include <dlfcn.h>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>

#include "error.h"

using namespace pluginhost;

namespace {

// libtorch exports no function for it in every version; the build configuration names it in all.
std::string cpu_capability() {
    const auto config = at::show_config();
    const std::string label = "CPU capability usage: ";
    const auto start = config.find(label);
    if (start == std::string::npos) return "unknown";
    const auto end = config.find('\n', start);
    return config.substr(start + label.size(), end == std::string::npos ? std::string::npos : end - start - label.size());
}

// OpenBLAS is no dependency of the shim, so its functions are asked for by name. Sets the number where it is not 0.
int blas_threads(int number) {
    using Get = int (*)();
    using Set = void (*)(int);
    static void* const library = dlopen("libopenblas.so.0", RTLD_LAZY | RTLD_NOLOAD);
    if (library == nullptr) return 0;
    static const auto get = reinterpret_cast<Get>(dlsym(library, "openblas_get_num_threads"));
    static const auto set = reinterpret_cast<Set>(dlsym(library, "openblas_set_num_threads"));
    if (get == nullptr || set == nullptr) return 0;
    if (number > 0) set(number);
    return get();
}

}  // namespace

// which: 0 threads inside an operator, 1 threads between operators, 2 threads of OpenBLAS, which has its own where it is built on
// pthreads (0 where the BLAS is another one).
int32_t ph_threads(int32_t which, int32_t set, int32_t* count) {
    return guarded([&] {
        if (which == 2) {
            *count = blas_threads(set != 0 ? *count : 0);
            return;
        }
        if (set != 0 && which == 0) at::set_num_threads(*count);
        if (set != 0 && which == 1) at::set_num_interop_threads(*count);
        *count = which == 0 ? at::get_num_threads() : static_cast<int32_t>(at::get_num_interop_threads());
    });
}

int32_t ph_deterministic(int32_t set, int32_t* enabled, int32_t* warn_only) {
    return guarded([&] {
        auto& context = at::globalContext();
        if (set != 0) context.setDeterministicAlgorithms(*enabled != 0, *warn_only != 0);
        *enabled = context.deterministicAlgorithms() ? 1 : 0;
        *warn_only = context.deterministicAlgorithmsWarnOnly() ? 1 : 0;
    });
}

// which: 0 cuDNN benchmarks, 1 cuDNN deterministic, 2 TF32 in matrix products, 3 TF32 in cuDNN.
int32_t ph_flag(int32_t which, int32_t set, int32_t* value) {
    return guarded([&] {
        auto& context = at::globalContext();
        const auto on = *value != 0;
        switch (which) {
            case 0:
                if (set != 0) context.setBenchmarkCuDNN(on);
                *value = context.benchmarkCuDNN() ? 1 : 0;
                break;
            case 1:
                if (set != 0) context.setDeterministicCuDNN(on);
                *value = context.deterministicCuDNN() ? 1 : 0;
                break;
            case 2:
                if (set != 0) context.setAllowTF32CuBLAS(on);
                *value = context.allowTF32CuBLAS() ? 1 : 0;
                break;
            case 3:
                if (set != 0) context.setAllowTF32CuDNN(on);
                *value = context.allowTF32CuDNN() ? 1 : 0;
                break;
            default: throw std::invalid_argument("no such flag");
        }
    });
}

// which: 0 version, 1 build configuration, 2 parallel settings, 3 CPU capability.
int32_t ph_text(int32_t which, const char** text) {
    return guarded([&] {
        switch (which) {
            case 0: *text = TORCH_VERSION; break;
            case 1: *text = keep(at::show_config()); break;
            case 2: *text = keep(at::get_parallel_info()); break;
            case 3: *text = keep(cpu_capability()); break;
            default: throw std::invalid_argument("no such text");
        }
    });
}

int32_t ph_device_count(int32_t device_type, int32_t* count) {
    return guarded([&] { *count = static_cast<int32_t>(compat::device_count(static_cast<c10::DeviceType>(device_type))); });
}

int32_t ph_flush_denormal(int32_t enabled, int32_t* supported) {
    return guarded([&] { *supported = at::globalContext().setFlushDenormal(enabled != 0) ? 1 : 0; });
}
