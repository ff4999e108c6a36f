// Models from the reference folders, as the host would make them.
using PluginHost.Objectives;
using PluginHost.TextModels;

namespace PluginHost.Tests.Plugins.TextModels;

/// <summary>Models from folders in Hugging Face's layout, with the head that they were saved with.</summary>
internal static class StoredModels
{
    /// <summary>A model whose files have every weight and none too many.</summary>
    public static Model Load(string directory)
    {
        var config = ModelFiles.ReadConfig(directory);
        var model = Make(config);
        model.Attach(LanguageModelingHead.Create(new LanguageModelingOptions(), new HeadContext { Model = model }));
        var report = ModelFiles.LoadWeights(model, directory);
        Xunit.Assert.Empty(report.Missing);
        Xunit.Assert.Empty(report.Unused);
        model.eval();
        return model;
    }

    /// <summary>A model without weights of its own yet, from a <c>config.json</c>.</summary>
    public static Model Make(System.Text.Json.Nodes.JsonObject config)
    {
        var type = config["model_type"]!.GetValue<string>();
        var registration = new Registrations(new TextModelsPlugin()).Get(Kind.Model, type);
        return (Model)registration.Create(registration.ReadConfig!(config), new ModelContext { Seed = 1 });
    }
}
