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
        foreach (var single in Forms(rest))
        {
            var arguments = string.Join(", ", all.Select((p, i) => i == 0 ? "this" : single?.Contains(p.Name) == true ? "[" + NameOf(schema, p) + "]" : NameOf(schema, p)));
            var declared = Declare(schema, rest, single);
            if (schema.IsInPlace)
                yield return Summary(schema) + $"public Tensor {Escape(schema.Name)}({declared})\n{{\n    Calls.{schema.Identifier}({arguments});\n    return this;\n}}\n";
            else
                yield return Summary(schema) + $"public {ResultType(schema)} {Escape(schema.Name)}({declared}) => Calls.{schema.Identifier}({arguments});\n";
        }
    }
}
