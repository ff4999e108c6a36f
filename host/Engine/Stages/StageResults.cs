// What a stage leaves on the disk: its model and its adapters.
namespace PluginHost.Engine;

/// <summary>Writes a stage's model and adapters in the ecosystem's layouts.</summary>
internal static class StageResults
{
    /// <summary>Writes them; a base from files that no stage has changed stays where it is.</summary>
    /// <param name="parts">The stage.</param>
    /// <param name="directory">Where to.</param>
    /// <returns>The folder of the model and those of the adapters.</returns>
    public static (string Model, List<string> Adapters) Save(StageParts parts, string directory)
    {
        var frozenBase = parts.Model.Adapters.Any(adapter => adapter.Traits.HasFlag(AdapterTraits.FreezesBase)) || parts.Plan.Mode == StageMode.Evaluate;
        var model = Path.Join(directory, "model");
        if (frozenBase && parts.Plan.ModelPath is not null) model = Path.GetFullPath(parts.Plan.ModelPath);
        else if (parts.Ranks.IsFirst) ModelFiles.Save(parts.Model, parts.Tokenizer, model);

        var adapters = new List<string>();
        foreach (var adapter in parts.Model.Adapters)
        {
            var folder = Path.Join(directory, "adapters", adapter.Name);
            if (parts.Ranks.IsFirst) AdapterFiles.Save(parts.Model, adapter, model, folder);
            adapters.Add(folder);
        }

        return (model, adapters);
    }
}
