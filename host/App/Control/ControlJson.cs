// How the control server writes a run's state. Generated at build time.
using System.Text.Json.Serialization;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>JSON of a run's state.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunState))]
internal sealed partial class ControlJson : JsonSerializerContext;
