// Tests that change what the whole process shares (seeds, thread counts, counts of live tensors) run one at a time.
using Xunit;

namespace PluginHost.Tests.Torch;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalSettings
{
    public const string Name = "global settings of torch";
}
