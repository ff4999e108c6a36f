// The source of a plugin with a loss that trains, for tests that rebuild it.
namespace PluginHost.Tests.Engine.Reloading;

/// <summary>A plugin "acme" with the loss "strange": cross-entropy, scaled.</summary>
internal static class StrangeLoss
{
    /// <param name="scale">A C# expression for the factor; <c>_calls</c> is how often the loss was computed, and is its state.</param>
    /// <param name="register">What Register does; unless given, what is announced.</param>
    /// <param name="compute">What comes before the loss is computed.</param>
    /// <param name="members">More members of the loss.</param>
    /// <param name="name">The name that is announced.</param>
    /// <param name="load">What comes first when state is given back.</param>
    public static string Source(string scale = "1.0", string? register = null, string compute = "", string members = "", string name = "strange", string load = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using PluginHost;
        using TorchSharp;
        [assembly: Plugin("acme")]
        [assembly: Provides(Kind.Loss, "{{name}}")]
        namespace Acme;
        public sealed class StrangeLoss : Loss, IStateful
        {
            private int _calls;
            {{members}}
            public override IReadOnlyList<string> Reads => new[] { Fields.Logits, Fields.Labels };
            public override torch.Tensor Compute(TensorMap values)
            {
                {{compute}}
                if (torch.is_grad_enabled()) _calls++;
                return torch.nn.functional.cross_entropy(values[Fields.Logits].flatten(0, 1), values[Fields.Labels].flatten()) * {{scale}};
            }
            public void Save(StateWriter state) => state.Write("calls", _calls);
            public void Load(StateReader state) { {{load}} _calls = state.Value("calls").GetValue<int>(); }
        }
        public sealed class AcmePlugin : IPlugin
        {
            public void Register(IRegistry registry) { {{register ?? $"registry.Loss<NoOptions>(\"{name}\", (options, context) => new StrangeLoss());"}} }
        }
        """;
}
