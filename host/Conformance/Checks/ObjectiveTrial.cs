// An objective with a model, a head and a batch that go with it.
using PluginHost.Engine;
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>An objective over a small model, and a batch that it takes.</summary>
internal sealed class ObjectiveTrial
{
    private ObjectiveTrial(Model model, Objective objective, Batch batch) => (Model, Objective, Batch) = (model, objective, batch);

    public Model Model { get; }

    public Objective Objective { get; }

    public Batch Batch { get; }

    /// <summary>The first architecture and the first usual form of a batch that the objective takes.</summary>
    /// <param name="subject">The objective.</param>
    /// <param name="loss">What the recipe would give it; null for its own.</param>
    public static ObjectiveTrial Find(Subject subject, Loss? loss = null)
    {
        var refusals = new List<string>();
        foreach (var sample in subject.Models.All)
        {
            try
            {
                var (model, objective) = Made(subject, sample, loss);
                foreach (var batch in Batches(subject, sample, model))
                {
                    try
                    {
                        objective.forward(batch);
                        return new ObjectiveTrial(model, objective, batch);
                    }
                    catch (Exception refusal) when (refusal is PluginHostException or TorchException or ArgumentException)
                    {
                        refusals.Add($"{sample.Name}: {refusal.Message.Split('\n')[0]}");
                    }
                }
            }
            catch (PluginHostException refusal)
            {
                refusals.Add($"{sample.Name}: {refusal.Message}");
            }
        }

        throw new ViolationException("It should take a batch of some usual form on some architecture, and refuses all; name one with Verification.Inputs. "
            + string.Join(" ", refusals.Distinct().Take(4)));
    }

    private static (Model Model, Objective Objective) Made(Subject subject, SampleModel sample, Loss? loss)
    {
        var model = sample.Make();
        Component? required = null;
        Model Copy()
        {
            var copy = sample.Make();
            Attach(subject, copy, required);
            copy.requires_grad_(false);
            return copy;
        }

        var reference = new Lazy<IReferenceModel>(() => new ReferenceModel(Copy(), []), LazyThreadSafetyMode.None);
        var objective = subject.Make<Objective>(new ObjectiveContext { Model = model, Loss = loss, Tokenizer = SampleTokenizer.Instance, Reference = () => reference.Value, Seed = 1, BaseDirectory = subject.BaseDirectory });
        required = objective.RequiredHead;
        Attach(subject, model, required);
        model.train();
        objective.train();
        return (model, objective);
    }

    private static void Attach(Subject subject, Model model, Component? head)
    {
        if (head is null) return;
        torch.manual_seed(4);
        var registration = subject.Catalog.Get(Kind.Head, head.Name);
        model.Attach((Head)registration.Create(OptionTree.Thaw(registration.Options, head.Options, head.Title), new HeadContext { Model = model, Seed = 4 }));
    }

    private static IEnumerable<Batch> Batches(Subject subject, SampleModel sample, Model model)
    {
        torch.manual_seed(19);
        if (subject.Inputs is { } named)
        {
            yield return named() as Batch ?? throw new ViolationException("Verification.Inputs should make a Batch for an objective, and made a TensorMap.");
            yield break;
        }

        var batch = sample.Batch(model, 8);
        yield return batch.With(Fields.Labels, torch.randint(0, 2, [8], dtype: torch.int64));
        if (batch.Find(Fields.InputIds) is { } ids) yield return batch.With(Fields.Labels, ids);
        yield return batch;
    }
}
