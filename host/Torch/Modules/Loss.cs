// The bases of losses: how elements become one number, and weights of classes.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A loss of 2 inputs.</summary>
public abstract class Loss<T1, T2, TResult>(nn.Reduction reduction = nn.Reduction.Mean, string name = "Loss") : nn.Module<T1, T2, TResult>(name)
{
    public nn.Reduction reduction { get; } = reduction;
}

/// <summary>A loss of 3 inputs.</summary>
public abstract class Loss<T1, T2, T3, TResult>(nn.Reduction reduction = nn.Reduction.Mean, string name = "Loss") : nn.Module<T1, T2, T3, TResult>(name)
{
    public nn.Reduction reduction { get; } = reduction;
}

/// <summary>A loss of 4 inputs.</summary>
public abstract class Loss<T1, T2, T3, T4, TResult>(nn.Reduction reduction = nn.Reduction.Mean, string name = "Loss") : nn.Module<T1, T2, T3, T4, TResult>(name)
{
    public nn.Reduction reduction { get; } = reduction;
}

/// <summary>A loss of 2 inputs with weights, which are no part of its state.</summary>
public abstract class WeightedLoss<T1, T2, TResult>(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean, string name = "WeightedLoss") : Loss<T1, T2, TResult>(reduction, name)
{
    public Tensor? weight { get; } = weight;
}

/// <summary>A loss of 3 inputs with weights, which are no part of its state.</summary>
public abstract class WeightedLoss<T1, T2, T3, TResult>(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean, string name = "WeightedLoss") : Loss<T1, T2, T3, TResult>(reduction, name)
{
    public Tensor? weight { get; } = weight;
}

/// <summary>A loss of 4 inputs with weights, which are no part of its state.</summary>
public abstract class WeightedLoss<T1, T2, T3, T4, TResult>(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean, string name = "WeightedLoss") : Loss<T1, T2, T3, T4, TResult>(reduction, name)
{
    public Tensor? weight { get; } = weight;
}
