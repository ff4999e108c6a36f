// The functions of torch.
namespace PluginHost.TorchGenerator;

/// <summary>Emits <c>torch.add(input, other)</c>.</summary>
public sealed class FunctionEmitter : Emitter
{
    public override IEnumerable<string> Emit(Schema schema)
    {
        var all = Visible(schema).ToList();
        foreach (var form in Forms(all))
        {
            var arguments = string.Join(", ", all.Select(p => Argument(schema, p, form)));
            var declared = Declare(schema, all, form);
            if (schema.IsInPlace)
                yield return Summary(schema) + $"public static Tensor {Escape(schema.Name)}({declared})\n{{\n    Calls.{schema.Identifier}({arguments});\n    return {NameOf(schema, all[0])};\n}}\n";
            else
                yield return Summary(schema) + $"public static {ResultType(schema)} {Escape(schema.Name)}({declared}) => Calls.{schema.Identifier}({arguments});\n";
        }
    }
}
