// How a run stands.
using System.Text.Json.Serialization;

namespace PluginHost;

/// <summary>How a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Its worker is starting.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>Its worker is at work.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It is done.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was stopped and can go on.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Its worker died, and another is about to go on.</summary>
    [JsonStringEnumMemberName("restarting")]
    Restarting,
}
