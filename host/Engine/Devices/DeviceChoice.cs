// Which device a stage runs on.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Which device a stage runs on.</summary>
internal static class DeviceChoice
{
    /// <summary>The device of a name.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="ranks">The processes that train together: each takes the GPU of its number.</param>
    /// <exception cref="SetupException">There is no such device on this machine.</exception>
    /// <exception cref="RecipeException">It is no device's name.</exception>
    public static torch.Device Choose(string name, Ranks ranks)
    {
        var own = name is "auto" or "cuda" && !ranks.IsAlone ? $"cuda:{ranks.LocalRank}" : name;
        if (name == "auto") return torch.cuda.is_available() ? Choose(own == name ? "cuda:0" : own, Ranks.Alone) : torch.device("cpu");
        if (name == "cuda" && own != name) return Choose(own, Ranks.Alone);
        if (name == "cpu") return torch.device("cpu");
        if (name != "cuda" && !name.StartsWith("cuda:", StringComparison.Ordinal))
            throw new RecipeException($"The device is \"{name}\"; it has to be auto, cpu, cuda or cuda:N.");
        if (!torch.cuda.is_available())
            throw new SetupException($"The device is \"{name}\", and this libtorch sees no CUDA device. Use --device cpu, or see ./pluginhost doctor for why.");
        var index = 0;
        if (name.Length > 5 && !int.TryParse(name.AsSpan(5), out index)) throw new RecipeException($"The device is \"{name}\"; after cuda: comes a number.");
        if (index < 0 || index >= torch.cuda.device_count())
            throw new SetupException($"The device is \"{name}\", and there are {torch.cuda.device_count()}: cuda:0 to cuda:{torch.cuda.device_count() - 1}.");
        return torch.device($"cuda:{index}");
    }
}
