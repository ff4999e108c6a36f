// Keeps the run's random numbers where they are while parts are built, which draws some.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>The state of the generators that training draws from, to go back to.</summary>
internal sealed class KeptGenerators : IDisposable
{
    private readonly torch.Device _device;
    private readonly torch.Tensor _cpu;
    private readonly torch.Tensor? _gpu;

    /// <summary>Takes the state as it is now.</summary>
    public KeptGenerators(torch.Device device)
    {
        _device = device;
        _cpu = torch.get_rng_state().DetachFromDisposeScope();
        _gpu = device.type == DeviceType.CUDA ? torch.Generator.Of(device).get_state().DetachFromDisposeScope() : null;
    }

    /// <summary>Goes back to it.</summary>
    public void Restore()
    {
        torch.set_rng_state(_cpu);
        if (_gpu is not null) torch.Generator.Of(_device).set_state(_gpu);
    }

    public void Dispose()
    {
        _cpu.Dispose();
        _gpu?.Dispose();
    }
}
