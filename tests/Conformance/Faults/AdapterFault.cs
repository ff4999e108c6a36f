// One trained factor for each output of a projection, which breaks the contract of an adapter in one way, or in none.
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Tests.Conformance;

internal sealed class AdapterFault(string fault, AdapterContext context) : Adapter
{
    public const string Type = "TRIAL_SCALE";

    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("refuses", "it attaches to the architectures that there are", "refuses all: gpt2: not on this one, nor on any other"),
        ("doubles", "a fresh one changes nothing", "On gpt2: The outputs with a fresh adapter and without should differ by no more than"),
        ("trains-base", "the base stays as it is, bit for bit", "Attach has to call AdapterContext.FreezeBase()"),
        ("moves-base", "the base stays as it is, bit for bit", "before and after steps of an optimizer should be the same bit for bit"),
        ("dead", "gradients reach what it trains and nothing else", "should get a gradient, and gets none"),
        ("stays-on", "turned off, the model computes what the base does", "The outputs with the adapter turned off and those of the base alone"),
        ("merges-half", "merged equals active, or it refuses", "The outputs with the adapter active and with it merged should differ by no more than"),
        ("refuses-silently", "merged equals active, or it refuses", "should be refused with a sentence (a PluginHostException), and it threw NotSupportedException"),
        ("unmerges-nothing", "unmerged it is what it was, or it refuses", "after Unmerge() should differ by no more than"),
        ("lengthens", "it keeps the length of a row, or says that it does not", "so rows of 6 positions should come out longer"),
        ("unsaved", "what is saved is read back", "the one that was read back from its files"),
        ("no-type", "its folder can be named by a recipe", "ToPeftConfig() should hold \"peft_type\""),
        ("unseeded", "a seed gives the same adapter", "of two adapters with one seed should be the same bit for bit"),
        ("gradients", "it works without gradients", "no gradients, no outputs"),
        ("float32", "it trains in bfloat16", "only float32"),
    ];

    private readonly List<(string Path, Scaled Module)> _modules = [];

    public override AdapterTraits Traits => AdapterTraits.FreshIsIdentity | AdapterTraits.FreezesBase
        | (fault == "refuses-silently" ? 0 : AdapterTraits.Mergeable) | (fault == "lengthens" ? AdapterTraits.LengthensSequence : 0);

    public override IEnumerable<KeyValuePair<string, Parameter>> Parameters =>
        _modules.SelectMany(adapted => adapted.Module.named_parameters(recurse: false).Select(pair => KeyValuePair.Create($"{adapted.Path}.{pair.name}", pair.parameter)));

    public override bool Enabled
    {
        get => base.Enabled;
        set
        {
            base.Enabled = value;
            foreach (var (_, module) in _modules) module.Active = value || fault == "stays-on";
        }
    }

    public static Adapter Attach(string fault, AdapterContext context)
    {
        if (fault == "refuses") throw new PluginHostException("not on this one, nor on any other");
        var adapter = new AdapterFault(fault, context) { Name = context.Name, Method = context.Method };
        if (fault != "trains-base") context.FreezeBase();
        foreach (var target in context.Match([]))
        {
            if (ModuleTree.AsProjection(target.Base) is not { } projection) continue;
            var module = new Scaled(fault, target.Module, projection);
            context.Replace(target.Path, module);
            adapter._modules.Add((target.Path, module));
        }

        return adapter;
    }

    public override JsonObject ToPeftConfig() => fault == "no-type" ? [] : new() { ["peft_type"] = Type };

    public override void LoadStored(IReadOnlyDictionary<string, torch.Tensor> stored)
    {
        if (fault != "unsaved") base.LoadStored(stored);
    }

    public override void AfterStep(long step, long totalSteps)
    {
        if (fault != "moves-base") return;
        using var frozen = torch.no_grad();
        foreach (var (_, module) in _modules) module.Projection.Weight.add_(1e-4);
    }

    public override void Merge()
    {
        if (fault == "refuses-silently") throw new NotSupportedException();
        foreach (var (path, module) in _modules)
        {
            module.Into(factor => fault == "merges-half" ? (factor + 1) / 2 : factor);
            context.Replace(path, module.BaseLayer);
        }
    }

    public override void Unmerge()
    {
        foreach (var (path, module) in _modules)
        {
            if (fault != "unmerges-nothing") module.Into(factor => 1 / factor);
            context.Replace(path, module);
        }
    }

    private sealed class Scaled : AdaptedModule
    {
        private readonly string _fault;
        private readonly Parameter _factor;

        public Scaled(string fault, torch.nn.Module<torch.Tensor, torch.Tensor> baseLayer, IProjection projection) : base("scale", baseLayer)
        {
            (_fault, Projection) = (fault, projection);
            var first = fault switch { "doubles" => 2, "unseeded" => Random.Shared.NextDouble(), _ => 1 };
            register_parameter("scale", _factor = new Parameter(torch.full([projection.OutFeatures], first)));
            if (fault == "dead") register_parameter("dead", new Parameter(torch.ones(1)));
        }

        public IProjection Projection { get; }

        public void Into(Func<torch.Tensor, torch.Tensor> change)
        {
            using var frozen = torch.no_grad();
            var factor = change(_factor);
            Projection.Weight.mul_(Projection.FanInFanOut ? factor : factor.unsqueeze(1));
            Projection.Bias?.mul_(factor);
        }

        public override torch.Tensor forward(torch.Tensor input)
        {
            if (_fault == "gradients" && !torch.is_grad_enabled()) throw new NotSupportedException("no gradients, no outputs");
            var output = BaseLayer.call(input);
            if (_fault == "float32" && output.dtype != torch.float32) throw new NotSupportedException("only float32");
            return Active ? output * _factor.to(output.dtype) : output;
        }
    }
}
