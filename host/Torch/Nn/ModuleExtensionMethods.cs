// to, cpu, cuda and half of a module, which give the module back under its own type.
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moving modules.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module => (T)module._to(device, type, non_blocking);

    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module => (T)module._to(device, null, non_blocking);

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module => (T)module._to(null, type, non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module => (T)module._to(new Device(deviceType, deviceIndex), null, non_blocking);

    public static T cpu<T>(this T module) where T : nn.Module => (T)module._to(CPU, null);

    public static T cuda<T>(this T module, int deviceIndex = -1) where T : nn.Module => (T)module._to(new Device(DeviceType.CUDA, deviceIndex), null);

    public static T half<T>(this T module) where T : nn.Module => module.to(ScalarType.Float16);

    public static T bfloat16<T>(this T module) where T : nn.Module => module.to(ScalarType.BFloat16);

    public static T @float<T>(this T module) where T : nn.Module => module.to(ScalarType.Float32);

    public static T @double<T>(this T module) where T : nn.Module => module.to(ScalarType.Float64);
}
