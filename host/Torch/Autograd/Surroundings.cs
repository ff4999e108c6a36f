// What a function that is computed again must find as it was: its inputs, the random numbers, autocast.
using static TorchSharp.torch;

namespace TorchSharp.Autograd;

internal sealed class Surroundings : IDisposable
{
    private readonly Tensor?[] _inputs;
    private readonly bool[] _needGradient;
    private readonly List<(Generator Generator, Tensor State)> _random = [];
    private readonly List<(DeviceType Device, bool Enabled, ScalarType Type)> _autocast;

    internal Surroundings(Tensor?[] inputs, bool random)
    {
        // References of their own: the caller's handles may be gone by then.
        _inputs = Array.ConvertAll(inputs, input => input?.AliasHandle().DetachFromDisposeScope());
        _needGradient = Array.ConvertAll(inputs, input => input is { requires_grad: true });
        if (random)
            _random = States();
        DeviceType[] devices = cuda.is_available() ? [DeviceType.CPU, DeviceType.CUDA] : [DeviceType.CPU];
        _autocast = [.. devices.Select(device => (device, is_autocast_enabled(device), autocast_type(device)))];
    }

    /// <summary>The inputs apart from the graph that made them, ready to gather gradients.</summary>
    internal Tensor[] Inputs() => [.. _inputs.Select((input, i) => input?.detach().requires_grad_(_needGradient[i])!)];

    /// <summary>Restores the random numbers and autocast until the result is disposed of.</summary>
    internal IDisposable Enter()
    {
        var now = _random.Count > 0 ? States() : [];
        foreach (var (generator, state) in _random)
            generator.set_state(state);
        var casts = _autocast.ConvertAll(cast => autocast(cast.Device, cast.Enabled ? cast.Type : null, cast.Enabled));
        return new Leaving(() =>
        {
            casts.Reverse();
            casts.ForEach(cast => cast.Dispose());
            foreach (var (generator, state) in now)
                generator.set_state(state);
            Free(now);
        });
    }

    public void Dispose()
    {
        foreach (var input in _inputs)
            input?.Dispose();
        Free(_random);
        _random.Clear();
    }

    private static List<(Generator, Tensor)> States()
    {
        List<Device> devices = [CPU, .. Enumerable.Range(0, cuda.device_count()).Select(index => new Device(DeviceType.CUDA, index))];
        return devices.ConvertAll(device =>
        {
            var generator = Generator.Of(device);
            return (generator, generator.get_state().DetachFromDisposeScope());
        });
    }

    private static void Free(List<(Generator Generator, Tensor State)> states)
    {
        foreach (var (generator, state) in states)
        {
            generator.Dispose();
            state.Dispose();
        }
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
