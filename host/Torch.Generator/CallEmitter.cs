// The inner layer: one static method per operator that fills the argument array and calls.
using System.Text;

namespace PluginHost.TorchGenerator;

/// <summary>Emits <c>Calls.add_Tensor(input, other, alpha)</c>: arguments to tagged values, the call, results back.</summary>
public sealed class CallEmitter : Emitter
{
    public override IEnumerable<string> Emit(Schema schema)
    {
        var parameters = Visible(schema).ToList();
        var text = new StringBuilder();
        var result = schema.IsInPlace ? "void" : ResultType(schema);
        var declared = string.Join(", ", parameters.Select(p => TypeOf(p) + " " + NameOf(schema, p)));
        text.Append($"internal static {result} {schema.Identifier}({declared})\n{{\n");

        var last = schema.Parameters.Count;
        while (last > 0 && schema.Hidden.Contains(schema.Parameters[last - 1].Name))
            last--;
        text.Append($"    const int op = Op.{schema.Identifier};\n");
        text.Append($"    Value* a = stackalloc Value[{Math.Max(1, last)}];\n");
        var pinned = new List<string>();
        var before = new StringBuilder();
        var after = new StringBuilder();
        var keep = new List<string>();
        for (var i = 0; i < last; i++)
        {
            var parameter = schema.Parameters[i];
            var name = NameOf(schema, parameter);
            if (schema.Hidden.Contains(parameter.Name))
            {
                text.Append($"    a[{i}] = Value.Default;\n");
                continue;
            }
            var plain = name.TrimStart('@');
            switch (parameter.Type)
            {
                case "Tensor" or "Tensor?":
                    text.Append($"    a[{i}] = Value.{(parameter.IsOptional ? "Optional" : "Of")}({name}, op);\n");
                    keep.Add(name);
                    break;
                case "Tensor[]" or "Tensor?[]":
                    text.Append($"    var {plain}Handles = TensorList.Rent({name}, op{(parameter.Type == "Tensor?[]" ? ", optional: true" : "")});\n");
                    pinned.Add($"nint* {plain}Pointer = {plain}Handles");
                    before.Append($"a[{i}] = Value.Tensors({plain}Pointer, {name}.Count);\n");
                    after.Append($"TensorList.Return({plain}Handles);\n");
                    keep.Add(name);
                    break;
                case "int[]" or "int[]?" or "float[]" or "float[]?" or "bool[]":
                    var element = parameter.Type.StartsWith("int", StringComparison.Ordinal) ? "long" : parameter.Type.StartsWith("float", StringComparison.Ordinal) ? "double" : "bool";
                    pinned.Add($"{element}* {plain}Pointer = {name}");
                    var absent = parameter.Type.EndsWith("[]?", StringComparison.Ordinal) || parameter.Default is not null ? $"{name}.IsEmpty ? Value.Default : " : "";
                    before.Append($"a[{i}] = {absent}Value.List({plain}Pointer, {name}.Length);\n");
                    break;
                case "Scalar[]":
                    text.Append($"    var {plain}Values = NumberList.Rent({name}.Length);\n");
                    pinned.Add($"Value* {plain}Pointer = {plain}Values");
                    before.Append($"a[{i}] = NumberList.Write({plain}Pointer, {name});\n");
                    after.Append($"NumberList.Return({plain}Values);\n");
                    break;
                case "str" or "str?":
                    text.Append($"    var {plain}Text = Utf8.Bytes({name});\n");
                    pinned.Add($"byte* {plain}Pointer = {plain}Text");
                    before.Append($"a[{i}] = {(parameter.IsOptional ? $"{name} is null ? default : " : "")}Value.Text({plain}Pointer, {plain}Text.Length);\n");
                    break;
                case "Scalar" when parameter.Default is not null:
                    text.Append($"    a[{i}] = {name} is {{ }} {plain}Value ? Value.Of({plain}Value) : Value.Default;\n");
                    break;
                default:
                    text.Append($"    a[{i}] = Value.Of({name});\n");
                    if (parameter.Type.StartsWith("Generator", StringComparison.Ordinal))
                        keep.Add(name);
                    break;
            }
        }

        var indent = "    ";
        foreach (var pin in pinned)
            text.Append($"    fixed ({pin})\n");
        if (pinned.Count > 0)
        {
            text.Append("    {\n");
            indent = "        ";
        }
        foreach (var line in before.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.Append(indent + line + "\n");
        var call = schema.IsInPlace || schema.Results.Count == 0 ? "Dispatch.Void"
            : schema.Results.Count > 1 ? $"Dispatch.Tuple{schema.Results.Count}"
            : schema.Results[0].Type switch { "Tensor" => "Dispatch.One", "Tensor[]" => "Dispatch.Many", "bool" => "Dispatch.Bool", "int" => "Dispatch.Long", "float" => "Dispatch.Double", "ScalarType" => "(ScalarType)Dispatch.Long", var t => throw new InvalidDataException(t) };
        text.Append(indent + (result == "void" ? "" : "var result = ") + $"{call}(op, a, {last});\n");
        foreach (var line in after.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.Append(indent + line + "\n");
        foreach (var name in keep)
            text.Append($"{indent}GC.KeepAlive({name});\n");
        if (result != "void")
            text.Append(indent + "return result;\n");
        if (pinned.Count > 0)
            text.Append("    }\n");
        text.Append("}\n");
        yield return text.ToString();
    }
}
