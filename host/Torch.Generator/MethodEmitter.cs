// The methods of Tensor.
namespace PluginHost.TorchGenerator;

/// <summary>Emits <c>input.add(other)</c> for schemas whose first parameter is a tensor.</summary>
public sealed class MethodEmitter : Emitter
{
    public override IEnumerable<string> Emit(Schema schema)
    {
        var all = Visible(schema).ToList();
        if (all.Count == 0 || all[0].Type != "Tensor")
            yield break;
        var rest = all.Skip(1).ToList();
        foreach (var form in Forms(rest))
        {
            var arguments = string.Join(", ", all.Select((p, i) => i == 0 ? "this" : Argument(schema, p, form)));
            var declared = Declare(schema, rest, form);
            if (schema.IsInPlace)
                yield return Summary(schema) + $"public Tensor {Escape(schema.Name)}({declared})\n{{\n    Calls.{schema.Identifier}({arguments});\n    return this;\n}}\n";
            else
                yield return Summary(schema) + $"public {ResultType(schema)} {Escape(schema.Name)}({declared}) => Calls.{schema.Identifier}({arguments});\n";
        }
    }
}
