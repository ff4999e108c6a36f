// What a fine-tuning method is held to: its traits, and what every adapter promises.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Adapter"/>, on every architecture that the method attaches to.</summary>
internal static class AdapterChecks
{
    private const double Rounding = 1e-5;
    private const double MergeRounding = 1e-3;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it attaches to the architectures that there are", Attaches),
        ("a fresh one changes nothing", subject => On(subject, FreshIsIdentity)),
        ("the base stays as it is, bit for bit", subject => On(subject, BaseStaysFrozen)),
        ("gradients reach what it trains and nothing else", subject => On(subject, Gradients)),
        ("turned off, the model computes what the base does", subject => On(subject, TurnsOff)),
        ("merged equals active, or it refuses", subject => On(subject, Merges)),
        ("unmerged it is what it was, or it refuses", subject => On(subject, Unmerges)),
        ("it keeps the length of a row, or says that it does not", subject => On(subject, Length)),
        ("what is saved is read back", subject => On(subject, trial => AdapterFileChecks.Weights(subject, trial))),
        ("its folder can be named by a recipe", subject => On(subject, trial => AdapterFileChecks.Config(subject, trial))),
        ("a seed gives the same adapter", subject => On(subject, trial => Determinism(subject, trial))),
        ("it works without gradients", subject => On(subject, NoGrad)),
        ("it trains in bfloat16", subject => On(subject, trial => BFloat16(subject, trial))),
    ];

    private static string? Attaches(Subject subject)
    {
        var (supported, refused) = Supported(subject);
        Expect.That(supported.Count > 0, $"It should attach to at least one architecture, and refuses all: {string.Join(" ", refused.Select(one => $"{one.Sample.Name}: {one.Sentence}"))}");
        foreach (var sample in supported)
        {
            var trial = AdapterTrial.Attach(subject, sample);
            Expect.That(trial.Adapter.Parameters.Any(), $"On {sample.Name} it should have parameters, and Parameters is empty.");
            var repeated = trial.Adapter.Parameters.GroupBy(pair => pair.Key).FirstOrDefault(group => group.Count() > 1);
            Expect.That(repeated is null, $"On {sample.Name} every parameter should have a name of its own, and \"{repeated?.Key}\" is there twice.");
            var held = trial.Model.parameters().ToHashSet<object>(ReferenceEqualityComparer.Instance);
            var loose = trial.Adapter.Parameters.FirstOrDefault(pair => !held.Contains(pair.Value));
            Expect.That(loose.Value is null, $"On {sample.Name} the model should hold \"{loose.Key}\", and does not: register it in a module that stands in the model (AdapterContext.Replace) or in OwnModule.");
        }

        return $"On {string.Join(", ", supported.Select(sample => sample.Name))}."
            + string.Concat(refused.Select(one => $" Not on {one.Sample.Name}: {one.Sentence}"));
    }

    private static void FreshIsIdentity(AdapterTrial trial)
    {
        Expect.Applies(trial.Traits.HasFlag(AdapterTraits.FreshIsIdentity), "It does not declare FreshIsIdentity.");
        Expect.Close(trial.Output(), trial.Before, Rounding, "The outputs with a fresh adapter and without");
    }

    private static void BaseStaysFrozen(AdapterTrial trial)
    {
        Expect.Applies(trial.Traits.HasFlag(AdapterTraits.FreezesBase), "It does not declare FreezesBase.");
        var own = trial.Adapter.Parameters.Select(pair => pair.Value).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var loose = trial.Trained().FirstOrDefault(pair => !own.Contains(pair.Parameter)).Name;
        Expect.That(loose is null, $"Nothing but its own parameters should be trained, and \"{loose}\" is: Attach has to call AdapterContext.FreezeBase().");
        var before = trial.BaseState();
        var fresh = trial.Adapter.Parameters.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
        trial.Train();
        foreach (var (name, tensor) in ModuleTree.BaseState(trial.Model))
            if (!IsStatistic(trial, name))
                Expect.Same(tensor, before[name], $"The base's \"{name}\" before and after steps of an optimizer");
        Expect.That(trial.Adapter.Parameters.Any(pair => !torch.equal(pair.Value, fresh[pair.Key])), "Steps of an optimizer should change the adapter, and changed none of its parameters.");
    }

    // Running statistics of norms move whenever a model trains, whatever is frozen.
    private static bool IsStatistic(AdapterTrial trial, string name) => !trial.BaseNames.Contains(name);

    private static void Gradients(AdapterTrial trial)
    {
        trial.Train(1);
        foreach (var (_, parameter) in trial.Model.named_parameters()) parameter.grad = null;
        var parameters = trial.Adapter.Parameters.Where(pair => pair.Value.requires_grad).ToList();
        Expect.That(parameters.Count > 0, "At least one of its parameters should be trained, and none requires a gradient.");
        Probe.Scalar(trial.Model.call(trial.Batch)).backward();
        foreach (var (name, parameter) in parameters) Probe.HasGradient(name, parameter);
        var own = trial.Adapter.Parameters.Select(pair => pair.Value).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, parameter) in trial.Model.named_parameters())
        {
            if (own.Contains(parameter)) continue;
            Expect.That(parameter.grad is null || !trial.Traits.HasFlag(AdapterTraits.FreezesBase), $"\"{name}\" is none of its parameters and should get no gradient, and gets one.");
            Expect.That(!parameter.requires_grad || trial.BaseNames.Contains(ModuleTree.BaseName(name)), $"\"{name}\" is trained and should be among Parameters, since only those are saved, and is not.");
        }
    }

    private static void TurnsOff(AdapterTrial trial)
    {
        Expect.Applies(trial.Traits.HasFlag(AdapterTraits.FreezesBase), "It does not declare FreezesBase, so the base moves too.");
        trial.Train();
        // Running statistics have moved as well, so what the base computes now is asked of a copy.
        var expected = BaseOutput(trial);
        var active = trial.Output();
        trial.Adapter.Enabled = false;
        Expect.Same(trial.Output(), expected, "The outputs with the adapter turned off and those of the base alone");
        trial.Adapter.Enabled = true;
        Expect.Same(trial.Output(), active, "The outputs before the adapter was turned off and after it was turned on again");
        Expect.That(!torch.equal(active, expected), "A trained adapter should change the outputs, and changes none.");
    }

    private static torch.Tensor BaseOutput(AdapterTrial trial)
    {
        var copy = trial.Sample.Make();
        var state = ModuleTree.BaseState(trial.Model).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        using var frozen = torch.no_grad();
        foreach (var (name, tensor) in ModuleTree.BaseState(copy)) tensor.copy_(state[name]);
        return Probe.Output(copy, trial.Batch);
    }

    private static void Merges(AdapterTrial trial)
    {
        if (!trial.Traits.HasFlag(AdapterTraits.Mergeable))
        {
            Expect.Refusal(trial.Adapter.Merge, "It does not declare Mergeable, so Merge()");
            return;
        }

        trial.Train();
        var active = trial.Output();
        trial.Adapter.Merge();
        var wrapper = trial.Model.named_modules().FirstOrDefault(pair => pair.module is AdaptedModule).name;
        Expect.That(wrapper is null, $"Merge() should take its modules out of the model, and \"{wrapper}\" is still a wrapper.");
        trial.Model.Detach(trial.Adapter);
        Expect.Close(trial.Output(), active, MergeRounding, "The outputs with the adapter active and with it merged");
    }

    private static void Unmerges(AdapterTrial trial)
    {
        Expect.Applies(trial.Traits.HasFlag(AdapterTraits.Mergeable), "It does not declare Mergeable.");
        trial.Train();
        var (active, before) = (trial.Output(), trial.BaseState());
        trial.Adapter.Merge();
        try
        {
            trial.Adapter.Unmerge();
        }
        catch (PluginHostException refusal)
        {
            Expect.Refusal(() => throw refusal, "Unmerge()");
            throw new InapplicableException($"It refuses: {refusal.Message}");
        }

        foreach (var (name, tensor) in ModuleTree.BaseState(trial.Model)) Expect.Close(tensor, before[name], Rounding, $"The base's \"{name}\" before it was merged and after Unmerge()");
        Expect.Close(trial.Output(), active, Rounding, "The outputs before it was merged and after Unmerge()");
        trial.Adapter.Enabled = false;
        Expect.Close(trial.Output(), trial.Before, Rounding, "The outputs with the adapter turned off after Unmerge() and those of the base");
    }

    private static void Length(AdapterTrial trial)
    {
        trial.Train(1);
        var came = trial.Output().size(1);
        var longer = came > trial.Before.size(1);
        Expect.That(longer == trial.Traits.HasFlag(AdapterTraits.LengthensSequence),
            longer ? $"It should declare LengthensSequence, since rows of {trial.Before.size(1)} positions came out with {came}."
                : $"It declares LengthensSequence, so rows of {trial.Before.size(1)} positions should come out longer, and came out with {came}.");
    }

    private static void Determinism(Subject subject, AdapterTrial trial)
    {
        var again = AdapterTrial.Attach(subject, trial.Sample);
        foreach (var ((name, one), (_, other)) in trial.Adapter.Parameters.Zip(again.Adapter.Parameters)) Expect.Same(other, one, $"\"{name}\" of two adapters with one seed");
    }

    private static void NoGrad(AdapterTrial trial)
    {
        trial.Train();
        using (torch.no_grad()) Expect.That(!trial.Model.call(trial.Batch)[Fields.LastHiddenState].requires_grad, "Under no_grad no output should require a gradient.");
        Expect.Close(trial.Output(), trial.Model.call(trial.Batch)[Fields.LastHiddenState], Rounding, "The outputs with gradients and without");
    }

    private static void BFloat16(Subject subject, AdapterTrial trial)
    {
        using (torch.autocast(DeviceType.CPU, torch.ScalarType.BFloat16)) trial.Train();
        foreach (var (name, parameter) in trial.Adapter.Parameters) Expect.Finite(parameter, $"\"{name}\" after steps under autocast to bfloat16");
        var narrow = AdapterTrial.Attach(subject, trial.Sample, torch.ScalarType.BFloat16);
        try
        {
            narrow.Train();
        }
        catch (TorchException mixed)
        {
            throw new ViolationException($"Over a base in bfloat16 it threw {Expect.Describe(mixed)} Its own parameters are {narrow.Adapter.Parameters.First().Value.dtype} there: what they are combined with has to have their type, and what comes out that of the base.");
        }

        Expect.Finite(narrow.Output(), "The outputs over a base in bfloat16");
        foreach (var (name, parameter) in narrow.Adapter.Parameters) Expect.Finite(parameter, $"\"{name}\" after steps over a base in bfloat16");
    }

    private static string? On(Subject subject, Action<AdapterTrial> check)
    {
        var (supported, _) = Supported(subject);
        Expect.Applies(supported.Count > 0, "It attaches to no architecture.");
        var reasons = new List<string>();
        foreach (var sample in supported)
        {
            using var scope = torch.NewDisposeScope();
            try
            {
                check(AdapterTrial.Attach(subject, sample));
            }
            catch (InapplicableException reason)
            {
                reasons.Add(reason.Message);
            }
            catch (ViolationException violation)
            {
                throw new ViolationException($"On {sample.Name}: {violation.Message}");
            }
            catch (Exception fault)
            {
                throw new ViolationException($"On {sample.Name}: it threw {Expect.Describe(fault)}");
            }
        }

        Expect.Applies(reasons.Count < supported.Count, reasons.FirstOrDefault() ?? "");
        return null;
    }

    /// <summary>The architectures that it attaches to, and the sentences of those that it refuses.</summary>
    private static (IReadOnlyList<SampleModel> Supported, IReadOnlyList<(SampleModel Sample, string Sentence)> Refused) Supported(Subject subject)
    {
        var (supported, refused) = (new List<SampleModel>(), new List<(SampleModel, string)>());
        foreach (var sample in subject.Models.All)
        {
            using var scope = torch.NewDisposeScope();
            try
            {
                AdapterTrial.Attach(subject, sample);
                supported.Add(sample);
            }
            catch (PluginHostException refusal)
            {
                refused.Add((sample, refusal.Message));
            }
        }

        return (supported, refused);
    }
}
