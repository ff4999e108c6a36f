// The data of a stage, from the dataset to batches.
namespace PluginHost.Engine;

/// <summary>The data of a stage. A transform can be exchanged without the dataset being read again.</summary>
/// <param name="Splits">What the dataset gave.</param>
/// <param name="Transforms">What happens to the data on its way.</param>
/// <param name="TrainingSplit">The training split as the transforms left it as a whole.</param>
/// <param name="ValidationSplit">The same of the validation split; null where there is none.</param>
/// <param name="Train">Batches to train on.</param>
/// <param name="Validation">Batches to validate on; null where there are none.</param>
internal sealed record StageData(DatasetSplits Splits, IReadOnlyList<Transform> Transforms, Dataset TrainingSplit, Dataset? ValidationSplit, BatchSource Train, BatchSource? Validation);
