// The sources of the scenario plugins: a whole one, and what each scenario changes of it.
namespace PluginHost.Tests.Loading;

/// <summary>Sources of tiny plugins.</summary>
internal static class Scenario
{
    /// <summary>A plugin with one loss, whose <see cref="Loss.Reads"/> is what tells one build from another.</summary>
    /// <param name="name">The plugin's name; its namespace is the same without hyphens.</param>
    /// <param name="loss">The loss that it announces and registers.</param>
    /// <param name="reads">A C# expression for what the loss says that it reads.</param>
    /// <param name="sdk">The contract's version.</param>
    /// <param name="register">What Register does; unless given, what is announced.</param>
    /// <param name="members">More members of the plugin's class.</param>
    /// <param name="types">More types, and usings are none of them.</param>
    /// <param name="attributes">More attributes of the assembly.</param>
    public static string Loss(string name, string loss, string reads = "\"v1\"", string sdk = "1", string? register = null, string members = "", string types = "",
        string attributes = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;
        using PluginHost;
        using TorchSharp;

        [assembly: Plugin("{{name}}", Sdk = "{{sdk}}", Author = "Acme", Description = "A loss.")]
        [assembly: Provides(Kind.Loss, "{{loss}}", typeof({{Space(name)}}.{{Space(name)}}Options), Format = "{{loss}}.json")]
        {{attributes}}

        namespace {{Space(name)}}
        {
            /// <summary>What the <see cref="{{Space(name)}}Loss"/> does.</summary>
            public sealed record {{Space(name)}}Options
            {
                /// <summary>How <c>strongly</c> it is
                /// weighed.</summary>
                [Range(0.0, 1.0)] public double Strength { get; init; } = 0.5;
            }

            public sealed class {{Space(name)}}Loss : Loss
            {
                public override IReadOnlyList<string> Reads => new[] { {{reads}} };
                public override torch.Tensor Compute(TensorMap values) => throw new NotSupportedException();
            }

            public sealed class {{Space(name)}}Plugin : IPlugin
            {
                {{members}}
                public void Register(IRegistry registry)
                {
                    {{register ?? $"registry.Loss<{Space(name)}Options>(\"{loss}\", (options, context) => new {Space(name)}Loss());"}}
                }
            }

            {{types}}
        }
        """;

    private static string Space(string name) => string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
