// A component's name where the field's would not be PyTorch's.
namespace TorchSharp;

/// <summary>The name that <c>RegisterComponents</c> gives the field's parameter, buffer or module.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    public string Name { get; set; } = "";
}
