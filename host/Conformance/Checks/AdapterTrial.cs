// An adapter on one architecture: what every check of adapters begins with.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Conformance;

/// <summary>A fresh adapter that is attached to a small model.</summary>
internal sealed class AdapterTrial
{
    private AdapterTrial(SampleModel sample, Model model, Adapter adapter, Batch batch, torch.Tensor before, HashSet<string> own)
    {
        (Sample, Model, Adapter, Batch, Before, BaseNames) = (sample, model, adapter, batch, before, own);
        Traits = adapter.Traits;
    }

    public SampleModel Sample { get; }

    public Model Model { get; }

    public Adapter Adapter { get; }

    public Batch Batch { get; }

    /// <summary>What the model gave before the adapter was there.</summary>
    public torch.Tensor Before { get; }

    /// <summary>The names of the base's parameters.</summary>
    public HashSet<string> BaseNames { get; }

    /// <summary>What the adapter promises.</summary>
    public AdapterTraits Traits { get; }

    /// <summary>Attaches a fresh adapter to a model; what it refuses with a sentence is thrown as it is.</summary>
    public static AdapterTrial Attach(Subject subject, SampleModel sample, torch.ScalarType? type = null, long seed = 1)
    {
        var model = sample.Make();
        var batch = sample.Batch(model);
        if (type is { } narrow)
        {
            model.to(narrow);
            foreach (var (name, tensor) in new Batch(batch))
                if (tensor.is_floating_point()) batch[name] = tensor.to(narrow);
        }

        var before = Probe.Output(model, batch);
        var names = model.named_parameters().Select(pair => ModuleTree.BaseName(pair.name)).ToHashSet(StringComparer.Ordinal);
        var adapter = subject.Make<Adapter>(Context(subject, model, seed));
        model.Attach(adapter);
        model.eval();
        Expect.That(adapter.Name == "default" && adapter.Method == subject.Entry.Name,
            $"The adapter should have the name and the method of its context (\"default\" and \"{subject.Entry.Name}\"), and has \"{adapter.Name}\" and \"{adapter.Method}\".");
        return new AdapterTrial(sample, model, adapter, batch, before, names);
    }

    public static AdapterContext Context(Subject subject, Model model, long seed) =>
        new() { Model = model, Method = subject.Entry.Name, Seed = seed, BaseDirectory = subject.BaseDirectory };

    public torch.Tensor Output() => Probe.Output(Model, Batch);

    /// <summary>What is trained, by name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Trained() => Model.named_parameters().Where(pair => pair.parameter.requires_grad);

    /// <summary>The base's state, copied.</summary>
    public Dictionary<string, torch.Tensor> BaseState() => ModuleTree.BaseState(Model).ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone(), StringComparer.Ordinal);

    /// <summary>Makes steps as the engine does, so that the adapter is no longer fresh.</summary>
    public void Train(int steps = 2)
    {
        Model.train();
        using var optimizer = torch.optim.SGD(Trained().Select(pair => pair.Parameter), 0.05);
        for (var step = 1; step <= steps; step++)
        {
            Step(optimizer, step, steps);
            // Much is zero in a fresh adapter; a small push gives every parameter a part in what follows.
            if (step > 1) continue;
            using var frozen = torch.no_grad();
            using var generator = new torch.Generator(5, torch.CPU);
            foreach (var (_, parameter) in Adapter.Parameters)
                if (parameter.requires_grad)
                    parameter.add_(torch.empty(parameter.shape).normal_(0, 0.05, generator).to(parameter.dtype));
        }

        Model.eval();
    }

    private void Step(torch.optim.Optimizer optimizer, int step, int steps)
    {
        optimizer.zero_grad();
        var loss = Probe.Scalar(Model.call(Batch));
        if (Adapter.Penalty() is { } penalty) loss = loss + penalty;
        // The size of the sum is arbitrary; that of the gradient should not be.
        (loss / 100).backward();
        torch.nn.utils.clip_grad_norm_(Trained().Select(pair => pair.Parameter), 1);
        optimizer.step();
        Adapter.AfterStep(step, steps);
    }
}
