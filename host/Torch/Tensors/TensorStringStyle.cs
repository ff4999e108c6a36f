// How a tensor is written as text.
namespace TorchSharp;

/// <summary>The look of a tensor as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Only what it is: shape, type and device.</summary>
    Metadata,

    /// <summary>Columns aligned, the leading dimensions as headings.</summary>
    Julia,

    /// <summary>Nested brackets.</summary>
    Numpy,

    /// <summary>Nested braces, as an array is written in C#.</summary>
    CSharp,

    /// <summary>Whichever <see cref="torch.TensorStringStyle"/> says.</summary>
    Default,
}
