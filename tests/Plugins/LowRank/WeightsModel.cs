// A model that is nothing but its weights, for what acts on weights alone.
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.LowRank;

/// <summary>
/// The module tree of any checkpoint, made from the names and shapes of its tensors: linear maps, embeddings and convolutions at the
/// places where the real architecture has them. It cannot be run.
/// </summary>
internal sealed class WeightsModel : Model
{
    public WeightsModel(string architecture, string directory) : base(architecture)
    {
        var tensors = Safetensors.Load(Path.Join(directory, "model.safetensors"));
        foreach (var (name, weight) in tensors.Where(pair => pair.Key.EndsWith(".weight", StringComparison.Ordinal)))
        {
            var path = name[..^".weight".Length];
            Place(path.Split('.'), Leaf(path, weight, tensors.GetValueOrDefault(path + ".bias")));
        }
    }

    public override int HiddenSize => 32;

    public override IReadOnlyList<string> DefaultTargets => ["q_proj", "v_proj"];

    public override JsonObject ToConfig() => [];

    protected override Outputs Encode(Batch batch) => throw new NotSupportedException("This model is nothing but its weights.");

    private static nn.Module Leaf(string path, Tensor weight, Tensor? bias)
    {
        using var frozen = no_grad();
        nn.Module leaf = weight.shape switch
        {
            [var size] => new Vector(size),
            [var rows, var width] when path.Contains("embed", StringComparison.Ordinal) => nn.Embedding(rows, width),
            [var outputs, var inputs] => nn.Linear(inputs, outputs, hasBias: bias is not null),
            [var outputs, var inputs, var height, _] => nn.Conv2d(inputs, outputs, height, bias: bias is not null),
            _ => throw new ArgumentException($"{path} has {weight.dim()} dimensions."),
        };
        foreach (var (name, parameter) in leaf.named_parameters()) parameter.copy_(name == "weight" ? weight : bias!);
        return leaf;
    }

    private void Place(string[] path, nn.Module leaf)
    {
        nn.Module parent = this;
        foreach (var name in path[..^1])
        {
            var child = parent.named_children().FirstOrDefault(pair => pair.name == name).module;
            if (child is null) parent.register_module(name, child = new Folder());
            parent = child;
        }

        parent.register_module(path[^1], leaf);
    }

    private sealed class Folder() : nn.Module("folder");

    // Where a norm stands.
    private sealed class Vector : nn.Module<Tensor, Tensor>
    {
        public Vector(long size) : base("vector") => register_parameter("weight", new Parameter(ones(size)));

        public override Tensor forward(Tensor input) => throw new NotSupportedException();
    }
}
