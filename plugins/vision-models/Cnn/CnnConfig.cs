// config.json of the small convolutional network, both ways.
using System.Text.Json.Nodes;
using PluginHost.Layers;

namespace PluginHost.VisionModels;

/// <summary><c>config.json</c> of the type <c>cnn</c>; a format of this project's own.</summary>
internal static class CnnConfig
{
    /// <summary>The options that a file describes.</summary>
    public static CnnOptions Read(JsonObject file)
    {
        var config = new HuggingFaceConfig(file);
        return new CnnOptions { Channels = config.Int("num_channels"), Width = config.Int("width"), Stages = config.Int("num_stages") };
    }

    /// <summary>What a file says.</summary>
    public static JsonObject Write(CnnOptions options) => new()
    {
        ["model_type"] = "cnn",
        ["num_channels"] = options.Channels,
        ["width"] = options.Width,
        ["num_stages"] = options.Stages,
    };
}
