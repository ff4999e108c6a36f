// How many tensors one place in the code holds.
namespace TorchSharp;

/// <summary>What one place in the code, the first outside the binding that made the tensors, has made and holds.</summary>
/// <param name="Where">"Namespace.Type.Method (File.cs:12)"; without the file where there are no symbols.</param>
/// <param name="Live">Tensors that it made and that live.</param>
/// <param name="Bytes">What these hold by their shapes. Views of one memory count each.</param>
/// <param name="Made">Tensors that it made since counting began.</param>
public sealed record TensorPlace(string Where, long Live, long Bytes, long Made);
