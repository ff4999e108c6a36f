// A dataset's splits.
namespace PluginHost;

/// <summary>A dataset's splits.</summary>
/// <param name="Train">What is trained on.</param>
/// <param name="Validation">What is evaluated on while training, or null.</param>
/// <param name="Test">What is kept for the end, or null.</param>
public sealed record DatasetSplits(Dataset Train, Dataset? Validation = null, Dataset? Test = null);
