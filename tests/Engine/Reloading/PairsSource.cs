// The source of a plugin with pairs of answers, for tests of learning from preferences.
namespace PluginHost.Tests.Engine.Reloading;

/// <summary>A plugin "pairs" with a dataset of that name: eight prompts, each with an answer that is better and one that is worse.</summary>
internal static class PairsSource
{
    public const string Text = """
        using System.Linq;
        using PluginHost;
        [assembly: Plugin("pairs")]
        [assembly: Provides(Kind.Dataset, "pairs")]
        namespace Pairs;
        public sealed class Rows : Dataset
        {
            public override long Count => 8;
            public override string Fingerprint => "8a125";
            public override Example Read(long index)
            {
                var row = new Example();
                foreach (var (answer, first) in new[] { ("chosen_", 10L), ("rejected_", 60L) })
                {
                    var ids = Enumerable.Range(0, 6).Select(i => i < 2 ? index : first + index + i).ToArray();
                    row[answer + Fields.InputIds] = ids;
                    row[answer + Fields.Labels] = ids.Select((id, i) => i < 2 ? -100 : id).ToArray();
                }
                return row;
            }
        }
        public sealed class PairsPlugin : IPlugin
        {
            public void Register(IRegistry registry) => registry.Dataset<NoOptions>("pairs", (options, context) => new DatasetSplits(new Rows()));
        }
        """;
}
