// How plans, results and events are written as JSON. Generated at build time, so that a start does not pay for reflection.
using System.Text.Json.Serialization;

namespace PluginHost;

/// <summary>JSON of the Sdk's own types; never of a plugin's.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(StagePlan))]
[JsonSerializable(typeof(StageResult))]
internal sealed partial class SdkJson : JsonSerializerContext;
