// The entries of host/native/api.h. All types are blittable, so that a call costs no marshalling.
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe class NativeMethods
{
    internal const string Core = "pluginhost_core";

    [DllImport(Core)] internal static extern byte* ph_error_message();

    [DllImport(Core)] internal static extern int ph_operator_find(byte* name, int length, nint* found);
    [DllImport(Core)] internal static extern int ph_operator_schema(nint op, byte** text);
    [DllImport(Core)] internal static extern int ph_operator_call(nint op, Value* arguments, int count, Value* results, int capacity, int* resultsCount);
    [DllImport(Core)] internal static extern int ph_operator_names(byte** names);
    [DllImport(Core)] internal static extern int ph_profile_start();
    [DllImport(Core)] internal static extern int ph_profile_stop(byte** lines);
    [DllImport(Core)] internal static extern void ph_free(void* memory);

    [DllImport(Core)] internal static extern int ph_tensor_release(nint tensor);
    [DllImport(Core)] internal static extern int ph_tensor_alias(nint tensor, nint* result);
    [DllImport(Core)] internal static extern int ph_tensor_info(nint tensor, TensorInfo* info);
    [DllImport(Core)] internal static extern int ph_tensor_data(nint tensor, void** data);
    [DllImport(Core)] internal static extern int ph_tensor_read(nint tensor, void* destination, long bytes);
    [DllImport(Core)] internal static extern int ph_tensor_item(nint tensor, Value* result);
    [DllImport(Core)] internal static extern int ph_tensor_from_memory(void* data, long* sizes, int dimensions, int scalarType, int deviceType, int deviceIndex, nint* result);
    [DllImport(Core)] internal static extern int ph_tensor_borrow_memory(void* data, long* sizes, int dimensions, int scalarType, long handle, delegate* unmanaged<long, void> release, nint* result);
    [DllImport(Core)] internal static extern int ph_tensor_same_storage(nint left, nint right, int* same);
    [DllImport(Core)] internal static extern int ph_tensor_version(nint tensor, long* version);
    [DllImport(Core)] internal static extern int ph_tensor_bump_version(nint tensor);
    [DllImport(Core)] internal static extern int ph_tensor_set_data(nint tensor, nint data);

    [DllImport(Core)] internal static extern int ph_tensor_grad(nint tensor, nint* result);
    [DllImport(Core)] internal static extern int ph_tensor_set_grad(nint tensor, nint gradient);
    [DllImport(Core)] internal static extern int ph_tensor_set_requires_grad(nint tensor, int value);
    [DllImport(Core)] internal static extern int ph_tensor_register_hook(nint tensor, long handle, nint* place);
    [DllImport(Core)] internal static extern int ph_hook_remove(nint place);
    [DllImport(Core)] internal static extern int ph_accumulator_keep(nint tensor, nint* kept);
    [DllImport(Core)] internal static extern int ph_accumulator_release(nint kept);
    [DllImport(Core)] internal static extern int ph_tensor_grad_fn_name(nint tensor, byte** name);
    [DllImport(Core)] internal static extern int ph_backward(nint* tensors, nint* gradients, int count, nint* inputs, int inputsCount, int retainGraph, int createGraph);
    [DllImport(Core)] internal static extern int ph_grad(nint* outputs, nint* gradients, int count, nint* inputs, int inputsCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [DllImport(Core)] internal static extern int ph_grad_mode(int* enabled);
    [DllImport(Core)] internal static extern int ph_set_grad_mode(int enabled);
    [DllImport(Core)] internal static extern int ph_inference_mode_enter(nint* guard);
    [DllImport(Core)] internal static extern int ph_inference_mode_leave(nint guard);
    [DllImport(Core)] internal static extern int ph_inference_mode(int* enabled);
    [DllImport(Core)] internal static extern int ph_autocast_get(int deviceType, int* enabled, int* scalarType);
    [DllImport(Core)] internal static extern int ph_autocast_set(int deviceType, int enabled, int scalarType);
    [DllImport(Core)] internal static extern int ph_autocast_nesting(int change, int* depth);
    [DllImport(Core)] internal static extern int ph_autocast_cache(int enabled, int* previous);
    [DllImport(Core)] internal static extern int ph_node_callbacks(delegate* unmanaged<long, nint*, int, nint*, int, int> backward, delegate* unmanaged<long, void> release);
    [DllImport(Core)] internal static extern int ph_node_attach(long handle, nint* inputs, int inputsCount, nint* outputs, int outputsCount, int* attached);
    [DllImport(Core)] internal static extern int ph_anomaly_mode(int* enabled, int* checkNan);
    [DllImport(Core)] internal static extern int ph_set_anomaly_mode(int enabled, int checkNan, delegate* unmanaged<byte*, int, int> place);

    [DllImport(Core)] internal static extern int ph_manual_seed(long seed);
    [DllImport(Core)] internal static extern int ph_generator_default(int deviceType, int deviceIndex, nint* result);
    [DllImport(Core)] internal static extern int ph_generator_new(int deviceType, int deviceIndex, long seed, nint* result);
    [DllImport(Core)] internal static extern int ph_generator_release(nint generator);
    [DllImport(Core)] internal static extern int ph_generator_seed(nint generator, int action, long* seed);
    [DllImport(Core)] internal static extern int ph_generator_get_state(nint generator, nint* state);
    [DllImport(Core)] internal static extern int ph_generator_set_state(nint generator, nint state);

    [DllImport(Core)] internal static extern int ph_threads(int which, int set, int* count);
    [DllImport(Core)] internal static extern int ph_deterministic(int set, int* enabled, int* warnOnly);
    [DllImport(Core)] internal static extern int ph_flag(int which, int set, int* value);
    [DllImport(Core)] internal static extern int ph_text(int which, byte** text);
    [DllImport(Core)] internal static extern int ph_device_count(int deviceType, int* count);
    [DllImport(Core)] internal static extern int ph_flush_denormal(int enabled, int* supported);

    [DllImport(Core)] internal static extern int ph_memory_limit(long bytes, long* previous);
    [DllImport(Core)] internal static extern int ph_memory_zones(int enable, long* found);

    /// <summary>Throws for a failed entry that is no operator; <paramref name="what"/> names what was being done.</summary>
    internal static void Check(int status, string what)
    {
        if (status != 0)
            throw Errors.Create(status, what, default);
    }
}
