// What the forward pass runs under.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>float32, or autocast to a narrower type over float32 weights.</summary>
internal sealed class Precision
{
    private readonly DeviceType _device;
    private readonly torch.ScalarType? _type;

    public Precision(string name, torch.Device device)
    {
        _device = device.type;
        _type = name switch
        {
            "bfloat16" => torch.ScalarType.BFloat16,
            "float16" => torch.ScalarType.Float16,
            _ => null,
        };
        if (_type == torch.ScalarType.Float16 && _device == DeviceType.CPU)
            throw new RecipeException("Precision is float16, which the CPU does not train in; use bfloat16 or float32.");
    }

    /// <summary>Begins autocast; null where nothing is to be begun. Dispose to end it.</summary>
    public IDisposable? Autocast() => _type is { } type ? torch.autocast(_device, type) : null;
}
