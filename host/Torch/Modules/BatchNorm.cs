// What the batch norms share: running statistics, weight and bias.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// (x − mean) / sqrt(variance + eps) · weight + bias per channel (Ioffe and Szegedy 2015): the batch's statistics while training, the running
/// ones otherwise. Buffers: running_mean, running_var (unbiased), num_batches_tracked.
/// </summary>
public abstract class BatchNorm : nn.Module<Tensor, Tensor>
{
    private readonly int[] _ranks;
    private Parameter? _weight;
    private Parameter? _bias;
    private Tensor? _running_mean;
    private Tensor? _running_var;
    private Tensor? _num_batches_tracked;

    private protected BatchNorm(string name, int[] ranks, long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : base(name)
    {
        _ranks = ranks;
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        if (affine)
        {
            weight = new Parameter(ones(num_features, dtype, device));
            bias = new Parameter(zeros(num_features, dtype, device));
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = zeros([], ScalarType.Int64, device);
        }
    }

    public long num_features { get; }

    public double eps { get; }

    /// <summary>The share of the new batch in the running statistics; null for a plain average over all batches.</summary>
    public double? momentum { get; }

    public Parameter? weight
    {
        get => _weight;
        set
        {
            register_parameter("weight", value);
            _weight = value;
        }
    }

    public Parameter? bias
    {
        get => _bias;
        set
        {
            register_parameter("bias", value);
            _bias = value;
        }
    }

    public Tensor? running_mean
    {
        get => _running_mean;
        set
        {
            register_buffer("running_mean", value);
            _running_mean = value;
        }
    }

    public Tensor? running_var
    {
        get => _running_var;
        set
        {
            register_buffer("running_var", value);
            _running_var = value;
        }
    }

    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set
        {
            register_buffer("num_batches_tracked", value);
            _num_batches_tracked = value;
        }
    }

    public void reset_running_stats()
    {
        using var grad = no_grad();
        running_mean?.zero_();
        running_var?.fill_(1);
        num_batches_tracked?.zero_();
    }

    public override Tensor forward(Tensor input)
    {
        if (!_ranks.Contains((int)input.dim()))
            throw new ArgumentException($"{GetName()}: expected a tensor of {string.Join(" or ", _ranks)} dimensions, got {input.Described()}.", nameof(input));
        var share = momentum ?? 0;
        if (training && num_batches_tracked is not null)
        {
            using (no_grad())
                num_batches_tracked.add_(1);
            if (momentum is null)
                share = 1.0 / num_batches_tracked.ToInt64();
        }
        return Calls.batch_norm(input, weight, bias, running_mean, running_var, training || running_mean is null, share, eps, true);
    }
}
