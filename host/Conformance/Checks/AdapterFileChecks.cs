// What an adapter's folder is held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>What is written of an adapter is read back.</summary>
internal static class AdapterFileChecks
{
    // What a file stores may be what is trained put through a projection.
    private const double Rounding = 1e-5;

    public static void Weights(Subject subject, AdapterTrial trial)
    {
        var (folder, expected) = Save(subject, trial);
        var other = AdapterTrial.Attach(subject, trial.Sample, seed: 2);
        CopyBase(trial, other);
        AdapterFiles.LoadWeights(other.Model, other.Adapter, folder);
        Expect.Close(other.Output(), expected, Rounding, "The outputs with an adapter and with the one that was read back from its files");
    }

    public static void Config(Subject subject, AdapterTrial trial)
    {
        var type = trial.Adapter.ToPeftConfig()["peft_type"]?.GetValue<string>();
        Expect.That(!string.IsNullOrEmpty(type), "ToPeftConfig() should hold \"peft_type\", by which files are found to be of this method.");
        Expect.Applies(subject.Registration.ReadConfig is not null, "No readConfig is registered, so a recipe cannot name the folder of a saved adapter.");
        Expect.That(subject.Entry.Format == type, $"[assembly: Provides] should have Format = \"{type}\", which is what ToPeftConfig() gives as peft_type, and has {(subject.Entry.Format is { } format ? $"\"{format}\"" : "none")}.");
        var (folder, expected) = Save(subject, trial);
        var model = trial.Sample.Make(1);
        var warnings = new List<string>();
        var context = new AdapterContext { Model = model, Method = subject.Entry.Name, Seed = 2, Warn = warnings.Add };
        AdapterFiles.Load(subject.Registration, context, folder);
        model.eval();
        var state = trial.BaseState();
        using (torch.no_grad())
            foreach (var (name, tensor) in ModuleTree.BaseState(model))
                if (state.TryGetValue(name, out var trained)) tensor.copy_(trained);
        Expect.Close(Probe.Output(model, trial.Batch), expected, Rounding, "The outputs with an adapter and with the one that was made from its folder alone");
        Expect.That(warnings.Count == 0, $"Its own folder should be read without a warning, and there is: {string.Join(" ", warnings)}");
    }

    private static (string Folder, torch.Tensor Expected) Save(Subject subject, AdapterTrial trial)
    {
        trial.Train();
        var folder = Path.Join(subject.Folder(), "adapter");
        AdapterFiles.Save(trial.Model, trial.Adapter, null, folder);
        return (folder, trial.Output());
    }

    // Running statistics of norms move while training, and are the base's.
    private static void CopyBase(AdapterTrial from, AdapterTrial to)
    {
        var state = from.BaseState();
        using var frozen = torch.no_grad();
        foreach (var (name, tensor) in ModuleTree.BaseState(to.Model))
            if (state.TryGetValue(name, out var trained)) tensor.copy_(trained);
    }
}
