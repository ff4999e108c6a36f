// A head that breaks its contract in one way, or in none.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Tests.Conformance;

internal sealed class HeadFault : Head
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("refuses", "it goes on the architectures that there are", "refuses all: gpt2: not on this one, nor on any other"),
        ("nothing", "it adds finite outputs", "It should add to the outputs"),
        ("mixes-rows", "a row does not see the other rows", "\"logits\" of row 0 alone and among 3 rows"),
        ("detached", "gradients reach its parameters and the backbone", "into the backbone, and none does"),
        ("unregistered", "what is saved is read back", "was read back from its files"),
    ];

    private readonly string _fault;
    private readonly Parameter _weight;
    private readonly torch.Tensor? _unregistered;

    public HeadFault(string fault, HeadContext context) : base("trial", "classifier")
    {
        _fault = fault;
        if (fault == "refuses") throw new PluginHostException("not on this one, nor on any other");
        using var generator = new torch.Generator(context.Seed, torch.CPU);
        register_parameter("weight", _weight = new Parameter(torch.empty(3, context.Model.HiddenSize).normal_(0, 1, generator)));
        if (fault == "unregistered") _unregistered = torch.empty(3).normal_(0, 1, generator).DetachFromDisposeScope();
    }

    public override Outputs forward(Outputs input)
    {
        if (_fault == "nothing") return input;
        var hidden = input[Fields.LastHiddenState].mean([1]);
        var logits = torch.nn.functional.linear(_fault == "detached" ? hidden.detach() : hidden, _weight);
        if (_fault == "mixes-rows") logits = logits - logits.mean([0], keepdim: true);
        input[Fields.Logits] = _unregistered is null ? logits : logits + _unregistered;
        return input;
    }
}
