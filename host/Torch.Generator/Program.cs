// Writes host/Torch/Generated/*.cs from host/Torch/operators.txt. Run by hand after a change of the list:
//   dotnet run --project host/Torch.Generator -- host/Torch
using PluginHost.TorchGenerator;

if (args.Length != 1)
{
    Console.Error.WriteLine("Expected one argument, the folder host/Torch, got " + args.Length + ".");
    return 2;
}

var folder = args[0];
var output = Path.Combine(folder, "Generated");
Directory.CreateDirectory(output);
foreach (var (name, text) in Generator.Run(File.ReadAllText(Path.Combine(folder, "operators.txt"))))
{
    File.WriteAllText(Path.Combine(output, name), text);
    Console.WriteLine(name + "  " + text.Length / 1024 + " KiB");
}
return 0;
