// The checkpoints of one stage: folders of safetensors and JSON, and a pointer to the latest.
using System.Globalization;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Keeps a stage's checkpoints in <c>checkpoints/step-N</c>. Each is written aside and renamed; the pointer <c>latest</c> moves when the
/// new one is complete, and the last two are kept.
/// </summary>
/// <param name="stageDirectory">The stage's folder.</param>
internal sealed class CheckpointStore(string stageDirectory)
{
    private const int Kept = 2;
    private readonly string _folder = Path.Join(stageDirectory, "checkpoints");

    private string Pointer => Path.Join(_folder, "latest");

    /// <summary>Writes a checkpoint and returns its folder.</summary>
    public string Save(long step, StateWriter state)
    {
        Directory.CreateDirectory(_folder);
        var name = $"step-{step.ToString("D8", CultureInfo.InvariantCulture)}";
        var directory = Path.Join(_folder, name);
        WholeDirectory.Write(directory, target =>
        {
            Safetensors.Save(Path.Join(target, "state.safetensors"), state.Tensors.Select(pair => (pair.Key, pair.Value)), null);
            JsonFiles.Write(Path.Join(target, "state.json"), state.Values);
        });
        var aside = Pointer + ".new";
        File.WriteAllText(aside, name);
        File.Move(aside, Pointer, overwrite: true);
        foreach (var old in Directory.GetDirectories(_folder, "step-*").Order(StringComparer.Ordinal).SkipLast(Kept)) Directory.Delete(old, recursive: true);
        return directory;
    }

    /// <summary>The latest checkpoint's state, or null. The tensors belong to the caller's dispose scope.</summary>
    public (Dictionary<string, torch.Tensor> Tensors, JsonObject Values)? Latest()
    {
        if (LatestDirectory() is not { } directory) return null;
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        using var reader = Safetensors.Open(Path.Join(directory, "state.safetensors"));
        foreach (var name in reader.Names) tensors[name] = reader.Tensor(name);
        return (tensors, JsonFiles.Read(Path.Join(directory, "state.json")));
    }

    /// <summary>The latest checkpoint's folder, or null.</summary>
    public string? LatestDirectory() => File.Exists(Pointer) && Path.Join(_folder, File.ReadAllText(Pointer)) is var directory && Directory.Exists(directory) ? directory : null;
}
