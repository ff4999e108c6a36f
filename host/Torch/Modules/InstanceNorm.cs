// What the instance norms share: running statistics, weight and bias.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// (x − mean) / sqrt(variance + eps) · weight + bias per row and channel (Ulyanov et al. 2016): the row's own statistics, or with
/// track_running_stats the running ones in evaluation. Weight and bias are there with affine only.
/// </summary>
public abstract class InstanceNorm : nn.Module<Tensor, Tensor>
{
    private readonly int _spatial;

    private protected InstanceNorm(string name, int spatial, long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(name)
    {
        _spatial = spatial;
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            register_parameter("weight", new Parameter(ones(num_features, dtype, device)));
            register_parameter("bias", new Parameter(zeros(num_features, dtype, device)));
        }
        if (track_running_stats)
        {
            register_buffer("running_mean", zeros(num_features, dtype, device));
            register_buffer("running_var", ones(num_features, dtype, device));
            register_buffer("num_batches_tracked", zeros([], ScalarType.Int64, device));
        }
    }

    public long num_features { get; }

    public double eps { get; set; }

    /// <summary>The share of the new batch in the running statistics.</summary>
    public double? momentum { get; set; }

    public bool affine { get; }

    public bool track_running_stats { get; }

    public Parameter? weight
    {
        get => get_parameter("weight");
        set => register_parameter("weight", value);
    }

    public Parameter? bias
    {
        get => get_parameter("bias");
        set => register_parameter("bias", value);
    }

    public Tensor? running_mean
    {
        get => get_buffer("running_mean");
        set => register_buffer("running_mean", value);
    }

    public Tensor? running_var
    {
        get => get_buffer("running_var");
        set => register_buffer("running_var", value);
    }

    public Tensor? num_batches_tracked => get_buffer("num_batches_tracked");

    public void reset_running_stats()
    {
        using var grad = no_grad();
        running_mean?.zero_();
        running_var?.fill_(1);
        num_batches_tracked?.zero_();
    }

    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != _spatial + 1 && input.dim() != _spatial + 2)
            throw new ArgumentException($"{GetName()}: expected a tensor of {_spatial + 1} or {_spatial + 2} dimensions, got {input.Described()}.", nameof(input));
        if (input.size(input.dim() - _spatial - 1) != num_features)
            throw new ArgumentException($"{GetName()}: expected {num_features} channels, got {input.Described()}.", nameof(input));
        var own = training || !track_running_stats;
        if (input.dim() == _spatial + 2)
            return Calls.instance_norm(input, weight, bias, running_mean, running_var, own, momentum ?? 0.1, eps, true);
        using var row = input.unsqueeze(0);
        using var normed = Calls.instance_norm(row, weight, bias, running_mean, running_var, own, momentum ?? 0.1, eps, true);
        return normed.squeeze(0);
    }
}
