// The C ABI of the door into libtorch: every function that the managed side calls, and the two structures that cross.
// Every entry returns a Status; the message of a failure waits in ph_error_message() of the same thread.
#pragma once
#include <cstdint>

#define PH_API extern "C" __attribute__((visibility("default")))

// Why a call failed. The managed side picks the exception from it.
enum Status : int32_t {
    kOk = 0,
    kFailed = 1,
    kIndex = 2,
    kType = 3,
    kValue = 4,
    kNotImplemented = 5,
    kOutOfMemory = 6,
    kLinearAlgebra = 7,
    kCallback = 8,
};

// What a Value holds. The numbers are mirrored in host/Torch/Native/Value.cs.
enum Tag : int32_t {
    kTagNone = 0,
    kTagTensor = 1,        // pointer: TensorImpl*, borrowed as an argument, owned as a result
    kTagTensors = 2,       // pointer: TensorImpl*[length]; a null entry is an absent tensor
    kTagInt = 3,
    kTagFloat = 4,
    kTagBool = 5,
    kTagInts = 6,          // pointer: int64_t[length]
    kTagFloats = 7,        // pointer: double[length]
    kTagBools = 8,         // pointer: uint8_t[length]
    kTagString = 9,        // pointer: UTF-8, length in bytes
    kTagDevice = 10,       // integer: device type << 32 | index & 0xffffffff
    kTagGenerator = 11,    // pointer: GeneratorImpl*
    kTagDefault = 12,      // the schema's own default
    kTagNumbers = 13,      // pointer: Value[length], each kTagInt, kTagFloat, kTagBool or kTagComplex (Scalar[])
    kTagComplex = 14,      // pointer: double[2]
};

struct Value {
    int32_t tag;
    int32_t length;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};
static_assert(sizeof(Value) == 16, "the managed side mirrors this layout");

// What the managed side asks about a tensor, in one call.
struct TensorInfo {
    int32_t scalar_type;
    int32_t device_type;
    int32_t device_index;
    int32_t dimensions;
    int32_t layout;
    int32_t flags;              // 1 requires_grad, 2 is_leaf, 4 contiguous, 8 inference, 16 has grad_fn, 32 is_view, 64 is_conj, 128 is_neg
    int64_t elements;
    int64_t element_size;
    const int64_t* sizes;       // valid while the tensor is alive and not resized
    const int64_t* strides;     // null where the layout has none
};

using BackwardCallback = int32_t (*)(int64_t handle, void* const* gradients, int32_t count, void** results, int32_t results_count);
using ReleaseCallback = void (*)(int64_t handle);
// Writes the managed place that is calling, as UTF-8, and gives its length, at most the capacity.
using PlaceCallback = int32_t (*)(char* text, int32_t capacity);

// Errors
PH_API const char* ph_error_message();

// Operators
PH_API int32_t ph_operator_find(const char* name, int32_t length, void** found);
PH_API int32_t ph_operator_schema(void* op, const char** text);
PH_API int32_t ph_operator_call(void* op, const Value* arguments, int32_t count, Value* results, int32_t capacity, int32_t* results_count);
PH_API int32_t ph_operator_names(const char** names);
PH_API void ph_free(void* memory);

// Tensors
PH_API int32_t ph_tensor_release(void* tensor);
PH_API int32_t ph_tensor_alias(void* tensor, void** result);
PH_API int32_t ph_tensor_info(void* tensor, TensorInfo* info);
PH_API int32_t ph_tensor_data(void* tensor, void** data);
PH_API int32_t ph_tensor_read(void* tensor, void* destination, int64_t bytes);
PH_API int32_t ph_tensor_item(void* tensor, Value* result);
PH_API int32_t ph_tensor_from_memory(const void* data, const int64_t* sizes, int32_t dimensions, int32_t scalar_type, int32_t device_type, int32_t device_index, void** result);
PH_API int32_t ph_tensor_borrow_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t scalar_type, int64_t handle, ReleaseCallback release, void** result);
PH_API int32_t ph_tensor_same_storage(void* left, void* right, int32_t* same);
PH_API int32_t ph_tensor_version(void* tensor, int64_t* version);
PH_API int32_t ph_tensor_bump_version(void* tensor);
PH_API int32_t ph_tensor_set_data(void* tensor, void* data);

// Autograd
PH_API int32_t ph_tensor_grad(void* tensor, void** result);
PH_API int32_t ph_tensor_set_grad(void* tensor, void* gradient);
PH_API int32_t ph_tensor_set_requires_grad(void* tensor, int32_t value);
PH_API int32_t ph_tensor_register_hook(void* tensor, int64_t handle, void** place);
PH_API int32_t ph_hook_remove(void* place);
PH_API int32_t ph_accumulator_keep(void* tensor, void** kept);
PH_API int32_t ph_accumulator_release(void* kept);
PH_API int32_t ph_tensor_grad_fn_name(void* tensor, const char** name);
PH_API int32_t ph_backward(void* const* tensors, void* const* gradients, int32_t count, void* const* inputs, int32_t inputs_count, int32_t retain_graph, int32_t create_graph);
PH_API int32_t ph_grad(void* const* outputs, void* const* gradients, int32_t count, void* const* inputs, int32_t inputs_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** results);
PH_API int32_t ph_grad_mode(int32_t* enabled);
PH_API int32_t ph_set_grad_mode(int32_t enabled);
PH_API int32_t ph_inference_mode_enter(void** guard);
PH_API int32_t ph_inference_mode_leave(void* guard);
PH_API int32_t ph_inference_mode(int32_t* enabled);
PH_API int32_t ph_autocast_get(int32_t device_type, int32_t* enabled, int32_t* scalar_type);
PH_API int32_t ph_autocast_set(int32_t device_type, int32_t enabled, int32_t scalar_type);
PH_API int32_t ph_autocast_nesting(int32_t change, int32_t* depth);
PH_API int32_t ph_autocast_cache(int32_t enabled, int32_t* previous);
PH_API int32_t ph_node_callbacks(BackwardCallback backward, ReleaseCallback release);
PH_API int32_t ph_node_attach(int64_t handle, void* const* inputs, int32_t inputs_count, void* const* outputs, int32_t outputs_count, int32_t* attached);
PH_API int32_t ph_anomaly_mode(int32_t* enabled, int32_t* check_nan);
PH_API int32_t ph_set_anomaly_mode(int32_t enabled, int32_t check_nan, PlaceCallback place);

// Generators
PH_API int32_t ph_manual_seed(int64_t seed);
PH_API int32_t ph_generator_default(int32_t device_type, int32_t device_index, void** result);
PH_API int32_t ph_generator_new(int32_t device_type, int32_t device_index, int64_t seed, void** result);
PH_API int32_t ph_generator_release(void* generator);
PH_API int32_t ph_generator_seed(void* generator, int32_t action, int64_t* seed);
PH_API int32_t ph_generator_get_state(void* generator, void** state);
PH_API int32_t ph_generator_set_state(void* generator, void* state);

// Timing operators
PH_API int32_t ph_profile_start();
PH_API int32_t ph_profile_stop(const char** lines);

// Settings of the library
PH_API int32_t ph_threads(int32_t which, int32_t set, int32_t* count);
PH_API int32_t ph_deterministic(int32_t set, int32_t* enabled, int32_t* warn_only);
PH_API int32_t ph_flag(int32_t which, int32_t set, int32_t* value);
PH_API int32_t ph_text(int32_t which, const char** text);
PH_API int32_t ph_device_count(int32_t device_type, int32_t* count);
PH_API int32_t ph_flush_denormal(int32_t enabled, int32_t* supported);

// CPU memory
PH_API int32_t ph_memory_limit(int64_t bytes, int64_t* previous);
PH_API int32_t ph_memory_zones(int32_t enable, int64_t* found);
